"""A workbook as the zip file that it is: its parts within limits, and all text that is in them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape

MOST_UNPACKED_BYTES = 96 * 1024 * 1024
MOST_PARTS = 2_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_MARKUP = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_TEXT_PARTS = (".xml", ".rels", ".vml")
# Splits and no pairs of tags: the time taken is linear in what a stranger wrote.
_PASSAGE_START = re.compile(r"<(?:\w{1,9}:)?(?:row|comment|threadedComment|r|item)(?=[\s>/])")
_SHARED_START = re.compile(r"<(?:\w{1,9}:)?si(?=[\s>/])")
_CELL_START = re.compile(r"<(?:\w{1,9}:)?c(?=[\s>/])")
_SHARED_NUMBER = re.compile(r"<(?:\w{1,9}:)?v>(\d{1,7})<")
_TAG = re.compile(r"<[^<>]*>")
# What pivot tables keep of their rows, names of sheets, and where links lead.
_TELLING = re.compile(r"\b(?:v|name|Target)=\"([^\"<>]*)\"")
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
        # No workbook has any, and each is a way to read other files or to fill the memory.
        if any(map(_MARKUP.search, parts.values())):
            raise PackageFault("it declares entities, which no workbook does; do not open it")
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
    return "; ".join((*(unescape(_TAG.sub("; ", text)) for text in texts), *told))


def iterate_passages(package: Package) -> Iterator[str]:
    """Yield all that is written in a workbook, a row, a comment or a part at a time.

    Hidden sheets and rows, comments, what pivot tables keep and the properties of the file are
    among it.
    """
    texts = dict(package.iterate_texts())
    shared = [_strip_tags(item) for item in _SHARED_START.split(texts.pop(_SHARED_PART, ""))[1:]]
    yield from shared
    for text in texts.values():
        for passage in _PASSAGE_START.split(text):
            yield "; ".join((_strip_tags(passage), *_list_shared_texts(passage, shared)))


def _list_shared_texts(passage: str, shared: Sequence[str]) -> list[str]:
    """Return the texts that cells of a row have in common with others, and so only number."""
    numbers = [
        int(number[1])
        for cell in _CELL_START.split(passage)[1:]
        if 't="s"' in cell and (number := _SHARED_NUMBER.search(cell))
    ]
    return [shared[number] for number in numbers if number < len(shared)]


def _strip_tags(passage: str) -> str:
    """Return what stands between tags, and what some say; what separates cells groups no digits."""
    # A passage begins within the tag that opens it.
    parts = (*_TELLING.findall(passage), *_TAG.split("<" + passage))
    texts = (unescape(part).strip() for part in parts)
    return "; ".join(text for text in texts if text)
