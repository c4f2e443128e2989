"""Meetings in words: who took part, whether they could decide, and what is to be done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from boardpack.analysis.edition import Edition
from boardpack.analysis.meetings.actions import Action, compile_register, find_register_day
from boardpack.analysis.meetings.participants import name_participant
from boardpack.analysis.meetings.quorum import (
    QuorumCount,
    QuorumSpell,
    compute_quorum,
    list_quorate_bodies,
)
from boardpack.model.instance import Instance
from boardpack.model.meeting import (
    Committee,
    Mark,
    Meeting,
    MinutesState,
    QuorumRule,
    TermsOfReference,
)
from boardpack.model.period import format_day, parse_period
from boardpack.render.data_files import to_csv
from boardpack.render.markdown import escape_markdown

MARK_WORDS = {
    Mark.PRESENT: "Present",
    Mark.DEPUTY: "Deputy",
    Mark.APOLOGIES: "Apologies",
    Mark.ABSENT: "Absent",
    Mark.AWAY: "Away",
}
_STATE_WORDS = {
    MinutesState.DRAFT: "Draft, not checked by the chair",
    MinutesState.CHECKED: "Checked by the chair, not yet agreed",
    MinutesState.AGREED: "Agreed",
}
_OWNERS = re.compile(r"\bOwners?:\s[^.]*")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ACTION_COLUMNS = (
    "ref", "action", "owners", "due", "status", "overdue", "from_meeting", "item", "service",
    "updates", "source", "edition", "links",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An action as pages show it; `owners` are titles, `origin` says where it arose."""

    action: Action
    owners: tuple[str, ...]
    service: str
    origin: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class ActionTable:
    """What is open on the list of a series, of a service or of all, overdue first."""

    title: str
    as_at: date
    rows: tuple[ActionRow, ...]
    overdue_count: int

    @property
    def caption(self) -> str:
        """`Performance meeting, as at 20 December 2018: 12 open, 2 overdue`."""
        words = f"{self.title}, as at {format_day(self.as_at)}: {len(self.rows)} open"
        return f"{words}, {self.overdue_count} overdue" if self.overdue_count else words


@dataclass(frozen=True, slots=True)
class QuorumRow:
    """What a rule asked for in a spell of a meeting, and whether it was met."""

    spell: str
    body: str
    words: str
    is_met: bool


def build_action_row(
    instance: Instance, committee: Committee, action: Action, day: date
) -> ActionRow:
    """Return an action as it stands on a day."""
    titles = tuple(name_participant(instance, committee, owner) for owner in action.owners)
    service = instance.directorate.find_service_title(action.service) if action.service else ""
    return ActionRow(action, titles, service, _describe_origin(action), action.is_overdue(day))


def select_shown_committees(edition: Edition, is_draft: bool) -> tuple[Committee, ...]:
    """Return the committees of an edition, without minutes that are not to be shown.

    The papers of a meeting know nothing of what was said there, nor later.
    """
    return tuple(
        replace(
            committee,
            meetings=tuple(
                meeting
                for meeting in committee.meetings
                if (is_draft or meeting.front.state is not MinutesState.DRAFT)
                and not (edition.pack.committee and meeting.day >= edition.period.start)
            ),
        )
        for committee in edition.committees
    )


def build_action_tables(
    edition: Edition, committees: Iterable[Committee]
) -> Mapping[str, tuple[ActionTable, ...]]:
    """Return what is open on each list: by service, and all that there is under an empty id."""
    tables: dict[str, list[ActionTable]] = {}
    for committee in committees:
        day = find_register_day(committee, edition.due_day)
        rows_by_service: dict[str, list[ActionRow]] = {}
        for action in compile_register(committee, day).current:
            if not action.status.is_done:
                row = build_action_row(edition.instance, committee, action, day)
                for service in dict.fromkeys(("", action.service)):
                    rows_by_service.setdefault(service, []).append(row)
        for service, rows in rows_by_service.items():
            overdue_count = sum(row.is_overdue for row in rows)
            table = ActionTable(committee.terms.title, day, tuple(rows), overdue_count)
            tables.setdefault(service, []).append(table)
    return {service: tuple(of_service) for service, of_service in tables.items()}


def _describe_origin(action: Action) -> str:
    if action.period:
        words = f"Exception report of {parse_period(action.period).title}"
    elif action.met_on:
        words = f"From {format_day(action.met_on)}"
    else:
        words = "From a meeting that the list does not date"
    return f"{words}, {action.item}" if action.item else words


def render_actions_csv(rows: Iterable[ActionRow]) -> str:
    """Return the register of actions as CSV."""
    return to_csv(_ACTION_COLUMNS, map(_list_cells, rows))


def _list_cells(row: ActionRow) -> tuple[object, ...]:
    action = row.action
    return (
        action.ref, action.what, row.owners, action.due, action.status.value, row.is_overdue,
        action.met_on, action.item, row.service, action.updates, str(action.place),
        action.period, action.links,
    )  # fmt: skip


def name_owners(text: str, titles: Mapping[str, str]) -> str:
    """Return Markdown in which the owners of actions are called as readers know them."""

    def name_each(match: re.Match[str]) -> str:
        return _NAME.sub(lambda found: escape_markdown(titles.get(found[0], found[0])), match[0])

    return _OWNERS.sub(name_each, text)


def name_meeting(instance: Instance, meeting: Meeting) -> str:
    """Return the day of a meeting, and the service where it is one's own."""
    day = format_day(meeting.day)
    if not meeting.service:
        return day
    return f"{day}, {instance.directorate.find_service_title(meeting.service)}"


def describe_state(meeting: Meeting) -> str:
    """Return how far the minutes of a meeting have come."""
    words = _STATE_WORDS[meeting.front.state]
    if meeting.front.agreed_at:
        words += f" at the meeting of {format_day(meeting.front.agreed_at)}"
        words += ", with corrections" if meeting.front.corrections else ""
    return words


def describe_rule(terms: TermsOfReference, rule: QuorumRule) -> str:
    """Return a rule on quorum as a sentence."""
    whom = f"{rule.among} members" if rule.among else "members with a vote"
    if rule.percent:
        return f"At least {rule.percent}% of the members with a vote who are there are {whom}."
    where = " of each body" if rule.each_body else ""
    if rule.body:
        where = f" of {_name_body(terms, rule.body)}"
    deputies = "" if rule.deputies_count else " in person"
    return f"At least {rule.at_least} {whom}{where} are there{deputies}."


def build_quorum_rows(terms: TermsOfReference, meeting: Meeting) -> list[QuorumRow]:
    """Return a row for each rule in each spell of a meeting."""
    return [
        QuorumRow(
            _describe_spell(spell),
            _name_body(terms, count.body) if count.body else "The meeting",
            _describe_count(count),
            count.is_met,
        )
        for spell in compute_quorum(terms, meeting)
        for count in spell.counts
    ]


def summarise_quorum(terms: TermsOfReference, meeting: Meeting) -> str:
    """Return in a few words whether a meeting could decide; empty where no quorum is asked for."""
    spells = compute_quorum(terms, meeting)
    if not spells:
        return ""
    if not terms.bodies:
        return _join_spells("Quorate", "Not quorate", spells)
    always = set(list_quorate_bodies(terms, spells[0])).intersection(
        *(list_quorate_bodies(terms, spell) for spell in spells)
    )
    ever = {body for spell in spells for body in list_quorate_bodies(terms, spell)}
    words = f"Quorate for {len(always)} of {len(terms.bodies)} bodies"
    return f"{words}, for {len(ever - always)} more at times" if ever - always else words


def _join_spells(good: str, bad: str, spells: Sequence[QuorumSpell]) -> str:
    states = {spell.is_quorate() for spell in spells}
    if len(states) == 1:
        return good if states.pop() else bad
    return "; ".join(
        f"{good if spell.is_quorate() else bad} {_describe_spell(spell)}" for spell in spells
    )


def _describe_spell(spell: QuorumSpell) -> str:
    since = spell.since or "the opening"
    return f"{since} to {spell.until or 'the close'}"


def _describe_count(count: QuorumCount) -> str:
    whom = f"{count.rule.among} members" if count.rule.among else "members with a vote"
    return f"{count.counted} of {count.seats} {whom} there, {count.needed} needed"


def _name_body(terms: TermsOfReference, body_id: str) -> str:
    return next((body.title for body in terms.bodies if body.id == body_id), body_id)
