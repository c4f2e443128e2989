"""Moments as timetables have them: local time in London, without a zone."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def to_local_time(moment: datetime) -> datetime:
    """Return a moment that has a zone as clocks in London show it."""
    return moment.astimezone(LONDON).replace(tzinfo=None)


def to_universal_time(local_time: datetime) -> datetime:
    """Return what clocks in London show as a moment in UTC.

    Of the hour that comes twice in autumn the first is meant.
    """
    return local_time.replace(tzinfo=LONDON).astimezone(UTC)
