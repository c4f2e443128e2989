"""What day and what moment it is."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from boardpack.errors import CannotRun


def today() -> date:
    """Return the day by this computer's clock."""
    return datetime.now(UTC).astimezone().date()


def read_clock() -> datetime:
    """Return the moment in UTC: that of SOURCE_DATE_EPOCH, or by this computer's clock."""
    return read_source_date() or datetime.now(UTC)


def read_source_date() -> datetime | None:
    """Return the moment in UTC that SOURCE_DATE_EPOCH names; None where it is empty or not set.

    CannotRun when it is no moment that a calendar knows.
    Source: Reproducible Builds, SOURCE_DATE_EPOCH.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return None
    # int() would also take signs, spaces and underscores.
    if not epoch.isdecimal():
        raise CannotRun("SOURCE_DATE_EPOCH must be a whole number of seconds since 1970")
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise CannotRun("SOURCE_DATE_EPOCH names a moment beyond the year 9999") from None
