"""The newest commit of the main line: only that one is judged, and published from."""

from __future__ import annotations

from boardpack.adapters.git import history, pages_branch
from boardpack.adapters.git.pages_branch import PagesBranch
from boardpack.errors import CannotRun
from boardpack.operations.clone_memory import list_lost_records
from boardpack.render.findings.report import format_count


def require_newest_commit(branch: PagesBranch, main: str, commit: str) -> None:
    """Raise CannotRun when a commit is not the newest of the main line, as it is now.

    It may not lie beside the main line, in whose order registers and records came in: there
    anybody could appoint themselves. Nor may it lie behind it: a director may have objected since.
    """
    tip = pages_branch.fetch_tip(branch, main)
    main_name = branch.locate(main)
    if not tip:
        raise CannotRun(
            f"there is no {main_name} to publish from; name your main branch with --main"
        )
    if lost_records := list_lost_records(branch, main, tip):
        raise CannotRun(
            f"nothing is published while records of decisions are gone: {lost_records[0]}; bring "
            "that commit back with a merge, push, then publish"
        )
    if not history.has_ancestor(branch.folder, tip, commit):
        raise CannotRun(
            f"commit {commit[:12]} has not come into {main_name}, and only what has is published; "
            f"push it or merge it there, then check out {main}"
        )
    if commit != tip:
        newer_count = len(history.list_commits_between(branch.folder, commit, tip))
        raise CannotRun(
            f"{main_name} is {format_count(newer_count, 'commit')} ahead of what is checked out, "
            f"and what they decide is not known here; pull first: git pull --ff-only "
            f"{branch.remote or '.'} {main}"
        )


def require_still_newest(branch: PagesBranch, main: str, commit: str) -> None:
    """Raise CannotRun where the main line has moved while a publication was made."""
    if pages_branch.read_remote_tip(branch, main) != commit:
        raise CannotRun(
            f"{branch.locate(main)} moved on while the publication was made, and what came in is "
            "not judged yet, so nothing was published; pull first, then run it again"
        )
