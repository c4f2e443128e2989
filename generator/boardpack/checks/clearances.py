"""Clearances: who may say that what looks like somebody's details is published all the same."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.edition import Edition
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_edition_opener
from boardpack.findings import Fault
from boardpack.identifiers import compute_check_letters
from boardpack.model.directorate import WHOLE_DIRECTORATE, Clearance
from boardpack.model.instance import Instance
from boardpack.model.words import says_why


@rule("I106", "Every clearance gives a reason, and is from whoever may decide about identifiers")
def find_powerless_clearances(edition: Edition) -> Iterator[Fault]:
    """Let whoever holds that role decide, with their reason and the day; it clears none before."""
    for clearance in edition.instance.clearances:
        if words := _describe_lacking_power(clearance, edition.instance):
            yield Fault(clearance.row, words, find_edition_opener(edition))


def is_cleared(edition: Edition, code: str, path: str, passage: str) -> bool:
    """Return whether somebody who may has let a passage pass a rule, and it is what they saw."""
    return any(
        not _describe_lacking_power(clearance, edition.instance)
        and clearance.until >= edition.due_day
        for clearance in _find_clearances(edition, code, path, passage)
    )


def describe_passage(edition: Edition, code: str, path: str, passage: str) -> str:
    """Return how a clearance would name a passage, and why one that does has no effect."""
    letters = f"passage {compute_check_letters(passage)}"
    ends = [
        f"; {clearance.row} cleared it until {clearance.until}, and the edition is due on "
        f"{edition.due_day}"
        for clearance in _find_clearances(edition, code, path, passage)
        if clearance.until < edition.due_day
    ]
    return letters + "".join(ends[:1])


def find_governor(edition: Edition, fallback: str) -> str:
    """Return the title of the role that decides about identifiers; else somebody who can ask."""
    directorate = edition.instance.directorate
    role = directorate.information_governance
    return directorate.find_role_title(role) if role else fallback


def _find_clearances(edition: Edition, code: str, path: str, passage: str) -> Iterator[Clearance]:
    candidates = [
        clearance
        for clearance in edition.instance.clearances
        if (clearance.rule, clearance.place) == (code, path)
    ]
    letters = compute_check_letters(passage) if candidates else ""
    return (clearance for clearance in candidates if clearance.passage == letters)


def _describe_lacking_power(clearance: Clearance, instance: Instance) -> str:
    if not says_why(clearance.reason):
        return f"'{clearance.reason}' is no reason why it may be published"
    role = instance.directorate.information_governance
    if not role:
        return "nobody may: data/directorate.yml names no role under 'information_governance'"
    holders = instance.list_holders(role, WHOLE_DIRECTORATE, clearance.decided)
    if clearance.decided_by in holders:
        return ""
    title = instance.directorate.find_role_title(role)
    return f"'{clearance.decided_by}' was not {title} on {clearance.decided}"
