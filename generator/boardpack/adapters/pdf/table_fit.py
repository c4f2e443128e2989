"""Tables that fit their page: each column as wide as its words need, or the table another form.

WeasyPrint's fixed layout lets a word run over the next cell; its automatic one costs more time, and
neither prints smaller nor turns the page. So words are measured by the widths of their letters
before anything is laid out. A table that is too wide is printed smaller; then its section is
printed on its side; then each row becomes a list of headings and values. Only a word that is longer
than any name or figure is broken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from math import ceil
from typing import Any
from xml.etree.ElementTree import SubElement

from boardpack.adapters.pdf.fonts import read_letter_widths

_PORTRAIT, _LANDSCAPE = 510.0, 741.0
"""Between the margins of print.css, in points."""
_HALF = 243.0
"""The same of what stands beside another (`.bp-half` in print.css)."""
_INDENT = 28.0
"""By how many points a list or a quotation is narrower, at most."""
_SIZES = (8.5, 7.3, 7.0)
"""The sizes of print that are tried, in points; dense tables skip the first."""
_PADDING, _TIGHT_PADDING = 8.5, 4.5
"""What print.css leaves free left and right of a cell's words together, in points, and a little;
less in a table of the class `bp-tight`."""
_DENSE = ("bp-dense", "bp-plain")
_PICTURES = {"bp-icon": ("\ue000", 1.2), "bp-spark": ("\ue001", 6.7)}
"""By its class, the letter that stands for a picture in text, and its width in print.css in em."""
_LONGEST_WORD = 14.0
"""Some 24 letters, in em: no figure and hardly a name is longer, but addresses are."""
_STEPS = (2.0, 0.5)
"""By how much columns are made wider and narrower until a table is as low as it can be, in em."""
_LOST = 2.0
"""How much of each line stays empty, in em, because no word is broken: half a word or so."""
_EASY_LINES, _EASY_WIDTH = 4, 12.0
"""A column reads easily where no cell has more lines, or else where it is so wide, in em."""
_LINE_END = "\v"
_BREAKABLE = re.compile(r"[ \t\n\r]+")
"""Where a line may end: not at a space that joins two words."""


@dataclass(frozen=True, slots=True)
class ColumnNeed:
    """The widths of a column's longest word and of its longest line, in em."""

    word: float
    line: float

    @property
    def easy(self) -> float:
        """The width from which the column reads easily."""
        return max(self.word, min(self.line / _EASY_LINES, _EASY_WIDTH))


@dataclass(frozen=True, slots=True)
class _Place:
    """A table, its section, by how many points that is wider, and what the columns need.

    `rows` has the length of the longest line of each cell, in em; no cell over several columns.
    `beside` is what may stand beside another of its kind, table and all.
    """

    table: Any
    section: Any
    taken: float
    beside: Any
    needs: tuple[ColumnNeed, ...]
    rows: tuple[tuple[float, ...], ...]

    @property
    def padding(self) -> float:
        """What is left free beside the words of a cell, in points."""
        return _TIGHT_PADDING if _has_class(self.table, "bp-tight") else _PADDING

    @property
    def sizes(self) -> Sequence[float]:
        """The sizes of print that may be tried."""
        if _has_class(self.table, "bp-tight"):
            return _SIZES[2:]
        is_dense = any(_has_class(self.table, name) for name in _DENSE)
        return _SIZES[1:] if is_dense else _SIZES

    def find_easy_size(self, page_width: float) -> float | None:
        """Return the largest print in which the table reads easily on a page."""
        width, room = sum(need.easy for need in self.needs), self.measure_room(page_width)
        return next((size for size in self.sizes if width * size <= room), None)

    def fits_tightly(self, page_width: float) -> bool:
        """Return whether no word need be broken in the smallest print."""
        width = sum(need.word for need in self.needs)
        return width * self.sizes[-1] <= self.measure_room(page_width)

    def measure_room(self, page_width: float) -> float:
        """Return how many points of a page are left for words."""
        return page_width - self.taken - self.padding * len(self.needs)


def fit_tables(root: Any) -> None:
    """Give each table of a document its form, the size of its print and the widths of columns."""
    places_by_section: dict[Any, list[_Place]] = {}
    for place in _find_places(root):
        places_by_section.setdefault(place.section, []).append(place)
    for section, places in places_by_section.items():
        page_width = _PORTRAIT
        if any(
            place.find_easy_size(_PORTRAIT) is None and place.fits_tightly(_LANDSCAPE)
            for place in places
        ):
            # The whole section, so that its heading is not left alone on a page of its own.
            page_width = _LANDSCAPE
            _add_class(section, "bp-across")
        for place in places:
            _fit_table(place, page_width)


def share_width(needs: Sequence[ColumnNeed], room: float) -> list[float]:
    """Return the widths, in em, of the columns of a table that is `room` wide.

    Each gets its longest word; then the shortest get their longest line while they ask for less
    than an equal share; the others share the rest by what their longest lines lack.
    """
    widths = [need.word for need in needs]
    spare = max(room - sum(widths), 0)
    growing = sorted(range(len(needs)), key=lambda index: needs[index].line)
    while growing:
        equal_share = (spare + sum(needs[index].word for index in growing)) / len(growing)
        shortest = needs[growing[0]]
        if shortest.line > equal_share or shortest.line - shortest.word > spare:
            break
        widths[growing.pop(0)] = shortest.line
        spare -= shortest.line - shortest.word
    wanted = {index: needs[index].line - widths[index] for index in growing}
    # Where each has its longest line, all grow by it.
    wanted = wanted or {index: need.line for index, need in enumerate(needs)}
    for index, length in wanted.items():
        widths[index] += spare * length / sum(wanted.values())
    return widths


def balance_widths(
    widths: Sequence[float], needs: Sequence[ColumnNeed], rows: Sequence[Sequence[float]]
) -> list[float]:
    """Return widths of the same sum with which long texts take fewer lines.

    `rows` has the length of each cell's text in em. A column keeps its longest word.
    """
    balanced = list(widths)
    tall_rows = [row for row in rows if _count_lines(row, balanced) > 1]
    for step in _STEPS:
        while better := _find_better_widths(balanced, needs, tall_rows, step):
            balanced = better
    return balanced


def _find_better_widths(
    widths: Sequence[float],
    needs: Sequence[ColumnNeed],
    rows: Sequence[Sequence[float]],
    step: float,
) -> list[float] | None:
    """Return the widths that save most lines when one column gives a step to another."""
    best, fewest_lines = None, sum(_count_lines(row, widths) for row in rows)
    for giver, need in enumerate(needs):
        if widths[giver] - step < need.word:
            continue
        for taker in range(len(widths)):
            moved = list(widths)
            moved[giver] -= step
            moved[taker] += step
            line_count = sum(_count_lines(row, moved) for row in rows)
            if line_count < fewest_lines:
                best, fewest_lines = moved, line_count
    return best


def _count_lines(row: Sequence[float], widths: Sequence[float]) -> int:
    """Return how many lines the highest cell of a row takes."""
    return max(
        (
            1 if length <= width else ceil(length / max(width - _LOST, _LOST))
            for length, width in zip(row, widths, strict=False)
        ),
        default=1,
    )


def _find_places(root: Any) -> Iterator[_Place]:
    """Yield the tables that are printed."""
    pending: list[tuple[Any, Any, float, Any]] = [(root, root, 0.0, None)]
    while pending:
        element, section, taken, beside = pending.pop()
        if _is_hidden(element):
            continue
        if element.tag == "table":
            needs, rows = _measure_columns(element)
            if needs:
                yield _Place(element, section, taken, beside, needs, rows)
            continue
        section = element if element.tag == "section" else section
        taken += _INDENT if element.tag in ("ul", "ol", "blockquote") else 0
        beside = element if _has_class(element, "bp-ahead") else beside
        pending += [(child, section, taken, beside) for child in reversed(element)]


def _fit_table(place: _Place, page_width: float) -> None:
    table, smallest = place.table, place.sizes[-1]
    if place.beside is not None and place.find_easy_size(_HALF):
        _add_class(place.beside, "bp-half")
        page_width = _HALF
    size = place.find_easy_size(page_width) or smallest
    if not place.fits_tightly(page_width):
        _list_rows(table)
        needs, rows = _measure_columns(table)
        place = replace(place, needs=needs, rows=rows)
        size = smallest
    shares = share_width(place.needs, place.measure_room(page_width) / size)
    shares = balance_widths(shares, place.needs, place.rows)
    widths = [share * size + place.padding for share in shares]
    # On the first row's cells: columns would be elements of their own, which cost more.
    for cell, width in zip(next(_iterate_rows(table)), widths, strict=False):
        # Rounded down, since what is wider than the table widens it.
        share = int(100_000 * width / sum(widths)) / 1000
        cell.set("style", f"width:{share}%")
    table.set("style", f"font-size:{size}pt")


def _list_rows(table: Any) -> None:
    """Make each row of a table a group of its own, with a row for each heading and its value."""
    head = next((part for part in table if part.tag == "thead"), None)
    headings = list(head[-1]) if head is not None and len(head) else []
    rows = [row for row in _iterate_rows(table) if head is None or row not in list(head)]
    for part in [part for part in table if part.tag != "caption"]:
        table.remove(part)
    for row in rows:
        group = SubElement(table, "tbody", {"class": "bp-record"})
        for index, cell in enumerate(row):
            line = SubElement(group, "tr", row.attrib)
            if cell.get("colspan"):
                # What stands over several columns has no one of their headings.
                cell.set("colspan", "2")
                line.append(cell)
                continue
            if index < len(headings):
                heading = deepcopy(headings[index])
                heading.set("scope", "row")
                line.append(heading)
            cell.tag = "td"
            line.append(cell)


def _measure_columns(
    table: Any,
) -> tuple[tuple[ColumnNeed, ...], tuple[tuple[float, ...], ...]]:
    """Return what each column needs, and the lengths of cells row by row.

    Cells with words that may be broken are marked.
    """
    words: dict[int, float] = {}
    lines: dict[int, float] = {}
    rows: list[tuple[float, ...]] = []
    for row in _iterate_rows(table):
        # A cell over several columns has the room of them all.
        if any(cell.get("colspan") for cell in row):
            continue
        lengths = []
        for index, cell in enumerate(row):
            word, line = _measure_text("".join(_iterate_text(cell)))
            if word > _LONGEST_WORD:
                _add_class(cell, "bp-breaks")
                word = _LONGEST_WORD
            words[index] = max(words.get(index, 0), word)
            lines[index] = max(lines.get(index, 0), line)
            lengths.append(line)
        rows.append(tuple(lengths))
    return tuple(ColumnNeed(words[index], lines[index]) for index in words), tuple(rows)


def _iterate_rows(table: Any) -> Iterator[Any]:
    for part in table:
        if part.tag in ("thead", "tbody", "tfoot") and not _is_hidden(part):
            yield from part


def _iterate_text(element: Any) -> Iterator[str]:
    """Yield the text of a cell with a letter for each picture and each line's end."""
    if element.tag == "br":
        yield _LINE_END
    for picture_class, (letter, _) in _PICTURES.items():
        if _has_class(element, picture_class):
            yield letter
    yield element.text or ""
    for child in element:
        yield from _iterate_text(child)
        yield child.tail or ""


@lru_cache(maxsize=10_000)
def _measure_text(text: str) -> tuple[float, float]:
    """Return the widths of the longest word and the longest line of a text, in em."""
    widths = _read_widths()
    lines = [
        [sum(map(widths.__getitem__, word)) for word in _BREAKABLE.split(line) if word]
        for line in text.split(_LINE_END)
    ]
    return (
        max((word for line in lines for word in line), default=0),
        max(sum(line) + len(line) * widths[" "] for line in lines),
    )


class _Widths(dict[str, float]):
    """Widths of letters in em; one that no font has is refused later, whatever its width."""

    def __missing__(self, letter: str) -> float:
        return 1.0


@cache
def _read_widths() -> _Widths:
    # Of the bold letters, which are no narrower than the others: any word may be bold.
    return _Widths({**read_letter_widths(), **dict(_PICTURES.values())})


def _is_hidden(element: Any) -> bool:
    return _has_class(element, "bp-site-only")


def _add_class(element: Any, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".strip())


def _has_class(element: Any, name: str) -> bool:
    return name in element.get("class", "").split()
