"""When each job last sent what there was to send, and whether it is time that it ran again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from boardpack.analysis.deadlines import find_working_day_before
from boardpack.analysis.local_time import to_local_time
from boardpack.model.message import SendingRun


@dataclass(frozen=True, slots=True)
class LastRun:
    """A job's last run, at local time in London without a zone, and what it sent or could not."""

    job: str
    at: datetime
    sent: int
    unsent: int

    def is_overdue(self, now: datetime) -> bool:
        """Return whether it has not run since before the last working day; `now` is local, too."""
        return self.at.date() < find_working_day_before(now.date())


def list_last_runs(runs: Sequence[SendingRun]) -> tuple[LastRun, ...]:
    """Return the last run of each job that ever ran, in the order of their names."""
    last_runs = {run.job: run for run in sorted(runs, key=lambda run: run.at)}
    return tuple(
        LastRun(job, to_local_time(run.at), run.sent, run.unsent)
        for job, run in sorted(last_runs.items())
    )
