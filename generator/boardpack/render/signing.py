"""What a director is shown before signing, and what changed since, as text."""

from __future__ import annotations

import re
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
from boardpack.render.findings.report import plural
from boardpack.signoff.facts import Facts
from boardpack.signoff.verdict import NOT_YET

_FEW = 12
_SHORT = 12
"""So many digits of a digest tell sections apart; records have all of them."""
_HEADING = re.compile(r"#{3,6}[ \t]+(?P<words>.*?)[ \t#]*")
_YOURS = (Standing.VALID, Standing.STALE, Standing.OBJECTED)
"""Where the reason begins with what somebody did."""
_MARKS = {"-": "was", "+": "now"}


def shown(edition: Edition, entry: Entry, facts: Facts, verdict: Verdict, person: str = "") -> str:
    """Return a section as it is put before the person who decides on it."""
    return "\n".join(_lines(edition, entry, facts, verdict, person))


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


def _lines(
    edition: Edition, entry: Entry, facts: Facts, verdict: Verdict, person: str
) -> Iterator[str]:
    yield f"{heading(edition, entry)} ({edition.title}, {entry.state})"
    if verdict.reason != NOT_YET:
        yield f"  Until now: {printable(_until_now(edition, verdict, person))}"
    if entry.waiver is not None:
        yield f"  Waived until {entry.waiver.until}: {entry.waiver.reason}"
    if entry.not_applicable:
        yield f"  Said not to apply: {printable(entry.not_applicable)}"
    if entry.narrative is not None:
        for line in entry.narrative.prose.split("\n"):
            yield f"  | {printable(_plain(line))}"
    for one in entry.exceptions:
        yield f"  Exception: {printable(one.issue)} Action: {printable(one.action)}"
    yield from _few(list(_figures(entry)))
    rows = f"{plural(len(facts.data), 'data row')}; " if facts.data else ""
    yield f"  {rows}digest {verdict.subject.digest[:_SHORT]}"


def _until_now(edition: Edition, verdict: Verdict, person: str) -> str:
    """Return what stood until now, with `You` for the person who is shown it."""
    record, known = verdict.record, edition.instance.people.get(person)
    if verdict.standing not in _YOURS or not known or not record or record.actor != person:
        return verdict.reason
    return re.sub(f"^{re.escape(known.name)}(?= )", "You", verdict.reason)


def _plain(line: str) -> str:
    """Return a line of a narrative, a smaller heading as `Heading:`."""
    found = _HEADING.fullmatch(line)
    return f"{found['words'].rstrip(':')}:" if found else line


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
