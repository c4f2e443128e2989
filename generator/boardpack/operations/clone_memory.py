"""What this clone saw on a branch before somebody wrote its history anew."""

from __future__ import annotations

from boardpack.adapters.git import history, pages_branch, plumbing
from boardpack.adapters.git.pages_branch import PagesBranch
from boardpack.load.signoffs import LEDGER_FOLDER
from boardpack.publish.manifest import MANIFEST


def list_replaced_versions(pages: PagesBranch, tip: str) -> tuple[str, ...]:
    """Return which publications are gone or others than this clone first saw them, in sentences.

    Only what the history of the pages up to `tip` no longer tells by itself is looked at.
    """
    seen_tips, lost_tips = _list_seen_and_lost_tips(pages, pages.branch, tip)
    if not lost_tips:
        return ()
    first_trees: dict[str, tuple[str, str]] = {}
    for commit in seen_tips:
        for folder, tree in pages_branch.list_folders_with(pages, commit, MANIFEST).items():
            first_trees.setdefault(folder, (tree, commit))
    current_trees = pages_branch.list_folders_with(pages, tip, MANIFEST)
    return tuple(
        f"{folder}: this clone saw {'another' if folder in current_trees else 'it'} in commit "
        f"{commit[:12]}, which {pages.location} no longer contains: somebody wrote its history anew"
        for folder, (tree, commit) in sorted(first_trees.items())
        if commit in lost_tips and current_trees.get(folder) != tree
    )


def list_lost_records(pages: PagesBranch, main: str, tip: str) -> tuple[str, ...]:
    """Return which records of decisions this clone saw on the remote's main branch and are gone.

    `tip` is the end of that branch now. They are sentences.
    """
    if not pages.remote or not tip:
        return ()
    present_paths = plumbing.list_objects_at(pages.folder, tip, LEDGER_FOLDER)
    lost_paths: dict[str, str] = {}
    _, lost_tips = _list_seen_and_lost_tips(pages, main, tip)
    for commit in lost_tips:
        for path in plumbing.list_objects_at(pages.folder, commit, LEDGER_FOLDER):
            if path not in present_paths:
                lost_paths.setdefault(path, commit)
    return tuple(
        f"{path}: this clone saw it in commit {commit[:12]}, which {pages.locate(main)} no longer "
        "contains: somebody wrote its history anew"
        for path, commit in sorted(lost_paths.items())
        if path.endswith(".json")
    )


def _list_seen_and_lost_tips(
    pages: PagesBranch, branch: str, tip: str
) -> tuple[list[str], list[str]]:
    """Return the commits seen at the end of a branch, oldest first, and those not in its history.

    Commits that Git has thrown away since are in neither.
    """
    seen_tips = pages_branch.list_tips_seen(pages, branch)
    if seen_tips in ([], [tip]):
        return seen_tips, []
    contained_commits = history.list_commits_between(pages.folder, "", tip)
    lost_tips = [
        commit
        for commit in seen_tips
        if commit not in contained_commits and history.has_commit(pages.folder, commit)
    ]
    kept_tips = contained_commits | set(lost_tips)
    return [commit for commit in seen_tips if commit in kept_tips], lost_tips
