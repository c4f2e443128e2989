"""Who owes which section's words or figures, in which file, and by when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from boardpack.analysis.deadlines import compute_deadline, compute_due_day
from boardpack.analysis.edition import Edition, Entry
from boardpack.analysis.roles import format_role
from boardpack.analysis.states import State
from boardpack.load.timetable import parse_deadline
from boardpack.model.pack import Need, Step
from boardpack.model.submission import Status


@dataclass(frozen=True, slots=True)
class OutstandingItem:
    """Something that one person owes to one section."""

    who: str
    service: str
    section: str
    title: str
    state: State
    kind: str
    path: str
    due: datetime
    is_late: bool


def list_outstanding_items(edition: Edition, today: date) -> tuple[OutstandingItem, ...]:
    """Return everything that is still owed, in the order of the edition's entries."""
    return tuple(
        item for entry in edition.entries for item in _find_items_of_entry(edition, entry, today)
    )


def _find_items_of_entry(edition: Edition, entry: Entry, today: date) -> Iterator[OutstandingItem]:
    if entry.state.is_complete:
        return
    section = entry.section
    needs_words = _needs_words(entry)
    if needs_words:
        path = edition.locate_submission(entry.service)
        yield _build_item(edition, entry, section.narrated_by, "narrative", path, today)
    lacking = _list_lacking_datasets(edition, entry)
    for name in lacking if needs_words else lacking or _list_dataset_ids(edition, entry):
        path = f"data/datasets/{name}/{_find_figures_period(edition, entry)}.csv"
        yield _build_item(edition, entry, section.data_by, "figures", path, today)


def _build_item(
    edition: Edition, entry: Entry, role: str, kind: str, path: str, today: date
) -> OutstandingItem:
    due = find_role_deadline(edition, role)
    return OutstandingItem(
        who=_name_holder(edition, role, entry.service, due.date()),
        service=entry.service,
        section=entry.section.id,
        title=entry.section.title,
        state=entry.state,
        kind=kind,
        path=path,
        due=due,
        is_late=today > due.date(),
    )


def find_role_deadline(edition: Edition, role: str) -> datetime:
    """Return by when a role hands over its part, counting steps after the period's end only.

    The first of its steps that somebody chases; where nobody chases it, its last step before the
    last chased hand-over of the pack; without any step, the day on which the edition is due.
    """
    steps = [step for step in edition.pack.timetable if _is_clear(edition, step)]
    dated_steps = [
        (s, moment)
        for s in steps
        if (moment := _find_deadline(edition, s)).date() > edition.period.end
    ]
    chased_moments = [moment for step, moment in dated_steps if step.chase and step.who == role]
    if chased_moments:
        return min(chased_moments)
    handovers = [moment for step, moment in dated_steps if step.chase]
    own_moments = [moment for step, moment in dated_steps if step.who == role]
    early_moments = [moment for moment in own_moments if not handovers or moment <= max(handovers)]
    return (
        max(early_moments)
        if early_moments
        else min(own_moments, default=_find_end_of_due_day(edition))
    )


def _is_clear(edition: Edition, step: Step) -> bool:
    return parse_deadline(step.when, edition.pack.cadence) is not None


def _find_deadline(edition: Edition, step: Step) -> datetime:
    return compute_deadline(step, edition.pack, edition.period)


def _find_end_of_due_day(edition: Edition) -> datetime:
    return datetime.combine(compute_due_day(edition.pack, edition.period), time(23, 59))


def _needs_words(entry: Entry) -> bool:
    if entry.section.narrative is Need.NONE:
        return False
    narrative = entry.narrative
    if narrative is None or entry.submission is None:
        return entry.section.narrative is Need.REQUIRED
    return not narrative.words or entry.submission.front.status is Status.DRAFT


def _list_lacking_datasets(edition: Edition, entry: Entry) -> list[str]:
    """Return the datasets of which the period's figures, or one of them, have not come."""
    landed = {block.dataset_id for block in entry.blocks if block.is_there}
    return [name for name in _list_dataset_ids(edition, entry) if name not in landed]


def _list_dataset_ids(edition: Edition, entry: Entry) -> list[str]:
    """Return the section's datasets, without those that have no figures of the service."""
    shown_ids = {block.dataset_id for block in entry.blocks}
    return [
        name
        for name in entry.section.datasets
        if name in shown_ids or name not in edition.instance.datasets
    ]


def _find_figures_period(edition: Edition, entry: Entry) -> str:
    return edition.period.step_back(entry.section.lag).id


def _name_holder(edition: Edition, role: str, service: str, day: date) -> str:
    instance = edition.instance
    words = format_role(edition, role, service) or "nobody is named"
    holder_ids = instance.list_holders(role, service, day)
    holders = [
        instance.people[person_id] for person_id in holder_ids if person_id in instance.people
    ]
    if not holders:
        return f"{words} (nobody holds this role)" if role else words
    return words if holders[0].name == words else f"{words} ({holders[0].name})"
