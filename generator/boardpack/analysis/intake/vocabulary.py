"""What sources call things: services, measures and columns by their names, titles and the like."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from boardpack.load.columns import list_fields
from boardpack.model.dataset import Contract, Kind
from boardpack.model.directorate import WHOLE_DIRECTORATE, Service
from boardpack.model.intake import Aspect, Intake

_NEAR = 0.8
"""How much of two names must be the same for one to be taken for the other (difflib's ratio)."""
_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "period": (
        "month", "date", "week", "reporting period", "month ending", "week ending", "quarter",
    ),
    "service": (
        "practice", "site", "locality", "ccg", "organisation", "provider", "team", "practice name",
        "service name", "site name",
    ),
    "measure": ("indicator", "metric", "kpi", "indicator name", "measure name"),
    "value": ("actual", "figure", "result", "performance", "count", "number", "no", "total number"),
    "numerator": ("num", "numerator count"),
    "denominator": ("den", "denom", "denominator count"),
    "target": ("plan", "standard"),
    "benchmark": ("peer", "peer average", "national", "england"),
    "group": ("category", "budget group", "heading"),
    "line": ("description", "budget line", "cost line"),
    "id": ("no", "number", "order", "ref", "reference"),
    "ref": ("reference", "risk ref", "risk reference", "risk id"),
    "ytd_budget": ("budget ytd", "year to date budget", "budget to date"),
    "ytd_actual": ("actual ytd", "year to date actual", "actual to date"),
    "ytd_variance": ("variance ytd", "year to date variance", "variance to date"),
    "forecast_budget": ("annual budget", "full year budget", "budget forecast"),
    "forecast_actual": ("forecast outturn", "outturn", "full year forecast", "forecast"),
    "forecast_variance": ("outturn variance", "full year variance", "variance forecast"),
}  # fmt: skip
_TOTAL = re.compile(
    r"(?:grand |sub ?|overall |directorate |column )?totals?(?: .*)?|.+ (?:sub ?)?totals?|overall"
    r"|all (?:services|practices|sites|localities)|averages?|mean|sum"
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Ids by folded name, for each thing that a text can name."""

    by_aspect: Mapping[Aspect, Mapping[str, str]]
    fields: Mapping[str, str]
    names: Mapping[str, str]
    passed_over: frozenset[str]

    def find(self, aspect: Aspect, text: str) -> str:
        """Return the id of the service or measure that a text names exactly; else nothing."""
        name = fold_name(text)
        known = self.by_aspect.get(aspect, {})
        given = self.names.get(name, "")
        return known.get(fold_name(given), "") or known.get(name, "")

    def guess(self, aspect: Aspect, text: str) -> str:
        """Return the id of the one service or measure that a text could mean; else nothing."""
        return _guess_id(fold_name(text), self.by_aspect.get(aspect, {}))

    def find_field(self, text: str) -> str:
        """Return the column of the dataset that a heading names; else nothing."""
        return self.fields.get(fold_name(text), "")

    def guess_field(self, text: str) -> str:
        """Return the one column of the dataset that a heading nearly names; else nothing."""
        near = {self.fields[key] for key in _list_near(fold_name(text), self.fields)}
        return near.pop() if len(near) == 1 else ""

    def is_passed_over(self, text: str) -> bool:
        """Return whether a heading, sheet or row is one that is left out."""
        return fold_name(text) in self.passed_over

    def translate(self, text: str) -> str:
        """Return the word of the dataset that stands for one of the source, or the word itself."""
        return self.names.get(fold_name(text), text)


def build_vocabulary(contract: Contract, services: Iterable[Service], intake: Intake) -> Vocabulary:
    """Return what a dataset's sources may call things."""
    names = {fold_name(name): target for name, target in intake.names.items()}
    service_names = [
        (name, service.id) for service in services for name in (service.id, service.title)
    ]
    service_names += [(WHOLE_DIRECTORATE, WHOLE_DIRECTORATE)]
    measure_names = [
        (name, measure.id) for measure in contract.measures for name in (measure.id, measure.title)
    ]
    return Vocabulary(
        {
            Aspect.SERVICE: _index_names(service_names),
            Aspect.MEASURE: _index_names(measure_names),
        },
        _index_fields(contract),
        names,
        frozenset(map(fold_name, intake.pass_over)),
    )


@lru_cache(maxsize=16_384)
def fold_name(text: str) -> str:
    """Return a name without case, marks and blanks that make no difference to a reader."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ")
    return " ".join(re.sub(r"[^\w]|_", " ", folded).split())


@lru_cache(maxsize=16_384)
def is_total(text: str) -> bool:
    """Return whether a row is called as sums are."""
    return _TOTAL.fullmatch(fold_name(text)) is not None


def _index_names(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    index: dict[str, str] = {}
    for name, target in pairs:
        index.setdefault(fold_name(name), target)
    return index


def _index_fields(contract: Contract) -> dict[str, str]:
    fields = list_fields(contract)
    # Names and titles first: what a table itself calls a column means nothing else.
    pairs = [(field.name, field.name) for field in fields]
    pairs += [(field.title, field.name) for field in fields if field.title]
    pairs += [(field.title, field.name) for field in contract.fields if field.title]
    own = {field.name for field in fields}
    pairs += [(word, name) for name, words in _SYNONYMS.items() if name in own for word in words]
    # A measure is no column of its own: in a table of measures it would hide one of that name.
    measures = {fold_name(measure.title) for measure in contract.measures}
    return {
        name: target
        for name, target in _index_names(pairs).items()
        if contract.kind is not Kind.MEASURES or name not in measures
    }


def _guess_id(name: str, known: Mapping[str, str]) -> str:
    if not name:
        return ""
    containing = {target for key, target in known.items() if key in name or name in key}
    if len(containing) == 1:
        return containing.pop()
    near = {known[key] for key in _list_near(name, known)}
    return near.pop() if len(near) == 1 else ""


def _list_near(name: str, known: Iterable[str]) -> list[str]:
    return get_close_matches(name, list(known), 3, _NEAR)
