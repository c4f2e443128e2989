"""Jinja2 as templates see it: strict, escaping everything, with the words that readers see."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape
from typing import Any

from jinja2 import BytecodeCache, DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from boardpack.analysis.edition import Edition
from boardpack.analysis.finance import Difference, amounts, over_or_under
from boardpack.analysis.finance_judgement import material_variances, run_rate
from boardpack.analysis.progress import progress
from boardpack.analysis.rag import Rating
from boardpack.analysis.risks import band_rating, band_title
from boardpack.analysis.tables import NUMERIC, TableBlock
from boardpack.model.dataset import Contract, Risk
from boardpack.model.instance import Instance
from boardpack.model.period import day_words, parse_period
from boardpack.render import words
from boardpack.render.finance_charts import finance_charts
from boardpack.render.judged import Judge, recent_rows

SHAPES = {Rating.RED: "◆", Rating.AMBER: "▲", Rating.GREEN: "●", Rating.UNRATED: "–"}
RECENT = 12
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+.!|<>-])")
_TRENDS = {"new": "New", "up": "↑ Rising", "same": "→ Unchanged", "down": "↓ Falling"}


def environment(
    templates: Mapping[str, str], edition: Edition, cache: BytecodeCache | None = None
) -> Environment:
    """Return the environment of an edition; an unknown name in a template is an error."""
    instance = edition.instance
    found = Environment(
        loader=DictLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=cache,
    )
    found.globals.update(shapes=SHAPES, rating_words=words.RATING_WORDS)
    found.filters.update(_FILTERS)
    judge = Judge(edition.variations)
    found.filters.update(
        judge=judge,
        judged=lambda block: [judge(one) for one in block.measured],
        person=lambda who: _who(instance, who),
        role_or_person=lambda who: _who(instance, who),
        role=instance.directorate.role_title,
        service_title=instance.directorate.service_title,
    )
    return found


def _who(instance: Instance, who: str) -> str:
    person = instance.people.get(who)
    return person.name if person else instance.directorate.role_title(who)


def _spread(differences: tuple[Difference, ...]) -> str:
    largest = max(abs(one.printed - one.calculated) for one in differences)
    return f"up to {words.amount(largest)}"


def _unrounded(differences: tuple[Difference, ...]) -> int:
    return sum(not one.is_rounding for one in differences)


def _title(name: str, block: TableBlock) -> str:
    """Return what readers call a column."""
    given = next((field.title for field in block.fields if field.name == name), "")
    return given or name.replace("_", " ").capitalize()


def _scores(risk: Risk) -> str:
    inherent = (
        f"Inherent {risk.inherent_score} = {risk.inherent_likelihood} × {risk.inherent_consequence}"
    )
    if risk.residual_score is None:
        return f"{inherent}; residual not stated"
    parts = f"{risk.residual_likelihood} × {risk.residual_consequence}"
    return f"{inherent}; residual {risk.residual_score} = {parts}"


def _restated(one: Any, contract: Contract) -> str:
    measure = next(m for m in contract.measures if m.id == one.measure)
    was, now = words.in_unit(measure, one.was), words.in_unit(measure, one.now)
    return f"{measure.title}, {parse_period(one.period).title}, from {was} to {now}."


def _attribute(text: str) -> Markup:
    """Return text for an attribute in single quotes; JSON is full of double ones."""
    return Markup(text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&#39;"))


def markdown(text: str) -> Markup:
    """Return text in which nothing is Markdown or HTML."""
    return Markup(_MARKDOWN.sub(r"\\\1", escape(text)))


_FILTERS: dict[str, Any] = {
    "latest": lambda one: words.measured(one, one.latest),
    "year_ago": lambda one: words.measured(one, one.year_ago),
    "benchmark": lambda one: words.measured(one, one.benchmark),
    "target": lambda one: words.target(one),
    "change": words.change_words,
    "recent": lambda judged: recent_rows(judged, RECENT),
    "money": words.amount,
    "cell": words.cell,
    "day": day_words,
    "in_unit": lambda value, measure: words.in_unit(measure, value),
    "over_under": over_or_under,
    "finance_charts": lambda block: list(finance_charts(block)),
    "run_rate": run_rate,
    "material": material_variances,
    "progress": progress,
    "column": _title,
    "amounts": amounts,
    "spread": _spread,
    "unrounded": _unrounded,
    "scores": _scores,
    "restated": _restated,
    "band": lambda score, contract: band_title(contract, score),
    "band_rating": lambda risk, contract: band_rating(contract, risk.score),
    "trend": lambda trend: _TRENDS[trend],
    "is_numeric": lambda field: field.type in NUMERIC,
    "yaml": lambda text: Markup(json.dumps(text, ensure_ascii=False)),
    "md": markdown,
    "attribute": _attribute,
}
