"""Rules on waivers: who may leave out what, why, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from boardpack.analysis.edition import Edition
from boardpack.analysis.states import State
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_edition_opener
from boardpack.checks.scope import advise_on_unknown_services
from boardpack.findings import Fault, Severity, suggest_word
from boardpack.model.directorate import WHOLE_DIRECTORATE, Waiver
from boardpack.model.instance import Instance
from boardpack.model.pack import Scope
from boardpack.model.period import parse_edition_period
from boardpack.model.words import says_why

_NEEDLESS_REASONS = {State.READY: "is complete without the waiver", State.NOT_DUE: "is not due"}


@rule("W101", "Every waiver has a reason, an owner and an end date")
def find_incomplete_waivers(edition: Edition) -> Iterator[Fault]:
    """Add what is missing; until then the waiver protects nothing."""
    for waiver in _list_edition_waivers(edition):
        missing_fields = [
            field_name
            for field_name, is_given in (
                ("reason", says_why(waiver.reason)),
                ("owner", waiver.owner),
                ("until", waiver.until),
            )
            if not is_given
        ]
        if missing_fields:
            yield _build_fault(
                edition, waiver, f"the waiver has no {' and no '.join(missing_fields)}"
            )


@rule("W102", "No waiver ends before its edition is due")
def find_expired_waivers(edition: Edition) -> Iterator[Fault]:
    """Deliver the section, or agree a later day; an ended waiver protects nothing."""
    day = edition.due_day
    for waiver in _list_edition_waivers(edition):
        if waiver.until is not None and waiver.until < day:
            words = f"the waiver ends on {waiver.until}, the edition is due on {day}"
            yield _build_fault(edition, waiver, words)


@rule("W103", "Every waiver is for something that exists")
def find_misdirected_waivers(edition: Edition) -> Iterator[Fault]:
    """Correct the row so that it names a pack, a period, a service and one of its sections."""
    # Of every edition: one that names a wrong period belongs to none.
    instance = edition.instance
    misdirected = [
        (waiver, words)
        for waiver in instance.waivers
        if (words := _describe_unknown_target(waiver, instance))
    ]
    known_services = {*instance.service_ids, WHOLE_DIRECTORATE}
    unknown_services = {waiver.service for waiver, _ in misdirected} - known_services
    advice_by_service = advise_on_unknown_services(edition, unknown_services)
    for waiver, words in misdirected:
        fault = _build_fault(edition, waiver, words)
        yield replace(fault, advice=advice_by_service.get(waiver.service, ""))


@rule("W104", "Every waiver is needed", Severity.WARNING)
def find_needless_waivers(edition: Edition) -> Iterator[Fault]:
    """Take the waiver out: nothing is left for it to excuse."""
    for waiver in _list_edition_waivers(edition):
        entry = edition.find_entry(waiver.service, waiver.section)
        reason = _NEEDLESS_REASONS.get(entry.state) if entry else None
        if entry and reason:
            yield _build_fault(edition, waiver, f"'{entry.section.title}' {reason}")


def _list_edition_waivers(edition: Edition) -> Iterator[Waiver]:
    edition_key = (edition.pack_id, edition.period.id)
    return (
        waiver for waiver in edition.instance.waivers if (waiver.pack, waiver.period) == edition_key
    )


def _build_fault(edition: Edition, waiver: Waiver, words: str) -> Fault:
    return Fault(waiver.place, words, find_edition_opener(edition), waiver.service, waiver.section)


def _describe_unknown_target(waiver: Waiver, instance: Instance) -> str:
    pack = instance.packs.get(waiver.pack)
    if pack is None:
        return f"there is no pack '{waiver.pack}'{suggest_word(waiver.pack, instance.packs)}"
    try:
        cadence = parse_edition_period(waiver.period).cadence
    except ValueError as error:
        return str(error)
    if cadence is not pack.cadence:
        return f"'{waiver.pack}' is {pack.cadence}, '{waiver.period}' is not"
    if not instance.is_service(waiver.service):
        suggestion = suggest_word(waiver.service, instance.service_ids)
        return f"there is no service '{waiver.service}'{suggestion}"
    scope = Scope.DIRECTORATE if waiver.service == WHOLE_DIRECTORATE else Scope.SERVICE
    papers = instance.define_pack(waiver.pack, waiver.period)
    sections = [section.id for section in papers.sections if section.scope is scope]
    if waiver.section not in sections:
        suggestion = suggest_word(waiver.section, sections)
        return f"'{waiver.service}' has no section '{waiver.section}'{suggestion}"
    return ""
