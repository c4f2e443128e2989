"""The improvement plan of something that a meeting is responsible for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ImprovementPlan:
    """What is to get better, by how much, through whom and by when; and so that it lasts."""

    aim: str
    """What is to get better, and to what."""
    measured_by: str
    """How it is known that it got better."""
    lead: str
    """Who leads it: a role, a person or a seat."""
    due: date
    """By when."""
    systems: str = ""
    """How practice systems and processes are brought up to date with it."""
    done_on: date | None = None
    """When it was reached."""
