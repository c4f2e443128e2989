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
from boardpack.analysis.figures.outlook import build_outlook_figure
from boardpack.analysis.finance import Amounts, FinanceBlock
from boardpack.analysis.finance_judgement import compute_run_rate, find_material_variances
from boardpack.analysis.forecast import ForecastPoint
from boardpack.analysis.measures import (
    Measured,
    MeasuresBlock,
    compute_change,
    format_measure_value,
    format_value,
)
from boardpack.analysis.progress import ProgressRow, build_progress_figure
from boardpack.analysis.rag import find_thresholds
from boardpack.analysis.risks import RisksBlock, find_band_title, rate_risk_score
from boardpack.analysis.spc_result import Point
from boardpack.analysis.tables import TableBlock
from boardpack.analysis.targets import find_target
from boardpack.analysis.variation import Variation
from boardpack.load.finance import AMOUNTS
from boardpack.model.dataset import FinanceLine, Gap, Measure, PrintedTotal, Risk, Value

_CONTRACT_FIELDS = ("title", "kind", "source", "licence", "illustrative", "unit", "rounding")
_RISKS_FIELDS = ("bands", "shown_from")
_MEASURE_FIELDS = (
    "title", "unit", "decimals", "better", "benchmark_title", "description", "rebase",
    "fix_after", "screen_outliers", "cumulative", "trajectory", "chart",
)  # fmt: skip
_SECTION_FIELDS = ("title", "source", "lag")
_ROW_FIELDS = ("numerator", "denominator", "target", "benchmark")


@dataclass(frozen=True, slots=True)
class SignedLines:
    """The four components of a subject, each as lines."""

    narrative: tuple[str, ...]
    data: tuple[str, ...]
    definitions: tuple[str, ...]
    figures: tuple[str, ...]


def list_signed_lines(edition: Edition, entry: Entry) -> SignedLines:
    """Return what is signed of an entry."""
    blocks = (*entry.blocks, *entry.beside)
    return SignedLines(
        narrative=tuple(_iterate_narrative_lines(entry)),
        data=tuple(line for block in blocks for line in _iterate_data_lines(block)),
        definitions=(
            *(
                f"section {name} {to_line(getattr(entry.section, name))}"
                for name in _SECTION_FIELDS
            ),
            *(line for block in blocks for line in _iterate_definition_lines(block, entry.service)),
        ),
        figures=tuple(line for block in blocks for line in _iterate_figure_lines(edition, block)),
    )


def to_line(value: Any) -> str:
    """Return a value as one line: numbers as written, everything that is text in JSON quotes."""
    if value is None:
        return "none"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {to_line(value[key])}" for key in sorted(value)) or "none"
    if isinstance(value, tuple):
        return "; ".join(map(to_line, value)) or "none"
    if hasattr(value, "__dataclass_fields__"):
        return ", ".join(
            f"{field.name} {to_line(getattr(value, field.name))}" for field in fields(value)
        )
    return str(value)


def _iterate_narrative_lines(entry: Entry) -> Iterator[str]:
    yield f"state {to_line(entry.state)}"
    if entry.waiver is not None:
        waiver = entry.waiver
        yield f"waived by {waiver.owner} until {waiver.until}: {to_line(waiver.reason)}"
    if entry.not_applicable:
        yield f"not applicable: {to_line(entry.not_applicable)}"
    narrative = entry.narrative
    if narrative is not None and entry.submission is not None:
        yield f"author {entry.submission.front.author}"
        yield from (f"text {line}" for line in narrative.prose.split("\n"))
    yield from (f"exception {to_line(report)}" for report in entry.exceptions)
    yield from (f"event {to_line(event)}" for event in entry.events)


def _iterate_data_lines(block: Block) -> Iterator[str]:
    match block:
        case MeasuresBlock():
            for measured in block.measured:
                yield from _iterate_observation_lines(measured)
        case FinanceBlock():
            yield from (
                _format_amounts_row(block.dataset_id, row) for row in _iterate_finance_rows(block)
            )
        case RisksBlock():
            yield from (f"{block.dataset_id} {_format_risk(risk)}" for risk in block.risks)
        case TableBlock():
            yield from (f"{block.dataset_id} {to_line(row.cells)}" for row in block.rows)


def _iterate_observation_lines(measured: Measured) -> Iterator[str]:
    for row in measured.rows:
        if row is not None:
            named_values = ((name, getattr(row, name)) for name in _ROW_FIELDS)
            extras = (
                f", {name} {to_line(value)}"
                for name, value in named_values
                if value is not Gap.MISSING
            )
            start = f"{measured.dataset_id} {row.period} {row.measure} {to_line(row.value)}"
            yield f"{start}{''.join(extras)}"


def _iterate_finance_rows(block: FinanceBlock) -> Iterator[FinanceLine | PrintedTotal]:
    for group in block.groups:
        yield from group.lines
        if group.printed is not None:
            yield group.printed
    yield from block.totals


def _format_amounts_row(dataset_id: str, row: FinanceLine | PrintedTotal) -> str:
    title = row.line_title if isinstance(row, FinanceLine) else f"total of {row.level}"
    amounts = ", ".join(f"{name} {getattr(row, name)}" for name in AMOUNTS)
    return f"{dataset_id} {to_line(row.group)} {to_line(title)} {row.order}: {amounts}"


def _format_risk(risk: Risk) -> str:
    return ", ".join(
        f"{field.name} {to_line(getattr(risk, field.name))}"
        for field in fields(risk)
        if field.name != "place"
    )


def _iterate_definition_lines(block: Block, service: str) -> Iterator[str]:
    contract = block.contract
    names = (*_CONTRACT_FIELDS, *(_RISKS_FIELDS if isinstance(block, RisksBlock) else ()))
    for name in names:
        yield f"{block.dataset_id} {name} {to_line(getattr(contract, name))}"
    match block:
        case MeasuresBlock():
            for measured in block.measured:
                start = f"{block.dataset_id} {measured.measure.id}"
                yield from (
                    f"{start} {line}"
                    for line in _iterate_measure_definition(measured.measure, service)
                )
        case TableBlock():
            yield f"{block.dataset_id} columns {to_line(_list_column_titles(block))}"
            yield f"{block.dataset_id} progress {to_line(contract.progress)}"
        case FinanceBlock():
            yield f"{block.dataset_id} material {to_line(contract.material)}"


def _list_column_titles(block: TableBlock) -> tuple[str, ...]:
    return tuple(field.title or field.name for field in block.fields)


def _iterate_measure_definition(measure: Measure, service: str) -> Iterator[str]:
    for name in _MEASURE_FIELDS:
        yield f"{name} {to_line(getattr(measure, name))}"
    yield f"target {to_line(measure.find_target(service))}"
    yield f"thresholds {to_line(find_thresholds(measure, service))}"
    yield f"benchmark {to_line(measure.benchmark)}"


def _iterate_figure_lines(edition: Edition, block: Block) -> Iterator[str]:
    start = f"{block.dataset_id} {block.period.id}"
    match block:
        case MeasuresBlock():
            for measured in block.measured:
                variation = edition.variations(measured)
                for line in (
                    *_iterate_measured_lines(measured),
                    *_iterate_variation_lines(measured, variation),
                ):
                    yield f"{start} {measured.measure.id} {line}"
            for restatement in block.restatements:
                change = f"{restatement.old_value} to {restatement.new_value}"
                yield f"{start} {restatement.measure} restated {restatement.period}: {change}"
        case FinanceBlock():
            yield from (f"{start} {line}" for line in _iterate_budget_lines(block))
        case RisksBlock():
            for risk in block.risks:
                title = find_band_title(block.contract, risk.score)
                rating = rate_risk_score(block.contract, risk.score)
                yield f"{start} {risk.ref} score {risk.score}, {title}, {rating.value}"
        case TableBlock():
            yield from (f"{start} {line}" for line in _iterate_progress_lines(block))


def _iterate_measured_lines(measured: Measured) -> Iterator[str]:
    measure = measured.measure
    for name in ("latest", "previous", "year_ago", "benchmark"):
        yield f"{name} {format_measure_value(measure, getattr(measured, name))}"
    yield f"target {_format_value_or_gap(measured.target)}"
    yield f"aimed at {find_target(measured)}"
    movement = format_value(compute_change(measured), measure.unit, measure.decimals, signed=True)
    yield f"change {movement}"
    yield f"rating {measured.rating.value}, before {measured.previous_rating.value}"


def _format_value_or_gap(value: Value) -> str:
    return str(value) if isinstance(value, Decimal) else value.value


def _iterate_variation_lines(measured: Measured, variation: Variation) -> Iterator[str]:
    yield f"variation {to_line(variation.icon)}, assurance {to_line(variation.assurance)}"
    yield f"movement {to_line(variation.movement)}"
    digits = measured.measure.decimals
    if variation.xmr is not None:
        runs = groupby(kind.value for kind in variation.point_types)
        yield f"signals {', '.join(f'{len(list(run))} {kind}' for kind, run in runs)}"
        for index in _find_stretch_ends(variation):
            yield f"limits {_format_limits(variation.xmr.points[index], digits)}"
    outlook = build_outlook_figure(measured)
    for point in outlook.ahead if outlook else ():
        yield f"forecast {_format_forecast(point, digits)}"


def _find_stretch_ends(variation: Variation) -> Iterator[int]:
    """Yield the last index of each stretch between rebasings: limits are constant within one."""
    assert variation.xmr is not None
    segments = variation.xmr.points.segment
    for index in range(len(segments)):
        if index + 1 == len(segments) or segments[index + 1] != segments[index]:
            yield index


def _format_limits(point: Point, digits: int) -> str:
    limits = (point.lpl, point.mean, point.upl)
    return " ".join("none" if limit is None else f"{limit:.{digits + 1}f}" for limit in limits)


def _format_forecast(point: ForecastPoint, digits: int) -> str:
    expected = " ".join(f"{figure:.{digits}f}" for figure in (point.value, point.low, point.high))
    return f"{point.date}: {expected}"


def _iterate_budget_lines(block: FinanceBlock) -> Iterator[str]:
    if not block.groups:
        return
    yield f"total {_format_amounts(block.total)}"
    for group in block.groups:
        yield f"{to_line(group.title)} {_format_amounts(group.amounts)}"
    rate = compute_run_rate(block)
    yield f"run rate {rate.yearly}, forecast {rate.forecast}, gap {rate.gap}"
    for material in find_material_variances(block):
        share = f"{material.variance} of {material.budget}"
        yield f"material {to_line(material.line)}, {material.span.value}: {share}"
    for difference in block.differences:
        printed, added = difference.printed, difference.calculated
        cell = f"{to_line(difference.row_title)} {difference.column}"
        yield f"differs {cell}: {printed} printed, {added} added"


def _format_amounts(amounts: Amounts) -> str:
    return " ".join(map(str, amounts))


def _iterate_progress_lines(block: TableBlock) -> Iterator[str]:
    figure = build_progress_figure(block)
    for row in (*figure.rows, *figure.groups, figure.total) if figure else ():
        yield f"{to_line(row.title)} {_format_delivery(row)}"


def _format_delivery(row: ProgressRow) -> str:
    return f"{row.delivery.value}: {row.actual} of {row.planned}, expected {row.expected}"
