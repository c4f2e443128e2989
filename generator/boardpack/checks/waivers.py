"""Rules on waivers: who may leave out what, why, and until when."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.edition import Edition
from boardpack.analysis.states import State
from boardpack.checks.reach import hint
from boardpack.checks.registry import rule
from boardpack.checks.who import opener
from boardpack.findings import Fault, Severity
from boardpack.model.directorate import WHOLE_DIRECTORATE, Waiver
from boardpack.model.instance import Instance
from boardpack.model.pack import Scope
from boardpack.model.period import parse_period

_NEEDLESS = {State.READY: "is complete without the waiver", State.NOT_DUE: "is not due"}


@rule("W101", "Every waiver has a reason, an owner and an end date")
def waiver_is_complete(edition: Edition) -> Iterator[Fault]:
    """Add what is missing; until then the waiver protects nothing."""
    for waiver in _of(edition):
        lacking = [name for name in ("reason", "owner", "until") if not getattr(waiver, name)]
        if lacking:
            yield _fault(edition, waiver, f"the waiver has no {' and no '.join(lacking)}")


@rule("W102", "No waiver ends before its edition is due")
def waiver_lasts(edition: Edition) -> Iterator[Fault]:
    """Deliver the section, or agree a later day; an ended waiver protects nothing."""
    day = edition.due_day
    for waiver in _of(edition):
        if waiver.until is not None and waiver.until < day:
            words = f"the waiver ends on {waiver.until}, the edition is due on {day}"
            yield _fault(edition, waiver, words)


@rule("W103", "Every waiver is for something that exists")
def waiver_has_object(edition: Edition) -> Iterator[Fault]:
    """Correct the row so that it names a pack, a period, a service and one of its sections."""
    for waiver in edition.instance.waivers:
        if words := _unknown(waiver, edition.instance):
            yield _fault(edition, waiver, words)


@rule("W104", "Every waiver is needed", Severity.WARNING)
def waiver_is_needed(edition: Edition) -> Iterator[Fault]:
    """Take the waiver out: nothing is left for it to excuse."""
    for waiver in _of(edition):
        entry = edition.entry(waiver.service, waiver.section)
        why = _NEEDLESS.get(entry.state) if entry else None
        if entry and why:
            yield _fault(edition, waiver, f"'{entry.section.title}' {why}")


def _of(edition: Edition) -> Iterator[Waiver]:
    here = (edition.pack_id, edition.period.id)
    return (one for one in edition.instance.waivers if (one.pack, one.period) == here)


def _fault(edition: Edition, waiver: Waiver, words: str) -> Fault:
    return Fault(waiver.place, words, opener(edition), waiver.service, waiver.section)


def _unknown(waiver: Waiver, instance: Instance) -> str:
    pack = instance.packs.get(waiver.pack)
    if pack is None:
        return f"there is no pack '{waiver.pack}'{hint(waiver.pack, instance.packs)}"
    try:
        cadence = parse_period(waiver.period).cadence
    except ValueError as error:
        return str(error)
    if cadence is not pack.cadence:
        return f"'{waiver.pack}' is {pack.cadence}, '{waiver.period}' is not"
    if not instance.is_service(waiver.service):
        return f"there is no service '{waiver.service}'{hint(waiver.service, instance.service_ids)}"
    scope = Scope.DIRECTORATE if waiver.service == WHOLE_DIRECTORATE else Scope.SERVICE
    sections = [section.id for section in pack.sections if section.scope is scope]
    if waiver.section not in sections:
        return (
            f"'{waiver.service}' has no section '{waiver.section}'{hint(waiver.section, sections)}"
        )
    return ""
