"""What a director is shown before signing, and what changed since, as text."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from difflib import unified_diff
from itertools import islice

from boardpack.analysis.edition import Edition, Entry
from boardpack.analysis.finance import FinanceBlock
from boardpack.analysis.measures import MeasuresBlock, as_set, in_words
from boardpack.analysis.risks import RisksBlock, band_title
from boardpack.findings import printable
from boardpack.model.signoff import Component, Standing, Verdict
from boardpack.signoff.facts import Facts

_FEW = 12
_MARKS = {"-": "was", "+": "now"}


def shown(edition: Edition, entry: Entry, facts: Facts, verdict: Verdict) -> str:
    """Return a section as it is put before whoever decides on it."""
    return "\n".join(_lines(edition, entry, facts, verdict))


def difference(before: Facts, after: Facts) -> dict[Component, list[str]]:
    """Return the lines that went (`was ...`) and came (`now ...`), by component."""
    found = {}
    for component in Component:
        was, now = getattr(before, component.value), getattr(after, component.value)
        changed = [
            f"{_MARKS[line[0]]}  {printable(line[1:])}"
            for line in islice(unified_diff(was, now, n=0, lineterm=""), 2, None)
            if line[:1] in _MARKS
        ]
        if changed:
            found[component] = changed
    return found


def difference_text(found: dict[Component, list[str]], most: int = sys.maxsize) -> str:
    """Return a difference as text for people, of each component so many lines at most."""
    lines: list[str] = []
    for component, changed in found.items():
        lines.append(f"  {component.value}:")
        lines += [f"    {line}" for line in changed[:most]]
        if len(changed) > most:
            lines.append(f"    ... and {len(changed) - most} more: boardpack signoff diff")
    return "\n".join(lines)


def heading(edition: Edition, entry: Entry) -> str:
    """Return `Cannock Chase: KPIs`."""
    title = edition.instance.directorate.service_title(entry.service)
    return f"{title}: {entry.section.title}"


def _lines(edition: Edition, entry: Entry, facts: Facts, verdict: Verdict) -> Iterator[str]:
    yield f"{heading(edition, entry)} ({edition.title}, {entry.state})"
    if verdict.standing is not Standing.MISSING:
        yield f"  Until now: {verdict.standing}: {printable(verdict.reason)}"
    if entry.waiver is not None:
        yield f"  Waived until {entry.waiver.until}: {entry.waiver.reason}"
    if entry.not_applicable:
        yield f"  Said not to apply: {printable(entry.not_applicable)}"
    if entry.narrative is not None:
        for line in entry.narrative.prose.split("\n"):
            yield f"  | {printable(line)}"
    for one in entry.exceptions:
        yield f"  Exception: {printable(one.issue)} Action: {printable(one.action)}"
    yield from _few(list(_figures(entry)))
    yield f"  {len(facts.data)} data rows; digest {verdict.subject.digest}"


def _few(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:_FEW]
    if len(lines) > _FEW:
        yield f"  ... and {len(lines) - _FEW} more figures: boardpack build, then look at the page"


def _figures(entry: Entry) -> Iterator[str]:
    for block in entry.blocks:
        match block:
            case MeasuresBlock():
                for one in block.measured:
                    latest = in_words(one.measure, one.latest)
                    target = as_set(one.measure, one.target)
                    aim = "" if target == "not available" else f", target {target}"
                    yield f"  {one.measure.title}: {latest}{aim}, {one.rating.value}"
            case FinanceBlock():
                actual, variance = block.total[1], block.total[2]
                words = f"{actual:,} to date, variance {variance:+,} ({block.contract.unit})"
                yield f"  {block.contract.title}: {words}"
            case RisksBlock():
                for risk in block.risks:
                    band = band_title(block.contract, risk.score)
                    yield f"  {risk.ref} {risk.title}: {risk.score}, {band}"
            case _:
                yield f"  {block.contract.title}: {len(block.rows)} rows"
