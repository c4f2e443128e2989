"""The files of an instance as values: path to bytes, wherever they were read from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from boardpack.findings import Finding, Place, declare
from boardpack.findings import printable as printable

Tree = Mapping[str, bytes]
"""Paths relative to the instance, with forward slashes, and what the files hold."""

UNSAFE_NAME = declare(
    "F101",
    "File names are plain",
    "Rename the file: letters, digits, hyphens, dots and underscores only, and not a name that "
    "Windows reserves.",
)
SAME_NAME = declare(
    "F102",
    "No two file names differ only by case",
    "Rename or remove one of the two files; many computers cannot hold both.",
)
NOT_UTF8 = declare(
    "F103",
    "Text files are UTF-8",
    "Save the file again as UTF-8; in Excel choose 'CSV UTF-8 (comma delimited)'.",
)
LINKED = declare(
    "F104",
    "Files are files, not links",
    "Replace the link by a copy of the file it points to.",
)

_ODD = re.compile(r"[^A-Za-z0-9._-]")
_MARKS = (b"\xff\xfe", b"\xfe\xff")
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def under(tree: Tree, folder: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path and bytes of each file under a folder, in the order of their paths."""
    return ((path, tree[path]) for path in sorted(tree) if path.startswith(folder + "/"))


def check_names(paths: Iterable[str]) -> Iterator[Finding]:
    """Yield a finding for each path that could be mistaken for another or cannot be stored."""
    seen: dict[str, str] = {}
    for path in sorted(paths):
        place = Place(printable(path))
        parts = path.split("/")
        if fault := next((fault for part in parts if (fault := _name_fault(part))), ""):
            yield UNSAFE_NAME.at(place, fault)
        spelled = ((seen.setdefault(one.casefold(), one), one) for one in _folders_of(parts))
        if clash := next((first for first, one in spelled if first != one), ""):
            yield SAME_NAME.at(place, f"differs from {clash} only by case")


def decode(data: bytes, path: str) -> tuple[str, list[Finding]]:
    """Return the text without its byte-order mark; `""` and a finding when it is not UTF-8."""
    if data.startswith(b"PK\x03\x04"):
        return "", [NOT_UTF8.at(Place(path), "this is an Excel workbook or a zip file, not text")]
    if data.startswith(_MARKS) or b"\0\0" in (data[0:4:2], data[1:4:2]):
        return "", [NOT_UTF8.at(Place(path), "this is UTF-16 text")]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        words = f"byte {data[error.start]:#04x} is not UTF-8; this may be Windows-1252 text"
        return "", [NOT_UTF8.at(Place(path, line), words)]


def _name_fault(part: str) -> str:
    if part.startswith("."):
        return f"'{part}' begins with a dot"
    if part.endswith(".") or ".." in part:
        return f"'{part}' has a dot at its end, or two together"
    if _DEVICE.fullmatch(part):
        return f"'{part}' is a name that Windows reserves"
    odd = _ODD.search(part)
    if odd or not part:
        return f"'{part}' holds {_character(odd[0])}" if odd else "a folder has no name"
    return "" if part[0] not in "-_" else f"'{part}' begins with a hyphen or underscore"


def _character(char: str) -> str:
    if char == " ":
        return "a space"
    return f"the character {printable(char)}"


def _folders_of(parts: Sequence[str]) -> Iterator[str]:
    return ("/".join(parts[:length]) for length in range(1, len(parts) + 1))
