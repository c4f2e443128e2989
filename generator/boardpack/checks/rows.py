"""Rules on the rows that landed: whose they are, whether they are plausible and stand once."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from boardpack.analysis.blocks.build import has_figures_of
from boardpack.analysis.blocks.measures import is_reported
from boardpack.analysis.edition import Edition
from boardpack.analysis.measures import format_apart
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_dataset_owner, find_edition_opener
from boardpack.checks.scope import (
    Told,
    advise_on_unknown_services,
    came_earlier,
    count_by_key,
    find_section_of_dataset,
    format_repeats,
    iterate_files,
    iterate_odd_files,
    list_datasets,
    list_observations,
)
from boardpack.findings import Fault, Place, Severity, suggest_word
from boardpack.model.dataset import (
    Contract,
    Gap,
    Kind,
    Measure,
    Unit,
)
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.period import Period, format_day, parse_period
from boardpack.model.rows import (
    DataFile,
    Dataset,
    Observation,
    Row,
)
from boardpack.model.span import Span

_MOST_DECIMALS = 12
LOST_MEASURE_ADVICE = (
    "Put '{}' back among the measures of the dataset.yml, with `until:` the last month of its "
    "figures; files of earlier months stay as they are."
)
EARLIER_FIGURE_ADVICE = (
    "Put a row with the right figure into the newest file, or correct what the dataset.yml says of "
    "the measure; the file of the earlier month stays as it is."
)
MOST_ROWS = 2_000
"""Some fifty pages of a PDF; a hundred thousand would be found by nobody but the printer."""


@rule("M101", "Every row is for a service of the directorate")
def find_rows_of_unknown_services(edition: Edition) -> Iterator[Fault]:
    """Correct the service's id in the row, or add the service to data/directorate.yml."""
    services = edition.instance.service_ids
    known_services = {*services, WHOLE_DIRECTORATE, ""}
    odd_rows: dict[str, list[tuple[Dataset, DataFile, Row]]] = {}
    for dataset, file in iterate_odd_files(
        edition,
        lambda _dataset, _file, told: any(name not in known_services for name, _ in told.series),
    ):
        for row in (*file.rows, *file.totals):
            if row.service not in known_services:
                odd_rows.setdefault(row.service, []).append((dataset, file, row))
        for name in sorted(file.none_for.difference(known_services)):
            words = f"there is no service '{name}'{suggest_word(name, services)}"
            yield _build_fault(edition, dataset, Place(file.path), words)
    advice_by_service = advise_on_unknown_services(edition, odd_rows)
    for name, places in odd_rows.items():
        if name in advice_by_service:
            yield _build_lost_service_fault(edition, name, places, advice_by_service[name])
            continue
        for (dataset, _, row), count in count_by_key(
            places, lambda place: (place[0].id, type(place[2]))
        ):
            words = (
                f"there is no service '{name}'{format_repeats(count)}{suggest_word(name, services)}"
            )
            yield _build_fault(edition, dataset, row.place, words)


@rule("M102", "Every row is for a measure of its dataset that the service reports")
def find_rows_of_unknown_measures(edition: Edition) -> Iterator[Fault]:
    """Correct the measure's id in the row, or add the measure or service to the dataset.yml."""

    def has_unreported(dataset: Dataset, _file: DataFile, told: Told) -> bool:
        return any(_is_unreported(dataset.contract, *key) for key in told.series)

    for dataset, file in iterate_odd_files(edition, has_unreported):
        measures = {measure.id for measure in dataset.contract.measures}
        odd_rows = (
            row
            for row in list_observations(file)
            if _is_unreported(dataset.contract, row.service, row.measure)
        )
        for row, count in count_by_key(
            odd_rows, lambda candidate: (candidate.measure, candidate.service)
        ):
            is_earlier = came_earlier(edition, dataset, file.path)
            if row.measure not in measures:
                suggestion = suggest_word(row.measure, measures)
                words = f"there is no measure '{row.measure}'{format_repeats(count)}{suggestion}"
                fault = _build_fault(edition, dataset, row.place, words, row.service)
                advice = LOST_MEASURE_ADVICE.format(row.measure) if is_earlier else ""
                yield replace(fault, advice=advice)
            # Who reports it is said for now; what was reported before stays good.
            elif not is_earlier:
                words = f"'{row.measure}' is not reported by '{row.service}'{format_repeats(count)}"
                yield _build_fault(edition, dataset, row.place, words, row.service)


@rule("M118", "Every figure is of a time when its service and its measure were there")
def find_figures_of_other_times(edition: Edition) -> Iterator[Fault]:
    """Correct `from` or `until`; or put a row with n/a in its place into the newest file."""
    spans = {reporter.id: reporter.span for reporter in edition.instance.directorate.reporters}
    for dataset in list_datasets(edition):
        measures = {measure.id: measure.span for measure in dataset.contract.measures}
        for (service, measure_id), by_period in edition.series[dataset.id].rows.items():
            if service not in spans or measure_id not in measures:
                continue
            spanned = (
                (f"'{service}'", spans[service]),
                (f"'{measure_id}'", measures[measure_id]),
                (f"dataset '{dataset.id}'", dataset.contract.span),
            )
            for name, span in spanned:
                yield from _find_figures_outside(edition, dataset, name, span, by_period)


@rule("M119", "Rows of a newest file are of services that are there and have such figures")
def find_rows_of_absent_services(edition: Edition) -> Iterator[Fault]:
    """Put the rows under the service that took over, or correct `until` or `services`."""
    reporters = {reporter.id: reporter for reporter in edition.instance.directorate.reporters}
    newest = {dataset.id: (dataset, file) for dataset, file in iterate_files(edition)}
    for dataset, file in newest.values():
        contract, period = dataset.contract, parse_period(file.period)
        if contract.kind is Kind.MEASURES:
            continue
        for row, count in count_by_key((*file.rows, *file.totals), lambda row: row.service):
            reporter = reporters.get(row.service)
            if reporter is None or has_figures_of(contract, reporter, period):
                continue
            reason = (
                _describe_absence(f"'{row.service}'", reporter.span, period)
                if not reporter.span.covers(period)
                else f"the dataset has no figures of '{row.service}'"
            )
            words = f"{reason}, so that this row is shown nowhere{format_repeats(count)}"
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
            yield _build_figure_fault(edition, dataset, row, words)
        if measure.maximum is not None and value > measure.maximum:
            words = f"{value} is above {measure.maximum}, the most that '{measure.title}' can be"
            yield _build_figure_fault(edition, dataset, row, words)


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
                was = "was not" if restatement.is_withdrawal else f"was {old_figure}"
                period_title = dataset.contract.read_period(restatement.period).name
                words = (
                    f"'{measure.title}' in {period_title}: {new_figure}, "
                    f"in {restatement.old_place} it {was}"
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
            yield _build_figure_fault(edition, dataset, row, words)


@rule("M111", "No row is for a period after its file's own")
def find_rows_ahead_of_their_file(edition: Edition) -> Iterator[Fault]:
    """Correct the period in the row, or put the row into the file of its own period."""

    def is_ahead(_dataset: Dataset, file: DataFile, told: Told) -> bool:
        return told.last_period > file.period

    for dataset, file in iterate_odd_files(edition, is_ahead):
        ahead_rows = (row for row in list_observations(file) if row.period > file.period)
        for row, count in count_by_key(ahead_rows, lambda candidate: candidate.period):
            words = f"{row.period} is after {file.period}{format_repeats(count)}"
            yield _build_fault(edition, dataset, row.place, words, row.service)


@rule("M120", "No table has more rows than anybody reads")
def find_endless_tables(edition: Edition) -> Iterator[Fault]:
    """Keep the rows that readers need, or sum them up, and say where the others are."""
    for dataset, file in iterate_files(edition):
        # Of measures the last periods are shown, however many rows there are.
        if dataset.contract.kind is Kind.MEASURES or len(file.rows) <= MOST_ROWS:
            continue
        for row, count in count_by_key(file.rows, lambda candidate: candidate.service):
            if count > MOST_ROWS:
                words = f"{count:,} rows for one service; a table shows {MOST_ROWS:,} at most"
                yield _build_fault(edition, dataset, Place(file.path), words, row.service)


def _is_unreported(contract: Contract, service: str, measure_id: str) -> bool:
    measure = next((m for m in contract.measures if m.id == measure_id), None)
    return measure is None or not is_reported(contract, measure, service)


def _find_figures_outside(
    edition: Edition,
    dataset: Dataset,
    name: str,
    span: Span,
    by_period: Mapping[str, Observation],
) -> Iterator[Fault]:
    if span == Span():
        return
    periods = {period_id: dataset.contract.read_period(period_id) for period_id in by_period}
    outside = [
        row
        for row in by_period.values()
        # A row that says there is no figure contradicts nobody.
        if row.value is not Gap.MISSING and not span.covers(periods[row.period])
    ]
    if outside:
        first = outside[0]
        absence = _describe_absence(name, span, periods[first.period])
        words = f"{absence}; this figure is of {periods[first.period].name}"
        yield _build_fault(
            edition, dataset, first.place, f"{words}{format_repeats(len(outside))}", first.service
        )


def _build_lost_service_fault(
    edition: Edition, name: str, places: Sequence[tuple[Dataset, DataFile, Row]], advice: str
) -> Fault:
    """Return what is wrong where files of earlier editions know a service that there is no more."""
    paths = {file.path for _, file, _ in places}
    files = "1 file" if len(paths) == 1 else f"{len(paths)} files"
    words = f"there is no service '{name}', of which {files} have rows, such as {min(paths)}"
    hint = suggest_word(name, edition.instance.service_ids)
    return Fault(
        Place("data/directorate.yml"),
        f"{words}{hint}",
        find_edition_opener(edition),
        advice=advice,
    )


def _describe_absence(name: str, span: Span, period: Period) -> str:
    if period.start > span.last:
        return f"{name} ended on {format_day(span.last)}"
    return f"{name} begins on {format_day(span.first)}"


def _build_figure_fault(edition: Edition, dataset: Dataset, row: Observation, words: str) -> Fault:
    """Return what is wrong with a figure; one of an earlier file is put right in the newest."""
    fault = _build_fault(edition, dataset, row.place, words, row.service)
    is_earlier = came_earlier(edition, dataset, row.path)
    return replace(fault, advice=EARLIER_FIGURE_ADVICE if is_earlier else "")


def _build_fault(
    edition: Edition, dataset: Dataset, place: Place, words: str, service: str = ""
) -> Fault:
    responsible, section = (
        find_dataset_owner(edition, dataset.contract),
        find_section_of_dataset(edition, dataset.id),
    )
    return Fault(place, words, responsible, service, section)


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
