"""The rows that land under a dataset's contract, each with the place where it stands."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from boardpack.findings import Place
from boardpack.model.dataset import Cell, Contract, Gap, Value
from boardpack.model.original import Original
from boardpack.model.timescale import find_last_day

Identity = tuple[str, Hashable]
"""What makes a row the same as another one of its dataset: in words, and as a value."""


class Observation(NamedTuple):
    """One value of one measure for one service and period, with the row it stands in."""

    period: str
    service: str
    measure: str
    value: Value
    numerator: Value
    denominator: Value
    target: Value
    benchmark: Value
    path: str
    line: int

    @property
    def place(self) -> Place:
        """The row that it stands in."""
        return Place(self.path, self.line)

    @property
    def identity(self) -> Identity:
        """Its period, service and measure; a later file may restate it."""
        return "this value", (self.period, self.service, self.measure)


class FinanceLine(NamedTuple):
    """One budget line: six amounts in the contract's unit, with the row it stands in.

    Variances are those printed in the source; `actual - budget` is compared with them.
    """

    service: str
    group: str
    line_title: str
    order: int
    ytd_budget: Decimal
    ytd_actual: Decimal
    ytd_variance: Decimal
    forecast_budget: Decimal
    forecast_actual: Decimal
    forecast_variance: Decimal
    path: str
    line: int

    @property
    def place(self) -> Place:
        """The row that it stands in."""
        return Place(self.path, self.line)

    @property
    def identity(self) -> Identity:
        """Its title within its group."""
        key = (self.service, self.group, self.line_title)
        return f"'{self.line_title}' in '{self.group}'", key


class PrintedTotal(NamedTuple):
    """A total as the source prints it; `level` is `group`, `sub-total` or `grand-total`."""

    service: str
    level: str
    group: str
    order: int
    ytd_budget: Decimal
    ytd_actual: Decimal
    ytd_variance: Decimal
    forecast_budget: Decimal
    forecast_actual: Decimal
    forecast_variance: Decimal
    path: str
    line: int

    @property
    def place(self) -> Place:
        """The row that it stands in."""
        return Place(self.path, self.line)

    @property
    def identity(self) -> Identity:
        """What it is the total of."""
        return f"this {self.level} total", (self.service, self.level, self.group, "total")


@dataclass(frozen=True, slots=True)
class Risk:
    """One entry of a risk register. Scores are likelihood times consequence, 1 to 5 each."""

    ref: str
    title: str
    description: str
    type: str
    stakeholders: tuple[str, ...]
    inherent_likelihood: int
    inherent_consequence: int
    target_likelihood: int | None
    target_consequence: int | None
    residual_likelihood: int | None
    residual_consequence: int | None
    owner: str
    lead: str
    trend: str
    opened: date
    updated: date | None
    mitigations: tuple[str, ...]
    note: str
    place: Place
    organisation: str = ""
    """Whose scores these are, where a risk has some of each organisation; empty for all."""
    closure: str = ""
    """Why it is recommended for closure; empty where it is not."""
    measures: tuple[str, ...] = ()
    """Ids of the measures that show how it stands."""

    @property
    def service(self) -> str:
        """A risk is the whole directorate's; it names those whom it concerns as stakeholders."""
        return ""

    @property
    def identity(self) -> Identity:
        """Its reference, and whose scores it gives."""
        words = f" of {self.organisation}" if self.organisation else ""
        return f"risk {self.ref}{words}", (self.ref, self.organisation)

    @property
    def inherent_score(self) -> int:
        """The score before anything was done about the risk."""
        return self.inherent_likelihood * self.inherent_consequence

    @property
    def residual_score(self) -> int | None:
        """The score after mitigation, or None where the source does not give one."""
        if self.residual_likelihood is None or self.residual_consequence is None:
            return None
        return self.residual_likelihood * self.residual_consequence

    @property
    def target_score(self) -> int | None:
        """The score that is to be reached, or None where the source does not give one."""
        if self.target_likelihood is None or self.target_consequence is None:
            return None
        return self.target_likelihood * self.target_consequence


@dataclass(frozen=True, slots=True)
class AssuranceLine:
    """An objective with its risks, what controls them, how that is known, and what is lacking.

    `risks` are references of a register, `measures` ids of measures.
    """

    id: str
    objective: str
    risks: tuple[str, ...]
    controls: tuple[str, ...]
    measures: tuple[str, ...]
    internal_assurance: tuple[str, ...]
    external_assurance: tuple[str, ...]
    gaps: tuple[str, ...]
    actions: tuple[str, ...]
    owner: str
    note: str
    place: Place

    @property
    def service(self) -> str:
        """An objective is the whole directorate's."""
        return ""

    @property
    def identity(self) -> Identity:
        """Its id."""
        return f"objective '{self.id}'", self.id


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a `table` dataset: cells by column name; `service` is empty for all."""

    service: str
    cells: Mapping[str, Cell]
    place: Place

    @property
    def identity(self) -> Identity:
        """All its cells; also its place where one is suppressed, and may differ from another's."""
        cells = tuple(self.cells.values())
        return "this row", (*cells, self.place if Gap.SUPPRESSED in cells else None)


class PlanStatus(StrEnum):
    """How far a plan is, as whoever answers for it says; whether it is late is worked out."""

    NOT_STARTED = "not started"
    ON_TRACK = "on track"
    BEHIND = "behind"
    COMPLETE = "complete"
    STOPPED = "stopped"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self not in (PlanStatus.COMPLETE, PlanStatus.STOPPED)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One thing to be reached or done: a priority, an action of a delivery plan, a QIPP scheme.

    Savings are in the contract's unit, None where none is stated. `service` is empty for all.
    """

    id: str
    title: str
    theme: str
    service: str
    baseline: str
    aspiration: str
    measured_by: str
    status: PlanStatus
    progress: str
    next_step: str
    timescale: str
    responsible: tuple[str, ...]
    planned_saving: Decimal | None
    actual_saving: Decimal | None
    contingency: str
    note: str
    place: Place

    @property
    def identity(self) -> Identity:
        """Its id."""
        return f"'{self.id}'", self.id

    @property
    def due(self) -> date | None:
        """The last day of its timescale, or None where that cannot be read."""
        return find_last_day(self.timescale)

    @property
    def has_saving(self) -> bool:
        """Whether it is to save money, or has."""
        return self.planned_saving is not None or self.actual_saving is not None

    @property
    def cells(self) -> Mapping[str, object]:
        """Its values by column, as those of a table."""
        return {
            field.name: getattr(self, field.name) for field in fields(self) if field.name != "place"
        }


Row = Observation | FinanceLine | PrintedTotal | Risk | AssuranceLine | PlanLine | TableRow


@dataclass(frozen=True, slots=True)
class DataFile:
    """The rows that landed in one file, for the period in its name."""

    period: str
    path: str
    rows: Sequence[Row]
    totals: tuple[PrintedTotal, ...] = ()
    is_whole: bool = True
    """Whether every row could be read; else nobody can tell what is missing."""
    none_for: frozenset[str] = frozenset()
    """The services of which the file says that there is nothing in its period."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A contract and the files that came under it, oldest first."""

    id: str
    contract: Contract
    place: Place
    files: tuple[DataFile, ...]
    originals: Mapping[str, Original] = field(default_factory=dict)
    """By period, what was taken in for it."""

    def find_original_cell(self, place: Place, column: str = "") -> str:
        """Return the cell of an original that a cell of the data came from; empty for none.

        Without a column it is the first of the row that came from anywhere.
        """
        found = (original.find_cell(place, column) for original in self.originals.values())
        return next((cell for cell in found if cell), "")
