"""The body of a submission: one narrative under each section's heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import dropwhile

from boardpack.findings import Fault, Finding, Place, Rule, suggest_word
from boardpack.load.bare_body import (
    SECTION_LEVEL,
    BareBody,
    NarrativeBody,
    iterate_stretches,
)
from boardpack.load.markdown import Heading, HtmlSpan, Outline
from boardpack.model.report_labels import REPORT_TITLE, is_nearly_report_title
from boardpack.model.submission import Narrative

UNKNOWN_HEADING = Rule(
    "S103",
    "Every section heading is one of the pack's",
    "Use the section's title as the heading, or make it a smaller heading with ###.",
)
REPEATED_HEADING = Rule(
    "S104", "Every section has one heading", "Bring the two texts together under one heading."
)
STRAY_TEXT = Rule(
    "S105",
    "All text stands under a section heading",
    "Move the text under the heading of the section that it belongs to.",
)
RAW_HTML = Rule(
    "S106", "Narratives hold no HTML", "Write it in Markdown: **bold**, lists, tables, links."
)
PICTURE = Rule(
    "S107",
    "Narratives hold no pictures",
    "Remove the picture and say it in words; charts are drawn from the data.",
)

LOST_CELL = Rule(
    "S109",
    "Rows of a table are no longer than its heading",
    "Give every column a heading, and as many groups of dashes below it.",
)
WORDS_OF_NOBODY = Rule(
    "S116",
    "A section that nobody narrates has nothing but exception reports under its heading",
    "Write the words into an exception report, or under the heading of a section that is narrated.",
)
STRANGE_MARK = Rule(
    "S110",
    "Every mark is one that readers see the effect of",
    "Write it in words, or as a list or a table whose second line has dashes for each column.",
)
MISREAD = Rule(
    "S123",
    "Readers see the figures, signs and lines that were typed",
    "Write it in words, or put a \\ before the mark that is not to be one of Markdown.",
)
UNCLOSED_COMMENT = Rule(
    "S121",
    "Every comment that is opened is closed",
    "Close it with -->, or take the <!-- out: until then all that follows is hidden, and may be "
    "said to be missing.",
)
UNCLOSED_FENCE = Rule(
    "S111",
    "Every block of code that is opened is closed",
    "Close it with a line of the same marks, or take the opening line out.",
)
TOO_DEEP = Rule(
    "S112",
    "Lists and quotations are nested no deeper than pages show",
    "Take out a level: a list in a list says as much as one in nine.",
)
DEAD_END = Rule(
    "S113",
    "Links lead to an address that every reader can open",
    "Give the whole address, beginning with https://, or say in words where it lies.",
)

# A narrative is shown on several pages and in a PDF, from where a short address leads elsewhere.
_OPEN_TO_ALL = re.compile(
    r"https?://[\w-]+(\.[\w-]+)*(:[0-9]{1,5})?([/?#].*)?|mailto:[^@]+@[^@]+", re.IGNORECASE
)


def read_narratives(
    bare: BareBody,
) -> tuple[tuple[Narrative, ...], tuple[Heading, ...], list[Finding]]:
    """Return the narratives, all headings, and what is wrong with the text."""
    narratives = tuple(_iterate_narratives(bare.body, bare.outline, bare.taken_lines))
    return narratives, bare.outline.headings, list(_find_faults(bare.body, bare.outline))


def _iterate_narratives(
    body: NarrativeBody, outline: Outline, taken_lines: frozenset[int]
) -> Iterator[Narrative]:
    lines = body.text.split("\n")
    section_headings = [opener for opener in outline.headings if opener.level <= SECTION_LEVEL]
    for heading, end in iterate_stretches(section_headings, len(lines)):
        if heading.level < SECTION_LEVEL or heading.title not in body.titles:
            continue
        if body.is_silent(body.titles[heading.title]):
            continue
        text_lines = lines[heading.end : end]
        start = next((n for n, line in enumerate(text_lines) if line.strip()), 0)
        text = "\n".join(text_lines[start:]).rstrip()
        subheadings = [
            subheading for subheading in outline.headings if heading.end <= subheading.line < end
        ]
        parts = (
            (subheading.title, _count_words(outline, subheading.end, stop))
            for subheading, stop in iterate_stretches(subheadings, end)
        )
        yield Narrative(
            section=body.titles[heading.title],
            text=text,
            line=heading.line + body.first_line,
            text_line=heading.end + start + body.first_line,
            words=_count_words(outline, heading.end, end),
            parts=tuple(parts),
            prose=_join_prose(lines, heading.end, end, taken_lines) if taken_lines else text,
        )


def _join_prose(lines: Sequence[str], start: int, end: int, taken_lines: frozenset[int]) -> str:
    """Return a stretch of lines without those taken out, and without blank ones at its ends.

    What they stood between stays apart: it would be read otherwise as one.
    """
    prose_lines: list[str] = []
    is_behind_gap = False
    for line in range(start, end):
        if line in taken_lines:
            is_behind_gap = True
            continue
        is_between_words = prose_lines and prose_lines[-1].strip() and lines[line].strip()
        if is_behind_gap and is_between_words:
            prose_lines.append("")
        is_behind_gap = False
        prose_lines.append(lines[line])
    return "\n".join(dropwhile(lambda line: not line.strip(), prose_lines)).rstrip()


def _count_words(outline: Outline, start: int, end: int) -> int:
    return sum(words for line, words in outline.words if start <= line < end)


def _find_faults(body: NarrativeBody, outline: Outline) -> Iterator[Finding]:
    yield from _find_heading_faults(body, outline)
    section_lines = [heading.line for heading in outline.headings if heading.level <= SECTION_LEVEL]
    stray_lines = [
        line
        for line, count in outline.words
        if count and line < min(section_lines, default=line + 1)
    ]
    if stray_lines:
        words = "there is text before the first section heading"
        yield STRAY_TEXT.make_finding(body.find_place(stray_lines[0]), words, service=body.service)
    yield from _find_words_of_nobody(body, outline)
    # What became a comment only when others were taken out was none for whoever wrote it.
    for span in (*outline.comments, *outline.inline_comments):
        yield _report_html(span, body.find_place(span.line), body.service)
    yield from find_dead_ends(outline.links, body.path, body.first_line, body.service)
    yield from find_markup_faults(outline, body.path, body.first_line, body.service)


def _find_words_of_nobody(body: NarrativeBody, outline: Outline) -> Iterator[Finding]:
    bare = BareBody(body, outline, frozenset())
    for section, start, end in bare.sections:
        if not body.is_silent(section):
            continue
        lines = [line for line, count in outline.words if count and start <= line < end]
        if lines:
            place = body.find_place(lines[0])
            words = "nobody narrates this section, and these words would be lost"
            yield WORDS_OF_NOBODY.make_finding(place, words, service=body.service, section=section)


def find_dead_ends(
    links: Iterable[HtmlSpan], path: str, first_line: int = 1, service: str = ""
) -> Iterator[Finding]:
    """Yield the links whose address not every reader can open, wherever the text is shown."""
    for link in links:
        if not _OPEN_TO_ALL.fullmatch(link.text):
            words = f"'{link.text[:80]}' leads nowhere from a page of the report"
            yield DEAD_END.make_finding(Place(path, link.line + first_line), words, service=service)


def find_markup_faults(
    outline: Outline, path: str, first_line: int = 1, service: str = ""
) -> Iterator[Finding]:
    """Yield the HTML and the pictures in a text whose first line has a number in its file."""
    for span in outline.raw_html:
        yield _report_html(span, Place(path, span.line + first_line), service)
    for line in outline.pictures:
        place = Place(path, line + first_line)
        yield PICTURE.make_finding(place, "there is a picture", service=service)
    for span in outline.lost_cells:
        place = Place(path, span.line + first_line)
        words = f"nobody would see '{span.text[:80]}': the heading has no column for it"
        yield LOST_CELL.make_finding(place, words, service=service)
    for span in outline.strange_marks:
        place = Place(path, span.line + first_line)
        words = f"readers would see '{span.text[:40]}' as it is typed"
        yield STRANGE_MARK.make_finding(place, words, service=service)
    for span in outline.unseen_words:
        place = Place(path, span.line + first_line)
        words = f"nobody would see '{span.text[:40]}' on paper; it belongs into the text"
        yield STRANGE_MARK.make_finding(place, words, service=service)
    for misreading in outline.misreadings:
        place = Place(path, misreading.line + first_line)
        rule = MISREAD if misreading.is_changed else STRANGE_MARK
        fault = Fault(place, misreading.what, "", service, "", misreading.advice)
        yield rule.complete_fault(fault)
    for line in outline.unclosed_fences:
        place = Place(path, line + first_line)
        words = "what follows is taken for code, to the end of the file"
        yield UNCLOSED_FENCE.make_finding(place, words, service=service)
    for line in outline.too_deep:
        place = Place(path, line + first_line)
        words = "nobody would see a word from here on: it is nested too deeply"
        yield TOO_DEEP.make_finding(place, words, service=service)


def _find_heading_faults(body: NarrativeBody, outline: Outline) -> Iterator[Finding]:
    lines_by_section: dict[str, int] = {}
    for heading in (
        candidate for candidate in outline.headings if candidate.level <= SECTION_LEVEL
    ):
        section = body.titles.get(heading.title)
        place = body.find_place(heading.line)
        if section is None or heading.level < SECTION_LEVEL:
            yield UNKNOWN_HEADING.make_finding(
                place, _describe_unknown_heading(heading, body), service=body.service
            )
        elif section in lines_by_section:
            words = f"'{heading.title}' already stands in line {lines_by_section[section]}"
            yield REPEATED_HEADING.make_finding(place, words, service=body.service, section=section)
        else:
            lines_by_section[section] = heading.line + body.first_line


def _describe_unknown_heading(heading: Heading, body: NarrativeBody) -> str:
    quoted_title = f"'{heading.title[:80]}'"
    if heading.underlined:
        return f"the line of dashes or equals signs under {quoted_title} makes it a heading"
    if heading.title in body.titles:
        return f"{quoted_title} is a heading of the first level; section headings begin with ##"
    if is_nearly_report_title(heading.title):
        return f"{quoted_title} is no section; write it as '### {REPORT_TITLE}', with three marks"
    hint = suggest_word(heading.title, body.titles)
    return f"{quoted_title} is not a section that is narrated here{hint}"


def _report_html(span: HtmlSpan, place: Place, service: str) -> Finding:
    text = span.text.strip()
    if text.startswith("<!--") and "-->" not in text:
        words = "a comment begins here and is never closed with -->"
        return UNCLOSED_COMMENT.make_finding(place, words, service=service)
    return RAW_HTML.make_finding(place, _describe_html(text), service=service)


def _describe_html(text: str) -> str:
    if text.startswith("<!--"):
        return "words stand in the same line as a comment; put them in a line of their own"
    return f"HTML, beginning with {text.splitlines()[0][:40]}"
