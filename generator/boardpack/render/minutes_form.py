"""The empty notes of a meeting: its headings, with all that the minute taker needs as prompts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from boardpack.analysis.attention import AttentionItem, find_summarised_items
from boardpack.analysis.edition import Edition
from boardpack.analysis.meetings.actions import find_next_number, list_open_actions
from boardpack.analysis.meetings.participants import name_participant
from boardpack.load.notes import render_note
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.instance import Instance
from boardpack.model.meeting import AgendaArea, Committee
from boardpack.model.period import format_day
from boardpack.model.submission import ExceptionReport

SCHEMA_LINE = "# yaml-language-server: $schema=../../../data/schemas/minutes.schema.json"
OPENING = (
    "Write under each heading; these grey notes are not shown. When the chair has read it, change "
    "`state: draft` at the top to `state: checked`; only then do readers see it."
)
ACTION_LINES = (
    "An action is one line of a list. The next free number is {number}:",
    "`- Action {number}: What is to be done. Owner: role; role. Due: {example}.`",
    "Of an earlier one: `- Action {number} is complete: what was heard` (or open, deferred to "
    "{example}, to be closed, closed).",
    "A decision begins with its word: `- Approved: ...`, Received, Noted, Ratified, Deferred, "
    "Sought virtually, Escalated.",
)
# Of a meeting without a form of its own: what every agenda begins and ends with.
_USUAL_HEADINGS = (
    AgendaArea("quoracy", "Quoracy", prompt="Which bodies could decide, and for how long?"),
    AgendaArea("interests", "Declarations of interests", prompt="Whose, on which item, and what "
               "was done about it? Write them under `interests` at the top as well."),
    AgendaArea("minutes", "Minutes of the last meeting", prompt="Were they agreed? With which "
               "corrections?"),
    AgendaArea("actions", "Action log", prompt="A line for each action that is brought forward."),
    AgendaArea("items", "Items of the agenda", prompt="A heading with ## for each item."),
    AgendaArea("public", "Questions from the public", prompt="What was asked and answered?"),
    AgendaArea("escalation", "Items for escalation", prompt="Or: none."),
    AgendaArea("other", "Any other business"),
)  # fmt: skip
MOST_PROMPTS = 40
"""So many exceptions and escalated items are listed."""
EMPTY = '""'
_A_MONTH = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class MeetingToOpen:
    """The meeting whose notes are opened; `edition` is the one that it discusses, if any."""

    committee: Committee
    day: date
    service: str
    edition: Edition | None


def render_minutes_form(instance: Instance, meeting: MeetingToOpen) -> str:
    """Return the text of the empty notes of a meeting."""
    committee = meeting.committee
    blocks = [
        _render_front_matter(committee),
        render_note([OPENING]),
        render_note(_iterate_action_prompts(instance, meeting)),
    ]
    if meeting.edition is not None and (prompts := _list_edition_prompts(meeting)):
        blocks.append(render_note(prompts))
    areas = committee.terms.form or _USUAL_HEADINGS
    for group, members in groupby(areas, lambda area: area.group):
        for number, area in enumerate(members):
            blocks.append(f"## {area.title}")
            part = [f"{group}."] if group and not number else []
            optional = ["If applicable; you may leave it out."] if area.if_applicable else []
            if lines := [*part, *([area.prompt] if area.prompt else []), *optional]:
                blocks.append(render_note(lines))
    return "\n\n".join(blocks) + "\n"


def _render_front_matter(committee: Committee) -> str:
    terms = committee.terms
    chairs = [member.id for member in terms.members if member.chair]
    lines = [
        "---",
        SCHEMA_LINE,
        "state: draft",
        'opened: ""',
        'closed: ""',
        f"chair: {next(iter(chairs), EMPTY)}",
        f"# Members: {', '.join(member.id for member in terms.members) or 'none named'}",
        "present: []",
        "apologies: []",
        "deputies: {}",
        f"# In attendance: {', '.join(who.id for who in terms.attendees) or 'nobody named'}",
        "in_attendance: []",
        "joined: {}",
        "left: {}",
        *(["# returned: the day on which the notes went out"] if terms.returned_same_day else []),
        "---",
    ]
    return "\n".join(lines)


def _iterate_action_prompts(instance: Instance, meeting: MeetingToOpen) -> Iterator[str]:
    number = find_next_number(meeting.committee)
    example = min(meeting.day, date.max - _A_MONTH) + _A_MONTH
    for line in ACTION_LINES:
        yield line.format(number=number, example=example)
    actions = list_open_actions(meeting.committee, meeting.day, meeting.service)
    yield "Brought forward, overdue first:" if actions else "No action is brought forward."
    for action in actions:
        owners = [name_participant(instance, meeting.committee, owner) for owner in action.owners]
        due = f"due {format_day(action.due)}" if action.due else "no day set"
        late = ", OVERDUE" if action.is_overdue(meeting.day) else ""
        yield f"- Action {action.ref}: {action.what} ({'; '.join(owners) or 'nobody'}, {due}{late})"


def _list_edition_prompts(meeting: MeetingToOpen) -> list[str]:
    """Return what an edition reports off track and escalates, for the service or for all."""
    edition = meeting.edition
    assert edition is not None
    services = [meeting.service] if meeting.service else [*edition.services]
    reports = [report for service in services for report in _list_reports(edition, service)]
    whose = meeting.service or WHOLE_DIRECTORATE
    items = find_summarised_items(edition, whose)
    prompts = [f"From {edition.title}:"] if reports or items else []
    prompts += [f"- Exception: {report.issue} Plan: {report.action}" for report in reports]
    prompts += [f"- {_name_item(edition, item)}: {item.rules}" for item in items]
    return _cut_prompts(prompts)


def _list_reports(edition: Edition, service: str) -> tuple[ExceptionReport, ...]:
    entries = edition.list_service_entries(service)
    submission = entries[0].submission if entries else None
    return submission.exceptions if submission else ()


def _name_item(edition: Edition, item: AttentionItem) -> str:
    directorate = edition.instance.directorate
    return f"{item.title}, {directorate.find_service_title(item.entry.service)}"


def _cut_prompts(prompts: Sequence[str]) -> list[str]:
    cut = [*prompts[:MOST_PROMPTS]]
    if len(prompts) > len(cut):
        cut.append(f"- and {len(prompts) - len(cut)} more, on the pages of the edition")
    return cut
