"""What one person is told of what is owed, as a message: plain text, what is late first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import PurePosixPath

from boardpack.analysis.edition import Edition
from boardpack.analysis.on_duty import find_on_duty
from boardpack.analysis.outstanding import Duty, OutstandingItem
from boardpack.cycle.chase import Notice
from boardpack.cycle.owed import CHASE, Owed
from boardpack.cycle.owed_actions import OwedAction
from boardpack.model.canonical import compute_digest
from boardpack.model.instance import Instance
from boardpack.model.message import Message, address_person
from boardpack.model.period import format_day
from boardpack.render.owed_words import (
    OwedTask,
    count_owed,
    format_deadline,
    group_by_person,
    join_with_and,
    list_tasks,
    shorten_list,
)
from boardpack.render.skeleton import iterate_figure_lines

_MOST_FIGURES = 8
"""So many lines of figures are shown of a section; the file's own prompts have them all."""
_MOST_SECTIONS = 3
_MOST_TITLES = 4
_KEY_DIGITS = 8


def compose_notice(instance: Instance, notice: Notice) -> Message:
    """Return the message to one person; its key says on which day, to whom and what of."""
    digest = compute_digest(notice.news)[:_KEY_DIGITS]
    return Message(
        key=f"{CHASE}/{notice.now:%Y-%m-%d}/{notice.person}/{digest}",
        pack=CHASE,
        period=f"{notice.now:%Y-%m}",
        recipient=address_person(instance.people[notice.person]),
        subject=_render_subject(notice),
        text=_render_text(instance, notice),
        copies=tuple(address_person(instance.people[person]) for person in notice.away),
        about=notice.news,
    )


def _render_subject(notice: Notice) -> str:
    late, soon, _ = _split_by_urgency(notice)
    if late:
        return f"Late: {_count(late)}{_name_editions(late)}"
    if soon:
        due = min(duty.item.due for duty in soon)
        return f"Due by {format_deadline(due)}: {_count(soon)}{_name_editions(soon)}"
    if notice.others_late:
        words = _count(notice.others_late)
        return f"Late, for you to know: {words}{_name_editions(notice.others_late)}"
    if notice.actions and not notice.unheard:
        return f"Actions: {_count_actions(notice)}"
    return f"Nobody is there for {_count(notice.unheard)}{_name_editions(notice.unheard)}"


def _split_by_urgency(notice: Notice) -> tuple[list[Owed], list[Owed], list[Owed]]:
    """Return what somebody owes that is late, that is due soon, and the rest."""
    late = [duty for duty in notice.owes if duty.item.is_late]
    in_time = [duty for duty in notice.owes if not duty.item.is_late]
    soon = [duty for duty in in_time if duty.is_due_soon(notice.now)]
    return late, soon, [duty for duty in in_time if duty not in soon]


def _count(owed: Iterable[Owed]) -> str:
    return count_owed(duty.item for duty in owed)


def _name_editions(owed: Iterable[Owed]) -> str:
    titles = dict.fromkeys(duty.edition.title for duty in owed)
    return f" ({'; '.join(titles)})"


def _render_text(instance: Instance, notice: Notice) -> str:
    late, soon, later = _split_by_urgency(notice)
    blocks: list[Sequence[str]] = [[f"{instance.people[notice.person].name},"]]
    if notice.away:
        names = join_with_and([instance.people[person].name for person in notice.away])
        blocks.append([f"you stand in for {names}, who gets a copy of this."])
    for heading, owed in (
        ("WHAT YOU OWE, AND IS LATE", late),
        ("WHAT IS DUE NOW", soon),
        ("WHAT IS DUE LATER", later),
    ):
        if owed:
            blocks += [[heading], *_iterate_task_blocks(owed)]
    if notice.actions:
        blocks.append([f"YOUR ACTIONS: {_count_actions(notice).upper()}"])
        blocks.append(list(_iterate_action_lines(notice.actions)))
        blocks.append(["An action is closed when the next meeting hears that it is done."])
    if notice.others_late:
        blocks.append(["FOR YOU TO KNOW: WHAT OTHERS OWE, AND IS LATE"])
        blocks.append(list(_iterate_others(notice.others_late)))
        blocks.append(["They are told as well, each working day until it is there."])
    if notice.unheard:
        blocks.append(["NOBODY IS THERE FOR THIS: data/appointments.csv NAMES NOBODY"])
        blocks.append(list(_iterate_others(notice.unheard)))
    blocks += [[line] for line in _iterate_endings(instance, notice, late)]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _iterate_task_blocks(owed: Sequence[Owed]) -> Iterator[list[str]]:
    for edition, items in _group_by_edition(owed):
        for task in list_tasks(edition, items):
            yield list(_iterate_task_lines(edition, task))


def _group_by_edition(owed: Iterable[Owed]) -> Iterator[tuple[Edition, list[OutstandingItem]]]:
    # By id: an edition is no key, and each is analysed once.
    editions: dict[str, tuple[Edition, list[OutstandingItem]]] = {}
    for duty in owed:
        editions.setdefault(duty.edition.id, (duty.edition, []))[1].append(duty.item)
    yield from editions.values()


def _iterate_task_lines(edition: Edition, task: OwedTask) -> Iterator[str]:
    verb = "since" if task.is_late else "by"
    yield f"{edition.title}: {verb} {format_deadline(task.due)}"
    for label, titles in task.lines:
        yield f"  {label}: {', '.join(titles)}" if titles else f"  {label}"
    kinds = {item.kind for item in task.items}
    if kinds & {Duty.NARRATIVE, Duty.ANSWER}:
        yield f"  Write here: {task.link or task.path}"
    elif Duty.FIGURES in kinds:
        # A dataset's figures lie in its folder, a file for each period.
        _, _, dataset, name = task.path.split("/", 3)
        take = f"boardpack take FILE --dataset {dataset} --period {PurePosixPath(name).stem}"
        yield f"  Take in the file that came: {take}"
        yield f"  or write them into {task.place}"
    elif Duty.ADDRESS in kinds:
        yield f"  Add it there, or a row for whoever it is: {task.path}"
    elif Duty.SIGNATURE in kinds:
        yield "  Approve the pull request, or sign with your key:"
        words = f"{edition.pack_id} {edition.period.id}"
        yield f"  boardpack signoff approve {words} --as YOUR-ID"
    yield from _iterate_waiting_figures(edition, task.items)


def _iterate_waiting_figures(edition: Edition, items: Sequence[OutstandingItem]) -> Iterator[str]:
    """Yield the figures that are there and wait for words."""
    lines_by_title: dict[str, list[str]] = {}
    for item in items:
        entry = edition.find_entry(item.service, item.section)
        if item.kind is Duty.NARRATIVE and entry is not None:
            lines_by_title[item.title] = list(iterate_figure_lines(entry))
    titles = [title for title, lines in lines_by_title.items() if lines]
    for title in titles[:_MOST_SECTIONS]:
        lines = lines_by_title[title]
        yield f"  Figures that wait for your words on {title}:"
        yield from (f"    {line}" for line in lines[:_MOST_FIGURES])
        if len(lines) > _MOST_FIGURES:
            yield f"    and {len(lines) - _MOST_FIGURES} more lines, in the file"
    if others := titles[_MOST_SECTIONS:]:
        yield f"  Figures wait in the file, too, for your words on {', '.join(others)}"


def _count_actions(notice: Notice) -> str:
    overdue = sum(owed.is_overdue for owed in notice.actions)
    return f"{len(notice.actions)} open" + (f", {overdue} overdue" if overdue else "")


def _iterate_action_lines(actions: Sequence[OwedAction]) -> Iterator[str]:
    """Yield each action, overdue first, with the list on which it stands."""
    for owed in sorted(
        actions, key=lambda owed: (not owed.is_overdue, owed.action.due or date.max)
    ):
        action = owed.action
        due = f"due {format_day(action.due)}" if action.due else "no day set"
        late = "OVERDUE, " if owed.is_overdue else ""
        yield f"  {late}{due}: {action.what}"
        yield f"    Action {action.ref}, {owed.title}"


def _iterate_others(owed: Sequence[Owed]) -> Iterator[str]:
    """Yield who owes what, and since when: who reads this mends none of it, so it is short."""
    editions = {duty.edition.id: duty.edition for duty in owed}
    edition_ids = {id(duty.item): duty.edition.id for duty in owed}
    for person, own_items in group_by_person(duty.item for duty in owed).items():
        yield person
        for edition_id, edition in editions.items():
            items = [item for item in own_items if edition_ids[id(item)] == edition_id]
            for task in list_tasks(edition, items):
                verb = "since" if task.is_late else "by"
                yield f"  {edition.title}, {verb} {format_deadline(task.due)}"
                for label, titles in task.lines:
                    words = shorten_list(titles, _MOST_TITLES)
                    yield f"    {label}: {words}" if titles else f"    {label}"


def _iterate_endings(instance: Instance, notice: Notice, late: Sequence[Owed]) -> Iterator[str]:
    roles = dict.fromkeys(
        duty.item.step.escalate_to for duty in late if duty.item.step and duty.item.step.escalate_to
    )
    if roles:
        titles = [instance.directorate.find_role_title(role) for role in roles]
        yield f"{join_with_and(titles)}: told of what is late, too."
    # Of two services one and the same person may keep the timetable.
    if keepers := tuple(dict.fromkeys(_iterate_keepers(instance, notice))):
        yield f"Questions, or not the right person? Write to {join_with_and(keepers)}."
    yield "Nobody need answer this: it stops when everything is there."


def _iterate_keepers(instance: Instance, notice: Notice) -> Iterator[str]:
    """Yield who keeps the timetables of what is owed, each with an address, but for the reader."""
    duties = (*notice.owes, *notice.others_late)
    roles = dict.fromkeys(duty.item.step.chase for duty in duties if duty.item.step)
    for role in filter(None, roles):
        for service in dict.fromkeys(duty.item.service for duty in duties):
            people = find_on_duty(instance, role, service, notice.now.date()).people
            for person in people:
                addressee = address_person(instance.people[person])
                if person != notice.person and addressee.address:
                    yield f"{instance.people[person].name} ({addressee.address})"
