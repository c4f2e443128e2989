"""What a director signs of a section, as lines of text: the same lines that a difference shows.

Lines say facts, not how they are worded or drawn: a new template, a new sentence above a chart or
a new colour changes none of them. Free text stands in JSON quotes, so that no two contents have
the same lines.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import Enum
from itertools import groupby
from typing import Any

from boardpack.analysis.edition import Block, Edition, Entry
from boardpack.analysis.finance import Amounts, FinanceBlock
from boardpack.analysis.finance_judgement import material_variances, run_rate
from boardpack.analysis.forecast import ForecastPoint
from boardpack.analysis.measures import Measured, MeasuresBlock, change, in_words, show
from boardpack.analysis.outlook import outlook_figure
from boardpack.analysis.progress import ProgressRow, progress
from boardpack.analysis.rag import thresholds_of
from boardpack.analysis.risks import RisksBlock, band_rating, band_title
from boardpack.analysis.spc_result import Point
from boardpack.analysis.tables import TableBlock
from boardpack.analysis.targets import aim
from boardpack.analysis.variation import Variation
from boardpack.load.finance import AMOUNTS
from boardpack.model.dataset import FinanceLine, Gap, Measure, PrintedTotal, Risk, Value

_OF_CONTRACT = ("title", "kind", "source", "licence", "illustrative", "unit", "rounding")
_OF_RISKS = ("bands", "shown_from")
_OF_MEASURE = (
    "title", "unit", "decimals", "better", "benchmark_title", "description", "rebase",
    "fix_after", "screen_outliers", "cumulative", "trajectory", "chart",
)  # fmt: skip
_OF_SECTION = ("title", "source", "lag")
_OF_ROW = ("numerator", "denominator", "target", "benchmark")


@dataclass(frozen=True, slots=True)
class Facts:
    """The four components of a subject, each as lines."""

    narrative: tuple[str, ...]
    data: tuple[str, ...]
    definitions: tuple[str, ...]
    figures: tuple[str, ...]


def facts(edition: Edition, entry: Entry) -> Facts:
    """Return what is signed of an entry."""
    blocks = (*entry.blocks, *entry.beside)
    return Facts(
        narrative=tuple(_narrative(entry)),
        data=tuple(line for block in blocks for line in _data(block)),
        definitions=(
            *(f"section {n} {plain(getattr(entry.section, n))}" for n in _OF_SECTION),
            *(line for block in blocks for line in _definitions(block, entry.service)),
        ),
        figures=tuple(line for block in blocks for line in _figures(edition, block)),
    )


def plain(value: Any) -> str:
    """Return a value as one line: numbers as written, everything that is text in JSON quotes."""
    if value is None:
        return "none"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {plain(value[key])}" for key in sorted(value)) or "none"
    if isinstance(value, tuple):
        return "; ".join(map(plain, value)) or "none"
    if hasattr(value, "__dataclass_fields__"):
        return ", ".join(f"{f.name} {plain(getattr(value, f.name))}" for f in fields(value))
    return str(value)


def _narrative(entry: Entry) -> Iterator[str]:
    yield f"state {plain(entry.state)}"
    if entry.waiver is not None:
        waiver = entry.waiver
        yield f"waived by {waiver.owner} until {waiver.until}: {plain(waiver.reason)}"
    if entry.not_applicable:
        yield f"not applicable: {plain(entry.not_applicable)}"
    narrative = entry.narrative
    if narrative is not None and entry.submission is not None:
        yield f"author {entry.submission.front.author}"
        yield from (f"text {line}" for line in narrative.prose.split("\n"))
    yield from (f"exception {plain(one)}" for one in entry.exceptions)
    yield from (f"event {plain(one)}" for one in entry.events)


def _data(block: Block) -> Iterator[str]:
    match block:
        case MeasuresBlock():
            for measured in block.measured:
                yield from _observations(measured)
        case FinanceBlock():
            yield from (_amounts_row(block.dataset_id, row) for row in _finance_rows(block))
        case RisksBlock():
            yield from (f"{block.dataset_id} {_risk(risk)}" for risk in block.risks)
        case TableBlock():
            yield from (f"{block.dataset_id} {plain(row.cells)}" for row in block.rows)


def _observations(measured: Measured) -> Iterator[str]:
    for row in measured.rows:
        if row is not None:
            given = ((name, getattr(row, name)) for name in _OF_ROW)
            said = (f", {name} {plain(one)}" for name, one in given if one is not Gap.MISSING)
            start = f"{measured.dataset_id} {row.period} {row.measure} {plain(row.value)}"
            yield f"{start}{''.join(said)}"


def _finance_rows(block: FinanceBlock) -> Iterator[FinanceLine | PrintedTotal]:
    for group in block.groups:
        yield from group.lines
        if group.printed is not None:
            yield group.printed
    yield from block.totals


def _amounts_row(dataset: str, row: FinanceLine | PrintedTotal) -> str:
    title = row.line_title if isinstance(row, FinanceLine) else f"total of {row.level}"
    given = ", ".join(f"{name} {getattr(row, name)}" for name in AMOUNTS)
    return f"{dataset} {plain(row.group)} {plain(title)} {row.order}: {given}"


def _risk(risk: Risk) -> str:
    return ", ".join(
        f"{field.name} {plain(getattr(risk, field.name))}"
        for field in fields(risk)
        if field.name != "place"
    )


def _definitions(block: Block, service: str) -> Iterator[str]:
    contract = block.contract
    names = (*_OF_CONTRACT, *(_OF_RISKS if isinstance(block, RisksBlock) else ()))
    for name in names:
        yield f"{block.dataset_id} {name} {plain(getattr(contract, name))}"
    match block:
        case MeasuresBlock():
            for measured in block.measured:
                start = f"{block.dataset_id} {measured.measure.id}"
                yield from (f"{start} {line}" for line in _measure(measured.measure, service))
        case TableBlock():
            yield f"{block.dataset_id} columns {plain(_columns(block))}"
            yield f"{block.dataset_id} progress {plain(contract.progress)}"
        case FinanceBlock():
            yield f"{block.dataset_id} material {plain(contract.material)}"


def _columns(block: TableBlock) -> tuple[str, ...]:
    return tuple(field.title or field.name for field in block.fields)


def _measure(measure: Measure, service: str) -> Iterator[str]:
    for name in _OF_MEASURE:
        yield f"{name} {plain(getattr(measure, name))}"
    yield f"target {plain(measure.target_of(service))}"
    yield f"thresholds {plain(thresholds_of(measure, service))}"
    yield f"benchmark {plain(measure.benchmark)}"


def _figures(edition: Edition, block: Block) -> Iterator[str]:
    start = f"{block.dataset_id} {block.period.id}"
    match block:
        case MeasuresBlock():
            for measured in block.measured:
                judged = edition.variations(measured)
                for line in (*_measured(measured), *_variation(measured, judged)):
                    yield f"{start} {measured.measure.id} {line}"
            for one in block.restatements:
                yield f"{start} {one.measure} restated {one.period}: {one.was} to {one.now}"
        case FinanceBlock():
            yield from (f"{start} {line}" for line in _budget(block))
        case RisksBlock():
            for risk in block.risks:
                title = band_title(block.contract, risk.score)
                rating = band_rating(block.contract, risk.score)
                yield f"{start} {risk.ref} score {risk.score}, {title}, {rating.value}"
        case TableBlock():
            yield from (f"{start} {line}" for line in _progress(block))


def _measured(measured: Measured) -> Iterator[str]:
    measure = measured.measure
    for name in ("latest", "previous", "year_ago", "benchmark"):
        yield f"{name} {in_words(measure, getattr(measured, name))}"
    yield f"target {_written(measured.target)}"
    yield f"aimed at {aim(measured)}"
    moved = show(change(measured), measure.unit, measure.decimals, signed=True)
    yield f"change {moved}"
    yield f"rating {measured.rating.value}, before {measured.previous_rating.value}"


def _written(value: Value) -> str:
    return str(value) if isinstance(value, Decimal) else value.value


def _variation(measured: Measured, judged: Variation) -> Iterator[str]:
    yield f"variation {plain(judged.icon)}, assurance {plain(judged.assurance)}"
    yield f"movement {plain(judged.movement)}"
    digits = measured.measure.decimals
    if judged.xmr is not None:
        runs = groupby(kind.value for kind in judged.point_types)
        yield f"signals {', '.join(f'{len(list(run))} {kind}' for kind, run in runs)}"
        for index in _stretch_ends(judged):
            yield f"limits {_limits(judged.xmr.points[index], digits)}"
    ahead = outlook_figure(measured)
    for point in ahead.ahead if ahead else ():
        yield f"forecast {_forecast(point, digits)}"


def _stretch_ends(judged: Variation) -> Iterator[int]:
    """Yield the last index of each stretch between rebasings: limits are constant within one."""
    assert judged.xmr is not None
    segments = judged.xmr.points.segment
    for index in range(len(segments)):
        if index + 1 == len(segments) or segments[index + 1] != segments[index]:
            yield index


def _limits(point: Point, digits: int) -> str:
    drawn = (point.lpl, point.mean, point.upl)
    return " ".join("none" if one is None else f"{one:.{digits + 1}f}" for one in drawn)


def _forecast(point: ForecastPoint, digits: int) -> str:
    expected = " ".join(f"{one:.{digits}f}" for one in (point.value, point.low, point.high))
    return f"{point.date}: {expected}"


def _budget(block: FinanceBlock) -> Iterator[str]:
    if not block.groups:
        return
    yield f"total {_six(block.total)}"
    for group in block.groups:
        yield f"{plain(group.title)} {_six(group.amounts)}"
    rate = run_rate(block)
    yield f"run rate {rate.yearly}, forecast {rate.forecast}, gap {rate.gap}"
    for one in material_variances(block):
        yield f"material {plain(one.line)}, {one.span.value}: {one.variance} of {one.budget}"
    for difference in block.differences:
        was, is_ = difference.printed, difference.calculated
        yield f"differs {plain(difference.where)} {difference.column}: {was} printed, {is_} added"


def _six(amounts: Amounts) -> str:
    return " ".join(map(str, amounts))


def _progress(block: TableBlock) -> Iterator[str]:
    found = progress(block)
    for row in (*found.rows, *found.groups, found.total) if found else ():
        yield f"{plain(row.title)} {_standing(row)}"


def _standing(row: ProgressRow) -> str:
    return f"{row.standing.value}: {row.actual} of {row.planned}, expected {row.expected}"
