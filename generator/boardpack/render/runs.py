"""When each job last ran, as a sentence."""

from __future__ import annotations

from datetime import datetime

from boardpack.cycle.runs import LastRun
from boardpack.model.period import format_day
from boardpack.render.findings.report import format_count

_TITLES = {"chase": "Chasing", "circulate": "Circulating"}


def describe_run(run: LastRun, now: datetime | None = None) -> str:
    """Return when a job last ran and when it is expected; with `now`, whether it is overdue.

    `now` is local time in London, without a zone; a page has none.
    """
    title = _TITLES.get(run.job, run.job)
    unsent = f", and could not send {run.unsent}" if run.unsent else ""
    sentence = (
        f"{title} last ran on {format_day(run.at.date())} at {run.at:%H:%M}, and sent "
        f"{format_count(run.sent, 'message')}{unsent}; it is expected every working day."
    )
    if now is None or not run.is_overdue(now):
        return sentence
    return f"{sentence} IT IS OVERDUE: start it by hand (boardpack {run.job} --send)."
