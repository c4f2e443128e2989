"""Moments with their zone, as OParl has them."""

from __future__ import annotations

from datetime import date, datetime, time

from boardpack.analysis.local_time import LONDON
from boardpack.model.meeting import ClockTime


def format_time(day: date, clock_time: ClockTime) -> str:
    """Return a time of a day in London, such as `2018-12-19T14:00:00+00:00`; empty for none."""
    if not clock_time:
        return ""
    return datetime.combine(day, time.fromisoformat(clock_time), LONDON).isoformat()
