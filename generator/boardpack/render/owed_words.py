"""What people owe, in the words of status, chase and the draft site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from boardpack.analysis.deadlines import END_OF_DAY
from boardpack.analysis.edition import Edition
from boardpack.analysis.outstanding import Duty, OutstandingItem
from boardpack.analysis.roles import Holding
from boardpack.analysis.states import State
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.period import format_day

_ANY_DATASET = "NAME"
_MOST_SERVICES = 3
_NOUNS = {
    Duty.OPENING: ("the opening of the edition", ""),
    Duty.FIGURES: ("the figures of 1 section", "the figures of {} sections"),
    Duty.NARRATIVE: ("1 narrative", "{} narratives"),
    Duty.ANSWER: ("1 answer to an objection", "{} answers to objections"),
    Duty.SIGNATURE: ("1 signature", "{} signatures"),
    Duty.PUBLICATION: ("the publication", ""),
    Duty.CIRCULATION: ("the circulation", ""),
    Duty.ADDRESS: ("1 address without a row", "{} addresses without a row"),
}


@dataclass(frozen=True, slots=True)
class OwedTask:
    """What one person owes in one place by one moment: `lines` say what, of which sections.

    Of figures for several files, `path` has `NAME` where each has its dataset.
    """

    due: datetime
    is_late: bool
    path: str
    link: str
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    items: tuple[OutstandingItem, ...]

    @property
    def place(self) -> str:
        """The path, and how it is read where it stands for several."""
        words = ", NAME as in brackets" if f"/{_ANY_DATASET}/" in self.path else ""
        return f"{self.path}{words}"


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
    """Return what each owes, in the order in which they come, under all roles that they owe it in.

    What nobody is there for stays under its role.
    """
    items_by_person: dict[str, list[OutstandingItem]] = {}
    for item in items:
        items_by_person.setdefault(item.holding.person or item.holding.words, []).append(item)
    return {
        _join_holdings([item.holding for item in own_items]): own_items
        for own_items in items_by_person.values()
    }


def _join_holdings(holdings: Sequence[Holding]) -> str:
    """Return `Practice manager, North and South (Ann)`: each role of a person stands once."""
    services_by_title: dict[tuple[str, bool], list[str]] = {}
    for holding in dict.fromkeys(holdings):
        key = holding.title, bool(holding.service)
        services_by_title.setdefault(key, []).append(holding.service)
    roles = "; ".join(
        f"{title}, {join_with_and(services)}" if is_per_service else title
        for (title, is_per_service), services in services_by_title.items()
    )
    name = holdings[0].name
    is_named = not name or name in {roles, *(holding.role for holding in holdings)}
    return roles if is_named else f"{roles} ({name})"


def list_tasks(edition: Edition, items: Sequence[OutstandingItem]) -> tuple[OwedTask, ...]:
    """Return what some items ask for, those of one place and moment together, earliest first."""
    items_by_task: dict[tuple[datetime, bool, str], list[OutstandingItem]] = {}
    for item in sorted(items, key=lambda item: item.due):
        key = (item.due, item.is_late, _locate_task(item))
        items_by_task.setdefault(key, []).append(item)
    return tuple(
        OwedTask(
            due,
            is_late,
            path if _has_many_files(task_items) else _find_path(task_items[0]),
            _find_task_link(edition, task_items[0]),
            _list_lines(edition, task_items),
            tuple(task_items),
        )
        for (due, is_late, path), task_items in items_by_task.items()
    )


def shorten_list(titles: Sequence[str], most: int) -> str:
    """Return `a, b and 3 more`, so that a list is no longer than so many titles."""
    if len(titles) <= most + 1:
        return ", ".join(titles)
    return f"{', '.join(titles[:most])} and {len(titles) - most} more"


def _find_path(item: OutstandingItem) -> str:
    return "" if item.kind is Duty.SIGNATURE else item.path


def _locate_task(item: OutstandingItem) -> str:
    """Return the path of an item; of figures, the one that those of all datasets share."""
    if item.kind is not Duty.FIGURES:
        return _find_path(item)
    folder, file_name = PurePosixPath(item.path).parent, PurePosixPath(item.path).name
    return (folder.parent / _ANY_DATASET / file_name).as_posix()


def _has_many_files(items: Sequence[OutstandingItem]) -> bool:
    return len({item.path for item in items if item.kind is Duty.FIGURES}) > 1


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
    """Return each label with the titles that it is for, those of figures once for all services."""
    has_many_files = _has_many_files(items)
    items_by_title: dict[tuple[object, ...], list[OutstandingItem]] = {}
    for item in items:
        # Whose figures they are is one label; of all else, the service is part of the label.
        rest = item.path if item.kind is Duty.FIGURES else _label_item(edition, item, [item])
        items_by_title.setdefault((item.kind, item.title, rest), []).append(item)
    titles_by_label: dict[str, list[str]] = {}
    for same_items in items_by_title.values():
        label = _label_item(edition, same_items[0], same_items)
        titles = titles_by_label.setdefault(label, [])
        if title := _title_item(same_items[0], has_many_files):
            titles.append(title)
    return tuple((label, tuple(titles)) for label, titles in titles_by_label.items())


def _title_item(item: OutstandingItem, has_many_files: bool) -> str:
    if item.kind is Duty.FIGURES and has_many_files:
        return f"{item.title} ({PurePosixPath(item.path).parent.name})"
    return item.title


def _name_services(edition: Edition, items: Sequence[OutstandingItem]) -> str:
    names = tuple(dict.fromkeys(name_reporter(edition, item.service) for item in items))
    return f"{len(names)} services" if len(names) > _MOST_SERVICES else join_with_and(names)


def _label_item(
    edition: Edition, item: OutstandingItem, same_items: Sequence[OutstandingItem]
) -> str:
    service = name_reporter(edition, item.service)
    match item.kind:
        case Duty.OPENING:
            return f"to be opened: boardpack new {_name_edition(edition)}"
        case Duty.FIGURES:
            return f"figures missing for {_name_services(edition, same_items)}"
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
        case Duty.ADDRESS:
            return "to be put into `emails` of a row, before what came from there can be signed"


def _name_edition(edition: Edition) -> str:
    """Return an edition as commands take it."""
    return f"{edition.pack_id} {edition.period.id}"
