"""What stands of an edition's sign-off, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import indent, wrap
from typing import Any

from boardpack.analysis.edition import Edition
from boardpack.analysis.roles import in_words
from boardpack.findings import Finding, printable
from boardpack.model.signoff import Standing, Verdict

_LEDGER = "L"


def as_values(
    edition: Edition, verdicts: Sequence[Verdict], findings: Sequence[Finding]
) -> dict[str, Any]:
    """Return the verdicts as plain values for JSON."""
    return {
        "pack": edition.pack_id,
        "period": edition.period.id,
        "signed_off": sum(one.is_valid for one in verdicts),
        "due": len(verdicts),
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
    edition: Edition, verdicts: Sequence[Verdict], findings: Sequence[Finding], width: int
) -> str:
    """Return the verdicts for people: what is open first, by whoever must act."""
    signed = [one for one in verdicts if one.is_valid]
    head = f"{edition.title}: {len(signed)} of {len(verdicts)} due sections are signed off."
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
    missing = verdict.standing is Standing.MISSING
    why = (
        "not signed off" if missing else f"{verdict.standing.upper()}: {printable(verdict.reason)}"
    )
    yield from wrap(f"{name}: {why}{waits}", width, initial_indent="  ", subsequent_indent="    ")
    for one in verdict.ignored:
        if one != verdict.reason:
            yield indent(
                "\n".join(wrap(f"does not count: {printable(one)}", max(width - 4, 20))), "    "
            )


def _name(verdict: Verdict) -> str:
    return f"{verdict.subject.service}/{verdict.subject.section}"
