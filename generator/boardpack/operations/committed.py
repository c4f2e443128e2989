"""Whether the checked-out commit holds what was judged."""

from __future__ import annotations

from pathlib import Path

from boardpack.adapters.git import pages_branch, plumbing, worktree
from boardpack.adapters.workspace import Workspace
from boardpack.errors import CannotRun
from boardpack.load.tree import Tree
from boardpack.operations.publications import abbreviate_names

JUDGED_PATHS = ("content", "data", "site_templates", "mkdocs.yml")


def require_committed_workspace(workspace: Workspace) -> str:
    """Return the checked-out commit; CannotRun when it does not hold what is there to be judged."""
    commit = pages_branch.require_head(workspace.root)
    loose_paths = list_uncommitted_paths(workspace, commit)
    if loose_paths:
        raise CannotRun(
            f"what is published must be committed, and {abbreviate_names(loose_paths)} "
            f"{'differs' if len(loose_paths) == 1 else 'differ'} from the last commit; "
            f"{advise_on_uncommitted(workspace.root, loose_paths[0])}"
        )
    return commit


def list_uncommitted_paths(workspace: Workspace, commit: str) -> list[str]:
    """Return the files that are not, but for line ends, as in the commit that is checked out.

    Both what was read and what lies there now are compared, byte for byte.
    """
    committed_tree, _ = plumbing.read_tree_at(workspace.root, commit)
    workspace_files, committed_files = (
        _normalise_line_endings(tree) for tree in (workspace.tree, committed_tree)
    )
    differing_paths = {
        path
        for path in workspace_files.keys() | committed_files.keys()
        if workspace_files.get(path) != committed_files.get(path)
    }
    unsaved_paths = worktree.list_unsaved_files(workspace.root, *JUDGED_PATHS)
    submodules = worktree.list_submodules(workspace.root, *JUDGED_PATHS)
    return sorted(differing_paths.union(unsaved_paths, submodules))


def advise_on_uncommitted(root: Path, path: str) -> str:
    """Return what to do about a file that is not as it was committed."""
    for submodule in worktree.list_submodules(root, *JUDGED_PATHS):
        if f"{path}/".startswith(f"{submodule}/"):
            return (
                f"{submodule} is a submodule, whose files are in no commit of this repository; "
                "put the files themselves in its place, and commit them"
            )
    if path in worktree.list_changes_seen_by_git(root, *JUDGED_PATHS):
        if worktree.is_new(root, path):
            return f"it is new: commit it (git add {path}), or take it out of there"
        return f"commit it, or put it back: git restore {path}"
    return (
        "Git does not show it, for it was told to overlook, to ignore or to filter it: "
        f"git update-index --no-assume-unchanged --no-skip-worktree {path}; "
        f"then commit it (git add --force {path}), or put it back (git restore {path})"
    )


def _normalise_line_endings(tree: Tree) -> dict[str, bytes]:
    return {path: worktree.normalise_line_ends(data) for path, data in tree.items()}
