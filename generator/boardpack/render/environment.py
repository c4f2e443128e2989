"""Jinja2 as templates see it: strict, escaping everything, with the words that readers see."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape
from typing import Any

from jinja2 import BytecodeCache, DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from boardpack.analysis.blocks.table import (
    NUMERIC,
    TableBlock,
)
from boardpack.analysis.current import Restatement
from boardpack.analysis.edition import Edition
from boardpack.analysis.finance import Difference, describe_variance, list_amounts
from boardpack.analysis.finance_judgement import compute_run_rate, find_material_variances
from boardpack.analysis.progress import build_progress_figure
from boardpack.analysis.rag import Rating
from boardpack.analysis.risks import find_band_title, rate_risk_score
from boardpack.model.dataset import Contract, Risk
from boardpack.model.instance import Instance
from boardpack.model.period import format_day, parse_period
from boardpack.render import words
from boardpack.render.finance_charts import draw_finance_charts
from boardpack.render.measure_view import MeasureViews, list_recent_rows

SHAPES = {Rating.RED: "◆", Rating.AMBER: "▲", Rating.GREEN: "●", Rating.UNRATED: "–"}
RECENT_PERIODS = 12
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+.!|<>-])")
_TRENDS = {"new": "New", "up": "↑ Rising", "same": "→ Unchanged", "down": "↓ Falling"}


def build_environment(
    templates: Mapping[str, str], edition: Edition, cache: BytecodeCache | None = None
) -> Environment:
    """Return the environment of an edition; an unknown name in a template is an error."""
    instance = edition.instance
    env = Environment(
        loader=DictLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=cache,
    )
    env.globals.update(shapes=SHAPES, rating_words=words.RATING_WORDS)
    env.filters.update(_FILTERS)
    measure_views = MeasureViews(edition.variations)
    env.filters.update(
        judge=measure_views,
        judged=lambda block: [measure_views(measured) for measured in block.measured],
        person=lambda person_or_role: _name_person_or_role(instance, person_or_role),
        role_or_person=lambda person_or_role: _name_person_or_role(instance, person_or_role),
        role=instance.directorate.find_role_title,
        service_title=instance.directorate.find_service_title,
    )
    return env


def _name_person_or_role(instance: Instance, person_or_role: str) -> str:
    person = instance.people.get(person_or_role)
    return person.name if person else instance.directorate.find_role_title(person_or_role)


def _describe_spread(differences: tuple[Difference, ...]) -> str:
    largest = max(abs(difference.printed - difference.calculated) for difference in differences)
    return f"up to {words.format_amount(largest)}"


def _count_unrounded(differences: tuple[Difference, ...]) -> int:
    return sum(not difference.is_rounding for difference in differences)


def _name_column(name: str, block: TableBlock) -> str:
    """Return what readers call a column."""
    title = next((field.title for field in block.fields if field.name == name), "")
    return title or name.replace("_", " ").capitalize()


def _describe_scores(risk: Risk) -> str:
    inherent = (
        f"Inherent {risk.inherent_score} = {risk.inherent_likelihood} × {risk.inherent_consequence}"
    )
    if risk.residual_score is None:
        return f"{inherent}; residual not stated"
    parts = f"{risk.residual_likelihood} × {risk.residual_consequence}"
    return f"{inherent}; residual {risk.residual_score} = {parts}"


def _describe_restatement(restatement: Restatement, contract: Contract) -> str:
    measure = next(m for m in contract.measures if m.id == restatement.measure)
    old, new = (
        words.format_in_unit(measure, restatement.old_value),
        words.format_in_unit(measure, restatement.new_value),
    )
    return f"{measure.title}, {parse_period(restatement.period).title}, from {old} to {new}."


def _escape_attribute(text: str) -> Markup:
    """Return text for an attribute in single quotes; JSON is full of double ones."""
    return Markup(text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;"))


def escape_markdown(text: str) -> Markup:
    """Return text in which nothing is Markdown or HTML."""
    return Markup(_MARKDOWN.sub(r"\\\1", escape(text)))


_FILTERS: dict[str, Any] = {
    "latest": lambda measured: words.format_measured(measured, measured.latest),
    "year_ago": lambda measured: words.format_measured(measured, measured.year_ago),
    "benchmark": lambda measured: words.format_measured(measured, measured.benchmark),
    "target": lambda measured: words.format_target(measured),
    "change": words.describe_change,
    "recent": lambda measure_views: list_recent_rows(measure_views, RECENT_PERIODS),
    "money": words.format_amount,
    "cell": words.format_cell,
    "day": format_day,
    "in_unit": lambda value, measure: words.format_in_unit(measure, value),
    "over_under": describe_variance,
    "finance_charts": lambda block: list(draw_finance_charts(block)),
    "run_rate": compute_run_rate,
    "material": find_material_variances,
    "progress": build_progress_figure,
    "column": _name_column,
    "amounts": list_amounts,
    "spread": _describe_spread,
    "unrounded": _count_unrounded,
    "scores": _describe_scores,
    "restated": _describe_restatement,
    "band": lambda score, contract: find_band_title(contract, score),
    "band_rating": lambda risk, contract: rate_risk_score(contract, risk.score),
    "trend": lambda trend: _TRENDS[trend],
    "is_numeric": lambda field: field.type in NUMERIC,
    "yaml": lambda text: Markup(json.dumps(text, ensure_ascii=False)),
    "md": escape_markdown,
    "attribute": _escape_attribute,
}
