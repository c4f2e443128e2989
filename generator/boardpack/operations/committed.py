"""The commit that may be published from: it holds what was judged, and came into the main line."""

from __future__ import annotations

from boardpack.adapters.git import history, pages_branch, plumbing
from boardpack.adapters.git.pages_branch import PagesBranch
from boardpack.adapters.workspace import Workspace
from boardpack.errors import CannotRun
from boardpack.load.tree import Tree
from boardpack.operations.publications import abbreviate_names

JUDGED_PATHS = ("content", "data", "site_templates", "mkdocs.yml")


def require_committed_workspace(workspace: Workspace, branch: PagesBranch, main: str) -> str:
    """Return the checked-out commit; CannotRun when it does not hold what was judged.

    Nor may it lie beside the main line, in whose order registers and records came in: there
    anybody could appoint themselves.
    """
    commit = pages_branch.require_head(workspace.root)
    loose_paths = _find_uncommitted_paths(workspace, commit)
    if loose_paths:
        raise CannotRun(
            f"what is published must be committed, and {abbreviate_names(loose_paths)} "
            f"{'differs' if len(loose_paths) == 1 else 'differ'} from the last commit; commit first"
        )
    pages_branch.fetch_main_branch(branch, main)
    main_commits = pages_branch.list_main_line(branch, main)
    main_name = f"{branch.remote}/{main}" if branch.remote else f"the branch {main}"
    if not main_commits:
        raise CannotRun(
            f"there is no {main_name} to publish from; name your main branch with --main"
        )
    if commit not in main_commits:
        raise CannotRun(
            f"commit {commit[:12]} has not come into {main_name}, and only what has is published; "
            f"push it or merge it there, then check out {main}"
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
