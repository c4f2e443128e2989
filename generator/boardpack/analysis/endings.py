"""What was reported in the last year and is no more: readers learn why, and a director signs it.

It is told from what came in, the figures and the words of earlier editions, and not from what
`until:` says alone: whoever ends something by another key, or dates the end back, hides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from boardpack.analysis.blocks.build import has_figures_of
from boardpack.analysis.blocks.measures import is_reported
from boardpack.analysis.standing_files import find_file_period
from boardpack.model.dataset import Gap, Kind, Measure
from boardpack.model.directorate import WHOLE_DIRECTORATE, Service
from boardpack.model.instance import Instance
from boardpack.model.pack import Scope, Section
from boardpack.model.period import Period, parse_edition_period, parse_period
from boardpack.model.rows import Dataset
from boardpack.model.series import Series
from boardpack.model.span import Reporter

_A_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Ending:
    """Something that is no longer reported, and the last period of which there is anything.

    `last` is a period in words; `reason` is empty where nobody gave one, and `path` is the
    file that should give it.
    """

    title: str
    last: str
    reason: str
    path: str


def list_figure_endings(
    datasets: Iterable[Dataset], series: Mapping[str, Series], service: Reporter, period: Period
) -> Iterator[Ending]:
    """Yield, of a section's datasets, those and the measures that have no figures any more."""
    for dataset in datasets:
        contract = dataset.contract
        file_period = find_file_period(dataset, period)
        if not has_figures_of(contract, service, file_period):
            last = _find_last_figures(dataset, series[dataset.id], service.id, period)
            yield from _build_ending(contract.title, last, contract.because, dataset, period)
        elif contract.kind is Kind.MEASURES:
            own_period = contract.find_period(file_period)
            for measure in contract.measures:
                is_there = measure.span.covers(own_period)
                if not (is_there and is_reported(contract, measure, service.id)):
                    last = _find_last_value(dataset, series[dataset.id], measure, service.id)
                    reason = measure.because
                    yield from _build_ending(measure.title, last, reason, dataset, period)


def list_section_endings(
    instance: Instance,
    edition_id: tuple[str, str],
    sections: Iterable[Section],
    series: Mapping[str, Series],
    service: Reporter,
) -> Iterator[Ending]:
    """Yield, of the sections that a service has not, those that it had."""
    pack_id, period = edition_id[0], parse_edition_period(edition_id[1])
    path = f"data/packs/{pack_id}.yml"
    for section in sections:
        # What the whole directorate shows of a service never was a section of the service's own,
        # nor the reverse.
        is_shared = section.scope is Scope.DIRECTORATE
        is_anothers = is_shared is not (service.id == WHOLE_DIRECTORATE)
        names = () if is_anothers else section.datasets
        datasets = [instance.datasets[name] for name in names if name in series]
        lasts = [
            *(
                _find_last_figures(dataset, series[dataset.id], service.id, period)
                for dataset in datasets
            ),
            _find_last_words(instance, pack_id, section.id, service.id, period),
        ]
        last = max((last for last in lasts if last), key=lambda last: last.end, default=None)
        if last is not None and _is_recent(last, period):
            reasons = (section.because, *(dataset.contract.because for dataset in datasets))
            reason = next(filter(None, reasons), "")
            yield Ending(section.title, last.name, reason, path)


def list_closures(instance: Instance, period: Period) -> Iterator[Ending]:
    """Yield the services that ended in the year before a period."""
    titles = {service.id: service.title for service in instance.directorate.services}
    for service in instance.directorate.services:
        last_day = service.span.last
        if last_day < period.start and period.start - last_day <= _A_YEAR:
            yield Ending(
                service.title,
                parse_period(f"{last_day:%Y-%m}").name,
                service.because or _describe_successor(service, titles),
                "data/directorate.yml",
            )


def _describe_successor(service: Service, titles: Mapping[str, str]) -> str:
    return f"it became part of {titles.get(service.became, service.became)}" * bool(service.became)


def _build_ending(
    title: str, last: Period | None, reason: str, dataset: Dataset, period: Period
) -> Iterator[Ending]:
    if last is not None and _is_recent(last, period):
        yield Ending(title, last.name, reason, dataset.place.path)


def _is_recent(last: Period, period: Period) -> bool:
    return period.start - last.end <= _A_YEAR


def _find_last_figures(
    dataset: Dataset, series: Series, service: str, period: Period
) -> Period | None:
    """Return the last period, up to one, of which a dataset has anything of a service."""
    contract = dataset.contract
    if contract.kind is Kind.MEASURES:
        lasts = (
            _find_last_value(dataset, series, measure, service) for measure in contract.measures
        )
        return max(filter(None, lasts), key=lambda last: last.end, default=None)
    periods = (
        contract.find_period(parse_period(file.period))
        for file in reversed(dataset.files)
        if file.period <= period.id and any(_is_of(row.service, service) for row in file.rows)
    )
    return next(periods, None)


def _find_last_value(
    dataset: Dataset, series: Series, measure: Measure, service: str
) -> Period | None:
    period_ids = (
        row.period
        for (row_service, measure_id), rows in series.rows.items()
        if measure_id == measure.id and _is_of(row_service, service)
        for row in rows.values()
        if row.value is not Gap.MISSING
    )
    last = max(period_ids, default="")
    return dataset.contract.read_period(last) if last else None


def _is_of(row_service: str, service: str) -> bool:
    """Return whether a row is of a service: one without any is of all, and all are the whole's."""
    return row_service in (service, "") or service == WHOLE_DIRECTORATE


def _find_last_words(
    instance: Instance, pack_id: str, section: str, service: str, period: Period
) -> Period | None:
    """Return the last edition before a period in which a service wrote under a section."""
    for edition_pack, edition_period in reversed(instance.edition_ids):
        if edition_pack == pack_id and edition_period < period.id:
            submission = instance.submissions.get((pack_id, edition_period, service))
            narrative = submission and submission.find_narrative(section)
            if narrative and narrative.words:
                return parse_edition_period(edition_period)
    return None
