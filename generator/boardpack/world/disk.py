"""Files: reading an instance, and writing so that nobody ever sees half a file."""

from __future__ import annotations

import ctypes
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import boardpack
from boardpack.errors import CannotRun
from boardpack.findings import Finding, Place, declare
from boardpack.load.tree import LINKED, Tree, printable

UNREADABLE = declare(
    "F106",
    "Every file can be read",
    "Give yourself the right to read the file, or replace it by an ordinary file.",
)
TOO_BIG = declare(
    "F107",
    "No file is too big",
    "Keep only the rows that this dataset needs; split what is left by period.",
)

MAX_BYTES = 16 * 1024 * 1024
MARK = "data/directorate.yml"
READ = ("content", "data")
NOT_READ = ("data/schemas", "data/signoffs")
_LITTER = frozenset({"thumbs.db", "desktop.ini"})


def find_root(start: Path) -> Path | None:
    """Return the nearest folder, from `start` upwards, that holds an instance."""
    start = start.absolute()
    return next((f for f in (start, *start.parents) if (f / MARK).is_file()), None)


def read_tree(root: Path) -> tuple[Tree, list[Finding]]:
    """Return every file under `content/` and `data/`, and a finding for each one left out."""
    tree: dict[str, bytes] = {}
    findings: list[Finding] = []
    for path, entry in _walk(root):
        if isinstance(entry, Finding):
            findings.append(entry)
            continue
        fault = _fault(path, entry)
        if fault is None:
            try:
                tree[path] = Path(entry).read_bytes()
            except OSError as error:
                fault = UNREADABLE.at(Place(printable(path)), _reason(error))
        if fault is not None:
            findings.append(fault)
    return tree, findings


def is_read(path: str) -> bool:
    """Return whether a file belongs to an instance: no hidden files, no leftovers of programs."""
    parts = path.split("/")
    return (
        parts[0] in READ
        and not any(path == f or path.startswith(f + "/") for f in NOT_READ)
        and not any(map(_is_litter, parts))
    )


def held(path: Path) -> bytes | None:
    """Return what a file holds, or None when there is no such file."""
    return path.read_bytes() if path.is_file() else None


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file in one step: its old content stays until the new one is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with open(beside, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def beside(place: Path) -> Path:
    """Return where the next state of a folder is made before it takes its place."""
    return place.with_name(place.name + ".new")


def take_place(place: Path) -> None:
    """Put the finished folder `beside(place)` in its place, in one step where the system can."""
    if _exchange(place, beside(place)):
        shutil.rmtree(beside(place), ignore_errors=True)
        return
    old = place.with_name(place.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    beside(place).rename(place)
    shutil.rmtree(old, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places; False where the system cannot, or one does not exist."""
    at_working_folder, exchange = -100, 2
    try:
        swap = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    paths = at_working_folder, os.fsencode(one), at_working_folder, os.fsencode(other), exchange
    return bool(swap(*paths) == 0)


def texts_in(folder: Path) -> dict[str, str]:
    """Return the UTF-8 files of a folder by path; nothing where there is no such folder."""
    return {name: data.decode() for name, data in files_in(folder)} if folder.is_dir() else {}


def write(path: Path, text: str) -> None:
    """Write a file of a build folder; nobody reads it before the build is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def link_or_copy(source: Path, target: Path) -> None:
    """Put a file that nobody alters into another place, without a second copy where possible."""
    if target.exists() and _same(source, target):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _same(source: Path, target: Path) -> bool:
    new, old = source.stat(), target.stat()
    return new.st_size == old.st_size and new.st_mtime <= old.st_mtime


MAKERS = (
    "jinja2", "markdown", "markdown-it-py", "mkdocs", "mkdocs-material", "nh3", "numpy", "pydyf",
    "ttf-opensans", "weasyprint",
)  # fmt: skip
"""Packages whose version changes what is made; `build` makes everything anew then."""


def engine_digest() -> str:
    """Return the SHA-256 of boardpack's own code and of the packages that make its output."""
    from importlib.metadata import version

    found = hashlib.sha256()
    for path in sorted(Path(boardpack.__file__).parent.rglob("*.py")):
        found.update(path.read_bytes())
    for package in MAKERS:
        found.update(version(package).encode())
    return found.hexdigest()


def shipped(name: str) -> Path:
    """Return a folder or file that travels with boardpack, such as `demo/data`.

    An installed wheel carries them in `boardpack/_shipped`; a checkout has them at its root.
    """
    package = Path(boardpack.__file__).parent
    checkout = package.parents[1]
    inside = package / "_shipped" / name
    if not inside.exists() and package.parent.name == "generator":
        inside = checkout / name.removeprefix("demo/")
    if not inside.exists():
        raise CannotRun(f"this installation of boardpack lacks '{name}'; install it again")
    return inside


def starter() -> Path:
    """Return the folder with the files of a new instance."""
    return Path(boardpack.__file__).parent / "starter"


def files_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield path (relative, with forward slashes) and bytes of each file that is not hidden."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not any(map(_is_litter, name.split("/"))):
            yield name, path.read_bytes()


def _walk(root: Path) -> Iterator[tuple[str, os.DirEntry[str] | Finding]]:
    """Yield files and what cannot be entered, in the order of their paths."""
    tops = {entry.name: entry for entry in os.scandir(root)}
    stack = [(name, tops[name]) for name in reversed(READ) if name in tops]
    while stack:
        path, entry = stack.pop()
        if not is_read(path):
            continue
        if not entry.is_dir(follow_symlinks=False):
            yield path, entry
            continue
        try:
            inside = sorted(os.scandir(entry), key=lambda e: e.name, reverse=True)
        except OSError as error:
            yield path, UNREADABLE.at(Place(printable(path)), _reason(error))
            continue
        stack += [(f"{path}/{one.name}", one) for one in inside]


def _fault(path: str, entry: os.DirEntry[str]) -> Finding | None:
    place = Place(printable(path))
    if entry.is_symlink():
        return LINKED.at(place, "this is a link to another place")
    if not entry.is_file(follow_symlinks=False):
        return UNREADABLE.at(place, "this is not an ordinary file")
    size = entry.stat(follow_symlinks=False).st_size
    if size > MAX_BYTES:
        limit = MAX_BYTES // 1024**2
        return TOO_BIG.at(place, f"{size / 1024**2:,.1f} MiB, and {limit} MiB is the limit")
    return None


def _is_litter(name: str) -> bool:
    return name.startswith((".", "~$")) or name.endswith("~") or name.lower() in _LITTER


def _reason(error: OSError) -> str:
    return f"it cannot be read: {(error.strerror or str(error)).lower()}"
