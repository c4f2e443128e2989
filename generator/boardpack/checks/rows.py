"""Rules on the rows that landed: whose they are, whether they are plausible and stand once."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from decimal import Decimal

from boardpack.analysis.edition import Edition
from boardpack.analysis.measures import format_apart
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_dataset_owner
from boardpack.checks.scope import (
    count_by_key,
    find_section_of_dataset,
    format_repeats,
    iterate_files,
    list_datasets,
    list_observations,
)
from boardpack.findings import Fault, Place, Severity, suggest_word
from boardpack.model.dataset import (
    Kind,
    Measure,
    Unit,
)
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.period import parse_period
from boardpack.model.rows import (
    Dataset,
    Observation,
)

_MOST_DECIMALS = 12


@rule("M101", "Every row is for a service of the directorate")
def find_rows_of_unknown_services(edition: Edition) -> Iterator[Fault]:
    """Correct the service's id in the row, or add the service to data/directorate.yml."""
    services = edition.instance.service_ids
    known_services = {*services, WHOLE_DIRECTORATE, ""}
    for dataset, file in iterate_files(edition):
        rows = (*file.rows, *file.totals)
        odd_rows = (row for row in rows if row.service not in known_services)
        for row, count in count_by_key(
            odd_rows, lambda candidate: (candidate.service, type(candidate))
        ):
            name = row.service
            words = (
                f"there is no service '{name}'{format_repeats(count)}{suggest_word(name, services)}"
            )
            yield _build_fault(edition, dataset, row.place, words)


@rule("M102", "Every row is for a measure of its dataset that the service reports")
def find_rows_of_unknown_measures(edition: Edition) -> Iterator[Fault]:
    """Correct the measure's id in the row, or add the measure or service to the dataset.yml."""
    for dataset, file in iterate_files(edition):
        services = {measure.id: measure.services for measure in dataset.contract.measures}
        odd_rows = (row for row in list_observations(file) if not _is_reported(row, services))
        for row, count in count_by_key(
            odd_rows, lambda candidate: (candidate.measure, candidate.service)
        ):
            if row.measure in services:
                words = f"'{row.measure}' is not reported by '{row.service}'{format_repeats(count)}"
            else:
                suggestion = suggest_word(row.measure, services)
                words = f"there is no measure '{row.measure}'{format_repeats(count)}{suggestion}"
            yield _build_fault(edition, dataset, row.place, words, row.service)


@rule("M105", "No row stands twice in a file")
def find_duplicate_rows(edition: Edition) -> Iterator[Fault]:
    """Keep the row that is right and remove the other."""
    for dataset in list_datasets(edition):
        for first, second in edition.series[dataset.id].duplicates:
            words = f"the same service, measure and period as in line {first.line}"
            yield _build_fault(edition, dataset, second.place, words, second.service)
    for dataset, file in iterate_files(edition):
        # Their repeats are known from the series, above.
        if dataset.contract.kind is Kind.MEASURES:
            continue
        lines_by_key: dict[Hashable, int | None] = {}
        for row in (*file.rows, *file.totals):
            description, key = row.identity
            if key in lines_by_key:
                words = f"{description} already stands in line {lines_by_key[key]}"
                yield _build_fault(edition, dataset, row.place, words)
            lines_by_key.setdefault(key, row.place.line)


@rule("M106", "Values lie where they can be right")
def find_implausible_values(edition: Edition) -> Iterator[Fault]:
    """Correct the value, or the measure's minimum and maximum in the dataset.yml."""
    for dataset, measure, row in _iterate_current_observations(edition):
        value = row.value
        if not isinstance(value, Decimal):
            continue
        if measure.minimum is not None and value < measure.minimum:
            words = f"{value} is below {measure.minimum}, the least that '{measure.title}' can be"
            yield _build_fault(edition, dataset, row.place, words, row.service)
        if measure.maximum is not None and value > measure.maximum:
            words = f"{value} is above {measure.maximum}, the most that '{measure.title}' can be"
            yield _build_fault(edition, dataset, row.place, words, row.service)


@rule("M107", "Figures that were published stay as they were", Severity.WARNING)
def find_restated_figures(edition: Edition) -> Iterator[Fault]:
    """Do nothing if the new figure is right: the pack says what was restated."""
    previous_id = edition.period.step_back().id
    for dataset in list_datasets(edition):
        new_paths = {file.path for file in dataset.files if file.period > previous_id}
        measures = {measure.id: measure for measure in dataset.contract.measures}
        for restatement in edition.series[dataset.id].restatements:
            measure = measures.get(restatement.measure)
            # Only what is new in this edition: earlier ones have said theirs.
            if measure and restatement.new_place.path in new_paths:
                old_figure, new_figure = format_apart(
                    measure, restatement.old_value, restatement.new_value
                )
                period_title = parse_period(restatement.period).title
                words = (
                    f"'{measure.title}' in {period_title}: {new_figure}, "
                    f"in {restatement.old_place} it was {old_figure}"
                )
                yield _build_fault(
                    edition, dataset, restatement.new_place, words, restatement.service
                )


@rule("M110", "Percentages are their numerator divided by their denominator")
def find_wrong_percentages(edition: Edition) -> Iterator[Fault]:
    """Correct the value, the numerator or the denominator."""
    for dataset, measure, row in _iterate_current_observations(edition):
        if measure.unit is Unit.PERCENT and not _is_right_percentage(row, measure):
            words = f"{row.value}% is not {row.numerator} of {row.denominator}"
            yield _build_fault(edition, dataset, row.place, words, row.service)


@rule("M111", "No row is for a period after its file's own")
def find_rows_ahead_of_their_file(edition: Edition) -> Iterator[Fault]:
    """Correct the period in the row, or put the row into the file of its own period."""
    for dataset, file in iterate_files(edition):
        ahead_rows = (row for row in list_observations(file) if row.period > file.period)
        for row, count in count_by_key(ahead_rows, lambda candidate: candidate.period):
            words = f"{row.period} is after {file.period}{format_repeats(count)}"
            yield _build_fault(edition, dataset, row.place, words, row.service)


def _build_fault(
    edition: Edition, dataset: Dataset, place: Place, words: str, service: str = ""
) -> Fault:
    responsible, section = (
        find_dataset_owner(edition, dataset.contract),
        find_section_of_dataset(edition, dataset.id),
    )
    return Fault(place, words, responsible, service, section)


def _is_reported(row: Observation, services: Mapping[str, tuple[str, ...]]) -> bool:
    reporting_services = services.get(row.measure)
    return reporting_services is not None and (
        not reporting_services or row.service in reporting_services
    )


def _iterate_current_observations(
    edition: Edition,
) -> Iterator[tuple[Dataset, Measure, Observation]]:
    """Yield every observation that was not restated later, with its measure."""
    for dataset in list_datasets(edition):
        measures = {measure.id: measure for measure in dataset.contract.measures}
        for (_, measure_id), by_period in edition.series[dataset.id].rows.items():
            if measure := measures.get(measure_id):
                for row in by_period.values():
                    yield dataset, measure, row


def _is_right_percentage(row: Observation, measure: Measure) -> bool:
    """Return whether value, numerator and denominator agree, as far as all three are known."""
    value, numerator, denominator = row.value, row.numerator, row.denominator
    if not (isinstance(numerator, Decimal) and isinstance(denominator, Decimal)):
        return True
    if not isinstance(value, Decimal):
        return True
    # Half of the last digit shown; multiplied by the denominator, so that nothing is divided.
    tolerance = Decimal(5).scaleb(-1 - min(measure.decimals, _MOST_DECIMALS))
    return denominator > 0 and abs(value * denominator - 100 * numerator) <= tolerance * denominator
