"""When each step of an edition is due, and who still owes what: for those who make the report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from boardpack.analysis.deadlines import END_OF_DAY
from boardpack.analysis.outstanding import Duty, OutstandingItem, list_outstanding_items
from boardpack.analysis.steps import StepProgress, list_step_progress
from boardpack.model.timetable import Milestone
from boardpack.render.edition_view import EditionView
from boardpack.render.output import Output
from boardpack.render.owed_words import OwedTask, format_deadline, group_by_person, list_tasks
from boardpack.render.runs import describe_run
from boardpack.render.site.links import TIMETABLE
from boardpack.render.site.site_page import SitePage, plan_quick_page

_SHOWN_BY_FILES = (
    Milestone.OPENED,
    Milestone.FIGURES,
    Milestone.NARRATIVES,
    Milestone.COMPLETE,
)
"""How far an edition has come by its files alone; of signatures the site of a draft knows none."""


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step in words; `state` is empty where its files show nothing of it."""

    deadline: str
    what: str
    who: str
    recipients: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """What a person owes by one deadline; `lines` say what, of which sections."""

    deadline: str
    task: OwedTask


@dataclass(frozen=True)
class TimetablePage(SitePage):
    """The timetable of an edition, and what each person owes, without a clock: none is late."""

    template: ClassVar[str] = "pages/timetable.md.jinja"
    steps: Sequence[StepRow]
    tasks: Mapping[str, Sequence[TaskRow]]
    runs: Sequence[str]


def has_timetable_page(edition_view: EditionView) -> bool:
    """Return whether there is such a page: not of what is published, for that is over."""
    return edition_view.certificate is None and bool(edition_view.edition.pack.timetable)


def plan_timetable_page(edition_view: EditionView) -> Iterator[Output]:
    """Yield the page where there is one."""
    if not has_timetable_page(edition_view):
        return
    edition = edition_view.edition
    items = _list_items(edition_view)
    page = TimetablePage(
        edition=edition,
        banner=edition_view.render_banner(edition_view.describe_missing()),
        steps=[
            _build_row(edition_view, step_progress)
            for step_progress in list_step_progress(edition, items, None)
        ],
        tasks={
            person: [
                TaskRow(format_deadline(task.due), task) for task in list_tasks(edition, own_items)
            ]
            for person, own_items in group_by_person(items).items()
        },
        runs=[describe_run(run) for run in edition_view.last_runs],
    )
    yield plan_quick_page(edition_view, TIMETABLE, page)


def _list_items(edition_view: EditionView) -> tuple[OutstandingItem, ...]:
    """Return what the files lack, as it is on the first day of the period: before any deadline."""
    start = datetime.combine(edition_view.edition.period.start, END_OF_DAY)
    items = list_outstanding_items(edition_view.edition, start)
    return tuple(item for item in items if item.kind is not Duty.SIGNATURE)


def _build_row(edition_view: EditionView, step_progress: StepProgress) -> StepRow:
    step, directorate = step_progress.step, edition_view.edition.instance.directorate
    state = "Done" if step_progress.is_done else "Open"
    return StepRow(
        deadline=format_deadline(step_progress.due),
        what=step.what,
        who=directorate.find_role_title(step.who),
        recipients=tuple(map(directorate.find_role_title, step.recipients)),
        state=state if step.done_when in _SHOWN_BY_FILES else "",
    )
