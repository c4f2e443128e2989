"""The body of a submission: one narrative under each section's heading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import dropwhile

from boardpack.findings import Finding, Place, declare
from boardpack.load.markdown import Heading, Outline, Piece, outline
from boardpack.model.submission import Narrative

UNKNOWN_HEADING = declare(
    "S103",
    "Every section heading is one of the pack's",
    "Use the section's title as the heading, or make it a smaller heading with ###.",
)
REPEATED_HEADING = declare(
    "S104", "Every section has one heading", "Bring the two texts together under one heading."
)
STRAY_TEXT = declare(
    "S105",
    "All text stands under a section heading",
    "Move the text under the heading of the section that it belongs to.",
)
RAW_HTML = declare(
    "S106", "Narratives hold no HTML", "Write it in Markdown: **bold**, lists, tables, links."
)
PICTURE = declare(
    "S107",
    "Narratives hold no pictures",
    "Remove the picture and say it in words; charts are drawn from the data.",
)

SECTION_LEVEL = 2


@dataclass(frozen=True, slots=True)
class Body:
    """Markdown after the front matter: `first` is the file's line in which it begins."""

    text: str
    path: str
    first: int
    service: str
    titles: Mapping[str, str]
    """Heading to section id, for the sections that are narrated here."""

    def place(self, line: int) -> Place:
        """Return the place of a line of the body, counted from 0."""
        return Place(self.path, line + self.first)


def read_narratives(body: Body) -> tuple[tuple[Narrative, ...], tuple[Heading, ...], list[Finding]]:
    """Return the narratives, all headings, and what is wrong with the text."""
    shape = outline(body.text)
    narratives = tuple(_narratives(body, shape))
    return narratives, shape.headings, list(_faults(body, shape))


def _narratives(body: Body, shape: Outline) -> Iterator[Narrative]:
    lines = body.text.split("\n")
    openers = [h for h in shape.headings if h.level <= SECTION_LEVEL]
    for heading, end in _stretches(openers, len(lines)):
        if heading.level < SECTION_LEVEL or heading.title not in body.titles:
            continue
        kept = _without_comments(lines, heading.end, end, shape)
        written = [line or "" for line in kept]
        begins = next((n for n, line in enumerate(written) if line.strip()), 0)
        inside = [h for h in shape.headings if heading.end <= h.line < end]
        parts = ((h.title, _count(shape, h.end, stop)) for h, stop in _stretches(inside, end))
        yield Narrative(
            section=body.titles[heading.title],
            text="\n".join(written[begins:]).rstrip(),
            line=heading.line + body.first,
            text_line=heading.end + begins + body.first,
            words=_count(shape, heading.end, end),
            parts=tuple(parts),
            prose=_joined(line for line in kept if line is not None),
        )


def _stretches(headings: Sequence[Heading], end: int) -> Iterator[tuple[Heading, int]]:
    """Yield each heading with the line at which the next one, or the text, ends its stretch."""
    starts = [*(heading.line for heading in headings), end]
    return zip(headings, starts[1:], strict=True)


def _count(shape: Outline, start: int, end: int) -> int:
    return sum(words for line, words in shape.words if start <= line < end)


def _joined(lines: Iterable[str]) -> str:
    """Return lines as a text without blank lines before and after it."""
    return "\n".join(dropwhile(lambda line: not line.strip(), lines)).rstrip()


def _without_comments(
    lines: Sequence[str], start: int, end: int, shape: Outline
) -> list[str | None]:
    """Return None for each line of a comment, so that every other line stays where it was."""
    written: list[str | None] = list(lines[start:end])
    for piece in (p for p in shape.comments if start <= p.line < end):
        written[piece.line - start : piece.end - start] = [None] * (piece.end - piece.line)
    for piece in (p for p in shape.inline_comments if start <= p.line < end):
        block = "\n".join(line or "" for line in written[piece.line - start : piece.end - start])
        shorter = block.replace(piece.text, "\n" * piece.text.count("\n"), 1)
        written[piece.line - start : piece.end - start] = shorter.split("\n")
    return written


def _faults(body: Body, shape: Outline) -> Iterator[Finding]:
    yield from _heading_faults(body, shape)
    opened = [h.line for h in shape.headings if h.level <= SECTION_LEVEL]
    stray = [line for line, count in shape.words if count and line < min(opened, default=line + 1)]
    if stray:
        words = "there is text before the first section heading"
        yield STRAY_TEXT.at(body.place(stray[0]), words, service=body.service)
    for piece in shape.raw_html:
        yield RAW_HTML.at(body.place(piece.line), _html_words(piece), service=body.service)
    for line in shape.pictures:
        yield PICTURE.at(body.place(line), "there is a picture", service=body.service)


def _heading_faults(body: Body, shape: Outline) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for heading in (h for h in shape.headings if h.level <= SECTION_LEVEL):
        section = body.titles.get(heading.title)
        place = body.place(heading.line)
        if section is None or heading.level < SECTION_LEVEL:
            yield UNKNOWN_HEADING.at(place, _unknown_words(heading, body), service=body.service)
        elif section in seen:
            words = f"'{heading.title}' already stands in line {seen[section]}"
            yield REPEATED_HEADING.at(place, words, service=body.service, section=section)
        else:
            seen[section] = heading.line + body.first


def _unknown_words(heading: Heading, body: Body) -> str:
    shown = f"'{heading.title[:80]}'"
    if heading.underlined:
        return f"the line of dashes or equals signs under {shown} makes it a heading"
    if heading.title in body.titles:
        return f"{shown} is a heading of the first level; section headings begin with ##"
    near = get_close_matches(heading.title, body.titles, 1)
    hint = f"; did you mean '{near[0]}'?" if near else ""
    return f"{shown} is not a section that is narrated here{hint}"


def _html_words(piece: Piece) -> str:
    text = piece.text.strip()
    if text.startswith("<!--") and "-->" not in text:
        return "a comment begins here and is never closed with -->"
    if text.startswith("<!--"):
        return "words stand in the same line as a comment; put them in a line of their own"
    return f"HTML, beginning with {text.splitlines()[0][:40]}"
