"""A submission of former times as it is written today: its exception reports under headings."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum

import yaml

from boardpack.load.bare_body import (
    SECTION_LEVEL,
    BareBody,
    NarrativeBody,
    iterate_stretches,
    take_out_comments,
)
from boardpack.load.former_exceptions import FORMER_KEY, FormerFrontMatter
from boardpack.load.front_matter import BOUNDARY, FrontedText, read_fronted_text
from boardpack.model.period import format_day
from boardpack.model.report_labels import LABELS, format_report
from boardpack.model.submission import ExceptionReport

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_KEY = re.compile(rf"^{FORMER_KEY}\s*:", re.MULTILINE)
_COMMENT = re.compile(r"(?:^|(?<=\s))#(?P<words>.*)")
_BLOCK_SCALAR = ("|", ">")


@dataclass(frozen=True, slots=True)
class UpgradedText:
    """A file as it would be written today: its bytes, and the titles under which reports now stand.

    `obstacle` says why it cannot be, at `line`; then the bytes are as they were.
    """

    data: bytes
    titles: tuple[str, ...] = ()
    obstacle: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class _Insertion:
    """Lines that are put before a line of a file, counted from 0."""

    before: int
    order: int
    text: str


def holds_former_reports(data: bytes, path: str) -> bool:
    """Return whether exception reports stand in the front matter of a submission."""
    fronted, _ = read_fronted_text(data, path, FormerFrontMatter)
    return fronted is not None and bool(_KEY.search(fronted.head))


def upgrade_submission(data: bytes, path: str, titles: Mapping[str, str]) -> UpgradedText:
    """Return a submission whose exception reports stand under the headings of their sections.

    `titles` gives the id of each section that may have a heading, in the pack's order. All else
    stays byte for byte; comments among the reports go with them.
    """
    fronted, _ = read_fronted_text(data, path, FormerFrontMatter)
    if fronted is None or not (match := _KEY.search(fronted.head)):
        return UpgradedText(data)
    key_line = fronted.head.count("\n", 0, match.start()) + 1
    if fronted.front is None or FORMER_KEY not in fronted.lines:
        return UpgradedText(data, (), "the front matter cannot be read; mend it first", key_line)
    text = data.decode("utf-8")
    lines = [line for line in _LINE.findall(text) if line]
    start, end = key_line - 1, _find_block_end(fronted, lines)
    section_titles = {identifier: title for title, identifier in titles.items()}
    for index, report in enumerate(fronted.front.exceptions):
        if report.section not in section_titles:
            line = fronted.lines[f"{FORMER_KEY}.{index}"]
            return UpgradedText(data, (), f"there is no section '{report.section}' here", line)
    comments = _collect_comments(lines[start:end], fronted, start)
    body = NarrativeBody(fronted.body, path, fronted.first_line, "", titles)
    insertions = list(
        _iterate_insertions(take_out_comments(body), fronted.front.exceptions, comments, lines)
    )
    newline = "\r\n" if "\r\n" in text else "\n"
    written = _write_lines(lines, range(start, end), insertions, newline)
    named = dict.fromkeys(section_titles[report.section] for report in fronted.front.exceptions)
    return UpgradedText(written.encode(), tuple(named))


def _find_block_end(fronted: FrontedText[FormerFrontMatter], lines: Sequence[str]) -> int:
    """Return the line, counted from 0, that follows the reports in the front matter."""
    key_line = fronted.lines[FORMER_KEY]
    later = [line for key, line in fronted.lines.items() if "." not in key and line > key_line]
    closing = next(n for n in range(key_line, len(lines)) if BOUNDARY.match(lines[n]))
    end = min([*(line - 1 for line in later), closing])
    # What stands right above the next key is about that.
    while end > key_line and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return end


def _collect_comments(
    lines: Sequence[str], fronted: FrontedText[FormerFrontMatter], start: int
) -> dict[int, list[str]]:
    """Return by number of its report the comments in the reports' lines."""
    entry_lines = [
        fronted.lines[f"{FORMER_KEY}.{index}"] - 1 - start
        for index in range(len(fronted.front.exceptions if fronted.front else ()))
    ]
    comments: dict[int, list[str]] = {}
    for number, words, is_whole_line in _iterate_comments(lines):
        target = number
        while is_whole_line and target + 1 < len(lines) and _is_comment_line(lines[target + 1]):
            target += 1
        # A line of its own right above a report is about that report.
        target += 1 if is_whole_line and target + 1 in entry_lines else 0
        index = max(bisect_right(entry_lines, target) - 1, 0)
        comments.setdefault(index, []).append(words)
    return comments


def _is_comment_line(line: str) -> bool:
    return line.lstrip().startswith("#")


def _iterate_comments(lines: Sequence[str]) -> Iterator[tuple[int, str, bool]]:
    """Yield the line and words of each comment, and whether it has a line of its own."""
    spans_by_line = _list_scalar_spans("".join(lines))
    for number, line in enumerate(lines):
        for match in _COMMENT.finditer(line.rstrip("\r\n")):
            spans = spans_by_line.get(number, ())
            if not any(start <= match.start() < end for start, end in spans):
                yield number, match["words"].strip(), not line[: match.start()].strip()
                break


def _list_scalar_spans(text: str) -> dict[int, list[tuple[int, int]]]:
    """Return by line where the values of some YAML stand: no comment begins inside them."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        start, end = event.start_mark, event.end_mark
        if isinstance(event, yaml.ScalarEvent) and start and end:
            # The line in which a block begins may have a comment; its words begin below.
            for line in range(start.line + (event.style in _BLOCK_SCALAR), end.line + 1):
                first = start.column if line == start.line else 0
                last = end.column if line == end.line else len(text)
                spans.setdefault(line, []).append((first, last))
    return spans


def _iterate_insertions(
    bare: BareBody,
    reports: Sequence[ExceptionReport],
    comments: Mapping[int, Sequence[str]],
    lines: Sequence[str],
) -> Iterator[_Insertion]:
    """Yield each section's reports where they belong: at its end, or under a heading of its own."""
    blocks: dict[str, list[str]] = {}
    for index, report in enumerate(reports):
        notes = [f"<!-- {re.sub('-{2,}', '-', words)} -->" for words in comments.get(index, ())]
        block = "\n\n".join([*notes, format_report(dict(_list_values(report)))])
        blocks.setdefault(report.section, []).append(block)
    ends = _find_section_ends(bare, lines)
    titles = {identifier: title for title, identifier in bare.body.titles.items()}
    order = list(titles)
    for section, section_blocks in blocks.items():
        text = "\n\n".join(section_blocks)
        if section in ends:
            yield _Insertion(ends[section][1], order.index(section), text)
            continue
        followers = [ends[later][0] for later in order[order.index(section) :] if later in ends]
        before = _step_over_blank(lines, followers[0] if followers else len(lines))
        yield _Insertion(before, order.index(section), f"## {titles[section]}\n\n{text}")


def _find_section_ends(bare: BareBody, lines: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return by section the line of its heading and the one after its last words, from 0."""
    shift = bare.body.first_line - 1
    openers = [opener for opener in bare.outline.headings if opener.level <= SECTION_LEVEL]
    ends: dict[str, tuple[int, int]] = {}
    for heading, end in iterate_stretches(openers, len(lines) - shift):
        section = bare.body.titles.get(heading.title, "")
        if heading.level == SECTION_LEVEL and section:
            place = heading.line + shift, _step_over_blank(lines, end + shift)
            ends.setdefault(section, place)
    return ends


def _step_over_blank(lines: Sequence[str], end: int) -> int:
    while end and not lines[end - 1].strip():
        end -= 1
    return end


def _list_values(report: ExceptionReport) -> Iterator[tuple[str, str]]:
    for field in fields(report):
        value = getattr(report, field.name)
        if field.name in LABELS and value not in ("", None):
            yield field.name, _write_value(value)


def _write_value(value: object) -> str:
    if isinstance(value, date):
        return format_day(value)
    if isinstance(value, Enum):
        return str(value.value).replace("-", " ")
    return join_lines(str(value))


def join_lines(text: str) -> str:
    """Return a text in one line: a value of a report has no blank line in it."""
    return re.sub(r"\s*\n\s*", " ", text).strip()


def _write_lines(
    lines: Sequence[str], left_out: range, insertions: Sequence[_Insertion], newline: str
) -> str:
    by_line: dict[int, list[_Insertion]] = {}
    for insertion in sorted(insertions, key=lambda insertion: insertion.order):
        by_line.setdefault(insertion.before, []).append(insertion)
    written: list[str] = []
    for number in range(len(lines) + 1):
        for insertion in by_line.get(number, ()):
            if written and not written[-1].endswith(("\n", "\r")):
                written.append(newline)
            written.append(newline + insertion.text.replace("\n", newline) + newline)
        if number < len(lines) and number not in left_out:
            written.append(lines[number])
    return "".join(written)
