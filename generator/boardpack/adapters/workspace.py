"""An instance as it lies in a folder or in a commit: its files, what they mean, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from boardpack.adapters.build_folder import locate_build_folder
from boardpack.adapters.files import INSTANCE_MARKER, find_root, read_tree
from boardpack.adapters.memory import Memory
from boardpack.errors import CannotRun
from boardpack.findings import Finding
from boardpack.load.tree import Tree

if TYPE_CHECKING:
    from boardpack.model.instance import Instance


@dataclass(frozen=True, slots=True)
class Workspace:
    """The files of an instance, what they mean, and what is wrong with them."""

    root: Path
    tree: Tree
    instance: Instance | None
    findings: tuple[Finding, ...]


def find_instance_root(folder: Path | None) -> Path:
    """Return the folder of the instance that is meant."""
    if folder is None:
        root = find_root(Path())
        if root is None:
            raise CannotRun(
                f"neither this folder nor one above it holds {INSTANCE_MARKER}; "
                "go to an instance, name one with -C DIR, or make one with: boardpack init DIR"
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
    """Read a folder; whatever is wrong with it is in the findings.

    CannotRun where what boardpack makes is not its own.
    """
    # Whoever proposes files there is told at once, also by what reads nothing of them.
    locate_build_folder(root)
    tree, unread_findings = read_tree(root)
    return load_workspace(root, tree, unread_findings, Memory(root))


def load_workspace(
    root: Path, tree: Tree, unread_findings: list[Finding], memory: Memory | None = None
) -> Workspace:
    """Return what the files of a tree mean; of old editions, what `memory` knows."""
    # Imported here, because it takes a while and help needs none of it.
    from boardpack.load.instance import load_instance

    left_out = frozenset(finding.place.path for finding in unread_findings)
    instance, findings = load_instance(tree, left_out, memory=memory)
    return Workspace(root, tree, instance, (*unread_findings, *findings))
