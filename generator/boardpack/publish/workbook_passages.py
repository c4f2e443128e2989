"""What a workbook that we made says, row by row: each cell behind the name of its column."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import IO
from xml.etree.ElementTree import Element, fromstring, iterparse

_SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_TEXTS = "xl/sharedStrings.xml"


def list_workbook_passages(data: bytes) -> Iterator[str]:
    """Yield the names of the sheets, and each row of each as a passage.

    Of rows with a header, each cell stands behind the name of its column.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = set(package.namelist())
        workbook = fromstring(package.read("xl/workbook.xml"))
        yield from (sheet.attrib["name"] for sheet in workbook.iter(f"{_SPACE}sheet"))
        texts = _read_texts(package.read(_TEXTS)) if _TEXTS in names else []
        for number in count(1):
            path = f"xl/worksheets/sheet{number}.xml"
            if path not in names:
                return
            with package.open(path) as sheet:
                yield from _list_row_passages(_iterate_rows(sheet), texts)


def _read_texts(data: bytes) -> list[str]:
    return ["".join(item.itertext()) for item in fromstring(data).iter(f"{_SPACE}si")]


def _iterate_rows(sheet: IO[bytes]) -> Iterator[Element]:
    """Yield each row of a sheet, and let go of it: a sheet may have a million."""
    rows: Element | None = None
    for event, element in iterparse(sheet, ("start", "end")):
        if element.tag == f"{_SPACE}sheetData":
            rows = element
        elif element.tag == f"{_SPACE}row" and event == "end" and rows is not None:
            yield element
            # What holds the rows would keep an empty one for each.
            rows.clear()


def _list_row_passages(rows: Iterable[Element], texts: list[str]) -> Iterator[str]:
    header: Mapping[str, str] = {}
    for row in rows:
        cells = {
            cell.attrib["r"].rstrip("0123456789"): _read_cell(cell, texts)
            for cell in row.iter(f"{_SPACE}c")
        }
        # Notes stand in the first column alone; a header is the first row that has more.
        if len(cells) > 1 and not header:
            header = cells
            yield "; ".join(cells.values())
        else:
            yield "; ".join(
                f"{header.get(column, '')} {words}".strip() for column, words in cells.items()
            )


def _read_cell(cell: Element, texts: list[str]) -> str:
    # Of many rows each cell holds its own text, of few all texts stand in a part of their own.
    if cell.attrib.get("t") == "inlineStr":
        return "".join(cell.itertext())
    value = cell.find(f"{_SPACE}v")
    words = (value.text or "") if value is not None else ""
    return texts[int(words)] if cell.attrib.get("t") == "s" else words
