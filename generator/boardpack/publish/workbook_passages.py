"""What a workbook that we made says, row by row: each cell behind the name of its column."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import IO
from xml.etree.ElementTree import fromstring
from xml.parsers.expat import ParserCreate

_SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# As the parser names them that takes a sheet in pieces.
_ROW, _CELL, _VALUE, _INLINE = (f"{_SPACE[1:]}{tag}" for tag in ("row", "c", "v", "is"))
_TEXTS = "xl/sharedStrings.xml"
_PIECE = 1 << 16


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
                yield from _list_row_passages(_iterate_rows(sheet, texts))


def _read_texts(data: bytes) -> list[str]:
    return ["".join(item.itertext()) for item in fromstring(data).iter(f"{_SPACE}si")]


@dataclass(slots=True)
class _RowReader:
    """Gathers the cells of rows by their columns from what a parser tells of a sheet."""

    texts: Sequence[str]
    rows: list[dict[str, str]] = field(default_factory=list)
    column: str = ""
    kind: str = ""
    words: list[str] = field(default_factory=list)
    is_value: bool = False

    def open(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        if tag == _CELL:
            self.column = attributes["r"].rstrip("0123456789")
            self.kind = attributes.get("t", "")
            self.words.clear()
        elif tag == _ROW:
            self.rows.append({})
        elif tag in (_VALUE, _INLINE):
            self.is_value = True

    def read(self, words: str) -> None:
        """Take words, of which those of a formula are none of the cell's."""
        if self.is_value:
            self.words.append(words)

    def close(self, tag: str) -> None:
        """Take the end of an element."""
        if tag in (_VALUE, _INLINE):
            self.is_value = False
        elif tag == _CELL:
            words = "".join(self.words)
            # Of many rows each cell holds its own text, of few all texts stand in a part of their
            # own.
            self.rows[-1][self.column] = self.texts[int(words)] if self.kind == "s" else words


def _iterate_rows(sheet: IO[bytes], texts: Sequence[str]) -> Iterator[Mapping[str, str]]:
    """Yield the cells of each row of a sheet, and let go of them: a sheet may have a million."""
    reader, parser = _RowReader(texts), ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.open, reader.close
    parser.CharacterDataHandler = reader.read
    while piece := sheet.read(_PIECE):
        parser.Parse(piece)
        # The last one may go on in the next piece.
        yield from reader.rows[:-1]
        del reader.rows[:-1]
    # Half a sheet is no sheet that was searched.
    parser.Parse(b"", True)
    yield from reader.rows


def _list_row_passages(rows: Iterable[Mapping[str, str]]) -> Iterator[str]:
    header: Mapping[str, str] = {}
    for cells in rows:
        # Notes stand in the first column alone; a header is the first row that has more.
        if len(cells) > 1 and not header:
            header = cells
            yield "; ".join(cells.values())
        else:
            yield "; ".join(
                [f"{header.get(column, '')} {words}".strip() for column, words in cells.items()]
            )
