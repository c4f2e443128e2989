"""When a committee meets, and what it takes up at which of its meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ScheduledMeeting:
    """A day on which the series meets."""

    day: date
    """The day."""
    business: bool = True
    """`false` for a workshop or other day without business, which attendance leaves aside."""
    note: str = ""
    """What a reader should know of it."""


@dataclass(frozen=True, slots=True)
class BusinessSubject:
    """A subject of the business cycle; it is due at every meeting unless it says when."""

    id: str
    """Short name: that of its paper, or what an item of an agenda has under `covers`."""
    subject: str
    """What is taken up, in words."""
    lead: str = ""
    """Who brings it: a role, or a seat or attendee of the committee."""
    months: tuple[int, ...] = ()
    """Months in which it is due, 1 for January."""
    meetings: tuple[date, ...] = ()
    """Meetings at which it is due, by their days, where the month does not say."""

    def is_due(self, day: date) -> bool:
        """Return whether it is due at the meeting of a day."""
        if not self.months and not self.meetings:
            return True
        return day.month in self.months or day in self.meetings
