"""What a director is shown before signing, and what changed since, as text."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from difflib import unified_diff
from itertools import islice

from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.findings import escape_unprintable
from boardpack.model.dataset import Gap
from boardpack.model.period import format_day
from boardpack.model.signoff import Component, Standing, Verdict
from boardpack.render.findings.report import format_count
from boardpack.render.signoff.written import (
    describe_exception,
    list_paper_lines,
    list_unprinted_lines,
)
from boardpack.signoff.signed_lines import SignedLines
from boardpack.signoff.verdict import NOT_YET

_MOST = 12
DIGEST_LENGTH = 12
"""So many digits of a digest tell sections apart; records have all of them."""
_HEADING = re.compile(r"#{3,6}[ \t]+(?P<words>.*?)[ \t#]*")
_DECIDED = (Standing.VALID, Standing.STALE, Standing.OBJECTED)
"""Where the reason begins with what somebody did."""
_SUPPRESSED = re.compile(rf" {Gap.SUPPRESSED.value}(?=[,;]|$)")
_MARKS = {"-": "was", "+": "now"}


def render_for_signing(
    edition: Edition,
    entry: Entry,
    signed_lines: SignedLines,
    verdict: Verdict,
    person: str = "",
    writers: Collection[str] = (),
) -> str:
    """Return a section as it is put before the person who decides on it.

    `writers` are the ids of those who wrote it, by Git.
    """
    return "\n".join(_iterate_lines(edition, entry, signed_lines, verdict, person, writers))


def render_every_line(edition: Edition, entry: Entry, signed_lines: SignedLines) -> str:
    """Return every line that is signed of a section: what has its digest, and nothing else."""
    lines = [render_heading(edition, entry)]
    for component in Component:
        component_lines = getattr(signed_lines, component.value)
        lines += [f"  {component.value}:"] if component_lines else []
        lines += [f"    {escape_unprintable(line)}" for line in component_lines]
    return "\n".join(lines)


def compare_signed_lines(earlier: SignedLines, later: SignedLines) -> dict[Component, list[str]]:
    """Return the lines that went (`was ...`) and came (`now ...`), by component.

    Of a dataset in which something is suppressed now, those that went are withheld: they would say
    what is suppressed, or what it follows from.
    """
    lines_by_component = {}
    withheld_names = _list_newly_suppressed(earlier.data, later.data)
    for component in Component:
        earlier_lines, later_lines = (
            getattr(earlier, component.value),
            getattr(later, component.value),
        )
        difference = islice(unified_diff(earlier_lines, later_lines, n=0, lineterm=""), 2, None)
        changed_lines = [
            f"{_MARKS[line[0]]}  {escape_unprintable(line[1:])}"
            for line in _withhold_figures(difference, withheld_names)
            if line[:1] in _MARKS
        ]
        if changed_lines:
            lines_by_component[component] = changed_lines
    return lines_by_component


def _list_newly_suppressed(
    earlier_lines: Sequence[str], later_lines: Sequence[str]
) -> frozenset[str]:
    """Return the datasets with a row that is suppressed now and was not so before."""
    new_lines = set(later_lines) - set(earlier_lines)
    return frozenset(line.split(" ", 1)[0] for line in new_lines if _SUPPRESSED.search(line))


def _withhold_figures(difference: Iterable[str], withheld_names: Set[str]) -> Iterator[str]:
    """Yield the lines of a difference, of some datasets but one for all that went."""
    named: set[str] = set()
    for line in difference:
        name = line[1:].split(" ", 1)[0]
        if line[0] == "+" or name not in withheld_names:
            yield line
        elif name not in named:
            named.add(name)
            yield f"-{name} (withheld, because something of it is suppressed now)"


def render_difference(
    lines_by_component: dict[Component, list[str]], most: int = sys.maxsize
) -> str:
    """Return a difference as text for people, of each component so many lines at most."""
    lines: list[str] = []
    for component, changed_lines in lines_by_component.items():
        lines.append(f"  {component.value}:")
        lines += [f"    {line}" for line in changed_lines[:most]]
        if len(changed_lines) > most:
            lines.append(f"    ... and {len(changed_lines) - most} more: boardpack signoff diff")
    return "\n".join(lines)


def render_heading(edition: Edition, entry: Entry) -> str:
    """Return `Cannock Chase: KPIs`."""
    title = edition.instance.directorate.find_service_title(entry.service)
    return f"{title}: {entry.section.title}"


def list_written_paragraphs(edition: Edition, entry: Entry) -> list[str]:
    """Return what people wrote of a section, paragraph by paragraph, with all that is not prose."""
    return [*list_shown_paragraphs(edition, entry), *list_unprinted_lines(edition, entry)]


def list_shown_paragraphs(edition: Edition, entry: Entry) -> list[str]:
    """Return what readers see of what was written."""
    paragraphs = [
        f"Said not to apply: {entry.not_applicable}" if entry.not_applicable else "",
        f"Said to be unchanged: {entry.unchanged}" if entry.unchanged else "",
        *(list_paper_lines(edition, entry) if entry.submission else ()),
        entry.narrative.prose if entry.narrative else "",
        *(f"Exception report: {describe_exception(edition, one)}" for one in entry.exceptions),
        *(f"{format_day(event.date)}: {event.words}" for event in entry.events),
        *(
            f"No longer reported: {ending.title}, last in {ending.last}: {ending.reason}"
            for ending in entry.endings
        ),
    ]
    return [paragraph for paragraph in paragraphs if paragraph.strip()]


def _iterate_lines(
    edition: Edition,
    entry: Entry,
    signed_lines: SignedLines,
    verdict: Verdict,
    person: str,
    writers: Collection[str],
) -> Iterator[str]:
    yield f"{render_heading(edition, entry)} ({edition.title}, {entry.state})"
    if verdict.reason != NOT_YET:
        yield f"  Until now: {escape_unprintable(_describe_standing(edition, verdict, person))}"
    if entry.waiver is not None:
        yield f"  Waived until {entry.waiver.until}: {escape_unprintable(entry.waiver.reason)}"
    if entry.not_applicable:
        yield f"  Said not to apply: {escape_unprintable(entry.not_applicable)}"
    if entry.unchanged:
        yield f"  Said to be unchanged: {escape_unprintable(entry.unchanged)}"
    for line in (*list_paper_lines(edition, entry), *list_unprinted_lines(edition, entry)):
        yield f"  {escape_unprintable(line)}"
    if entry.narrative is not None:
        yield f"  Written by {escape_unprintable(_name_writers(edition, entry, writers))}"
        for line in entry.narrative.prose.split("\n"):
            yield f"  | {escape_unprintable(_flatten_heading(line))}"
    for exception in entry.exceptions:
        yield f"  Exception: {escape_unprintable(describe_exception(edition, exception))}"
    for event in entry.events:
        yield f"  {format_day(event.date)}: {escape_unprintable(event.words)}"
    for ending in entry.endings:
        words = f"{ending.title}, last in {ending.last}: {ending.reason or 'no reason is given'}"
        yield f"  No longer reported: {escape_unprintable(words)}"
    yield from _iterate_first_figures(list(_iterate_figures(entry)))
    row_words = f"{format_count(len(signed_lines.data), 'data row')}; " if signed_lines.data else ""
    yield f"  {row_words}digest {verdict.subject.digest[:DIGEST_LENGTH]}"


def _name_writers(edition: Edition, entry: Entry, writers: Collection[str]) -> str:
    """Return whom the words name as their author, and who else had a hand in them."""
    people, author = (
        edition.instance.people,
        entry.submission.front.author if entry.submission else "",
    )
    names = [people[one].name if one in people else one for one in (author, *sorted(writers))]
    author_name, *others = dict.fromkeys(names)
    return f"{author_name}, with {' and '.join(others)}" if others else author_name


def _describe_standing(edition: Edition, verdict: Verdict, person: str) -> str:
    """Return what stood until now, with `You` for the person who is shown it."""
    record, known_person = verdict.record, edition.instance.people.get(person)
    if verdict.standing not in _DECIDED or not known_person or not record or record.actor != person:
        return verdict.reason
    return re.sub(f"^{re.escape(known_person.name)}(?= )", "You", verdict.reason)


def _flatten_heading(line: str) -> str:
    """Return a line of a narrative, a smaller heading as `Heading:`."""
    heading_match = _HEADING.fullmatch(line)
    return f"{heading_match['words'].rstrip(':')}:" if heading_match else line


def _iterate_first_figures(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:_MOST]
    if len(lines) > _MOST:
        yield f"  ... and {len(lines) - _MOST} more figures: boardpack build, then look at the page"


def _iterate_figures(entry: Entry) -> Iterator[str]:
    for block in entry.blocks:
        for sentence in block.summarise():
            yield f"  {sentence}"
