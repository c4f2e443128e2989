"""Something that is owed, and the words by which it is known what was told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from boardpack.analysis.deadlines import find_working_day_before
from boardpack.analysis.edition import Edition
from boardpack.analysis.outstanding import OutstandingItem

CHASE = "chase"
"""What stands for a pack in the keys and records of these messages."""


class Tale(StrEnum):
    """What somebody is told of a thing that is owed."""

    DUE = "due"
    """That they owe it, and that it is due by the end of the next working day: once."""
    LATE = "late"
    """That they owe it and it is late: each working day."""
    TOLD = "told"
    """That somebody else owes it and it is late: each working day."""
    UNHEARD = "unheard"
    """That nobody is there who could be told to do it: each working day."""


@dataclass(frozen=True, slots=True)
class Owed:
    """Something that is owed to an edition."""

    edition: Edition
    item: OutstandingItem

    def is_due_soon(self, now: datetime) -> bool:
        """Return whether its last working day, or the one before, has begun."""
        return now.date() >= find_working_day_before(self.item.due.date())

    def name_tale(self, tale: Tale) -> str:
        """Return a word for what is told of it; the same for all sections of a hand-over."""
        parts = (
            self.edition.pack_id,
            self.edition.period.id.lower(),
            self.item.service,
            self.item.kind.value,
            f"{self.item.due:%Y-%m-%d}",
            tale.value,
        )
        return "/".join(parts)


def parse_tale(word: str) -> tuple[date, Tale] | None:
    """Return the due day and the tale of a word that `Owed.name_tale` made; None for another."""
    *_, day, tale = ("", *word.split("/"))
    try:
        return date.fromisoformat(day), Tale(tale)
    except ValueError:
        return None
