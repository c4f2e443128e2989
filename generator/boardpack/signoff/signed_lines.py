"""What a director signs of a section, as lines of text: the same lines that a difference shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from boardpack.analysis.approval import has_thresholds
from boardpack.analysis.blocks.block import Block
from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.lines import list_signed_fields, to_line
from boardpack.analysis.meetings.participants import find_seat_title
from boardpack.analysis.states import State
from boardpack.model.cover_forms import list_cover_roles
from boardpack.model.directorate import WHOLE_DIRECTORATE, SpcRules

_RESOLVED_FIELDS = ("id", "signed_off_by", "services")
"""Of a section: its id is bound to the subject, who signs is said for the pack and it, and whose
it is by being among the sections of the service."""


_ITEM_RESOLVED = ("title", "group", "paper", "signed_off_by", "datasets", "figures_of")
"""Of an item of an agenda: they are signed as those of the section that its paper is."""
_FIRST_RULES = (SpcRules.PLOTTHEDOTS, 7)


@dataclass(frozen=True, slots=True)
class SignedLines:
    """The four components of a subject, each as lines."""

    narrative: tuple[str, ...]
    data: tuple[str, ...]
    definitions: tuple[str, ...]
    figures: tuple[str, ...]


def list_signed_lines(edition: Edition, entry: Entry) -> SignedLines:
    """Return what is signed of an entry."""
    blocks = (*entry.blocks, *entry.beside)
    definitions = (line for block in blocks for line in block.signed_definitions(entry.service))
    return SignedLines(
        narrative=tuple(_iterate_narrative_lines(edition, entry)),
        data=tuple(line for block in blocks for line in block.signed_rows()),
        definitions=(*_iterate_heading_lines(edition, entry), *definitions),
        figures=tuple(
            line for block in blocks for line in block.signed_figures(edition.variations)
        ),
    )


def _iterate_heading_lines(edition: Edition, entry: Entry) -> Iterator[str]:
    """Yield whose section it is, under which titles it stands, and the rules that it must meet."""
    directorate = edition.instance.directorate
    yield f"organisation {to_line(directorate.organisation)}"
    yield f"directorate title {to_line(directorate.title)}"
    yield f"service title {to_line(directorate.find_service_title(entry.service))}"
    absent = set(edition.instance.service_ids) - set(edition.present_services)
    if entry.service == WHOLE_DIRECTORATE and absent:
        yield f"services not there {to_line(tuple(sorted(absent)))}"
    is_charted = any(block.measured for block in (*entry.blocks, *entry.beside))
    if is_charted and (directorate.spc, directorate.spc_run) != _FIRST_RULES:
        # The first rules stand in no line, so that what was signed by them stays signed.
        yield f"spc {directorate.spc}, runs of {directorate.spc_run}"
    yield f"pack title {to_line(edition.pack.title)}"
    yield f"pack escalation {to_line(edition.pack.escalation)}"
    approval = edition.pack.thresholds_approval
    if approval and any(has_thresholds(block.contract) for block in (*entry.blocks, *entry.beside)):
        yield f"pack thresholds {to_line(approval)}"
    yield f"section signed off by {edition.pack.find_signing_role(entry.section)}"
    yield from (f"section {line}" for line in list_signed_fields(entry.section, _RESOLVED_FIELDS))
    item = edition.agenda.find_item(entry.section.id) if edition.agenda else None
    if item is not None:
        yield from (f"agenda {line}" for line in list_signed_fields(item, _ITEM_RESOLVED))
        cover = entry.submission.cover if entry.submission else None
        on_cover = list_cover_roles(cover) if cover else ()
        leads = [name for name in item.lead if name not in on_cover]
        yield from _iterate_seat_titles(edition, *leads)
    section_ids = tuple(
        other.section.id
        # A paper that comes late is not in the signatures of the others.
        for other in edition.list_written_together(entry)
        if other.state is not State.NOT_DUE
    )
    yield f"sections of the service {to_line(section_ids)}"
    for block in (*entry.blocks, *entry.beside):
        yield from _iterate_role_titles(edition, *block.list_responsible())
        yield from _iterate_named_titles(edition, entry, block)


def _iterate_named_titles(edition: Edition, entry: Entry, block: Block) -> Iterator[str]:
    """Yield the titles that stand on the page in place of ids of measures and other services."""
    measures = sorted(frozenset(block.list_named_measures()))
    measure_titles = edition.instance.measure_titles if measures else {}
    for name in measures:
        yield f"measure {name} {to_line(measure_titles.get(name))}"
    for name in sorted(frozenset(block.list_named_services()) - {entry.service}):
        title = edition.instance.directorate.find_service_title(name)
        yield f"service {name} {to_line(title)}"


def _iterate_role_titles(edition: Edition, *ids: str) -> Iterator[str]:
    """Yield the title of each role among some ids of people and roles."""
    titles = {role.id: role.title for role in edition.instance.directorate.roles}
    yield from (f"role {name} {to_line(titles[name])}" for name in ids if name in titles)


def _iterate_seat_titles(edition: Edition, *names: str) -> Iterator[str]:
    """Yield by what titles readers of a committee's papers know seats and roles."""
    yield from _iterate_role_titles(edition, *names)
    committee = edition.instance.committees.get(edition.pack.committee)
    titles = {name: find_seat_title(committee, name) for name in names} if committee else {}
    yield from (f"seat {name} {to_line(title)}" for name, title in titles.items() if title)


def _iterate_narrative_lines(edition: Edition, entry: Entry) -> Iterator[str]:
    yield f"state {to_line(entry.state)}"
    if entry.waiver is not None:
        waiver = entry.waiver
        yield f"waived by {waiver.owner} until {waiver.until}: {to_line(waiver.reason)}"
        yield from _iterate_role_titles(edition, waiver.owner)
    if entry.not_applicable:
        yield f"not applicable: {to_line(entry.not_applicable)}"
    if entry.unchanged:
        yield f"unchanged: {to_line(entry.unchanged)}"
    narrative = entry.narrative
    if narrative is not None and entry.submission is not None:
        yield f"author {entry.submission.front.author}"
        yield from (f"text {line}" for line in narrative.prose.split("\n"))
    if entry.submission is not None and entry.submission.cover is not None:
        cover = entry.submission.cover
        yield from (f"cover {line}" for line in list_signed_fields(cover))
        yield from _iterate_seat_titles(edition, *list_cover_roles(cover))
    for report in entry.exceptions:
        yield f"exception {to_line(report)}"
        yield from _iterate_role_titles(edition, report.lead)
    yield from (f"event {to_line(event)}" for event in entry.events)
    for ending in entry.endings:
        yield f"ended {to_line((ending.title, ending.last, ending.reason))}"
