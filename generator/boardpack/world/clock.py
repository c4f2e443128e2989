"""What day it is."""

from __future__ import annotations

from datetime import date


def today() -> date:
    """Return the day by this computer's clock."""
    return date.today()
