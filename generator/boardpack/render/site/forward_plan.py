"""The forward plan: the next meetings of each committee, and what will be discussed at each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from boardpack.analysis.meetings.business import (
    PlannedMeeting,
    find_agendas,
    find_plan_start,
    plan_meetings,
)
from boardpack.analysis.meetings.participants import name_participant
from boardpack.model.business import BusinessSubject
from boardpack.model.instance import Instance
from boardpack.model.meeting import Committee
from boardpack.model.period import MONTHS, format_day
from boardpack.render.edition_view import EditionView
from boardpack.render.output import Output
from boardpack.render.site.links import FORWARD_PLAN, locate_committee_page, to_link
from boardpack.render.site.site_page import SitePage, plan_quick_page


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A meeting: `source` says whether its agenda or the cycle has the `topics`.

    `missing` are due by the cycle and not on the agenda.
    """

    day: date
    time: str
    source: str
    topics: Sequence[str]
    missing: Sequence[str]
    note: str


@dataclass(frozen=True, slots=True)
class CycleRow:
    """A subject of the business cycle, who brings it and when it is due."""

    subject: str
    lead: str
    due: str


@dataclass(frozen=True, slots=True)
class CommitteePlan:
    """What lies ahead of one committee; `link` leads to its page."""

    id: str
    title: str
    link: str
    since: date
    frequency: str
    rows: Sequence[PlanRow]
    cycle: Sequence[CycleRow]
    illustrative: str


@dataclass(frozen=True)
class ForwardPlanPage(SitePage):
    """What lies ahead of every committee."""

    template: ClassVar[str] = "pages/forward_plan.md.jinja"
    plans: Sequence[CommitteePlan]


def plan_forward_plan_page(edition_view: EditionView) -> Iterator[Output]:
    """Yield the forward plan, where a committee has days or a cycle to plan with."""
    if committees := _list_planning_committees(edition_view):
        page = ForwardPlanPage(
            edition=edition_view.edition,
            banner=edition_view.render_banner(edition_view.describe_missing()),
            plans=[_build_plan(edition_view, committee) for committee in committees],
        )
        yield plan_quick_page(edition_view, FORWARD_PLAN, page)


def has_forward_plan(edition_view: EditionView) -> bool:
    """Return whether there is anything to plan with."""
    return bool(_list_planning_committees(edition_view))


def describe_due_time(subject: BusinessSubject) -> str:
    """Return when a subject of the cycle is due, in words."""
    if subject.months:
        return ", ".join(MONTHS[month - 1] for month in sorted(set(subject.months)))
    if subject.meetings:
        return ", ".join(map(format_day, sorted(subject.meetings)))
    return "Every meeting"


def _list_planning_committees(edition_view: EditionView) -> list[Committee]:
    instance = edition_view.edition.instance
    return [
        committee
        for committee in edition_view.shown_committees
        if committee.terms.meetings
        or committee.terms.business_cycle
        or find_agendas(instance, committee.id)
    ]


def _build_plan(edition_view: EditionView, committee: Committee) -> CommitteePlan:
    edition, terms = edition_view.edition, committee.terms
    since = find_plan_start(edition.due_day, committee)
    return CommitteePlan(
        id=committee.id,
        title=terms.title,
        link=to_link(locate_committee_page(committee.id)),
        since=since,
        frequency=terms.frequency,
        rows=[_build_row(planned) for planned in plan_meetings(edition.instance, committee, since)],
        cycle=_list_cycle(edition.instance, committee),
        illustrative=terms.illustrative,
    )


def _build_row(planned: PlannedMeeting) -> PlanRow:
    schedule, agenda = planned.schedule, planned.agenda
    subjects = [subject.subject for subject in planned.subjects]
    source = "Agenda" if agenda else "Business cycle"
    return PlanRow(
        day=schedule.day,
        time=" to ".join(filter(None, (agenda.opens, agenda.closes))) if agenda else "",
        source=source if schedule.business else "No business",
        topics=[item.title for item in agenda.items] if agenda else subjects,
        missing=subjects if agenda else [],
        note=schedule.note,
    )


def _list_cycle(instance: Instance, committee: Committee) -> list[CycleRow]:
    return [
        CycleRow(
            subject.subject,
            name_participant(instance, committee, subject.lead) if subject.lead else "",
            describe_due_time(subject),
        )
        for subject in committee.terms.business_cycle
    ]
