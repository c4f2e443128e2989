"""What of the ledger is no longer as it was when it first came in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boardpack.adapters.git import history, plumbing
from boardpack.adapters.git.history import Commit, FileChange
from boardpack.evidence.history import SignoffHistory
from boardpack.findings import Finding, Place
from boardpack.load.signoffs import BROKEN_RECORD


def find_alterations(
    signoff_history: SignoffHistory, folder: str, arrivals: Sequence[FileChange]
) -> Iterator[Finding]:
    """Yield what is not as it was when it first came in; what was put back is as it was.

    What any line of history ever held must still be there, lest a merge leave it behind.
    """
    committed = plumbing.list_objects_at(signoff_history.root, signoff_history.head, folder)
    last_commits = {change.path: change.commit for change in reversed(arrivals)}
    first_objects = {change.path: change.new_object for change in arrivals if change.kind == "A"}
    for path, first_object in first_objects.items():
        if committed.get(path, first_object) != first_object:
            yield BROKEN_RECORD.make_finding(
                Place(path), f"it was altered in commit {last_commits[path].id[:12]}"
            )
    removals: dict[str, Commit] = {}
    for change in history.list_file_changes(signoff_history.root, signoff_history.head, folder):
        if change.kind == "D" and change.path not in committed:
            removals.setdefault(change.path, change.commit)
    for path, commit in removals.items():
        yield BROKEN_RECORD.make_finding(Place(path), f"it was removed in commit {commit.id[:12]}")
    for path in signoff_history.unsaved_paths:
        if path in committed:
            yield BROKEN_RECORD.make_finding(Place(path), "it is not as it was committed")
