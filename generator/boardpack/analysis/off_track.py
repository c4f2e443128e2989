"""Why a section needs an exception report: what is red, amber or escalated in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.escalation import RULE_WORDS, Escalation, find_escalations
from boardpack.analysis.once import worked_out_once
from boardpack.analysis.rag import Rating
from boardpack.model.pack import EscalationRule

_OFF_TRACK = (Rating.RED, Rating.AMBER)


@worked_out_once
def group_by_section(edition: Edition) -> Mapping[tuple[str, str], Sequence[Escalation]]:
    """Return by service and section what is escalated of it, worst first."""
    escalated: dict[tuple[str, str], list[Escalation]] = {}
    for escalation in find_escalations(edition):
        # That is a whole service's; each of its measures is escalated by itself as well.
        if escalation.rule is not EscalationRule.SEVERAL_MEASURES:
            place = escalation.entry.service, escalation.entry.section.id
            escalated.setdefault(place, []).append(escalation)
    return escalated


def list_reasons(entry: Entry, escalated: Sequence[Escalation]) -> list[str]:
    """Return for each measure why it needs a report, in its worst reason; red and amber first."""
    reasons = {
        measured.measure.id: f"{measured.measure.title} is {measured.rating}"
        for measured in sorted(
            entry.measured, key=lambda measured: tuple(Rating).index(measured.rating)
        )
        if measured.rating in _OFF_TRACK
    }
    for escalation in escalated:
        if escalation.measured is not None:
            reasons.setdefault(escalation.measured.measure.id, describe_reason(escalation))
    return list(reasons.values())


def describe_reason(escalation: Escalation) -> str:
    """Return what is escalated, and by which rule."""
    title = f"{escalation.measured.measure.title}: " if escalation.measured else ""
    return f"{title}{RULE_WORDS[escalation.rule]}"
