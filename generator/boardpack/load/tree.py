"""The files of an instance as values: path to bytes, wherever they were read from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from boardpack.findings import Finding, Place, Rule
from boardpack.findings import escape_unprintable as escape_unprintable
from boardpack.load.letters import report_letters, settle_letters

Tree = Mapping[str, bytes]
"""Paths relative to the instance, with forward slashes, and what the files hold."""

UNSAFE_NAME = Rule(
    "F101",
    "File names are plain",
    "Rename the file: at most 100 letters, digits, hyphens, dots and underscores, and not a name "
    "that Windows reserves.",
)
SAME_NAME = Rule(
    "F102",
    "No two file names differ only by case",
    "Rename or remove one of the two files; many computers cannot hold both.",
)
NOT_UTF8 = Rule(
    "F103",
    "Text files are UTF-8",
    "Save the file again as UTF-8; in Excel choose 'CSV UTF-8 (comma delimited)'.",
)
LONG_LINE = Rule(
    "F109",
    "Lines and paragraphs are no longer than anybody can read",
    "Break it up, or look whether this is another kind of file.",
)
LINKED = Rule(
    "F104",
    "Files are files, not links",
    "Replace the link by a copy of the file it points to.",
)

_ODD = re.compile(r"[^A-Za-z0-9._-]")
_MARKS = (b"\xff\xfe", b"\xfe\xff")
LONGEST_LINE = 20_000
LONGEST_TEXT = 200_000
"""Some thirty thousand words, of which a report has ten at most; each takes its time to judge."""
LONGEST_NAME = 100
"""Two of them and an ending are a file name, of which file systems take 255 bytes."""
_LINE_END, _PARAGRAPH_END = re.compile(r"\n"), re.compile(r"\n[ \t]*\r?\n")
WINDOWS_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def iterate_paths_under(tree: Tree, folder: str) -> Iterator[str]:
    """Yield the path of each file under a folder, in order, without asking what it holds."""
    prefix = folder + "/"
    return iter(sorted(path for path in tree if path.startswith(prefix)))


def iterate_files_under(tree: Tree, folder: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path and bytes of each file under a folder, in the order of their paths."""
    return ((path, tree[path]) for path in iterate_paths_under(tree, folder))


def check_names(paths: Iterable[str]) -> Iterator[Finding]:
    """Yield a finding for each path that could be mistaken for another or cannot be stored."""
    first_spellings: dict[str, str] = {}
    find_fault = cache(_find_name_fault)
    clash_by_folder: dict[str, str] = {}
    for path in sorted(paths):
        if fault := next(filter(None, map(find_fault, path.split("/"))), ""):
            yield UNSAFE_NAME.make_finding(Place(escape_unprintable(path)), fault)
        # Folders too: two that differ by case become one on Windows and macOS.
        folder, _, _ = path.rpartition("/")
        if folder not in clash_by_folder:
            prefixes = _iterate_prefixes(folder.split("/"))
            clash_by_folder[folder] = _find_clash(prefixes, first_spellings)
        if clash := clash_by_folder[folder] or _find_clash([path], first_spellings):
            words = f"differs from {clash} only by case"
            yield SAME_NAME.make_finding(Place(escape_unprintable(path)), words)


def decode_text(data: bytes, path: str) -> tuple[str | None, list[Finding]]:
    """Return the text without its byte-order mark, and a finding for each letter nobody would see.

    None and a finding when it is not UTF-8.
    """
    # Often a workbook that was renamed to .csv.
    if data.startswith(b"PK\x03\x04"):
        return None, [
            NOT_UTF8.make_finding(Place(path), "this is an Excel workbook or a zip file, not text")
        ]
    # Two NULs at every other byte are UTF-16 without its mark.
    if data.startswith(_MARKS) or b"\0\0" in (data[0:4:2], data[1:4:2]):
        return None, [NOT_UTF8.make_finding(Place(path), "this is UTF-16 text")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        words = f"byte {data[error.start]:#04x} is not UTF-8; this may be Windows-1252 text"
        return None, [NOT_UTF8.make_finding(Place(path, line), words)]
    if path.endswith(".md") and len(text) > LONGEST_TEXT:
        words = f"it has more than {LONGEST_TEXT:,} letters"
        return None, [LONG_LINE.make_finding(Place(path), words)]
    # Time to read a line, in Markdown a paragraph, grows with the square of its length.
    end = _PARAGRAPH_END if path.endswith(".md") else _LINE_END
    start = 0
    for stretch in end.split(text):
        if len(stretch) > LONGEST_LINE:
            line = text.count("\n", 0, text.index(stretch, start)) + 1
            words = f"what begins here has more than {LONGEST_LINE:,} letters"
            return None, [LONG_LINE.make_finding(Place(path, line), words)]
        start += len(stretch)
    settled, unseen_letters = settle_letters(text)
    return settled, list(report_letters(unseen_letters, path))


def decode_leniently(data: bytes) -> str:
    """Return the text of a file that once was, in whatever encoding an editor left it."""
    if data.startswith(_MARKS):
        return data.decode("utf-16", "replace")
    if b"\0\0" in (data[0:4:2], data[1:4:2]):
        return data.decode("utf-16-be" if data[0:1] == b"\0" else "utf-16-le", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _find_name_fault(part: str) -> str:
    if part.startswith("."):
        return f"'{part}' begins with a dot"
    if part.endswith(".") or ".." in part:
        return f"'{part}' has a dot at its end, or two together"
    if len(part.removesuffix(".md")) > LONGEST_NAME:
        return f"'{part[:40]}...' has more than {LONGEST_NAME} letters"
    if WINDOWS_DEVICE.fullmatch(part):
        return f"'{part}' is a name that Windows reserves"
    odd_character = _ODD.search(part)
    if odd_character or not part:
        return (
            f"'{part}' holds {_describe_character(odd_character[0])}"
            if odd_character
            else "a folder has no name"
        )
    return "" if part[0] not in "-_" else f"'{part}' begins with a hyphen or underscore"


def _find_clash(paths: Iterable[str], first_spellings: dict[str, str]) -> str:
    spellings = ((first_spellings.setdefault(path.casefold(), path), path) for path in paths)
    return next((earlier for earlier, path in spellings if earlier != path), "")


def _describe_character(char: str) -> str:
    if char == " ":
        return "a space"
    return f"the character {escape_unprintable(char)}"


def _iterate_prefixes(parts: Sequence[str]) -> Iterator[str]:
    return ("/".join(parts[:length]) for length in range(1, len(parts) + 1))
