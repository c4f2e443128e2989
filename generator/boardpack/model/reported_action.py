"""What exception reports add to a register of actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from boardpack.findings import Place
from boardpack.model.submission import PlanOutcome


@dataclass(frozen=True, slots=True)
class ReportedAction:
    """An action of an exception report, as one edition has it.

    `ref` is that of the edition in which it first stood; `day` is the last of the edition's period.
    """

    ref: str
    day: date
    period: str
    service: str
    item: str
    """The title of the section that is off track."""
    what: str
    owners: tuple[str, ...]
    due: date | None
    outcome: PlanOutcome | None
    place: Place
