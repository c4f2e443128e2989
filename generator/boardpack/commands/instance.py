"""What most commands begin with: the instance in a folder, and the editions that are meant."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from boardpack.errors import CannotRun
from boardpack.findings import Finding
from boardpack.load.tree import Tree
from boardpack.world.disk import INSTANCE_MARKER, find_root, read_tree

if TYPE_CHECKING:
    from boardpack.model.instance import Instance

EditionId = tuple[str, str]
"""Pack and period."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """The files of an instance, what they mean, and what is wrong with them."""

    root: Path
    tree: Tree
    instance: Instance | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """The editions that a command is about; `unreadable_packs` are packs of which nothing is known."""

    editions: tuple[EditionId, ...]
    unreadable_packs: tuple[str, ...] = ()


def add_edition_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the two words that name an edition."""
    parser.add_argument("pack", nargs="?", help="such as monthly; all packs when left out")
    parser.add_argument("period", nargs="?", help="such as 2018-11; the newest when left out")


def find_instance_root(folder: Path | None) -> Path:
    """Return the folder of the instance that is meant."""
    if folder is None:
        root = find_root(Path())
        if root is None:
            raise CannotRun(
                f"neither this folder nor one above it holds {INSTANCE_MARKER}; go to an instance, name one "
                "with -C DIR, or make one with: boardpack init DIR"
            )
        return root
    if not folder.is_dir():
        raise CannotRun(f"there is no folder {folder}")
    if not (folder / INSTANCE_MARKER).is_file():
        raise CannotRun(
            f"{folder} holds no {INSTANCE_MARKER}; make an instance with: boardpack init DIR"
        )
    return folder


def open_workspace(root: Path) -> Workspace:
    """Read a folder; whatever is wrong with it is in the findings."""
    tree, unread_findings = read_tree(root)
    return load_workspace(root, tree, unread_findings)


def load_workspace(root: Path, tree: Tree, unread_findings: list[Finding]) -> Workspace:
    """Return what the files of a tree mean."""
    # Imported here, because it takes a while and help needs none of it.
    from boardpack.load.instance import load_instance

    instance, findings = load_instance(tree)
    return Workspace(root, tree, instance, (*unread_findings, *findings))


def select_editions(workspace: Workspace, pack: str | None, period: str | None) -> Selection:
    """Return the editions that are meant: the newest of each pack unless told otherwise."""
    if workspace.instance is None:
        return Selection(())
    unreadable_packs = _find_unreadable_packs(workspace)
    if pack is None:
        newest_editions = dict(workspace.instance.edition_ids)
        if not newest_editions and not unreadable_packs and not workspace.findings:
            raise CannotRun("no edition has been opened: content/<pack>/<period>/ holds no file")
        return Selection(tuple(newest_editions.items()), unreadable_packs)
    if pack in unreadable_packs:
        return Selection((), (pack,))
    periods = _list_periods(workspace.instance, pack)
    if period is None:
        return Selection(((pack, periods[-1]),))
    if period not in periods:
        raise CannotRun(f"'{pack}' has no edition '{period}'; there is {_join_names(periods)}")
    return Selection(((pack, period),))


def _list_periods(instance: Instance, pack: str) -> list[str]:
    if pack not in instance.packs:
        raise CannotRun(
            f"there is no pack '{pack}'; there is {_join_names(sorted(instance.packs))}"
        )
    periods = [period for pack_id, period in instance.edition_ids if pack_id == pack]
    if not periods:
        raise CannotRun(f"'{pack}' has no edition yet: content/{pack}/<period>/ holds no file")
    return periods


def _find_unreadable_packs(workspace: Workspace) -> tuple[str, ...]:
    """Return the packs that exist and are written for, but whose definition cannot be read."""
    readable_packs = workspace.instance.packs if workspace.instance else {}
    used_packs = {path.split("/")[1] for path in workspace.tree if path.startswith("content/")}
    return tuple(
        sorted(
            pack
            for pack in used_packs
            if f"data/packs/{pack}.yml" in workspace.tree and pack not in readable_packs
        )
    )


def _join_names(names: list[str]) -> str:
    return ", ".join(names) or "none"
