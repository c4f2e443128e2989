"""What the home page shows first: what is escalated, and every measure at a glance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from boardpack.analysis.comparison import Comparison, compare_entries
from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.escalation import (
    RULE_WORDS,
    Escalation,
    find_escalations,
    group_escalations,
)
from boardpack.analysis.measures import Measured
from boardpack.analysis.once import worked_out_once
from boardpack.analysis.rag import Rating
from boardpack.analysis.states import State
from boardpack.model.dataset import Better
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.pack import EscalationLevel, EscalationRule, Pack

MOST_COLUMNS = 4
"""Up to so many services have a column each."""


_SEEN_RULES = (EscalationRule.RED, EscalationRule.AMBER, EscalationRule.TARGET_MISSED)


@dataclass(frozen=True, slots=True)
class AttentionItem:
    """A measure, or a whole service, that needs attention, with why and what is done about it."""

    entry: Entry
    measured: Measured | None
    reasons: tuple[Escalation, ...]
    level: EscalationLevel

    @property
    def title(self) -> str:
        """The measure's title; a whole service has several."""
        return self.measured.measure.title if self.measured else "Several measures"

    @property
    def rules(self) -> str:
        """The rules that fired, worst first."""
        rules = dict.fromkeys(RULE_WORDS[escalation.rule] for escalation in self.reasons)
        return ", ".join(rules).capitalize()

    @property
    def other_rules(self) -> str:
        """The rules that fired, but for what the rating and the target beside it say already."""
        others = [
            escalation.rule for escalation in self.reasons if escalation.rule not in _SEEN_RULES
        ]
        return ", ".join(dict.fromkeys(RULE_WORDS[rule] for rule in others)).capitalize()

    @property
    def words(self) -> tuple[str, ...]:
        """Why, in at most two sentences; a missed target stands beside the figure already."""
        main_reasons = [
            escalation
            for escalation in self.reasons
            if escalation.rule is not EscalationRule.TARGET_MISSED
        ]
        return tuple(
            dict.fromkeys(escalation.reason for escalation in main_reasons or self.reasons)
        )[:2]


@dataclass(frozen=True, slots=True)
class AttentionSummary:
    """One measure across the services: the directorate's own series, ratings, best and worst."""

    comparison: Comparison
    page: str

    @property
    def counts(self) -> list[tuple[Rating, int]]:
        """How many services have each rating, worst first."""
        rating_counts = Counter(measured.rating for measured in self.comparison.measured)
        return [(rating, rating_counts[rating]) for rating in Rating if rating_counts[rating]]


@worked_out_once
def find_escalated_items(edition: Edition) -> tuple[AttentionItem, ...]:
    """Return what is escalated, worst first. An item reaches the highest level of its rules."""
    return tuple(
        AttentionItem(group[0].entry, group[0].measured, group, _find_level(edition.pack, group))
        for group in group_escalations(find_escalations(edition))
    )


def list_service_items(edition: Edition, service: str) -> Sequence[AttentionItem]:
    """Return what is escalated of a service, worst first."""
    return _group_items(edition).get(service, ())


def find_summarised_items(edition: Edition, service: str) -> Sequence[AttentionItem]:
    """Return what a summary must not leave out: a service's own, or all for the directorate's."""
    is_whole = service == WHOLE_DIRECTORATE
    return find_escalated_items(edition) if is_whole else list_service_items(edition, service)


@worked_out_once
def _group_items(edition: Edition) -> Mapping[str, Sequence[AttentionItem]]:
    items: dict[str, list[AttentionItem]] = {}
    for item in find_escalated_items(edition):
        items.setdefault(item.entry.service, []).append(item)
    return items


def select_level(items: Sequence[AttentionItem], level: EscalationLevel) -> list[AttentionItem]:
    """Return the items that reach a level and none above it."""
    return [item for item in items if item.level is level]


@worked_out_once
def compare_due_measures(edition: Edition) -> tuple[Comparison, ...]:
    """Return every measure that two or more services report and that is due."""
    due_entries = (entry for entry in edition.entries if entry.state is not State.NOT_DUE)
    return compare_entries(due_entries, edition.instance.directorate.member_titles)


def list_attention_summaries(edition: Edition) -> list[AttentionSummary]:
    """Return every compared measure with its page."""
    return [
        AttentionSummary(comparison, build_measure_path(comparison))
        for comparison in compare_due_measures(edition)
    ]


def build_measure_path(comparison: Comparison) -> str:
    """Return the path of a measure's page."""
    # A full stop, which no id holds: `a-b` with `c` is another measure than `a` with `b-c`.
    return f"measures/{comparison.dataset_id}.{comparison.measure.id}.md"


def sort_worst_first(measured: Sequence[Measured]) -> list[Measured]:
    """Return services by rating, then by figure, the worst first; those without figure last."""
    return sorted(measured, key=_rank_measured)


def _rank_measured(measured: Measured) -> tuple[int, float]:
    ratings = list(Rating)
    if not isinstance(measured.latest, Decimal):
        return len(ratings), 0.0
    sign = -1 if measured.measure.better is Better.LOWER else 1
    return ratings.index(measured.rating), sign * float(measured.latest)


def _find_level(pack: Pack, escalations: Sequence[Escalation]) -> EscalationLevel:
    levels = [pack.escalation.find_level(escalation.rule) for escalation in escalations]
    return min(levels, key=tuple(EscalationLevel).index)
