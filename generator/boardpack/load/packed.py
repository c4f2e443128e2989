"""A workbook as the zip file that it is: its parts within limits, and all text that is in them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape

MOST_UNPACKED_BYTES = 96 * 1024 * 1024
MOST_PARTS = 2_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_MARKUP = re.compile(rb"<!")
_EMBEDDED = "xl/embeddings/"
_TEXT_PARTS = (".xml", ".rels", ".vml")
# Splits and no pairs of tags: the time taken is linear in what a stranger wrote.
_PASSAGE_START = re.compile(r"<(?:\w{1,9}:)?(?:row|comment|threadedComment|r|item)(?=[\s>/])")
_SHARED_START = re.compile(r"<(?:\w{1,9}:)?si(?=[\s>/])")
_CELL_START = re.compile(r"<(?:\w{1,9}:)?c(?=[\s>/])")
_SHARED_NUMBER = re.compile(r"<(?:\w{1,9}:)?v>(\d{1,7})<")
_TAG = re.compile(r"<[^<>]*>")
# What pivot tables keep of their rows, names of sheets, and where links lead.
_TELLING = re.compile(
    r"\b(?:v|name|Target|prompt|promptTitle|error|errorTitle|comment|description|descr|title)="
    r"\"([^\"<>]*)\""
)
# Where a part of a cell is bold, its text is in several runs.
_RUNS = re.compile(
    r"</(?:\w{1,9}:)?t></(?:\w{1,9}:)?r><(?:\w{1,9}:)?r>(?:<(?:\w{1,9}:)?rPr>(?:[^<]|<(?!/?(?:\w{1,9}:)?rPr>))"
    r"{0,2000}</(?:\w{1,9}:)?rPr>)?<(?:\w{1,9}:)?t(?: [^<>]*)?>"
)
_STYLE = re.compile(r"\bs=\"(\d{1,5})\"")
_SERIAL = re.compile(r"<(?:\w{1,9}:)?v>(\d{1,5})(?:\.\d+)?<")
_FORMAT = re.compile(r"<(?:\w{1,9}:)?numFmt [^<>]*>")
_FORMAT_ID = re.compile(r"\bnumFmtId=\"(\d{1,5})\"")
_DATE_CODE = re.compile(r"\bformatCode=\"[^\"]*[dy][^\"]*\"", re.IGNORECASE)
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Formats of dates that every spreadsheet program knows by number: ECMA-376, 18.8.30."""
_FIRST_DAY = date(1899, 12, 30)
_MOST_SHARED = 4 * MOST_UNPACKED_BYTES
"""Letters that rows may repeat in all: a text that a thousand cells name is written once."""
_STYLES_PART = "xl/styles.xml"
_SHARED_PART = "xl/sharedStrings.xml"


class PackageFault(Exception):  # noqa: N818  (it is what is wrong with a file, not with us)
    """The file cannot be read as a workbook; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Package:
    """A zip file that is no bigger, unpacked, than it may be: its names, and its parts of XML."""

    names: tuple[str, ...]
    parts: Mapping[str, bytes]

    @classmethod
    def open(cls, data: bytes) -> Package:
        """Return the package; PackageFault for what is none, or is a trap."""
        entries = _list_entries(data)
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > MOST_UNPACKED_BYTES:
            raise PackageFault(
                f"unpacked it is {unpacked / 1024**2:,.0f} MiB, and "
                f"{MOST_UNPACKED_BYTES // 1024**2} MiB is the limit; keep only what is needed"
            )
        names = tuple(entry.filename for entry in entries)
        if len(entries) > MOST_PARTS or len(set(names)) != len(names):
            raise PackageFault("it is packed as no workbook is; open it and save it anew")
        if any(entry.flag_bits & 1 for entry in entries):
            raise PackageFault("it has a password; save it without one")
        parts = _read_parts(data, [name for name in names if name.endswith(_TEXT_PARTS)])
        # No workbook has any, and each is a way to read other files, to fill the memory, or to let
        # a search see other words than whoever opens the file.
        if any(_MARKUP.search(part) or b"\0" in part for part in parts.values()):
            raise PackageFault(
                "it is written as no spreadsheet program writes; open it and save it anew"
            )
        if any(name.startswith(_EMBEDDED) for name in names):
            raise PackageFault("another file is embedded in it, which nobody sees; take it out")
        return cls(names, parts)

    def read(self, name: str) -> bytes:
        """Return a part of XML; PackageFault where it is missing."""
        if name not in self.parts:
            raise PackageFault(f"its part {name[:60]} is missing or damaged; save it anew")
        return self.parts[name]

    def iterate_texts(self) -> Iterator[tuple[str, str]]:
        """Yield the name and the text of each part."""
        for name, part in self.parts.items():
            yield name, part.decode("utf-8", "replace")


def measure_unpacked(data: bytes) -> int:
    """Return how many bytes a zip file says that it holds; PackageFault for what is none."""
    return sum(entry.file_size for entry in _list_entries(data))


def _list_entries(data: bytes) -> list[zipfile.ZipInfo]:
    if data.startswith(_OLD_OFFICE):
        raise PackageFault(
            "it has a password, or is an old .xls; save it as .xlsx without a password"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        raise PackageFault("this is no workbook, or half of one; send it again") from error


def _read_parts(data: bytes, names: Iterable[str]) -> Mapping[str, bytes]:
    """Return parts, never more of each than it says that it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in names}
    # Damage raises whatever it leads to, and zlib's own error is none of the usual ones.
    except Exception as error:
        raise PackageFault("it is damaged; open it and save it anew") from error


def read_whole_text(package: Package) -> str:
    """Return all that is written in a workbook without saying where: quick, for a first look."""
    texts = [text for _, text in package.iterate_texts()]
    told = (word for text in texts for word in _TELLING.findall(text))
    joined = (_RUNS.sub("", text) for text in texts)
    return "; ".join((*(unescape(_TAG.sub("; ", text)) for text in joined), *told))


def iterate_passages(package: Package) -> Iterator[str]:
    """Yield all that is written in a workbook, a row, a comment or a part at a time.

    Hidden sheets and rows, comments, what pivot tables keep and the properties of the file are
    among it.
    """
    texts = {name: _RUNS.sub("", text) for name, text in package.iterate_texts()}
    date_styles = _list_date_styles(texts.get(_STYLES_PART, ""))
    left = _MOST_SHARED
    shared = [_strip_tags(item) for item in _SHARED_START.split(texts.pop(_SHARED_PART, ""))[1:]]
    yield from shared
    for text in texts.values():
        for passage in _PASSAGE_START.split(text):
            repeated = _list_shared_texts(passage, shared)
            left -= sum(map(len, repeated))
            if left < 0:
                raise PackageFault("its rows repeat the same texts without end; do not open it")
            days = _list_days(passage, date_styles)
            yield "; ".join((_strip_tags(passage), *repeated, *days))


def _list_date_styles(styles: str) -> frozenset[int]:
    """Return the numbers of the styles in which a number is shown as a day."""
    dated = {
        int(number[1])
        for tag in _FORMAT.findall(styles)
        if _DATE_CODE.search(tag) and (number := _FORMAT_ID.search(tag))
    }
    _, _, rest = styles.partition("cellXfs")
    formats = _FORMAT_ID.findall(rest.partition("cellXfs>")[0])
    return frozenset(
        index for index, number in enumerate(formats) if int(number) in _DATE_FORMATS | dated
    )


def _list_days(passage: str, date_styles: frozenset[int]) -> list[str]:
    """Return the days of a row, which stand in its cells as numbers."""
    return [
        (_FIRST_DAY + timedelta(days=int(serial[1]))).isoformat()
        for cell in (_CELL_START.split(passage)[1:] if date_styles else ())
        if (style := _STYLE.search(cell))
        and int(style[1]) in date_styles
        and (serial := _SERIAL.search(cell))
    ]


def _list_shared_texts(passage: str, shared: Sequence[str]) -> Sequence[str]:
    """Return the texts that cells of a row have in common with others, and so only number."""
    numbers = [
        int(number[1])
        for cell in _CELL_START.split(passage)[1:]
        if 't="s"' in cell and (number := _SHARED_NUMBER.search(cell))
    ]
    # Each once: a row that says the same in every column says no more by it.
    return [shared[number] for number in dict.fromkeys(numbers) if number < len(shared)]


def _strip_tags(passage: str) -> str:
    """Return what stands between tags, and what some say; what separates cells groups no digits."""
    # A passage begins within the tag that opens it.
    parts = (*_TELLING.findall(passage), *_TAG.split("<" + passage))
    texts = (unescape(part).strip() for part in parts)
    return "; ".join(text for text in texts if text)
