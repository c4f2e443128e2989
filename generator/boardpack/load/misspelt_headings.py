"""Sections of which the heading is there in another dress, so that their words may be there, too.

What follows from such a heading, such as that a section is missing, is not said beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from boardpack.findings import find_near_word
from boardpack.load.bare_body import (
    SECTION_LEVEL,
    BareBody,
    iterate_stretches,
)
from boardpack.model.report_labels import is_nearly_report_title

_GLUED = re.compile(r"\s*#{1,6}(?P<title>[^\s#].*?)[\s#]*")
_DRESSED = re.compile(
    r"\s*(?:#{3,6}\s+)?(?:\*\*|__)?(?P<title>\w.*?)(?:\*\*|__)?[\s:#.]*(?:\*\*|__)?"
)
_LONGEST_LINE = 300
"""No title is longer; to look for one in a longer line takes its time."""


def list_misspelt_sections(bare: BareBody, loose: Iterable[str]) -> frozenset[str]:
    """Return the ids of the sections of which something is called otherwise, as another rule says.

    `loose` are those in which a report stands below no heading of its own.
    """
    titles = bare.body.titles
    return frozenset(
        (*loose, *_iterate_misspelt(bare), *_iterate_glued(bare), *_iterate_hidden(bare, titles))
    )


def list_lines_of_titles(bare: BareBody) -> Mapping[str, int]:
    """Return by its section the line of each title that stands there, and opens no section.

    Lines are those of the file. A smaller heading of the same words may well be meant so, where the
    section is not owed.
    """
    headed = {section for section, _, _ in bare.sections}
    missing = {
        title.casefold(): section
        for title, section in bare.body.titles.items()
        if section not in headed
    }
    found: dict[str, int] = {}
    for number, line in enumerate(bare.spoken_lines) if missing else ():
        match = _DRESSED.fullmatch(line) if len(line) <= _LONGEST_LINE else None
        section = missing.get(match["title"].casefold()) if match else None
        if section:
            found.setdefault(section, number + bare.body.first_line)
    return found


def find_hiding_line(bare: BareBody) -> int | None:
    """Return the line, counted from 0, from which all is taken for code or for a comment."""
    comments = (
        span.line
        for span in bare.outline.raw_html
        if span.text.lstrip().startswith("<!--") and "-->" not in span.text
    )
    return min((*bare.outline.unclosed_fences, *comments), default=None)


def _iterate_misspelt(bare: BareBody) -> Iterator[str]:
    titles = bare.body.titles
    above = ""
    for heading in bare.outline.headings:
        if heading.level > SECTION_LEVEL:
            continue
        if heading.title in titles:
            above = titles[heading.title]
            if heading.level < SECTION_LEVEL:
                yield above
        elif is_nearly_report_title(heading.title):
            # Its report belongs to the section above it.
            yield above
        elif near := find_near_word(heading.title, titles):
            yield titles[near]


def _iterate_glued(bare: BareBody) -> Iterator[str]:
    titles = {title.casefold(): section for title, section in bare.body.titles.items()}
    for line in bare.spoken_lines:
        is_short = "#" in line and len(line) <= _LONGEST_LINE
        match = _GLUED.fullmatch(line) if is_short else None
        if match and match["title"].casefold() in titles:
            yield titles[match["title"].casefold()]


def _iterate_hidden(bare: BareBody, titles: Mapping[str, str]) -> Iterator[str]:
    """Yield the sections that may stand behind what hides the rest of the file."""
    hiding = find_hiding_line(bare)
    if hiding is None:
        return
    openers = [heading for heading in bare.outline.headings if heading.level <= SECTION_LEVEL]
    seen = {
        titles.get(heading.title)
        for heading, end in iterate_stretches(openers, len(bare.lines))
        if end <= hiding
    }
    yield from (section for section in titles.values() if section not in seen)
