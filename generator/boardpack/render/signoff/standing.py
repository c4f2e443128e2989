"""What stands of an edition's sign-off, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Any

from boardpack.analysis.edition import Edition
from boardpack.analysis.roles import format_role
from boardpack.findings import Finding, escape_unprintable
from boardpack.model.signoff import Standing, Verdict
from boardpack.render.findings.report import format_count
from boardpack.signoff.verdict import NOT_YET

_LEDGER = "L"
_NARROWEST = 24
"""Columns for what stands indented, however narrow the terminal."""


def to_verdict_values(
    edition: Edition,
    verdicts: Sequence[Verdict],
    findings: Sequence[Finding],
    uncommitted: int,
) -> dict[str, Any]:
    """Return the verdicts as plain values for JSON."""
    return {
        "pack": edition.pack_id,
        "period": edition.period.id,
        "signed_off": sum(verdict.is_valid for verdict in verdicts),
        "due": len(verdicts),
        "uncommitted": uncommitted,
        "ledger": [
            f"{finding.place}: {finding.what}" for finding in _find_ledger_findings(findings)
        ],
        "sections": [
            {
                "service": verdict.subject.service,
                "section": verdict.subject.section,
                "verdict": verdict.standing.value,
                "reason": verdict.reason,
                "changed": [part.value for part in verdict.changed],
                "role": verdict.role,
                "ignored": list(verdict.ignored),
                "digest": verdict.subject.digest,
            }
            for verdict in verdicts
        ],
    }


def render_verdicts(
    edition: Edition,
    verdicts: Sequence[Verdict],
    findings: Sequence[Finding],
    uncommitted: int,
    width: int,
) -> str:
    """Return the verdicts for people: what is open first, by whoever must act.

    `uncommitted` records of the edition count here, and nowhere else until they are committed.
    """
    signed = [verdict for verdict in verdicts if verdict.is_valid]
    head = f"{edition.title}: {len(signed)} of {len(verdicts)} due sections are signed off."
    if uncommitted:
        records = format_count(uncommitted, "record")
        verb, pronoun = ("is", "it") if uncommitted == 1 else ("are", "them")
        command = "git add data/signoffs && git commit && git push origin HEAD"
        head += f"\n{records} {verb} not committed yet, so nobody else has {pronoun}: {command}"
    lines = [
        head,
        *(
            f"Ledger: {finding.place}: {finding.what}. {finding.advice}"
            for finding in _find_ledger_findings(findings)
        ),
    ]
    for holder, open_verdicts in _group_by_holder(edition, verdicts).items():
        lines += ["", f"{holder}: {len(open_verdicts)}"]
        lines += [
            line
            for verdict in open_verdicts
            for line in _iterate_open_lines(edition, verdict, width)
        ]
    if signed:
        lines += ["", f"Signed off: {len(signed)}"]
        lines += [
            f"  {_name_subject(verdict)}: {escape_unprintable(verdict.reason)}"
            for verdict in signed
        ]
    return "\n".join(lines)


def _find_ledger_findings(findings: Sequence[Finding]) -> Iterator[Finding]:
    return (finding for finding in findings if finding.code.startswith(_LEDGER))


def _group_by_holder(edition: Edition, verdicts: Sequence[Verdict]) -> dict[str, list[Verdict]]:
    verdicts_by_holder: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        if not verdict.is_valid:
            holder = format_role(edition, verdict.role, verdict.subject.service)
            verdicts_by_holder.setdefault(holder, []).append(verdict)
    return verdicts_by_holder


def _iterate_open_lines(edition: Edition, verdict: Verdict, width: int) -> Iterator[str]:
    entry = edition.find_entry(verdict.subject.service, verdict.subject.section)
    assert entry is not None
    state_words = "" if entry.state.is_complete else f" (the section is still {entry.state})"
    name = _name_subject(verdict)
    yield from _wrap_text(f"{name}: {_describe_reason(verdict)}{state_words}", width, "  ", "    ")
    for ignored in verdict.ignored:
        if ignored != verdict.reason:
            text = f"does not count: {escape_unprintable(ignored)}"
            yield from _wrap_text(text, max(width, _NARROWEST), "    ", "    ")


def _wrap_text(text: str, width: int, first: str, others: str) -> list[str]:
    """Return a text in lines; names and paths with hyphens stay whole, to be found and copied."""
    return wrap(text, width, initial_indent=first, subsequent_indent=others, break_on_hyphens=False)


def _describe_reason(verdict: Verdict) -> str:
    if verdict.reason == NOT_YET:
        return "not signed off"
    is_missing = verdict.standing is Standing.MISSING
    standing = "not signed off" if is_missing else verdict.standing.upper()
    return f"{standing}: {escape_unprintable(verdict.reason)}"


def _name_subject(verdict: Verdict) -> str:
    return f"{verdict.subject.service}/{verdict.subject.section}"
