"""What files and folders are called: their names become addresses, and are kept for good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from boardpack.findings import Finding, Place, Rule
from boardpack.identifiers import IdentifierKind, find_identifiers, read_path

PERSONAL_PATH = Rule(
    "I114",
    "No file or folder is called by what points to a person",
    "Rename it, also in older commits if it is a patient's: tell your data team.",
)


def find_personal_paths(paths: Iterable[str]) -> Iterator[Finding]:
    """Yield a finding for each file or folder whose name points to a person, each once."""
    kinds_by_name: dict[str, IdentifierKind | None] = {}
    named_folders: set[str] = set()
    for path in sorted(paths):
        parts = path.split("/")
        for length, part in enumerate(parts, start=1):
            if part not in kinds_by_name:
                kinds_by_name[part] = _find_kind(part)
            if kind := kinds_by_name[part]:
                folder = "/".join(parts[:length])
                if folder not in named_folders:
                    named_folders.add(folder)
                    yield _report_name(Place(folder), kind)
                break
        else:
            # A number may go on in the next folder.
            if kind := _find_kind(path):
                yield _report_name(Place(path), kind)


def find_personal_name(name: str, place: Place) -> Iterator[Finding]:
    """Yield a finding if a name that is told of in a file points to a person."""
    if kind := _find_kind(name):
        yield _report_name(place, kind)


def _report_name(place: Place, kind: IdentifierKind) -> Finding:
    return PERSONAL_PATH.make_finding(place, f"{kind} stands in the name of a file or folder")


def _find_kind(path: str) -> IdentifierKind | None:
    return next((identifier.kind for identifier in find_identifiers(read_path(path))), None)
