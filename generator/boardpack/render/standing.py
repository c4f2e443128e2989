"""What stands of an edition's sign-off, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Any

from boardpack.analysis.edition import Edition
from boardpack.analysis.roles import in_words
from boardpack.findings import Finding, printable
from boardpack.model.signoff import Standing, Verdict
from boardpack.render.findings.report import plural
from boardpack.signoff.verdict import NOT_YET

_LEDGER = "L"
_NARROWEST = 24
"""Columns for what stands indented, however narrow the terminal."""


def as_values(
    edition: Edition,
    verdicts: Sequence[Verdict],
    findings: Sequence[Finding],
    uncommitted: int,
) -> dict[str, Any]:
    """Return the verdicts as plain values for JSON."""
    return {
        "pack": edition.pack_id,
        "period": edition.period.id,
        "signed_off": sum(one.is_valid for one in verdicts),
        "due": len(verdicts),
        "uncommitted": uncommitted,
        "ledger": [f"{one.place}: {one.what}" for one in _of_ledger(findings)],
        "sections": [
            {
                "service": one.subject.service,
                "section": one.subject.section,
                "verdict": one.standing.value,
                "reason": one.reason,
                "changed": [part.value for part in one.changed],
                "role": one.role,
                "ignored": list(one.ignored),
                "digest": one.subject.digest,
            }
            for one in verdicts
        ],
    }


def as_text(
    edition: Edition,
    verdicts: Sequence[Verdict],
    findings: Sequence[Finding],
    uncommitted: int,
    width: int,
) -> str:
    """Return the verdicts for people: what is open first, by whoever must act.

    `uncommitted` records of the edition count here, and nowhere else until they are committed.
    """
    signed = [one for one in verdicts if one.is_valid]
    head = f"{edition.title}: {len(signed)} of {len(verdicts)} due sections are signed off."
    if uncommitted:
        records = plural(uncommitted, "record")
        be, them = ("is", "it") if uncommitted == 1 else ("are", "them")
        command = "git add data/signoffs && git commit && git push origin HEAD"
        head += f"\n{records} {be} not committed yet, so nobody else has {them}: {command}"
    lines = [head, *(f"Ledger: {one.place}: {one.what}" for one in _of_ledger(findings))]
    for who, owed in _by_holder(edition, verdicts).items():
        lines += ["", f"{who}: {len(owed)}"]
        lines += [line for one in owed for line in _open(edition, one, width)]
    if signed:
        lines += ["", f"Signed off: {len(signed)}"]
        lines += [f"  {_name(one)}: {printable(one.reason)}" for one in signed]
    return "\n".join(lines)


def _of_ledger(findings: Sequence[Finding]) -> Iterator[Finding]:
    return (one for one in findings if one.code.startswith(_LEDGER))


def _by_holder(edition: Edition, verdicts: Sequence[Verdict]) -> dict[str, list[Verdict]]:
    found: dict[str, list[Verdict]] = {}
    for one in verdicts:
        if not one.is_valid:
            who = in_words(edition, one.role, one.subject.service)
            found.setdefault(who, []).append(one)
    return found


def _open(edition: Edition, verdict: Verdict, width: int) -> Iterator[str]:
    entry = edition.entry(verdict.subject.service, verdict.subject.section)
    assert entry is not None
    waits = "" if entry.state.is_complete else f" (the section is still {entry.state})"
    name = _name(verdict)
    yield from _wrapped(f"{name}: {_why(verdict)}{waits}", width, "  ", "    ")
    for one in verdict.ignored:
        if one != verdict.reason:
            said = f"does not count: {printable(one)}"
            yield from _wrapped(said, max(width, _NARROWEST), "    ", "    ")


def _wrapped(text: str, width: int, first: str, others: str) -> list[str]:
    """Return a text in lines; names and paths with hyphens stay whole, to be found and copied."""
    return wrap(text, width, initial_indent=first, subsequent_indent=others, break_on_hyphens=False)


def _why(verdict: Verdict) -> str:
    if verdict.reason == NOT_YET:
        return "not signed off"
    missing = verdict.standing is Standing.MISSING
    standing = "not signed off" if missing else verdict.standing.upper()
    return f"{standing}: {printable(verdict.reason)}"


def _name(verdict: Verdict) -> str:
    return f"{verdict.subject.service}/{verdict.subject.section}"
