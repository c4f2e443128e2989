"""The private part of a meeting: from a folder of its own, laid over the instance, to that folder.

What is private is never in the folder that a site is made of (decision 28). Roles, registers and
figures are those of the instance; agenda and papers are those of the private folder alone.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from boardpack.adapters.files import read_tree
from boardpack.adapters.workspace import Workspace
from boardpack.errors import CannotRun
from boardpack.load.agendas import PACKS_FOLDER, is_agenda_path
from boardpack.load.instance import load_instance
from boardpack.load.tree import Tree

_CONTENT = "content/"
_TITLE = "private part"


def open_private_workspace(root: Path, folder: Path) -> Workspace:
    """Return the instance in `root` with the agendas and papers of a private folder instead.

    CannotRun where the folder is not apart from the instance, or holds no agenda.
    """
    _require_apart(root, folder)
    public_tree, public_findings = read_tree(root)
    private_tree, private_findings = read_tree(folder)
    agendas = [path for path in private_tree if is_agenda_path(path)]
    if not agendas:
        raise CannotRun(f"{folder} holds no agenda: {PACKS_FOLDER}/<pack>/<day>.yml")
    tree = _lay_over(public_tree, private_tree)
    instance, findings = load_instance(tree, may_be_private=True)
    if instance is not None:
        titled = {
            pack: replace(instance.packs[pack], title=f"{instance.packs[pack].title}, {_TITLE}")
            for pack in {path.split("/")[2] for path in agendas}
            if pack in instance.packs
        }
        instance = replace(instance, packs={**instance.packs, **titled})
    return Workspace(root, tree, instance, (*public_findings, *private_findings, *findings))


def _lay_over(public_tree: Tree, private_tree: Tree) -> Tree:
    """Return a tree with the agendas and texts of one, and all else of the other."""
    kept = {
        path: data
        for path, data in public_tree.items()
        if not path.startswith(_CONTENT) or path.startswith(f"{_CONTENT}meetings/")
        if not is_agenda_path(path)
    }
    added = {
        path: data
        for path, data in private_tree.items()
        if path.startswith(_CONTENT) or is_agenda_path(path)
    }
    return {**kept, **added}


def _require_apart(root: Path, folder: Path) -> None:
    """Raise CannotRun where a site could be made of what a folder holds."""
    if not folder.is_dir():
        raise CannotRun(f"there is no folder {folder}")
    inner, outer = folder.resolve(), root.resolve()
    if inner.is_relative_to(outer) or outer.is_relative_to(inner):
        raise CannotRun(
            f"{folder} and the instance in {root} are not apart: keep what is private in a folder "
            "beside it, in no repository that others read"
        )
