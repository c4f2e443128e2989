"""Whether a time of publication can be true."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from boardpack.model.signoff import Verdict

_SLACK = timedelta(hours=1)
"""Clocks differ; a commit may look so much younger than what is published from it."""


def format_moment(moment: datetime) -> str:
    """Return a moment in UTC as records and manifests keep it: `2018-12-14T16:00:00Z`."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


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
    for verdict in verdicts:
        if verdict.record is not None and published < verdict.record.time:
            yield (
                f"its time of publication, {published}, is before {verdict.subject.service}, "
                f"{verdict.subject.section} was signed on {verdict.record.time}"
            )
    if commit_time and _parse_moment(published) < _parse_moment(commit_time) - _SLACK:
        yield (
            f"its time of publication, {published}, is before its commit was made on {commit_time}"
        )


def _parse_moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
