"""What keeps the gate shut for want of a sign-off, as findings like all others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from boardpack.analysis.edition import Edition
from boardpack.analysis.roles import format_role
from boardpack.findings import Fault, Finding, Place, Rule
from boardpack.model.signoff import Action, Standing, Verdict
from boardpack.signoff.instructions import format_decision_command
from boardpack.signoff.verdict import OWN_WORK

_SIGN_AGAIN = "Look at the section again, then sign it."
_LET_DEPUTY_SIGN = "Let a deputy who had no hand in it look at the section, then sign it."
_RULES: Mapping[Standing, Rule] = MappingProxyType(
    {
        Standing.MISSING: Rule(
            "V101", "Every due section is signed off", "Look at the section, then sign it."
        ),
        Standing.STALE: Rule("V102", "Nothing changed after it was signed", _SIGN_AGAIN),
        Standing.INVALID: Rule(
            "V103",
            "Sign-offs are by those who may",
            "Let somebody who holds the role and had no hand in it look at it, then sign.",
        ),
        Standing.OBJECTED: Rule(
            "V104",
            "No objection is open",
            "Mend what the objection says; then the same person, or their successor, signs.",
        ),
        Standing.RESIDUAL: Rule(
            "V105", "Merges bring in nothing that nobody reviewed", _SIGN_AGAIN
        ),
        Standing.UNVERIFIABLE: Rule(
            "V106",
            "It is known who wrote and who signed",
            "Add the address to that person's row in data/people.csv, or let somebody known do it.",
            may_name_addresses=True,
        ),
        Standing.ERROR: Rule(
            "V107",
            "All evidence can be read",
            "Put right what is said here, then ask again; nothing counts as signed until then.",
        ),
    }
)
RULES = tuple(_RULES.values())


def to_findings(edition: Edition, verdicts: Sequence[Verdict]) -> Iterator[Finding]:
    """Yield a finding for each due section that is not validly signed off."""
    for verdict in verdicts:
        if verdict.standing is not Standing.VALID:
            rule = _RULES[verdict.standing]
            yield rule.complete_fault(_build_fault(edition, verdict, rule))


def _build_fault(edition: Edition, verdict: Verdict, rule: Rule) -> Fault:
    service, section = verdict.subject.service, verdict.subject.section
    entry = edition.find_entry(service, section)
    assert entry is not None
    title = edition.instance.directorate.find_service_title(service)
    ignored_words = f" ({'; '.join(verdict.ignored)})" if verdict.ignored else ""
    aside = "" if verdict.reason in verdict.ignored else ignored_words
    narrative, submission = entry.narrative, entry.submission
    narrative_place = submission.find_place(narrative.line) if narrative and submission else None
    return Fault(
        place=narrative_place or Place(f"data/packs/{edition.pack_id}.yml"),
        what=f"{title}, {entry.section.title}: {verdict.reason}{aside}",
        who=format_role(edition, verdict.role, service),
        service=service,
        section=section,
        advice=_build_advice(edition, verdict, rule),
    )


def _build_advice(edition: Edition, verdict: Verdict, rule: Rule) -> str:
    """Return what to do, with the command where it is to sign.

    An objection is lifted by whoever made it; all else is signed by a holder of the role, and
    where all of them wrote some of it, by a deputy whom nobody knows yet.
    """
    if verdict.standing in (Standing.UNVERIFIABLE, Standing.ERROR):
        return rule.advice
    service = verdict.subject.service
    is_own_work = verdict.standing is Standing.MISSING and verdict.reason.endswith(OWN_WORK)
    holders = (
        () if is_own_work else edition.instance.list_holders(verdict.role, service, edition.due_day)
    )
    record = verdict.record if verdict.standing is Standing.OBJECTED else None
    person = (record and record.actor) or next(iter(holders), "PERSON")
    command = format_decision_command(
        Action.APPROVE, edition.pack_id, edition.period.id, [verdict.subject.name], person
    )
    advice = _LET_DEPUTY_SIGN if is_own_work else rule.advice
    return f"{advice.removesuffix('.')}: {command}"
