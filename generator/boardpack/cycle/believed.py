"""Why a row of the record of what was sent cannot be one that sending wrote.

Whoever may change the files could add rows in advance, so that people are never told: what was
sent is not sent again. Such a row silences nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from boardpack.analysis.deadlines import find_working_day_before
from boardpack.analysis.local_time import to_local_time
from boardpack.cycle.circulate import get_circulated_version
from boardpack.cycle.owed import CHASE, Tale, parse_tale
from boardpack.model.message import SentMessage

_SLACK = timedelta(hours=1)
"""So far may the clocks of two computers be apart, as of signatures (decision 12)."""


def find_disbelief(
    row: SentMessage, publication_days: Mapping[str, date], arrival: datetime | None
) -> str:
    """Return why a row is not believed; empty for one that may well have been written by sending.

    `publication_days` has the day in London of each version; without any nothing is known of them.
    `arrival` is when the row came into the main line, None where it is not committed yet.
    """
    return next(_iterate_reasons(row, publication_days, arrival), "")


def _iterate_reasons(
    row: SentMessage, publication_days: Mapping[str, date], arrival: datetime | None
) -> Iterator[str]:
    if arrival is not None and row.at > arrival + _SLACK:
        yield f"it was committed on {arrival:%Y-%m-%d %H:%M} UTC, before what it says it recorded"
    day = to_local_time(row.at).date()
    version = get_circulated_version(row)
    if version and publication_days:
        if version not in publication_days:
            yield f"{version} was never published"
        elif day < publication_days[version]:
            yield f"{version} was not published yet on that day"
    if row.pack == CHASE:
        yield from _find_untimely_words(row, day)


def _find_untimely_words(row: SentMessage, day: date) -> Iterator[str]:
    """Yield what nobody could have been told on a day, as it was not due or not late yet."""
    for word in row.about:
        parsed = parse_tale(word)
        if parsed is None:
            yield f"'{word}' is nothing that anybody is told"
            continue
        due, tale = parsed
        first_day = due if tale in (Tale.LATE, Tale.TOLD) else find_working_day_before(due)
        if day < first_day:
            yield f"nobody is told '{word}' before {first_day:%Y-%m-%d}"
