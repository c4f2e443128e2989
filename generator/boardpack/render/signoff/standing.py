"""What stands of an edition's sign-off, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Any, NamedTuple

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
        for cause, names in _group_by_cause(edition, open_verdicts).items():
            lines += _render_cause(cause, names, width)
    if signed:
        lines += ["", f"Signed off: {len(signed)}"]
        lines += [
            f"  {verdict.subject.name}: {escape_unprintable(verdict.reason)}" for verdict in signed
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


class _Cause(NamedTuple):
    """Why sections are not signed off, and what does not count for them."""

    reason: str
    ignored: tuple[str, ...]


def _group_by_cause(edition: Edition, verdicts: Sequence[Verdict]) -> dict[_Cause, list[str]]:
    """Return the names of the sections by what keeps them open, which often is the same for all."""
    names_by_cause: dict[_Cause, list[str]] = {}
    for verdict in verdicts:
        entry = edition.find_entry(verdict.subject.service, verdict.subject.section)
        assert entry is not None
        words = "" if entry.state.is_complete else f" (the section is still {entry.state})"
        ignored = tuple(reason for reason in verdict.ignored if reason != verdict.reason)
        cause = _Cause(f"{_describe_reason(verdict)}{words}", ignored)
        names_by_cause.setdefault(cause, []).append(verdict.subject.name)
    return names_by_cause


def _render_cause(cause: _Cause, names: Sequence[str], width: int) -> list[str]:
    """Return the lines of a cause; of several sections, it comes first and their names below."""
    if len(names) == 1:
        lines = _wrap_text(f"{names[0]}: {cause.reason}", width, "  ", "    ")
    else:
        lines = _wrap_text(f"{cause.reason}:", width, "  ", "  ")
        lines += _wrap_text(", ".join(names), width, "    ", "    ")
    for ignored in cause.ignored:
        text = f"does not count: {escape_unprintable(ignored)}"
        lines += _wrap_text(text, max(width, _NARROWEST), "    ", "    ")
    return lines


def _wrap_text(text: str, width: int, first: str, others: str) -> list[str]:
    """Return a text in lines; names and paths with hyphens stay whole, to be found and copied."""
    return wrap(text, width, initial_indent=first, subsequent_indent=others, break_on_hyphens=False)


def _describe_reason(verdict: Verdict) -> str:
    if verdict.reason == NOT_YET:
        return "not signed off"
    is_missing = verdict.standing is Standing.MISSING
    standing = "not signed off" if is_missing else verdict.standing.upper()
    return f"{standing}: {escape_unprintable(verdict.reason)}"
