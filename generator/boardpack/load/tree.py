"""The files of an instance as values: path to bytes, wherever they were read from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from boardpack.findings import Finding, Place, declare

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

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?<!\.)")
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def under(tree: Tree, folder: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path and bytes of each file under a folder, in the order of their paths."""
    return ((path, tree[path]) for path in sorted(tree) if path.startswith(folder + "/"))


def check_names(paths: Iterable[str]) -> Iterator[Finding]:
    """Yield a finding for each path that could be mistaken for another or cannot be stored."""
    seen: dict[str, str] = {}
    for path in sorted(paths):
        if not all(_is_plain(part) for part in path.split("/")):
            yield UNSAFE_NAME.at(Place(printable(path)), "this file name has characters we refuse")
        folded = path.casefold()
        if folded in seen:
            yield SAME_NAME.at(Place(printable(path)), f"differs from {seen[folded]} only by case")
        seen[folded] = path


def decode(data: bytes, path: str) -> tuple[str, list[Finding]]:
    """Return the text without its byte-order mark; `""` and a finding when it is not UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", [NOT_UTF8.at(Place(path), "this is UTF-16 text")]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        words = f"byte {data[error.start]:#04x} is not UTF-8; the file may be Windows-1252"
        return "", [NOT_UTF8.at(Place(path, line), words)]


def printable(text: str) -> str:
    """Return text with control, bidirectional and zero-width characters shown as escapes."""
    return "".join(
        c if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn") else f"\\u{ord(c):04x}"
        for c in text
    )


def _is_plain(part: str) -> bool:
    return bool(_PLAIN.fullmatch(part)) and ".." not in part and not _DEVICE.fullmatch(part)
