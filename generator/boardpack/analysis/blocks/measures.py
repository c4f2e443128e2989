"""The measures of one dataset for one service, over the history that the contract asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from boardpack.analysis.blocks.measure_lines import (
    list_definition_lines,
    list_figure_lines,
    list_row_lines,
    list_variation_lines,
)
from boardpack.analysis.blocks.quotable import Quotable, list_measure_values
from boardpack.analysis.blocks.row_keys import RowKey
from boardpack.analysis.lines import list_contract_lines, to_line
from boardpack.analysis.measures import Measured, format_measured, format_yardstick
from boardpack.analysis.rag import Rating
from boardpack.analysis.variation import Variations
from boardpack.model.dataset import (
    Contract,
    Gap,
    Measure,
    Rebase,
)
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.period import Period
from boardpack.model.rows import (
    Dataset,
)
from boardpack.model.series import Restatement, Series
from boardpack.model.span import Reporter


@dataclass(frozen=True, slots=True)
class MeasuresBlock:
    """The measures of one dataset for one service, and what was restated in their window."""

    dataset_id: str
    contract: Contract
    period: Period
    file_period: Period
    measured: tuple[Measured, ...]
    restatements: tuple[Restatement, ...]
    former: tuple[Measured, ...]
    """Those of services that have ended, for the periods of the window in which they were there."""

    @property
    def path(self) -> str:
        """Many files tell of a window; none stands for it."""
        return ""

    @property
    def is_there(self) -> bool:
        """Whether every measure has a row for the period, be it of a missing value."""
        return all(measured.rows[-1] is not None for measured in self.measured)

    @property
    def is_blank(self) -> bool:
        """Whether no measure has a figure, not even one that is suppressed."""
        return all(value is Gap.MISSING for measured in self.measured for value in measured.values)

    @property
    def is_counted(self) -> bool:
        """Rows stand in many files, and a later one may repeat those of an earlier one."""
        return False

    @property
    def ratings(self) -> tuple[Rating, ...]:
        """How each measure's latest value stands."""
        return tuple(measured.rating for measured in self.measured)

    def list_former(self, measure: Measure) -> tuple[Measured, ...]:
        """Return the series of a measure of the services that have ended."""
        return tuple(series for series in self.former if series.measure.id == measure.id)

    def list_missing(self) -> Iterator[str]:
        """Yield the measures that have no row for the period."""
        period_title = self.period.title
        awaited = [measured.measure for measured in self.measured if measured.rows[-1] is None]
        if len(awaited) == len(self.measured) > 1:
            yield f"no rows for {period_title}; {len(awaited)} measures are awaited"
        else:
            for measure in awaited:
                yield f"no row for '{measure.title}' ({measure.id}) in {period_title}"

    def summarise(self) -> Iterator[str]:
        """Yield each measure's latest value, its target and its rating."""
        for measured in self.measured:
            latest, target = format_measured(measured, measured.latest), measured.target
            aim = (
                f", target {format_yardstick(measured, target)}"
                if isinstance(target, Decimal)
                else ""
            )
            yield f"{measured.measure.title}: {latest}{aim}, {measured.rating.value}"

    def list_quotables(self) -> Iterator[Quotable]:
        """Yield each measure's values, aims and changes, and values that were restated."""
        for measured in self.measured:
            yield from list_measure_values(measured)
        units = {measured.measure.id: measured.measure.unit for measured in self.measured}
        for restatement in self.restatements:
            if isinstance(restatement.old_value, Decimal):
                unit = units[restatement.measure]
                yield Quotable(restatement.measure, restatement.old_value, unit)

    def list_responsible(self) -> Iterator[str]:
        """Yield nothing: no row names anybody."""
        return iter(())

    def list_named_measures(self) -> Iterator[str]:
        """Yield nothing: its measures are its own, and signed with it."""
        return iter(())

    def list_named_services(self) -> Iterator[str]:
        """Yield nothing: its service is that of the section."""
        return iter(())

    def list_row_keys(self) -> Iterator[RowKey]:
        """Yield the key of each period of each measure's window."""
        for measured in (*self.measured, *self.former):
            for period in measured.periods:
                yield self.dataset_id, period.id, measured.service, measured.measure.id

    def signed_rows(self) -> Iterator[str]:
        """Yield every row of the window, and those of services that have ended.

        Of the latter is a part of the directorate's figures, and no section of theirs is left.
        """
        for measured in self.measured:
            yield from list_row_lines(measured)
        for measured in self.former:
            yield from (f"former {measured.service} {line}" for line in list_row_lines(measured))

    def signed_definitions(self, service: str) -> Iterator[str]:
        """Yield what the contract says, and each measure's definition as it holds for a service."""
        for line in list_contract_lines(self.contract, service, self.period):
            yield f"{self.dataset_id} {line}"
        for measured in self.measured:
            start = f"{self.dataset_id} {measured.measure.id}"
            for line in list_definition_lines(measured.measure, service):
                yield f"{start} {line}"
            yield from (f"{start} restarts {to_line(restart)}" for restart in measured.restarts)

    def signed_figures(self, variations: Variations) -> Iterator[str]:
        """Yield each measure's figures, signals, limits and forecast, and what was restated."""
        start = f"{self.dataset_id} {self.period.id}"
        for measured in self.measured:
            lines = list_variation_lines(measured, variations(measured))
            for line in (*list_figure_lines(measured), *lines):
                yield f"{start} {measured.measure.id} {line}"
        for restatement in self.restatements:
            change = f"{restatement.old_value} to {restatement.new_value}"
            yield f"{start} {restatement.measure} restated {restatement.period}: {change}"


def build_measures_block(
    dataset: Dataset,
    series: Series,
    service: Reporter,
    period: Period,
    former: tuple[Measured, ...] = (),
) -> MeasuresBlock:
    """Return the figures of a service, over the history that the contract asks for.

    `period` is the edition's, less any lag. Of the history, the periods in which the service, the
    dataset and the measure were there. `former` are the series of services that have ended.
    """
    contract = dataset.contract
    window = _list_window(contract, period)
    reported = {
        measure.id: measure
        for measure in _list_collected(contract, window[-1])
        if is_reported(contract, measure, service.id)
    }
    return MeasuresBlock(
        dataset.id,
        contract,
        window[-1],
        period,
        tuple(
            _build_measured(dataset, measure, series, service, window)
            for measure in reported.values()
        ),
        tuple(_iterate_restatements(series, service, window)),
        tuple(measured for measured in former if measured.measure.id in reported),
    )


def _iterate_restatements(
    series: Series, service: Reporter, window: Sequence[Period]
) -> Iterator[Restatement]:
    restatements = series.restatements_by_service.get(service.id, ())
    ids = {period.id for period in window} if restatements else ()
    for restatement in restatements:
        if restatement.period in ids:
            yield restatement


def build_former_series(
    dataset: Dataset, series: Series, ended: Sequence[Reporter], period: Period
) -> tuple[Measured, ...]:
    """Return the measures of services that have ended, for the part of the history they have."""
    contract = dataset.contract
    window = _list_window(contract, period)
    return tuple(
        measured
        for measure in _list_collected(contract, window[-1])
        for service in ended
        if is_reported(contract, measure, service.id)
        and (measured := _build_measured(dataset, measure, series, service, window)).periods
    )


def _list_window(contract: Contract, period: Period) -> tuple[Period, ...]:
    return contract.find_period(period).list_window(max(contract.history, 1))


def _list_collected(contract: Contract, period: Period) -> list[Measure]:
    return [measure for measure in contract.measures if measure.span.covers(period)]


def is_reported(contract: Contract, measure: Measure, service: str) -> bool:
    """Return whether a service reports a measure of a dataset."""
    # What a dataset says of services says nothing of the figures of all together.
    of_dataset = () if service == WHOLE_DIRECTORATE else contract.services
    return all(not names or service in names for names in (measure.services, of_dataset))


def _build_measured(
    dataset: Dataset,
    measure: Measure,
    series: Series,
    service: Reporter,
    window: tuple[Period, ...],
) -> Measured:
    span = service.span.narrow(dataset.contract.span).narrow(measure.span)
    is_whole = span.covers(window[0]) and span.covers(window[-1])
    periods = window if is_whole else tuple(filter(span.covers, window))
    rows = series.rows.get((service.id, measure.id), {})
    window_rows = tuple(rows.get(period.id) for period in periods)
    restarts = tuple(_iterate_restarts(service, periods))
    return Measured(dataset.id, measure, service.id, periods, window_rows, restarts)


def _iterate_restarts(service: Reporter, periods: Sequence[Period]) -> Iterator[Rebase]:
    """Yield the periods in which a service that was there already took others over."""
    for merger in service.mergers:
        for period in periods[1:]:
            if period.start <= merger.day <= period.end:
                yield Rebase(period.id, f"{merger.title} is a part of it from here on")
