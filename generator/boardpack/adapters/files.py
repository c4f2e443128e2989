"""Files: reading an instance, and writing so that nobody ever sees half a file."""

from __future__ import annotations

import ctypes
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import boardpack
from boardpack.errors import CannotRun
from boardpack.findings import Finding, Place, Rule
from boardpack.load.personal_paths import find_personal_paths
from boardpack.load.refused_rows import find_refused_identifiers
from boardpack.load.tree import LINKED, Tree, escape_unprintable
from boardpack.load.unread import READ_APART, find_misspelt_folders

UNREADABLE = Rule(
    "F106",
    "Every file can be read",
    "Give yourself the right to read the file, or replace it by an ordinary file.",
)
TOO_BIG = Rule(
    "F107",
    "No file is too big",
    "Keep only the rows that this dataset needs, split by period; shorten what is a text.",
)
RULES = (UNREADABLE, TOO_BIG)

MAX_BYTES = 16 * 1024 * 1024
MAX_TEXT_BYTES = 1024 * 1024
"""Of a text that people write; it has some four hundred pages then."""
MAX_TREE_BYTES = 256 * 1024 * 1024
MAX_TREE_FILES = 20_000
INSTANCE_MARKER = "data/directorate.yml"
READ_FOLDERS = ("content", "data")
_LITTER = frozenset({"thumbs.db", "desktop.ini"})


def find_root(start: Path) -> Path | None:
    """Return the nearest folder, from `start` upwards, that holds an instance."""
    start = start.absolute()
    return next(
        (folder for folder in (start, *start.parents) if (folder / INSTANCE_MARKER).is_file()), None
    )


def read_tree(root: Path) -> tuple[Tree, list[Finding]]:
    """Return every file under `content/` and `data/`, and a finding for each one left out."""
    tree: dict[str, bytes] = {}
    findings: list[Finding] = []
    allowance = ReadAllowance()
    top_folders = (entry.name for entry in os.scandir(root) if entry.is_dir())
    findings += find_misspelt_folders(top_folders, READ_FOLDERS)
    findings += find_personal_paths(_iterate_paths_apart(root))
    for path, entry in _walk_instance(root):
        if isinstance(entry, Finding):
            findings.append(entry)
            continue
        try:
            fault = _find_fault(path, entry)
            size = 0 if fault else entry.stat().st_size
            if fault is None and (fault := allowance.refuse(path, size)):
                findings += _search_beginning(path, Path(entry), allowance)
            if fault is None:
                tree[path] = _read_bounded(entry.path, size)
        except OSError as error:
            fault = UNREADABLE.make_finding(Place(escape_unprintable(path)), _describe_error(error))
        if fault is not None:
            findings.append(fault)
    return tree, findings


class ReadAllowance:
    """How much of an instance may still be read, wherever its files come from."""

    def __init__(self) -> None:
        self._bytes = self._files = 0

    def refuse(self, path: str, size: int) -> Finding | None:
        """Return why a file of so many bytes is not read, or None and count it."""
        limit = MAX_TEXT_BYTES if path.endswith(".md") else MAX_BYTES
        if size > limit:
            return _report_size(path, f"{_format_size(size)} MiB, {_limit(limit)}")
        self._files += 1
        if self._files > MAX_TREE_FILES:
            words = f"it is one of more than {MAX_TREE_FILES:,} files, which is the limit"
            return _report_size(path, words)
        if self._bytes + size > MAX_TREE_BYTES:
            words = f"the files before it and this one hold more, {_limit(MAX_TREE_BYTES)}"
            return _report_size(path, words)
        self._bytes += size
        return None

    def take_beginning(self) -> int:
        """Return how many bytes of a file that is refused may be looked at, and count them."""
        size = max(min(MAX_BYTES, MAX_TREE_BYTES - self._bytes), 0)
        self._bytes += size
        return size


def _search_beginning(path: str, file: Path, allowance: ReadAllowance) -> Iterator[Finding]:
    """Yield a finding if the beginning of a file that is too big points to a patient."""
    with file.open("rb") as stream:
        beginning = stream.read(allowance.take_beginning())
    yield from find_refused_identifiers(beginning, escape_unprintable(path), ())


def _report_size(path: str, words: str) -> Finding:
    return TOO_BIG.make_finding(Place(escape_unprintable(path)), words)


def _limit(size: int) -> str:
    return f"and {size // 1024**2} MiB is the limit"


def _format_size(size: int) -> str:
    return f"{size / 1024**2:,.1f}"


def _read_bounded(path: str, size: int) -> bytes:
    """Return what a file holds; OSError when it grew past the limit since its size was asked."""
    # At once, and no more room than it needs: there may be thousands.
    with open(path, "rb", buffering=0) as raw_file:
        data = raw_file.read(size + 1)
    if len(data) != size:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise OSError("it grew while it was read")
    return data


def is_read(path: str) -> bool:
    """Return whether a file belongs to an instance: no hidden files, no leftovers of programs."""
    parts = path.split("/")
    return (
        parts[0] in READ_FOLDERS
        and not any(path == folder or path.startswith(folder + "/") for folder in READ_APART)
        and not any(map(is_litter, parts))
    )


def read_if_present(path: Path) -> bytes | None:
    """Return what a file holds, or None when there is no such file."""
    return path.read_bytes() if path.is_file() else None


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file in one step: its old content stays until the new one is complete."""
    part = _to_part_path(path)
    try:
        _write_part(path, part, data)
        os.replace(part, path)
    except OSError as error:
        # Not of the part, which nobody asked for; a full disk names no file at all.
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        part.unlink(missing_ok=True)


def replace_files(root: Path, files: Mapping[str, bytes | None]) -> None:
    """Write several files, and take away those that are None, all or none of them.

    Everything is on the disk before the first name changes; where one cannot be changed, those
    before it become what they were.
    """
    for path in files:
        _refuse_linked_folder(root, path)
    parts = {root / path: _to_part_path(root / path) for path in files}
    old_files = {root / path: read_if_present(root / path) for path in files}
    done: list[Path] = []
    try:
        for path, data in files.items():
            if data is not None:
                _write_part(root / path, parts[root / path], data)
        for path, data in files.items():
            if data is None:
                (root / path).unlink(missing_ok=True)
            else:
                os.replace(parts[root / path], root / path)
            done.append(root / path)
    except OSError:
        for changed_path in done:
            old_data = old_files[changed_path]
            if old_data is None:
                changed_path.unlink(missing_ok=True)
            else:
                write_atomically(changed_path, old_data)
        raise
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


def _refuse_linked_folder(root: Path, path: str) -> None:
    """Raise CannotRun where a file would land elsewhere than its path says."""
    folder = (root / path).parent
    if folder.resolve() != root.resolve() / Path(path).parent:
        raise CannotRun(f"{folder} is a link, or lies in one; replace it by a folder of its own")


def list_inbox(root: Path, folder: str) -> tuple[tuple[str, str], ...]:
    """Return dataset and name of each file in `<folder>/<dataset>/`; CannotRun for a link."""
    inbox = root / folder
    _refuse_linked_folder(root, f"{folder}/file")
    found: list[tuple[str, str]] = []
    for path in sorted(inbox.rglob("*")) if inbox.is_dir() else ():
        parts = path.relative_to(inbox).parts
        if any(map(is_litter, parts)):
            continue
        # It would be read, and kept for good, wherever it leads.
        if path.is_symlink():
            raise CannotRun(f"{path} is a link; put the file itself there")
        if path.is_file() and len(parts) != 2:
            raise CannotRun(f"{path} must lie in {folder}/<dataset>/")
        if path.is_file():
            found.append((parts[0], parts[1]))
    return tuple(found)


def _to_part_path(path: Path) -> Path:
    # In the same folder, because only within one file system is a rename a single step.
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")


def _write_part(path: Path, part: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(part, "xb") as file:
        file.write(data)
        file.flush()
        # Without it a crash after the rename could leave the name with nothing in it.
        os.fsync(file.fileno())


def to_staging_path(folder: Path) -> Path:
    """Return where the next state of a folder is made before it takes its place."""
    return folder.with_name(folder.name + ".new")


def replace_folder(folder: Path) -> None:
    """Put the folder at its staging path in its place, in one step where the system can."""
    if _exchange_folders(folder, to_staging_path(folder)):
        shutil.rmtree(to_staging_path(folder), ignore_errors=True)
        return
    old = folder.with_name(folder.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    # A rename cannot replace a folder that holds something: for a moment there is neither.
    if folder.exists():
        folder.rename(old)
    to_staging_path(folder).rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _exchange_folders(first: Path, second: Path) -> bool:
    """Let two folders change places; False where the system cannot, or one does not exist."""
    # AT_FDCWD and RENAME_EXCHANGE of Linux; Python itself offers no exchange.
    at_working_folder, exchange = -100, 2
    try:
        swap = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    paths = at_working_folder, os.fsencode(first), at_working_folder, os.fsencode(second), exchange
    return bool(swap(*paths) == 0)


def read_texts(folder: Path) -> dict[str, str]:
    """Return the UTF-8 files of a folder by path; nothing where there is no such folder.

    CannotRun where one of them is no text.
    """
    files = iterate_files_in(folder) if folder.is_dir() else ()
    return {name: _decode_text(folder / name, data) for name, data in files}


def _decode_text(path: Path, data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise CannotRun(f"{path} is no text in UTF-8; take it away, or save it as UTF-8") from None


def write_text(path: Path, text: str) -> None:
    """Write a file of a build folder; nobody reads it before the build is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file of a build folder that is no text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def link_or_copy(source: Path, target: Path) -> None:
    """Put a file that nobody alters into another place, without a second copy where possible."""
    if target.exists() and _is_unchanged(source, target):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    # Never written into: other names of the same file, in an older site, would change with it.
    target.unlink(missing_ok=True)
    try:
        # Fails between file systems, and on those that know no hard links.
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _is_unchanged(source: Path, target: Path) -> bool:
    new, old = source.stat(), target.stat()
    return new.st_size == old.st_size and new.st_mtime <= old.st_mtime


OUTPUT_PACKAGES = (
    "holidays", "jinja2", "markdown", "markdown-it-py", "mkdocs", "mkdocs-material", "nh3",
    "numpy", "plotly", "pydantic", "pydyf", "pypdf", "pyyaml", "ttf-opensans", "weasyprint",
    "xlsxwriter",
)  # fmt: skip
"""Packages whose version changes what is read or made; all is read and built anew then."""


@cache
def compute_engine_digest() -> str:
    """Return the SHA-256 of boardpack's own code and of the packages that read and make for it.

    A process goes on with the code that it began with.
    """
    from importlib.metadata import version

    digest = hashlib.sha256()
    for path in sorted(Path(boardpack.__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    for package in OUTPUT_PACKAGES:
        digest.update(version(package).encode())
    return digest.hexdigest()


def find_shipped(name: str) -> Path:
    """Return a folder or file that travels with boardpack, such as `demo/data`.

    An installed wheel carries them in `boardpack/_shipped`; a checkout has them at its root.
    """
    package = Path(boardpack.__file__).parent
    checkout = package.parents[1]
    path = package / "_shipped" / name
    if not path.exists() and package.parent.name == "generator":
        path = checkout / name.removeprefix("demo/")
    if not path.exists():
        raise CannotRun(f"this installation of boardpack lacks '{name}'; install it again")
    return path


def find_starter_folder() -> Path:
    """Return the folder with the files of a new instance."""
    return Path(boardpack.__file__).parent / "starter"


def iterate_files_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield path (relative, with forward slashes) and bytes of each file that is not hidden."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not any(map(is_litter, name.split("/"))):
            yield name, path.read_bytes()


def _walk_instance(root: Path) -> Iterator[tuple[str, os.DirEntry[str] | Finding]]:
    """Yield files and what cannot be entered, in the order of their paths."""
    top_entries = {entry.name: entry for entry in os.scandir(root)}
    stack = [(name, top_entries[name]) for name in reversed(READ_FOLDERS) if name in top_entries]
    while stack:
        path, entry = stack.pop()
        # The folder that it lies in is read.
        if path in READ_APART or is_litter(entry.name):
            continue
        # A link is reported, not entered: it may lead in circles, or out of the instance.
        if not entry.is_dir(follow_symlinks=False):
            yield path, entry
            continue
        try:
            # Backwards, because the stack hands out last what was put on it first.
            children = sorted(os.scandir(entry), key=lambda child: child.name, reverse=True)
        except OSError as error:
            yield (
                path,
                UNREADABLE.make_finding(Place(escape_unprintable(path)), _describe_error(error)),
            )
            continue
        stack += [(f"{path}/{child.name}", child) for child in children]


def _iterate_paths_apart(root: Path) -> Iterator[str]:
    """Yield the path of each file that others read, of which the name is kept all the same."""
    real_root = root.resolve()
    for folder in (root / name for name in READ_APART):
        # A link may lead anywhere, and to all of a disk.
        if folder.is_dir() and folder.resolve() == real_root / folder.relative_to(root):
            yield from (path.relative_to(root).as_posix() for path in folder.rglob("*"))


def _find_fault(path: str, entry: os.DirEntry[str]) -> Finding | None:
    if not entry.is_symlink() and entry.is_file(follow_symlinks=False):
        return None
    place = Place(escape_unprintable(path))
    if entry.is_symlink():
        return LINKED.make_finding(place, "this is a link to another place")
    return UNREADABLE.make_finding(place, "this is not an ordinary file")


def is_litter(name: str) -> bool:
    """Return whether a file or folder is hidden, or what a program left behind."""
    return name.startswith((".", "~$")) or name.endswith("~") or name.lower() in _LITTER


def _describe_error(error: OSError) -> str:
    return f"it cannot be read: {(error.strerror or str(error)).lower()}"
