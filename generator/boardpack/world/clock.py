"""What day it is."""

from __future__ import annotations

from datetime import UTC, date, datetime


def today() -> date:
    """Return the day by this computer's clock."""
    return datetime.now(UTC).astimezone().date()
