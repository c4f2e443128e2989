"""What most commands begin with: the instance in a folder, and the editions that are meant."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from boardpack.errors import CannotRun
from boardpack.findings import Finding
from boardpack.load.tree import Tree
from boardpack.world.disk import MARK, find_root, read_tree

if TYPE_CHECKING:
    from boardpack.model.instance import Instance

EditionId = tuple[str, str]
"""Pack and period."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The files of an instance, what they mean, and what is wrong with them."""

    root: Path
    tree: Tree
    instance: Instance | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """The editions that a command is about; `unreadable` are packs of which nothing is known."""

    editions: tuple[EditionId, ...]
    unreadable: tuple[str, ...] = ()


def add_edition(parser: argparse.ArgumentParser) -> None:
    """Add the two words that name an edition."""
    parser.add_argument("pack", nargs="?", help="such as monthly; all packs when left out")
    parser.add_argument("period", nargs="?", help="such as 2018-11; the newest when left out")


def instance_root(given: Path | None) -> Path:
    """Return the folder of the instance that is meant."""
    if given is None:
        found = find_root(Path())
        if found is None:
            raise CannotRun(
                f"neither this folder nor one above it holds {MARK}; go to an instance, name one "
                "with -C DIR, or make one with: boardpack init DIR"
            )
        return found
    if not given.is_dir():
        raise CannotRun(f"there is no folder {given}")
    if not (given / MARK).is_file():
        raise CannotRun(f"{given} holds no {MARK}; make an instance with: boardpack init DIR")
    return given


def open_instance(root: Path) -> Opened:
    """Read a folder; whatever is wrong with it is in the findings."""
    tree, unread = read_tree(root)
    return opened(root, tree, unread)


def opened(root: Path, tree: Tree, unread: list[Finding]) -> Opened:
    """Return what the files of a tree mean."""
    # Imported here, because it takes a while and help needs none of it.
    from boardpack.load.instance import load_instance

    instance, findings = load_instance(tree)
    return Opened(root, tree, instance, (*unread, *findings))


def choose(at: Opened, pack: str | None, period: str | None) -> Choice:
    """Return the editions that are meant: the newest of each pack unless told otherwise."""
    if at.instance is None:
        return Choice(())
    unreadable = _unreadable_packs(at)
    if pack is None:
        newest = dict(at.instance.edition_ids)
        if not newest and not unreadable and not at.findings:
            raise CannotRun("no edition has been opened: content/<pack>/<period>/ holds no file")
        return Choice(tuple(newest.items()), unreadable)
    if pack in unreadable:
        return Choice((), (pack,))
    periods = _periods(at.instance, pack)
    if period is None:
        return Choice(((pack, periods[-1]),))
    if period not in periods:
        raise CannotRun(f"'{pack}' has no edition '{period}'; there is {_or(periods)}")
    return Choice(((pack, period),))


def _periods(instance: Instance, pack: str) -> list[str]:
    if pack not in instance.packs:
        raise CannotRun(f"there is no pack '{pack}'; there is {_or(sorted(instance.packs))}")
    periods = [one for name, one in instance.edition_ids if name == pack]
    if not periods:
        raise CannotRun(f"'{pack}' has no edition yet: content/{pack}/<period>/ holds no file")
    return periods


def _unreadable_packs(at: Opened) -> tuple[str, ...]:
    """Return the packs that exist and are written for, but whose definition cannot be read."""
    read = at.instance.packs if at.instance else {}
    used = {path.split("/")[1] for path in at.tree if path.startswith("content/")}
    return tuple(sorted(p for p in used if f"data/packs/{p}.yml" in at.tree and p not in read))


def _or(names: list[str]) -> str:
    return ", ".join(names) or "none"
