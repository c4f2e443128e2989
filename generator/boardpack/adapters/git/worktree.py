"""The files as they lie in a folder, held against the commit that is checked out.

The bytes are compared, not what Git says of them: its index can be told to overlook a change, its
ignore rules hide files, its filters show others than it keeps, and a submodule's files are in no
commit of the repository that holds it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from boardpack.adapters.files import is_litter, iterate_files_in
from boardpack.adapters.git import plumbing

_NOT_PUBLISHED_FROM = ("data/schemas/", "data/sent/")
"""What is made from the code, and the record of what was sent: no page says anything of them."""


def list_ignored_paths(folder: Path, *paths: str) -> list[str]:
    """Return which of some paths Git was told to ignore, whether or not they are there."""
    names = "\0".join(paths).encode()
    arguments = ("check-ignore", "--no-index", "-z", "--stdin")
    listing = plumbing.run_git(folder, *arguments, input_data=names, allowed=(1,))
    return [os.fsdecode(path) for path in listing.split(b"\0") if path]


def list_unsaved_files(folder: Path, *paths: str) -> list[str]:
    """Return the files under some paths that are not, but for line ends, as in the last commit.

    What no program of ours reads is left out: hidden files and leftovers of editors.
    """
    committed_objects = {
        path: object_id
        for path, object_id in plumbing.list_objects_at(folder, "HEAD", *paths).items()
        if _is_kept(path)
    }
    files = {path: data for path, data in _iterate_files(folder, paths) if _is_kept(path)}
    differing_paths = {
        path
        for path in files.keys() | committed_objects.keys()
        if path not in files
        or path not in committed_objects
        or compute_object_id(files[path], len(committed_objects[path])) != committed_objects[path]
    }
    return sorted(differing_paths - _find_same_texts(folder, files, committed_objects))


def list_submodules(folder: Path, *paths: str) -> list[str]:
    """Return the submodules under some paths in the last commit."""
    return plumbing.list_submodules_at(folder, "HEAD", *paths)


def list_changes_seen_by_git(folder: Path, *paths: str) -> list[str]:
    """Return the files that Git itself would say differ from the last commit."""
    arguments = ("status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--")
    listing = plumbing.run_git(folder, *arguments, *paths)
    prefix = plumbing.run_git(folder, "rev-parse", "--show-prefix").decode().strip()
    return [os.fsdecode(entry[3:]).removeprefix(prefix) for entry in listing.split(b"\0") if entry]


def is_new(folder: Path, path: str) -> bool:
    """Return whether the last commit has no such file, so that nothing can be put back."""
    return path not in plumbing.list_objects_at(folder, "HEAD", path)


def compute_object_id(data: bytes, length: int) -> str:
    """Return the name that Git gives to a file's bytes: SHA-1 in 40 digits, or SHA-256 in 64."""
    algorithm = "sha1" if length == 40 else "sha256"
    digest = hashlib.new(algorithm, b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest()


def _find_same_texts(
    folder: Path, files: Mapping[str, bytes], committed_objects: Mapping[str, str]
) -> set[str]:
    """Return the files that differ from what was committed in nothing but line ends."""
    both = [path for path in files.keys() & committed_objects.keys() if b"\r\n" in files[path]]
    contents = plumbing.iterate_contents(folder, [committed_objects[path] for path in both])
    return {
        path
        for path, data in zip(both, contents, strict=True)
        if normalise_line_ends(files[path]) == normalise_line_ends(data)
    }


def normalise_line_ends(data: bytes) -> bytes:
    """Return a text with the line ends that Git keeps."""
    return data.replace(b"\r\n", b"\n")


def _iterate_files(folder: Path, paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        place = folder / path
        if place.is_dir():
            yield from ((f"{path}/{name}", data) for name, data in iterate_files_in(place))
        elif place.is_file():
            yield path, place.read_bytes()


def _is_kept(path: str) -> bool:
    return not path.startswith(_NOT_PUBLISHED_FROM) and not any(map(is_litter, path.split("/")))
