"""Whether the checked-out commit holds what was judged."""

from __future__ import annotations

from boardpack.adapters.git import history, pages_branch, plumbing
from boardpack.adapters.workspace import Workspace
from boardpack.errors import CannotRun
from boardpack.load.tree import Tree
from boardpack.operations.publications import abbreviate_names

JUDGED_PATHS = ("content", "data", "site_templates", "mkdocs.yml")


def require_committed_workspace(workspace: Workspace) -> str:
    """Return the checked-out commit; CannotRun when it does not hold what is there to be judged."""
    commit = pages_branch.require_head(workspace.root)
    loose_paths = _find_uncommitted_paths(workspace, commit)
    if loose_paths:
        raise CannotRun(
            f"what is published must be committed, and {abbreviate_names(loose_paths)} "
            f"{'differs' if len(loose_paths) == 1 else 'differ'} from the last commit; commit first"
        )
    return commit


def _find_uncommitted_paths(workspace: Workspace, commit: str) -> list[str]:
    """Return the files that differ from a commit, those that Git ignores included."""
    committed_tree, _ = plumbing.read_tree_at(workspace.root, commit)
    workspace_files, committed_files = (
        _normalise_line_endings(tree) for tree in (workspace.tree, committed_tree)
    )
    differing_paths = {
        path
        for path in workspace_files.keys() | committed_files.keys()
        if workspace_files.get(path) != committed_files.get(path)
    }
    return sorted(differing_paths | set(history.list_unsaved_files(workspace.root, *JUDGED_PATHS)))


def _normalise_line_endings(tree: Tree) -> dict[str, bytes]:
    """Return files with the line endings that Git keeps."""
    return {path: data.replace(b"\r\n", b"\n") for path, data in tree.items()}
