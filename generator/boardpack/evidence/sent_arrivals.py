"""When the rows of the record of what was sent came into the main line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from boardpack.adapters.git import history, plumbing
from boardpack.load.sent import SENT_FOLDER

RowArrivals = Mapping[tuple[str, bytes], datetime]
"""By path and line of a file, when a commit of the main line first had it there."""


def find_row_arrivals(root: Path) -> RowArrivals:
    """Return when each line of the record came in, as far as this clone knows.

    Of what is in no commit nothing is known, as where the record lies on a branch of its own.
    """
    if not plumbing.is_repository(root):
        return {}
    if not plumbing.run_git(root, "rev-parse", "--verify", "--quiet", "HEAD", allowed=(1, 128)):
        return {}
    # Where a workflow sends, the record lies on a branch of its own, and history is not asked.
    if not plumbing.list_objects_at(root, "HEAD", SENT_FOLDER):
        return {}
    changes = [
        change for change in history.list_arrivals(root, "HEAD", SENT_FOLDER) if change.file_object
    ]
    contents = history.read_blobs(root, [change.new_object for change in changes])
    arrivals: dict[tuple[str, bytes], datetime] = {}
    # Newest first, so that the earliest one is the last to be written.
    for change in changes:
        if change.commit.when:
            moment = datetime.fromisoformat(change.commit.when)
            for line in contents[change.new_object].splitlines():
                arrivals[change.path, line] = moment
    return arrivals
