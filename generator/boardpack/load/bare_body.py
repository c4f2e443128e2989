"""The body of a submission without what is no part of its words: comments, and other lines."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from boardpack.findings import Place
from boardpack.load.markdown import Heading, HtmlSpan, Outline, parse_outline
from boardpack.model.pack import Need

SECTION_LEVEL = 2


@dataclass(frozen=True, slots=True)
class NarrativeBody:
    """Markdown after the front matter: `first_line` is the file's line in which it begins."""

    text: str
    path: str
    first_line: int
    service: str
    titles: Mapping[str, str]
    """Heading to section id, for the sections that may have a heading here."""
    needs: Mapping[str, Need] = field(default_factory=dict)
    """Whether each is narrated, by its id; under one that nobody narrates stand only reports."""

    def is_silent(self, section: str) -> bool:
        """Return whether nobody narrates a section."""
        return self.needs.get(section) is Need.NONE

    def find_place(self, line: int) -> Place:
        """Return the place of a line of the body, counted from 0."""
        return Place(self.path, line + self.first_line)


@dataclass(frozen=True)
class BareBody:
    """A body without what is no part of its narratives, which leaves blank lines behind.

    `taken_lines` are those that were taken out whole, counted from 0; `comments` those that were.
    """

    body: NarrativeBody
    outline: Outline
    taken_lines: frozenset[int]
    comments: tuple[HtmlSpan, ...] = ()

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines of the text."""
        # Not splitlines(), which breaks at more characters than the parser counts lines by.
        return tuple(self.body.text.split("\n"))

    @cached_property
    def spoken_lines(self) -> tuple[str, ...]:
        """The lines of the text, blank where a block of code shows them as they were typed."""
        typed = {number for fence in self.outline.fences for number in fence}
        return tuple("" if n in typed else line for n, line in enumerate(self.lines))

    @cached_property
    def sections(self) -> tuple[tuple[str, int, int], ...]:
        """Each section that has a heading here: its id, and the lines of what stands below it."""
        titles, headings = self.body.titles, self.outline.headings
        openers = [opener for opener in headings if opener.level <= SECTION_LEVEL]
        return tuple(
            (titles[heading.title], heading.end, end)
            for heading, end in iterate_stretches(openers, len(self.lines))
            if heading.level == SECTION_LEVEL and heading.title in titles
        )

    def take_out(self, taken_lines: Collection[int]) -> BareBody:
        """Return the body without some lines, counted from 0."""
        if not taken_lines:
            return self
        lines = ["" if n in taken_lines else line for n, line in enumerate(self.lines)]
        body = replace(self.body, text="\n".join(lines))
        taken_lines = self.taken_lines | set(taken_lines)
        return BareBody(body, parse_outline(body.text), taken_lines, self.comments)


def take_out_comments(body: NarrativeBody) -> BareBody:
    """Return a body without its comments.

    What is left is what is judged, counted, signed and shown: a comment may not hide from one of
    these what another sees.
    """
    outline = parse_outline(body.text)
    comments = outline.comments
    lines = body.text.split("\n")
    comment_lines = _blank_comments(lines, outline)
    if outline.comments or outline.inline_comments:
        body = replace(body, text="\n".join(lines))
        outline = parse_outline(body.text)
    return BareBody(body, outline, comment_lines, comments)


def iterate_stretches(headings: Sequence[Heading], end: int) -> Iterator[tuple[Heading, int]]:
    """Yield each heading with the line at which the next one, or the text, ends its stretch."""
    starts = [*(heading.line for heading in headings), end]
    return zip(headings, starts[1:], strict=True)


def _blank_comments(lines: list[str], outline: Outline) -> frozenset[int]:
    """Take the comments out of some lines, which keep their numbers; return which were theirs."""
    comment_lines = frozenset(
        line for comment in outline.comments for line in range(comment.line, comment.end)
    )
    for line in comment_lines:
        lines[line] = ""
    for comment in outline.inline_comments:
        before, _, after = "\n".join(lines[comment.line : comment.end]).partition(comment.text)
        left = "\n" * comment.text.count("\n")
        # Something stays in its place, or what stands around it would become one word or mark.
        if not (left or before[-1:].isspace() or after[:1].isspace()):
            left = " "
        lines[comment.line : comment.end] = f"{before}{left}{after}".split("\n")
    return comment_lines
