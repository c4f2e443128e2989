"""Files that no loader asked for: whoever put them there thinks that they count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from boardpack.findings import Finding, Place, Rule, Severity
from boardpack.load.refused_rows import find_refused_identifiers
from boardpack.load.tree import Tree, escape_unprintable

UNREAD = Rule(
    "F110",
    "Every file under content and data is one that is read",
    "Move it to where it is read, or out of content and data.",
    Severity.WARNING,
)
# Schemas are made from the code; sign-off records are read as they were committed (decision 12);
# what was sent is read by whoever sends, what calendars were told by `boardpack calendar`, and what
# waits in the inbox by `boardpack take`.
INBOX = "data/inbox"
READ_APART = ("data/calendar.csv", INBOX, "data/schemas", "data/sent", "data/signoffs")
_PLACES = {
    "csv": "figures are read from data/datasets/<dataset>/<period>.csv",
    "md": "texts are read from content/<pack>/<period>/<service>.md, "
    "content/meetings/<series>/<day>.md and content/guide/<page>.md",
    "yml": "settings are read from data/packs/<pack>.yml, data/meetings/<series>.yml and "
    "data/datasets/<dataset>/dataset.yml, agendas from data/packs/<pack>/<day>.yml",
}
"""By the ending of a name, where a file of this kind could belong."""
_DRAWN = ("gif", "jpeg", "jpg", "pdf", "png", "svg", "webp")
"""Endings of files that are mostly measurements, ten digits of which mean nobody."""
_NEAR = 0.8
"""How much of two names must be the same for one to be the other misspelt (difflib's ratio)."""


class WatchedTree(Mapping[str, bytes]):
    """The files of an instance, which remembers what was asked for.

    So a loader that is added tomorrow needs to tell nobody which files it reads.
    """

    def __init__(self, tree: Tree) -> None:
        self.files = tree
        self.asked_paths: set[str] = set()

    def __getitem__(self, path: str) -> bytes:
        self.asked_paths.add(path)
        return self.files[path]

    def __contains__(self, path: object) -> bool:
        self.asked_paths.add(str(path))
        return path in self.files

    def __iter__(self) -> Iterator[str]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)


def find_unread_files(tree: WatchedTree, findings: Collection[Finding]) -> Iterator[Finding]:
    """Yield a finding for each file or folder of which nothing was asked for, nor said.

    What looks like a patient's identifier in such a text is said as well: it is kept for ever.
    """
    settled_paths = tree.asked_paths | {finding.place.path for finding in findings}
    unread_paths = sorted(path for path in tree if path not in settled_paths)
    known_names = _list_known_names((*settled_paths, *READ_APART))
    counts = Counter(_find_unknown_top(path, known_names) for path in unread_paths)
    for path, count in counts.items():
        what = "this file" if path in tree.files else f"this folder, with {_count_files(count)}"
        hint = _suggest_place(path, known_names)
        yield UNREAD.make_finding(Place(escape_unprintable(path)), f"nothing reads {what}{hint}")
    for path in unread_paths:
        if path.rpartition(".")[2].casefold() not in _DRAWN:
            yield from find_refused_identifiers(tree.files[path], path, ())


def find_misspelt_folders(names: Iterable[str], read_names: Sequence[str]) -> Iterator[Finding]:
    """Yield a finding for each folder beside those that are read which is nearly called as one."""
    for name in sorted(set(names) - set(read_names)):
        if near_name := _find_near_name(name.casefold(), read_names):
            words = f"nothing reads this folder; did you mean '{near_name}'?"
            yield UNREAD.make_finding(Place(escape_unprintable(name)), words)


def _list_known_names(paths: Collection[str]) -> Mapping[str, frozenset[str]]:
    """Return by folder the names in it that are read."""
    names: dict[str, set[str]] = {}
    for path in paths:
        parts = path.split("/")
        for length in range(1, len(parts)):
            names.setdefault("/".join(parts[:length]), set()).add(parts[length])
    return {folder: frozenset(found) for folder, found in names.items()}


def _find_unknown_top(path: str, known_names: Mapping[str, frozenset[str]]) -> str:
    """Return the highest folder of a path, or itself, in which nothing is read."""
    parts = path.split("/")
    for length in range(1, len(parts)):
        if parts[length] not in known_names.get("/".join(parts[:length]), ()):
            return "/".join(parts[: length + 1])
    return path


def _suggest_place(path: str, known_names: Mapping[str, frozenset[str]]) -> str:
    folder, _, name = path.rpartition("/")
    if near_name := _find_near_name(name, known_names.get(folder, ())):
        return f"; did you mean '{folder}/{near_name}'?"
    stem, _, ending = name.rpartition(".")
    if ending == "csv" and (dataset := _find_near_name(stem, known_names.get("data/datasets", ()))):
        return f"; its place is data/datasets/{dataset}/<period>.csv"
    return f"; {_PLACES[ending]}" if ending in _PLACES else ""


def _find_near_name(name: str, known_names: Iterable[str]) -> str:
    return next(iter(get_close_matches(name, sorted(known_names), 1, _NEAR)), "")


def _count_files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"
