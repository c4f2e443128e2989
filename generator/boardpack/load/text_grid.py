"""A CSV as it comes to a grid of cells: any common encoding and separator, tried strictly."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from boardpack.load.letters import settle_letters
from boardpack.load.strict_csv import MAX_CELL
from boardpack.model.grid import MOST_CELLS, Book, Grid, GridCell

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# The five bytes to which Windows-1252 gives no letter, and the control characters below them.
_CONTROLS = frozenset(map(chr, (*range(9), 11, 12, *range(14, 32), *range(127, 160))))
_SAMPLE_ROWS = 200
_MOST_COLUMNS = 2_000


class TextFault(Exception):  # noqa: N818  (it is what is wrong with a file, not with us)
    """The text cannot be read as a table; `line` is where, 0 for the whole."""

    def __init__(self, words: str, line: int = 0) -> None:
        super().__init__(words)
        self.line = line


def read_text_grid(data: bytes, name: str) -> Book:
    """Return a CSV as a book of one sheet; TextFault with a sentence where it cannot be told."""
    text, encoding = _decode(data)
    text, note = _drop_separator_line(text)
    separator = note or _find_separator(text)
    settled, unseen = settle_letters(text)
    if unseen:
        raise TextFault("holds a letter that cannot be printed", unseen[0].lines[0])
    cells = {
        (row, column): GridCell(row, column, value)
        for row, texts in _iterate_rows(settled, separator, 1 if note else 0)
        for column, value in enumerate(texts, start=1)
        if value.strip()
    }
    notes = [] if encoding == "UTF-8" else [f"read as {encoding}"]
    if separator != ",":
        notes.append(f"its columns are separated by {SEPARATORS[separator]}")
    return Book(name, (Grid("", cells),), tuple(notes))


def _decode(data: bytes) -> tuple[str, str]:
    """Return the text and by which encoding it was read, each tried so that nothing is guessed."""
    if data.startswith(_UTF16_MARKS):
        return _decode_utf16(data, "utf-16")
    # Two NULs at every other byte are UTF-16 without its mark.
    if b"\0\0" in (data[0:4:2], data[1:4:2]):
        return _decode_utf16(data, "utf-16-be" if data[:1] == b"\0" else "utf-16-le")
    if b"\0" in data:
        raise TextFault("this is no text: it holds NUL; save it as CSV or as .xlsx")
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TextFault(
            "this is neither UTF-8, UTF-16 nor Windows-1252 text; save it as 'CSV UTF-8'", line
        ) from error
    # A text of Windows-1252 holds letters; other code pages and other files read as it hold these.
    if odd := next((letter for letter in text if letter in _CONTROLS), ""):
        line = text.count("\n", 0, text.index(odd)) + 1
        raise TextFault("this is no text in a known encoding; save it as 'CSV UTF-8'", line)
    return text, "Windows-1252"


def _decode_utf16(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        return data.decode(encoding).removeprefix("\ufeff"), "UTF-16"
    except UnicodeDecodeError as error:
        raise TextFault("this is UTF-16 text that breaks off; save it anew") from error


def _drop_separator_line(text: str) -> tuple[str, str]:
    """Return the text without Excel's note `sep=;`, and the separator that it gives."""
    first, _, rest = text.partition("\n")
    words = first.strip()
    if words[:4].lower() == "sep=" and words[4:] in SEPARATORS:
        return rest, words[4:]
    return text, ""


def _find_separator(text: str) -> str:
    """Return the separator by which the rows are tables: most cells, in rows of one width."""
    scores = {separator: _score_separator(text, separator) for separator in SEPARATORS}
    best = max(scores.values())
    winners = [separator for separator, score in scores.items() if score == best]
    if best == (0, 0):
        # One column of text is a table too, if a poor one; commas say so best.
        return ","
    if len(winners) > 1:
        names = " or ".join(SEPARATORS[separator] for separator in winners)
        raise TextFault(f"its columns could be separated by {names}; save it as 'CSV UTF-8'")
    return winners[0]


def _score_separator(text: str, separator: str) -> tuple[int, int]:
    """Return how many rows have the commonest width beyond one, and that width."""
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        widths = [len(cells) for cells, _ in zip(rows, range(_SAMPLE_ROWS), strict=False)]
    except csv.Error:
        return 0, 0
    wide = [width for width in widths if width > 1]
    if not wide:
        return 0, 0
    common = max(set(wide), key=lambda width: (wide.count(width), width))
    return wide.count(common), common


def _iterate_rows(
    text: str, separator: str, lines_before: int
) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the line in which each row begins, and its cells."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    first_line, count = 1, 0
    try:
        for cells in reader:
            count += len(cells)
            if count > MOST_CELLS or len(cells) > _MOST_COLUMNS:
                raise TextFault(
                    f"it has more than {MOST_CELLS:,} cells, or {_MOST_COLUMNS:,} columns; keep "
                    "only what is needed",
                    first_line,
                )
            if any(len(cell) > MAX_CELL for cell in cells):
                raise TextFault(f"a cell is longer than {MAX_CELL:,} characters", first_line)
            yield first_line + lines_before, cells
            first_line = reader.line_num + 1
    except csv.Error as error:
        raise TextFault(
            "a quotation mark stands inside a cell, or is opened and never closed",
            first_line + lines_before,
        ) from error
