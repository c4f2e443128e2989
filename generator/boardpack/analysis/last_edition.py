"""What was said in earlier editions of a pack, newest first."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.model.submission import Narrative, Submission


def iterate_earlier_submissions(edition: Edition, name: str) -> Iterator[Submission]:
    """Yield the submissions of a name to earlier editions, newest first."""
    for pack_id, period in reversed(edition.instance.edition_ids):
        if pack_id == edition.pack_id and period < edition.period.id:
            submission = edition.instance.submissions.get((pack_id, period, name))
            if submission is not None:
                yield submission


def find_written_narrative(edition: Edition, entry: Entry) -> Narrative | None:
    """Return what was written about an entry, before any figure was put into it."""
    key = edition.pack_id, edition.period.id, edition.name_submission(entry)
    submission = edition.instance.submissions.get(key)
    return submission.find_narrative(entry.section.id) if submission else None


def find_last_submission(edition: Edition, entry: Entry) -> Submission | None:
    """Return the newest earlier submission that narrates a section.

    Not that of the last edition alone: a section may be due once a quarter, or in winter only.
    """
    for submission in iterate_earlier_submissions(edition, edition.name_submission(entry)):
        narrative = submission.find_narrative(entry.section.id)
        if narrative is not None and narrative.words:
            return submission
    return None
