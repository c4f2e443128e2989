"""What openpyxl leaves out where it reads quickly: hidden rows, merged cells, formulas."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

from boardpack.load.packed import Package, PackageFault
from boardpack.model.grid import Range, Spot

_MOST_COLUMNS = 16_384
_MOST_MERGED = 20_000
_MOST_SPANS = 2_000
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
# Most sheets have none of it, and need no look at every cell.
_WORTH_READING = re.compile(rb"hidden=|[<:](?:f|mergeCell)[\s>/]")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """What of a sheet is no value. `formulas` are the cells that hold one."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Range, ...] = ()
    formulas: frozenset[Spot] = frozenset()
    linked: frozenset[Spot] = frozenset()


def read_layouts(package: Package) -> Mapping[str, SheetLayout]:
    """Return the layout of each sheet by its title; PackageFault for XML that is none."""
    try:
        return {
            title: _read_layout(package.read(part))
            for title, part in _locate_sheets(package).items()
            if part in package.names
        }
    except (ElementTree.ParseError, ValueError) as error:
        raise PackageFault("this workbook is damaged; open it and save it anew") from error


def _locate_sheets(package: Package) -> Mapping[str, str]:
    """Return the part that holds each sheet, as the relationships of the workbook say."""
    relations = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {
        relation.get("Id", ""): posixpath.normpath(
            posixpath.join("/xl", relation.get("Target", ""))
        ).lstrip("/")
        for relation in relations
    }
    workbook = ElementTree.fromstring(package.read("xl/workbook.xml"))
    return {
        sheet.get("name", ""): targets.get(sheet.get(_RELATION, ""), "")
        for sheet in workbook.iter()
        if _name_tag(sheet) == "sheet"
    }


def _read_layout(part: bytes) -> SheetLayout:
    if not _WORTH_READING.search(part):
        return SheetLayout()
    hidden_rows: set[int] = set()
    hidden_spans: set[tuple[int, int]] = set()
    merged: list[Range] = []
    formulas: set[Spot] = set()
    linked: set[Spot] = set()
    row_number = 0
    for event, element in ElementTree.iterparse(io.BytesIO(part), ("start", "end")):
        match event, _name_tag(element):
            case "start", "row":
                # A row without a number is the one after the row before it.
                row_number = int(element.get("r") or row_number + 1)
                if element.get("hidden") in ("1", "true"):
                    hidden_rows.add(row_number)
            case "end", "row":
                for spot, formula in _list_formulas(element):
                    formulas.add(spot)
                    if "[" in formula:
                        linked.add(spot)
                # What was looked at is let go, or the whole sheet would stay in memory.
                element.clear()
            case "end", "col" if element.get("hidden") in ("1", "true"):
                first, last = int(element.get("min", 1)), int(element.get("max", 1))
                hidden_spans.add((first, min(last, _MOST_COLUMNS)))
                if len(hidden_spans) > _MOST_SPANS:
                    raise PackageFault(f"it hides more than {_MOST_SPANS:,} ranges of columns")
            case "end", "mergeCell":
                merged.append(_read_range(element.get("ref", "")))
                if len(merged) > _MOST_MERGED:
                    raise PackageFault(f"it has more than {_MOST_MERGED:,} merged ranges")
            case _:
                pass
    return SheetLayout(
        frozenset(hidden_rows),
        frozenset(_iterate_columns(hidden_spans)),
        tuple(merged),
        frozenset(formulas),
        frozenset(linked),
    )


def _iterate_columns(spans: Iterable[tuple[int, int]]) -> Iterator[int]:
    """Yield the columns that some spans cover, each once however the spans overlap."""
    reached = 0
    for first, last in sorted(spans):
        yield from range(max(first, reached + 1), last + 1)
        reached = max(reached, last)


def _list_formulas(row: ElementTree.Element) -> list[tuple[Spot, str]]:
    return [
        (_read_spot(cell.get("r", "")), child.text or "")
        for cell in row
        for child in cell
        if _name_tag(child) == "f"
    ]


def _name_tag(element: ElementTree.Element) -> str:
    """Return a tag without its namespace, of which there are two: a strict one and the usual."""
    return element.tag.rpartition("}")[2]


def _read_range(text: str) -> Range:
    first, _, last = text.partition(":")
    return Range(*_read_spot(first), *_read_spot(last or first))


def _read_spot(text: str) -> Spot:
    match = _REFERENCE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column
