"""Whether a time of publication can be true."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from boardpack.model.signoff import Verdict

_SLACK = timedelta(hours=1)
"""Clocks differ; a commit may look so much younger than what is published from it."""


_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


def format_moment(moment: datetime) -> str:
    """Return a moment in UTC as records and manifests keep it: `2018-12-14T16:00:00Z`."""
    return moment.strftime(_MOMENT)


def list_time_faults(
    published: str, verdicts: Iterable[Verdict], commit_time: str
) -> tuple[str, ...]:
    """Return why a time of publication cannot be true: what came after it by its own proof.

    `commit_time` is when the commit was made that was published from, empty for unknown.
    """
    return tuple(_find_time_faults(published, verdicts, commit_time))


def _find_time_faults(
    published: str, verdicts: Iterable[Verdict], commit_time: str
) -> Iterator[str]:
    moment = _parse_moment(published)
    if moment is None:
        yield f"its time of publication, {published!r}, is no time such as 2018-12-14T16:00:00Z"
        return
    start = f"its time of publication, {published}, is before"
    for verdict in verdicts:
        subject, record = verdict.subject, verdict.record
        if record is not None and published < record.time:
            yield f"{start} {subject.service}, {subject.section} was signed on {record.time}"
    commit_moment = _parse_moment(commit_time)
    if commit_time and (commit_moment is None or moment < commit_moment - _SLACK):
        yield f"{start} its commit was made on {commit_time}"


def _parse_moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None
