"""What the home page shows first: what is escalated, and every measure at a glance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from boardpack.analysis.changes import needs_attention
from boardpack.analysis.comparison import Comparison, comparisons
from boardpack.analysis.edition import Edition, Entry
from boardpack.analysis.escalation import Escalation, EscalationRule, by_subject
from boardpack.analysis.measures import Measured
from boardpack.analysis.rag import Rating
from boardpack.analysis.states import State
from boardpack.model.dataset import Better

FEW = 4
"""Up to so many services have a column each."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A measure, or a whole service, that needs attention, with why and what is done about it."""

    entry: Entry
    measured: Measured | None
    reasons: tuple[Escalation, ...]

    @property
    def rules(self) -> str:
        """The rules that fired, worst first."""
        return ", ".join(dict.fromkeys(str(one.rule) for one in self.reasons)).capitalize()

    @property
    def words(self) -> tuple[str, ...]:
        """Why, in at most two sentences; a missed target stands beside the figure already."""
        found = [one for one in self.reasons if one.rule is not EscalationRule.TARGET_MISSED]
        return tuple(dict.fromkeys(one.reason for one in found or self.reasons))[:2]


@dataclass(frozen=True, slots=True)
class Glance:
    """One measure across the services: the directorate's own series, ratings, best and worst."""

    comparison: Comparison
    page: str

    @property
    def counts(self) -> list[tuple[Rating, int]]:
        """How many services have each rating, worst first."""
        found = Counter(one.rating for one in self.comparison.measured)
        return [(rating, found[rating]) for rating in Rating if found[rating]]


def escalated(found: Sequence[Escalation], entries: Sequence[Entry]) -> list[Subject]:
    """Return what is escalated of some entries, worst first; `found` is that of the edition."""
    kept = {id(entry) for entry in entries}
    mine = [one for one in found if id(one.entry) in kept]
    return [Subject(group[0].entry, group[0].measured, group) for group in by_subject(mine)]


def not_escalated(entries: Sequence[Entry], subjects: Sequence[Subject]) -> list[Subject]:
    """Return the measures beyond a threshold that no rule escalates."""
    seen = {id(one.measured) for one in subjects}
    return [
        Subject(one.entry, one.measured, ())
        for one in needs_attention(tuple(entries))
        if id(one.measured) not in seen
    ]


def compared(edition: Edition) -> tuple[Comparison, ...]:
    """Return every measure that two or more services report and that is due."""
    return comparisons(e for e in edition.entries if e.state is not State.NOT_DUE)


def glances(edition: Edition) -> list[Glance]:
    """Return every compared measure with its page."""
    return [Glance(one, measure_page(one)) for one in compared(edition)]


def measure_page(one: Comparison) -> str:
    """Return the path of a measure's page."""
    return f"measures/{one.dataset_id}-{one.measure.id}.md"


def worst_first(measured: Sequence[Measured]) -> list[Measured]:
    """Return services by rating, then by figure, the worst first; those without figure last."""
    return sorted(measured, key=_order)


def _order(one: Measured) -> tuple[int, float]:
    ratings = list(Rating)
    if not isinstance(one.latest, Decimal):
        return len(ratings), 0.0
    sign = -1 if one.measure.better is Better.LOWER else 1
    return ratings.index(one.rating), sign * float(one.latest)
