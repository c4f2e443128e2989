"""What Markdown makes of a text that its writer did not mean: each at its line, with what to type.

People paste from word processors and type as in e-mails. There a dash begins a list, a tab parts
two columns, and `> 90%` is more than ninety per cent; here lines run together, and signs vanish.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from markdown_it.token import Token

PRINTED_COMMENT = re.compile(r"[<‹«]\s?!\s?[-–—]")
"""How a comment begins that a word processor has corrected: readers would see it."""

_BAR = re.compile(r"(?<!\\)\|")
_FIGURE = re.compile(r"[£$€=≥≤<]?\s?\d")
_QUOTED_FIGURE = re.compile(rf"[^>]*>\s*{_FIGURE.pattern}")
_LISTED_FIGURE = re.compile(rf"[^+-]*[+-]\s+{_FIGURE.pattern}")
_SENTENCE_END = (".", "!", "?", ":")
_LIST_ENDS = (":", ";")
# Each of these begins a list wherever it begins a line.
_ALWAYS = re.compile(
    r"[•·●■□◆►➢](?=\s*\S)|o(?=\s+\S)|§(?=\s+[A-Za-z])"
    r"|(?:[^\w\s|]{1,2}|\(?[A-Za-z][.)]?|\(?(?:[ivx]+|[0-9]{1,2})[.)])(?=\t)"
)
# Each of these does at the beginning of a paragraph; elsewhere a sentence may go on behind it.
_AT_START = re.compile(r"[–—―](?=\s+[^\W\d])|-(?=[^\W\d])")
# These do where several lines begin with one.
_TOGETHER = re.compile(
    r"[–—―−](?=\s+\S)|[✓✗→](?=\s+\S)|[*+](?=[^\W\d])|[0-9]{1,2}[.)](?=[^\W\d])"
    r"|\(?(?:[A-Za-z]|[ivxIVX]{1,5}|[0-9]{1,2})\)(?=\s*\S)|(?:[a-z]|[ivx]{2,5})\.(?=\s+\S)"
)
_INSIDE = re.compile(r":\s*•\s|\S\s+•\s.*\S\s+•\s")
_COLUMNS = re.compile(r"\S[ ]*\t\s*\S|\S[ ]{3,}\S")
_GLUED_HASHES = re.compile(r"#{2,6}(?=[^\s#])")
_LEFT_STARS = re.compile(r"\*\*(?=[^\W\d])|\*\*.*\*\*|__[^\W\d].*__")
_BREAKS = ("softbreak", "hardbreak")
_MEANT = "\ufffc"
_ORDERED = "ordered_list_open"
_LISTS = ("bullet_list_open", _ORDERED)
_MOST_NUMBERS = 99
"""Nobody counts the lines of a report any further: this is a year, or another figure."""

AS_LIST = "Begin each line of a list with `- `, a hyphen and a blank."
_AS_TABLE = "Write each row as `| one | two |`, and below the first of them `| --- | --- |`."
_IN_WORDS = "Say it in words, such as `more than` or `up 5 points`; or put a \\ before the mark."
_NUMBERED = "Put a \\ before the dot, as in `2018\\.`; number the lines of a list 1, 2, 3."
_APART = "Put a blank line above it."


@dataclass(frozen=True, slots=True)
class Misreading:
    """What Markdown makes of a line, counted from 0, and what to type instead.

    `is_changed` where readers would see something else than was typed, not only its marks.
    """

    line: int
    what: str
    advice: str
    is_changed: bool = True


def find_misreadings(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Misreading]:
    """Yield what the parser understood otherwise than its writer, as far as anybody can tell."""
    line = quotations = 0
    for index, token in enumerate(tokens):
        line = token.map[0] if token.map else line
        quotations += token.nesting if token.type.startswith("blockquote") else 0
        if token.type == "inline":
            is_paragraph = tokens[index - 1].type == "paragraph_open"
            yield from _find_inline_misreadings(token, line, is_paragraph, quotations > 0)
        elif token.type == "code_block":
            words = lines[line].strip()[:40]
            what = f"'{words}' becomes a block of code: four blanks or a tab stand before it"
            yield Misreading(
                line, what, "Take out the blanks or tabs at the beginning of the line."
            )
        elif token.type == "table_open" and token.map:
            yield from _find_rows_without_bars(token.map, lines)
        elif token.type == "blockquote_open":
            yield from _find_misread_quotation(tokens, index, lines)
        elif token.type in _LISTS:
            yield from _find_misread_items(tokens, index, lines)
    yield from _find_flattened_lists(tokens, lines)
    yield from _find_joined_lines(tokens, lines)


def _find_inline_misreadings(
    token: Token, line: int, is_paragraph: bool, is_quoted: bool
) -> Iterator[Misreading]:
    shown_lines = list_shown_lines(token)
    masked_lines = mask_escapes(token)
    if is_paragraph:
        columns = [number for number, text in enumerate(masked_lines) if _has_columns(text)]
        if len(columns) > 1 or any(shown_lines[number].count("\t") > 1 for number in columns):
            words = " ".join(shown_lines[columns[0]].split())[:60]
            yield Misreading(line + columns[0], f"the columns of '{words}' run together", _AS_TABLE)
        else:
            yield from _find_typed_marks(masked_lines, line, is_quoted)
    for number, (text, masked) in enumerate(
        zip(shown_lines, masked_lines, strict=True), start=line
    ):
        if PRINTED_COMMENT.search(masked):
            what = f"readers would see this note: '{text.strip()[:60]}'"
            yield Misreading(number, what, "Begin a note with <!-- and end it with -->.")
        if mark := _LEFT_STARS.search(masked):
            yield Misreading(
                number,
                f"readers would see '{text[slice(*mark.span())][:40]}' as it is typed",
                "Put the marks right beside the words, with blanks or an end of line outside them.",
                is_changed=False,
            )
    # The first alone: where its marks end, others often begin.
    for number, words in islice(_iterate_split_figures(token), 1):
        what = f"readers would see '{words}': the marks inside it are taken for emphasis"
        yield Misreading(line + number, what, "Type × for times, or \\*.")


def list_shown_lines(token: Token) -> list[str]:
    """Return what readers see of the lines of a paragraph; of code nothing, which is as typed."""
    return _join_shown(token.children or ())


def mask_escapes(token: Token) -> list[str]:
    """Return the same lines with something else where a mark behind a \\ was meant to be seen."""
    return _join_shown(
        replace(child, content=_MEANT) if child.info == "escape" else child
        for child in token.children or ()
    )


def _join_shown(children: Iterable[Token]) -> list[str]:
    shown = (
        "\n" if child.type in _BREAKS else child.content
        for child in children
        if child.type in (*_BREAKS, "text", "text_special")
    )
    return "".join(shown).split("\n")


def _find_typed_marks(texts: Sequence[str], line: int, is_quoted: bool) -> Iterator[Misreading]:
    """Yield what was typed or pasted as a list or a heading, and is none."""
    together = [bool(_TOGETHER.match(text)) for text in texts]
    dashes = [bool(_AT_START.match(text)) for text in texts]
    for number, text in enumerate(texts):
        # A dash in a quotation names who said it.
        may_begin = texts[number - 1].rstrip().endswith(_LIST_ENDS) if number else not is_quoted
        mark = (
            _ALWAYS.match(text)
            or ((may_begin or sum(dashes) > 1) and _AT_START.match(text))
            or ((sum(together) > 1 or (may_begin and number > 0)) and _TOGETHER.match(text))
        )
        if mark or _INSIDE.search(text):
            shown = mark[0] if mark else "•"
            what = f"readers would see '{shown}' as it is typed"
            yield Misreading(line + number, what, AS_LIST, is_changed=False)
        elif hashes := _GLUED_HASHES.match(text):
            what = f"readers would see '{hashes[0]}' as it is typed"
            title = text[hashes.end() :].strip()[:60]
            advice = f"Put a blank behind the marks: `{hashes[0]} {title}`."
            yield Misreading(line + number, what, advice, is_changed=False)


def _has_columns(text: str) -> bool:
    mark = _ALWAYS.match(text) or _AT_START.match(text) or _TOGETHER.match(text)
    return bool(_COLUMNS.search(text[mark.end() :].lstrip() if mark else text))


def _iterate_split_figures(token: Token) -> Iterator[tuple[int, str]]:
    """Yield the line of each figure or word inside which marks vanish, and what is seen of it."""
    children = token.children or ()
    # The end of a line parts what stands around it.
    contents = ["\n" if child.type in _BREAKS else child.content for child in children]
    shown = "".join(contents)
    position = 0
    for child, content in zip(children, contents, strict=True):
        seams = (position, position + len(content))
        position = seams[1]
        if not child.markup or child.type in ("link_open", "link_close", "text_special"):
            continue
        for seam in seams:
            if seam and _is_split(shown[seam - 1], shown[seam : seam + 1], child.markup):
                words = shown[:seam].split()[-1] + shown[seam:].split(maxsplit=1)[0]
                yield shown.count("\n", 0, seam), words


def _is_split(before: str, after: str, markup: str) -> bool:
    if markup == "*":
        return before.isalnum() and after.isalnum() and before.isdigit() | after.isdigit()
    return before.isdigit() and after.isdigit()


def _find_rows_without_bars(span: Sequence[int], lines: Sequence[str]) -> Iterator[Misreading]:
    for number in range(span[0] + 2, span[1]):
        if not _BAR.search(lines[number]):
            what = f"'{lines[number].strip()[:60]}' becomes a row of the table above it"
            yield Misreading(number, what, _APART)
            return


def _find_misread_quotation(
    tokens: Sequence[Token], index: int, lines: Sequence[str]
) -> Iterator[Misreading]:
    line = (tokens[index].map or [0])[0]
    is_figure = _QUOTED_FIGURE.match(lines[line])
    if is_figure or _breaks_sentence(tokens, index, lines):
        what = f"'{lines[line].strip()[:60]}' becomes a quotation, and > is not seen"
        advice = f"{_IN_WORDS[:-1]}. What somebody said begins with > and a quotation mark."
        yield Misreading(line, what, advice)


def _breaks_sentence(tokens: Sequence[Token], index: int, lines: Sequence[str]) -> bool:
    """Return whether a block begins in the line below a paragraph that has not come to an end."""
    previous = next((token for token in _iterate_back(tokens, index) if token.map), None)
    line = (tokens[index].map or [0])[0]
    above = lines[line - 1].rstrip() if line else ""
    is_below = previous is not None and previous.type == "inline" and bool(above)
    is_heading = index > 0 and tokens[index - 1].type != "paragraph_close"
    return is_below and not is_heading and not above.endswith((*_SENTENCE_END, *_LIST_ENDS, ","))


def _find_misread_items(
    tokens: Sequence[Token], index: int, lines: Sequence[str]
) -> Iterator[Misreading]:
    """Yield the items of a list that was none, or whose numbers readers would see otherwise."""
    opening = tokens[index]
    items = list(_iterate_items(tokens, index))
    is_alone = len(items) == 1 and _breaks_sentence(tokens, index, lines)
    if opening.type != _ORDERED:
        for item in items:
            is_signed = item.markup == "+" or (is_alone and item.markup == "-")
            words = lines[item.map[0]].strip()[:60] if item.map else ""
            if is_signed and item.map and _LISTED_FIGURE.match(words):
                what = f"'{words}' becomes a list, and {item.markup} is not seen"
                yield Misreading(item.map[0], what, _IN_WORDS)
        return
    numbers = [int(item.info or 0) for item in items]
    last = _find_last_number(tokens, index)
    if not items or not opening.map:
        return
    first_line = opening.map[0]
    goes_on = numbers[0] == last + 1
    is_figure = (numbers[0] > _MOST_NUMBERS and not goes_on) or (
        len(numbers) == 1 and (is_alone or not (goes_on or numbers[0] in (0, 1)))
    )
    if is_figure:
        what = f"'{lines[first_line].strip()[:60]}' becomes a line of a numbered list"
        yield Misreading(first_line, what, _NUMBERED)
    elif numbers != [1] * len(numbers):
        for shown, number, item in zip(
            range(numbers[0], numbers[0] + len(numbers)), numbers, items, strict=True
        ):
            if shown != number and item.map:
                what = f"readers would see {shown} in the place of {number}"
                yield Misreading(item.map[0], what, _NUMBERED)
                return


def _iterate_items(tokens: Sequence[Token], index: int) -> Iterator[Token]:
    level = tokens[index].level
    for number in range(index + 1, len(tokens)):
        token = tokens[number]
        if token.level == level:
            return
        if token.type == "list_item_open" and token.level == level + 1:
            yield token


def _find_last_number(tokens: Sequence[Token], index: int) -> int:
    """Return the last number of the list before another, which may go on from there."""
    numbers = (
        int(token.info)
        for token in _iterate_back(tokens, index)
        if token.type == "list_item_open" and token.info.isdigit()
    )
    return next(numbers, 0)


def _iterate_back(tokens: Sequence[Token], index: int) -> Iterator[Token]:
    return (tokens[number] for number in range(index - 1, -1, -1))


def _find_flattened_lists(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[Misreading]:
    """Yield the items that were set under another one, and stand beside it."""
    last_items: dict[int, Token] = {}
    for token in tokens:
        if token.nesting < 0 or token.type in _LISTS:
            continue
        if token.type == "list_item_open" and token.map:
            previous = last_items.get(token.level)
            if previous is not None and _was_meant_below(previous, token, lines):
                line = (previous.map or [0])[0]
                width = re.match(r"\s*\S+\s*", lines[line])
                blanks = "more blanks" if width is None else f"{width.end()} blanks"
                words = lines[token.map[0]].strip()[:60]
                what = f"'{words}' stands beside the line above, not under it"
                advice = f"Put {blanks} before it, so that it begins where the words above begin."
                yield Misreading(token.map[0], what, advice)
        # Whatever stands between two lists parts them.
        last_items = {level: item for level, item in last_items.items() if level <= token.level}
        if token.type == "list_item_open":
            last_items[token.level] = token


def _was_meant_below(item: Token, following: Token, lines: Sequence[str]) -> bool:
    line, next_line = (item.map or [0])[0], (following.map or [0])[0]
    indent, next_indent = _measure_indent(lines[line]), _measure_indent(lines[next_line])
    # A single blank more is carelessness, except before another kind of mark.
    is_other_kind = bool(item.info) != bool(following.info)
    return next_indent > indent + (0 if is_other_kind else 1) and line != next_line


def _measure_indent(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


def _find_joined_lines(tokens: Iterable[Token], lines: Sequence[str]) -> Iterator[Misreading]:
    """Yield the lines below a quotation or a list that are taken into it."""
    quotations = items = 0
    for token in tokens:
        quotations += token.nesting if token.type.startswith("blockquote") else 0
        items += token.nesting if token.type.startswith("list_item") else 0
        if token.type != "inline" or not token.map or not (quotations or items):
            continue
        for number in range(token.map[0] + 1, token.map[1]):
            line, above = lines[number], lines[number - 1].rstrip()
            is_new_sentence = line[:1].isupper() and above.endswith(_SENTENCE_END)
            if quotations and not line.lstrip().startswith((">", "-", "*", "+")):
                what = f"'{line.strip()[:60]}' becomes a part of the quotation above it"
                yield Misreading(number, what, f"{_APART[:-1]}, or > before it.")
                break
            if items and not quotations and is_new_sentence:
                what = f"'{line.strip()[:60]}' becomes a part of the list above it"
                yield Misreading(number, what, f"{_APART[:-1]}, or two blanks before it.")
                break
