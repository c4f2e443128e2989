"""The filters of every template that need no edition, by the names that templates have for them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import Any

from markupsafe import Markup

from boardpack.analysis.blocks.plans import PlansBlock
from boardpack.analysis.blocks.risks import RisksBlock
from boardpack.analysis.blocks.table import NUMERIC, TableBlock
from boardpack.analysis.figures.heat_map import STEPS
from boardpack.analysis.finance import Difference, describe_variance, list_amounts
from boardpack.analysis.finance_judgement import compute_run_rate, find_material_variances
from boardpack.analysis.measures import (
    Measured,
    explain_incomparable,
    format_apart,
    format_measured,
    format_target,
)
from boardpack.analysis.plans import describe_timescale
from boardpack.analysis.progress import build_progress_figure
from boardpack.analysis.rag import Rating
from boardpack.analysis.risk_history import RiskCourse, RiskPoint
from boardpack.analysis.risks import (
    BASIS_WORDS,
    find_band_title,
    find_score,
    is_for_committee,
    rate_risk_score,
)
from boardpack.model.dataset import Contract, Field, Measure
from boardpack.model.period import format_day, parse_period
from boardpack.model.risk_scale import ScaleStep
from boardpack.model.rows import (
    PlanLine,
    Risk,
)
from boardpack.model.series import Restatement
from boardpack.render import words
from boardpack.render.finance_charts import draw_finance_charts
from boardpack.render.measure_view import (
    MeasureView,
    choose_row_length,
    list_recent_rows,
    list_uncharted,
)

RECENT_PERIODS = 12
_TRENDS = {"new": "New", "up": "↑ Rising", "same": "→ Unchanged", "down": "↓ Falling"}
# In single quotes the double ones of JSON stay as they are.
_SINGLE_QUOTED = str.maketrans({"&": "&amp;", "<": "&lt;", "'": "&#39;"})


def describe_restatement(restatement: Restatement, contract: Contract) -> str:
    """Return which figure was restated, from what to what."""
    measure = next(m for m in contract.measures if m.id == restatement.measure)
    start = f"{measure.title}, {contract.read_period(restatement.period).name}"
    if restatement.is_withdrawal:
        return f"{start}, is suppressed now."
    old, new = format_apart(measure, restatement.old_value, restatement.new_value)
    return f"{start}, from {old} to {new}."


def _escape_attribute(text: str) -> Markup:
    """Return text for an attribute in single quotes; JSON is full of double ones."""
    return Markup(text.translate(_SINGLE_QUOTED))


def _escape_yaml(text: str) -> Markup:
    """Return text as HTML in a YAML string: the theme prints titles as they are. JSON is YAML."""
    return Markup(json.dumps(escape(text, quote=False)))


def _format_latest(measured: Measured, decimals: int = 0) -> str:
    return format_measured(measured, measured.latest, decimals)


def _format_year_ago(measured: Measured) -> str:
    return format_measured(measured, measured.year_ago)


def _format_benchmark(measured: Measured) -> str:
    return format_measured(measured, measured.benchmark)


def _format_as_set(target: Decimal, measure: Measure) -> str:
    return format_target(measure, target)


def _list_recent_periods(measure_views: Sequence[MeasureView]) -> list[tuple[str, list[str]]]:
    return list_recent_rows(measure_views, RECENT_PERIODS)


def _describe_spread(differences: tuple[Difference, ...]) -> str:
    largest = max(abs(difference.printed - difference.calculated) for difference in differences)
    return f"up to {words.format_amount(largest)}"


def _count_unrounded(differences: tuple[Difference, ...]) -> int:
    return sum(not difference.is_rounding for difference in differences)


def _name_column(name: str, block: TableBlock | PlansBlock) -> str:
    """Return what readers call a column."""
    title = next((field.title for field in block.fields if field.name == name), "")
    return title or name.replace("_", " ").capitalize()


def _is_numeric(field: Field) -> bool:
    return field.type in NUMERIC


def _describe_scores(risk: Risk) -> str:
    inherent = (
        f"Inherent {risk.inherent_score} = {risk.inherent_likelihood} × {risk.inherent_consequence}"
    )
    parts = f"{risk.residual_likelihood} × {risk.residual_consequence}"
    residual = "not stated" if risk.residual_score is None else f"{risk.residual_score} = {parts}"
    parts = f"{risk.target_likelihood} × {risk.target_consequence}"
    target = "not stated" if risk.target_score is None else f"{risk.target_score} = {parts}"
    return f"{inherent}; residual {residual}; target {target}"


def _format_score(risk: Risk, contract: Contract) -> str:
    score = find_score(contract, risk)
    return "Not scored" if score is None else f"{score}"


def _name_band(risk: Risk, contract: Contract) -> str:
    return find_band_title(contract, find_score(contract, risk))


def _rate_risk(risk: Risk, contract: Contract) -> Rating:
    return rate_risk_score(contract, find_score(contract, risk))


def _list_risk_tables(block: RisksBlock) -> list[tuple[str, list[tuple[Risk, RiskCourse]]]]:
    """Return what the committee sees, then the other risks, each with a caption."""
    contract = block.contract
    pairs = list(zip(block.risks, block.courses, strict=True))
    tables = [
        (caption, [pair for pair in pairs if is_for_committee(contract, pair[0]) is seen])
        for caption, seen in (
            (f"what scores {contract.shown_from} or more, highest score first", True),
            (f"what scores less than {contract.shown_from}", False),
        )
    ]
    return [(caption, table) for caption, table in tables if table]


def _list_earlier_scores(course: RiskCourse) -> list[str]:
    """Return what a risk scored in the registers before, the newest first."""
    return [
        f"{_format_point(point)} in {parse_period(point.period).short}"
        for point in reversed(course.points[:-1])
    ]


def _format_point(point: RiskPoint) -> str:
    return "not scored" if point.score is None else f"{point.score}"


def _list_consequences(contract: Contract) -> list[str]:
    return [_name_step(contract.consequences, step) for step in range(1, STEPS + 1)]


def _name_likelihood(likelihood: int, contract: Contract) -> str:
    return _name_step(contract.likelihoods, likelihood)


def _name_step(scale: Sequence[ScaleStep], step: int) -> str:
    return f"{step} {scale[step - 1].title}" if scale else f"{step}"


def _describe_basis(contract: Contract) -> str:
    return BASIS_WORDS[contract.counts]


def _list_course(plan: PlanLine) -> list[tuple[str, str]]:
    """Return from where to where a plan leads, and how that is measured, by column."""
    return _list_filled(plan, ("baseline", "aspiration", "measured_by"))


def _list_steps(plan: PlanLine) -> list[tuple[str, str]]:
    """Return what was done and what comes next, by column."""
    return _list_filled(plan, ("progress", "next_step", "contingency"))


def _list_filled(plan: PlanLine, names: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, str(plan.cells[name])) for name in names if plan.cells[name]]


def _name_trend(trend: str) -> str:
    return _TRENDS[trend]


FILTERS: Mapping[str, Callable[..., Any]] = {
    "latest": _format_latest,
    "year_ago": _format_year_ago,
    "benchmark": _format_benchmark,
    "target": words.format_target,
    "change": words.describe_change,
    "incomparable": explain_incomparable,
    "recent": _list_recent_periods,
    "in_row": choose_row_length,
    "uncharted": list_uncharted,
    "money": words.format_amount,
    "cell": words.format_cell,
    "day": format_day,
    "plan_outcome": words.describe_outcome,
    "as_set": _format_as_set,
    "over_under": describe_variance,
    "finance_charts": draw_finance_charts,
    "run_rate": compute_run_rate,
    "material": find_material_variances,
    "progress": build_progress_figure,
    "column": _name_column,
    "amounts": list_amounts,
    "spread": _describe_spread,
    "unrounded": _count_unrounded,
    "scores": _describe_scores,
    "restated": describe_restatement,
    "score": _format_score,
    "basis": _describe_basis,
    "risk_tables": _list_risk_tables,
    "earlier_scores": _list_earlier_scores,
    "consequences": _list_consequences,
    "likelihood": _name_likelihood,
    "band": _name_band,
    "band_rating": _rate_risk,
    "trend": _name_trend,
    "course": _list_course,
    "steps": _list_steps,
    "timescale": describe_timescale,
    "is_numeric": _is_numeric,
    "yaml": _escape_yaml,
    "attribute": _escape_attribute,
}
