"""Priorities, delivery plans and schemes: what is late first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from boardpack.analysis.blocks.block import FiledBlock
from boardpack.analysis.blocks.quotable import Quotable
from boardpack.analysis.blocks.row_keys import RowKey
from boardpack.analysis.lines import list_contract_lines, to_line
from boardpack.analysis.plans import (
    Standing,
    describe_timescale,
    find_standing,
    rank_plan,
    rate_plan,
)
from boardpack.analysis.progress import build_progress_figure, list_progress_lines
from boardpack.analysis.rag import Rating
from boardpack.analysis.standing_files import list_standing_files
from boardpack.analysis.variation import Variations
from boardpack.load.plans import FIELDS
from boardpack.model.dataset import Contract, Field, Unit
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.period import Period
from boardpack.model.rows import Dataset, PlanLine


@dataclass(frozen=True, slots=True)
class PlansBlock(FiledBlock):
    """The plans of a service, or of the whole directorate, what is late first."""

    dataset_id: str
    contract: Contract
    period: Period
    file_period: Period
    path: str
    service: str
    day: date
    """The last day of the edition's period, which may lie after that of the file."""
    rows: tuple[PlanLine, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """The columns, by the titles that the contract gives them."""
        own_fields = {field.name: field for field in self.contract.fields if field.title}
        return tuple(own_fields.get(field.name, field) for field in FIELDS)

    @property
    def standings(self) -> tuple[tuple[PlanLine, Standing, Rating], ...]:
        """Each plan, how it stands on the last day, and its colour."""
        return tuple(
            (plan, find_standing(plan, self.day), rate_plan(plan, self.day)) for plan in self.rows
        )

    @property
    def counts(self) -> tuple[tuple[Standing, int], ...]:
        """How many plans stand so, late ones first."""
        standings = [standing for _, standing, _ in self.standings]
        return tuple((one, standings.count(one)) for one in dict.fromkeys(standings))

    @property
    def is_there(self) -> bool:
        """Whether there is a file; it may hold no plan of this service."""
        return bool(self.path)

    @property
    def is_blank(self) -> bool:
        """Whether there is no plan of this service."""
        return not self.rows

    @property
    def ratings(self) -> tuple[Rating, ...]:
        """How each plan is rated."""
        return tuple(rating for _, _, rating in self.standings)

    def list_missing(self) -> Iterator[str]:
        """Yield that there are no plans yet."""
        if not self.path:
            yield f"no plans up to {self.period.title}"

    def summarise(self) -> Iterator[str]:
        """Yield each plan, how it stands, and by when it is to be done."""
        for plan, standing, _ in self.standings:
            timescale = describe_timescale(plan) or "no date"
            yield f"{plan.id} {plan.title}: {standing}, {timescale}"

    def list_quotables(self) -> Iterator[Quotable]:
        """Yield the savings of each plan under its title."""
        for plan in self.rows:
            for saving, words in ((plan.planned_saving, "planned"), (plan.actual_saving, "saved")):
                if saving is not None:
                    yield Quotable(plan.title, saving, Unit.COUNT, saving, f"{saving:,} {words}")

    def list_responsible(self) -> Iterator[str]:
        """Yield who is responsible for each plan."""
        return (name for plan in self.rows for name in plan.responsible)

    def list_named_services(self) -> Iterator[str]:
        """Yield the service of each plan that is not for all."""
        return (plan.service for plan in self.rows if plan.service)

    def list_row_keys(self) -> Iterator[RowKey]:
        """Yield the keys of the service's rows, and of those of all, in the file that is shown."""
        for service in dict.fromkeys(("", self.service)):
            yield self.dataset_id, PurePosixPath(self.path).stem, service

    def signed_rows(self) -> Iterator[str]:
        """Yield each plan with all that is said of it."""
        return (f"{self.dataset_id} {to_line(plan)}" for plan in self.rows)

    def signed_definitions(self, service: str) -> Iterator[str]:
        """Yield what the contract says."""
        for line in list_contract_lines(self.contract, service, self.period):
            yield f"{self.dataset_id} {line}"

    def signed_figures(self, variations: Variations) -> Iterator[str]:
        """Yield how each plan stands, by when it is due, and what its savings come to."""
        start = f"{self.dataset_id} {self.file_period.id}"
        for plan, standing, rating in self.standings:
            yield f"{start} {to_line(plan.id)} {standing}, {rating}, due {to_line(plan.due)}"
        figure = build_progress_figure(self)
        for line in list_progress_lines(figure) if figure else ():
            yield f"{start} {line}"


def build_plans_block(dataset: Dataset, service: str, period: Period, day: date) -> PlansBlock:
    """Return the plans of the newest file up to a period, judged on a day."""
    files = list_standing_files(dataset, period)
    plans = [row for row in files[-1].rows if isinstance(row, PlanLine)] if files else []
    own_plans = [
        plan for plan in plans if not plan.service or service in (plan.service, WHOLE_DIRECTORATE)
    ]
    ordered = tuple(sorted(own_plans, key=lambda plan: rank_plan(plan, day)))
    path = files[-1].path if files else ""
    own_period = dataset.contract.find_period(period)
    return PlansBlock(dataset.id, dataset.contract, own_period, period, path, service, day, ordered)
