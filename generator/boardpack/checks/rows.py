"""Rules on the rows that landed: whose they are, whether they are plausible and stand once."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from decimal import Decimal

from boardpack.analysis.edition import Edition
from boardpack.analysis.measures import show
from boardpack.checks.reach import (
    datasets,
    files,
    first_of_each,
    hint,
    observations,
    section_of,
    times,
)
from boardpack.checks.registry import rule
from boardpack.checks.who import owner
from boardpack.findings import Fault, Place, Severity
from boardpack.model.dataset import (
    Dataset,
    FinanceLine,
    Measure,
    Observation,
    PrintedTotal,
    Risk,
    Row,
    Unit,
)
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.period import parse_period

_MOST_DECIMALS = 12


@rule("M101", "Every row is for a service of the directorate")
def service_is_known(edition: Edition) -> Iterator[Fault]:
    """Correct the service's id in the row, or add the service to data/directorate.yml."""
    services = edition.instance.service_ids
    known = {*services, WHOLE_DIRECTORATE, ""}
    for dataset, file in files(edition):
        rows = (row for row in (*file.rows, *file.totals) if not isinstance(row, Risk))
        odd = (row for row in rows if row.service not in known)
        for row, count in first_of_each(odd, lambda one: (one.service, type(one))):
            name = row.service
            words = f"there is no service '{name}'{times(count)}{hint(name, services)}"
            yield _fault(edition, dataset, row.place, words)


@rule("M102", "Every row is for a measure of its dataset that the service reports")
def measure_is_known(edition: Edition) -> Iterator[Fault]:
    """Correct the measure's id in the row, or add the measure or service to the dataset.yml."""
    for dataset, file in files(edition):
        services = {measure.id: measure.services for measure in dataset.contract.measures}
        odd = (row for row in observations(file) if not _is_reported(row, services))
        for row, count in first_of_each(odd, lambda one: (one.measure, one.service)):
            if row.measure in services:
                words = f"'{row.measure}' is not reported by '{row.service}'{times(count)}"
            else:
                near = hint(row.measure, services)
                words = f"there is no measure '{row.measure}'{times(count)}{near}"
            yield _fault(edition, dataset, row.place, words, row.service)


@rule("M105", "No row stands twice in a file")
def row_stands_once(edition: Edition) -> Iterator[Fault]:
    """Keep the row that is right and remove the other."""
    for dataset in datasets(edition):
        for first, second in edition.series[dataset.id].duplicates:
            words = f"the same service, measure and period as in line {first.line}"
            yield _fault(edition, dataset, second.place, words, second.service)
    for dataset, file in files(edition):
        seen: dict[Hashable, int | None] = {}
        for row in (*file.rows, *file.totals):
            if isinstance(row, Observation):
                break
            what, key = _key(row)
            if key in seen:
                words = f"{what} already stands in line {seen[key]}"
                yield _fault(edition, dataset, row.place, words)
            seen.setdefault(key, row.place.line)


@rule("M106", "Values lie where they can be right")
def value_is_plausible(edition: Edition) -> Iterator[Fault]:
    """Correct the value, or the measure's minimum and maximum in the dataset.yml."""
    for dataset, measure, row in _current(edition):
        value = row.value
        if not isinstance(value, Decimal):
            continue
        if measure.minimum is not None and value < measure.minimum:
            words = f"{value} is below {measure.minimum}, the least that '{measure.title}' can be"
            yield _fault(edition, dataset, row.place, words, row.service)
        if measure.maximum is not None and value > measure.maximum:
            words = f"{value} is above {measure.maximum}, the most that '{measure.title}' can be"
            yield _fault(edition, dataset, row.place, words, row.service)


@rule("M107", "Figures that were published stay as they were", Severity.WARNING)
def figure_is_not_restated(edition: Edition) -> Iterator[Fault]:
    """Do nothing if the new figure is right: the pack says what was restated."""
    before = edition.period.back().id
    for dataset in datasets(edition):
        new = {file.path for file in dataset.files if file.period > before}
        measures = {measure.id: measure for measure in dataset.contract.measures}
        for one in edition.series[dataset.id].restatements:
            measure = measures.get(one.measure)
            if measure and one.now_at.path in new:
                was, now = (show(value, measure.unit, measure.decimals) for value in one[3:5])
                when = parse_period(one.period).title
                words = f"'{measure.title}' in {when}: {now}, in {one.was_at} it was {was}"
                yield _fault(edition, dataset, one.now_at, words, one.service)


@rule("M110", "Percentages are their numerator divided by their denominator")
def percentage_is_worked_out(edition: Edition) -> Iterator[Fault]:
    """Correct the value, the numerator or the denominator."""
    for dataset, measure, row in _current(edition):
        if measure.unit is Unit.PERCENT and not _is_share(row, measure):
            words = f"{row.value}% is not {row.numerator} of {row.denominator}"
            yield _fault(edition, dataset, row.place, words, row.service)


@rule("M111", "No row is for a period after its file's own")
def row_is_not_ahead(edition: Edition) -> Iterator[Fault]:
    """Correct the period in the row, or put the row into the file of its own period."""
    for dataset, file in files(edition):
        ahead = (row for row in observations(file) if row.period > file.period)
        for row, count in first_of_each(ahead, lambda one: one.period):
            words = f"{row.period} is after {file.period}{times(count)}"
            yield _fault(edition, dataset, row.place, words, row.service)


def _fault(
    edition: Edition, dataset: Dataset, place: Place, words: str, service: str = ""
) -> Fault:
    who, section = owner(edition, dataset.contract), section_of(edition, dataset.id)
    return Fault(place, words, who, service, section)


def _is_reported(row: Observation, services: Mapping[str, tuple[str, ...]]) -> bool:
    reporting = services.get(row.measure)
    return reporting is not None and (not reporting or row.service in reporting)


def _key(row: Row) -> tuple[str, Hashable]:
    """Return what makes a row the same as another one, in words and as a value."""
    if isinstance(row, FinanceLine):
        return f"'{row.line_title}' in '{row.group}'", (row.service, row.group, row.line_title)
    if isinstance(row, PrintedTotal):
        return f"this {row.level} total", (row.service, row.level, row.group, "total")
    if isinstance(row, Risk):
        return f"risk {row.ref}", row.ref
    return "this row", () if isinstance(row, Observation) else tuple(row.cells.values())


def _current(edition: Edition) -> Iterator[tuple[Dataset, Measure, Observation]]:
    """Yield every observation that was not restated later, with its measure."""
    for dataset in datasets(edition):
        measures = {measure.id: measure for measure in dataset.contract.measures}
        for (_, name), by_period in edition.series[dataset.id].rows.items():
            if measure := measures.get(name):
                for row in by_period.values():
                    yield dataset, measure, row


def _is_share(row: Observation, measure: Measure) -> bool:
    """Return whether value, numerator and denominator agree, as far as all three are known."""
    value, above, below = row.value, row.numerator, row.denominator
    if not (isinstance(above, Decimal) and isinstance(below, Decimal)):
        return True
    if not isinstance(value, Decimal):
        return True
    half = Decimal(5).scaleb(-1 - min(measure.decimals, _MOST_DECIMALS))
    return below > 0 and abs(value * below - 100 * above) <= half * below
