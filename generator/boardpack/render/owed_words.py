"""What people owe, in the words of status, chase and the draft site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from boardpack.analysis.deadlines import END_OF_DAY
from boardpack.analysis.edition import Edition
from boardpack.analysis.outstanding import Duty, OutstandingItem
from boardpack.analysis.states import State
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.period import format_day

_NOUNS = {
    Duty.OPENING: ("the opening of the edition", ""),
    Duty.FIGURES: ("the figures of 1 section", "the figures of {} sections"),
    Duty.NARRATIVE: ("1 narrative", "{} narratives"),
    Duty.ANSWER: ("1 answer to an objection", "{} answers to objections"),
    Duty.SIGNATURE: ("1 signature", "{} signatures"),
    Duty.PUBLICATION: ("the publication", ""),
    Duty.CIRCULATION: ("the circulation", ""),
}


@dataclass(frozen=True, slots=True)
class OwedTask:
    """What one person owes in one file by one moment: `lines` say what, of which sections."""

    due: datetime
    is_late: bool
    path: str
    link: str
    lines: tuple[tuple[str, tuple[str, ...]], ...]


def format_deadline(moment: datetime) -> str:
    """Return `20 December 2018, 17:00`, without the hour where nobody set one."""
    hour = "" if moment.time() == END_OF_DAY else f", {moment:%H:%M}"
    return format_day(moment.date()) + hour


def find_edit_link(edition: Edition, path: str) -> str:
    """Return where a file is edited on the forge; empty where the directorate names no forge."""
    return edition.instance.directorate.edit_url.replace("{path}", path) if path else ""


def name_reporter(edition: Edition, service: str) -> str:
    """Return a service's title; the directorate's sections are called so."""
    if service == WHOLE_DIRECTORATE:
        return "Whole directorate"
    return edition.instance.directorate.find_service_title(service)


def group_by_person(items: Iterable[OutstandingItem]) -> dict[str, list[OutstandingItem]]:
    """Return what each owes, in the order in which they come."""
    items_by_person: dict[str, list[OutstandingItem]] = {}
    for item in items:
        items_by_person.setdefault(item.who, []).append(item)
    return items_by_person


def list_tasks(edition: Edition, items: Sequence[OutstandingItem]) -> tuple[OwedTask, ...]:
    """Return what some items ask for, those of one file and moment together, earliest first."""
    items_by_task: dict[tuple[datetime, bool, str], list[OutstandingItem]] = {}
    for item in sorted(items, key=lambda item: item.due):
        path = "" if item.kind is Duty.SIGNATURE else item.path
        items_by_task.setdefault((item.due, item.is_late, path), []).append(item)
    return tuple(
        OwedTask(
            due,
            is_late,
            path,
            _find_task_link(edition, task_items[0]),
            _list_lines(edition, task_items),
        )
        for (due, is_late, path), task_items in items_by_task.items()
    )


def count_owed(items: Iterable[OutstandingItem]) -> str:
    """Return `2 narratives and the figures of 1 section`."""
    counts = Counter(item.kind for item in items)
    words = [
        _NOUNS[duty][1 if counts[duty] > 1 else 0].format(counts[duty])
        for duty in Duty
        if counts[duty]
    ]
    return join_with_and(words)


def join_with_and(words: Sequence[str]) -> str:
    """Return `a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _find_task_link(edition: Edition, item: OutstandingItem) -> str:
    if item.kind is Duty.ANSWER or (item.kind is Duty.NARRATIVE and _has_file(edition, item)):
        return find_edit_link(edition, item.path)
    return ""


def _has_file(edition: Edition, item: OutstandingItem) -> bool:
    # A forge's page for editing a file that nobody has made says only that it is not found.
    name = edition.pack.name_submission(item.service, item.section)
    return edition.find_submission(name) is not None or edition.is_unread(name)


def _list_lines(
    edition: Edition, items: Sequence[OutstandingItem]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    titles_by_label: dict[str, list[str]] = {}
    for item in items:
        titles = titles_by_label.setdefault(_label_item(edition, item), [])
        if item.title and item.title not in titles:
            titles.append(item.title)
    return tuple((label, tuple(titles)) for label, titles in titles_by_label.items())


def _label_item(edition: Edition, item: OutstandingItem) -> str:
    service = name_reporter(edition, item.service)
    match item.kind:
        case Duty.OPENING:
            return f"to be opened: boardpack new {_name_edition(edition)}"
        case Duty.FIGURES:
            return f"figures missing for {service}"
        case Duty.NARRATIVE if not _has_file(edition, item):
            return f"{item.state}, to be opened first by boardpack new {_name_edition(edition)}"
        case Duty.NARRATIVE:
            return item.state.value
        case Duty.ANSWER:
            return "the director objected"
        case Duty.SIGNATURE if item.state is State.STALE:
            return f"changed since it was signed, {service}"
        case Duty.SIGNATURE:
            return f"ready to be signed, {service}"
        case Duty.PUBLICATION:
            return f"to be published: boardpack publish {_name_edition(edition)}"
        case Duty.CIRCULATION:
            return "to be circulated: boardpack circulate --send"


def _name_edition(edition: Edition) -> str:
    """Return an edition as commands take it."""
    return f"{edition.pack_id} {edition.period.id}"
