"""Who owes which section's words or figures, in which file, and by when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from boardpack.analysis.deadlines import deadline, due_day
from boardpack.analysis.edition import Edition, Entry
from boardpack.analysis.roles import in_words
from boardpack.analysis.states import State
from boardpack.load.timetable import parse_when
from boardpack.model.dataset import Kind
from boardpack.model.pack import Need, Step
from boardpack.model.submission import Status

_STANDING = (Kind.RISKS, Kind.TABLE)
"""What stands until a newer file comes: not every period needs one of its own."""


@dataclass(frozen=True, slots=True)
class Debt:
    """Something that one person owes to one section."""

    who: str
    service: str
    section: str
    title: str
    state: State
    what: str
    path: str
    by: datetime
    late: bool


def debts(edition: Edition, today: date) -> tuple[Debt, ...]:
    """Return everything that is still owed, in the order of the edition's entries."""
    return tuple(debt for entry in edition.entries for debt in _of_entry(edition, entry, today))


def _of_entry(edition: Edition, entry: Entry, today: date) -> Iterator[Debt]:
    if entry.state.is_complete:
        return
    section = entry.section
    owes_words = _owes_words(entry)
    if owes_words:
        path = edition.submission_path(entry.service)
        yield _debt(edition, entry, section.narrated_by, "narrative", path, today)
    lacking = _lacking(edition, entry)
    for name in lacking if owes_words else lacking or section.datasets:
        path = f"data/datasets/{name}/{_figures_of(edition, entry)}.csv"
        yield _debt(edition, entry, section.data_by, "figures", path, today)


def _debt(edition: Edition, entry: Entry, role: str, what: str, path: str, today: date) -> Debt:
    by = role_deadline(edition, role)
    return Debt(
        who=_who(edition, role, entry.service, by.date()),
        service=entry.service,
        section=entry.section.id,
        title=entry.section.title,
        state=entry.state,
        what=what,
        path=path,
        by=by,
        late=today > by.date(),
    )


def role_deadline(edition: Edition, role: str) -> datetime:
    """Return by when a role hands over its part, counting steps after the period's end only.

    The first of its steps that somebody chases; where nobody chases it, its last step before the
    last chased hand-over of the pack; without any step, the day on which the edition is due.
    """
    steps = [step for step in edition.pack.timetable if _is_clear(edition, step)]
    falls = [(s, at) for s in steps if (at := _at(edition, s)).date() > edition.period.end]
    chased = [at for step, at in falls if step.chase and step.who == role]
    if chased:
        return min(chased)
    handovers = [at for step, at in falls if step.chase]
    own = [at for step, at in falls if step.who == role]
    early = [at for at in own if not handovers or at <= max(handovers)]
    return max(early) if early else min(own, default=_end(edition))


def _is_clear(edition: Edition, step: Step) -> bool:
    return parse_when(step.when, edition.pack.cadence) is not None


def _at(edition: Edition, step: Step) -> datetime:
    return deadline(step, edition.pack, edition.period)


def _end(edition: Edition) -> datetime:
    return datetime.combine(due_day(edition.pack, edition.period), time(23, 59))


def _owes_words(entry: Entry) -> bool:
    if entry.section.narrative is Need.NONE:
        return False
    narrative = entry.narrative
    if narrative is None or entry.submission is None:
        return entry.section.narrative is Need.REQUIRED
    return not narrative.words or entry.submission.front.status is Status.DRAFT


def _lacking(edition: Edition, entry: Entry) -> list[str]:
    """Return the datasets whose file, or a measure in it, has not come."""
    blank = {one.dataset_id for one in entry.measured if one.rows[-1] is None}
    at = _figures_of(edition, entry)
    return [d for d in entry.section.datasets if d in blank or not _landed(edition, d, at)]


def _figures_of(edition: Edition, entry: Entry) -> str:
    return edition.period.back(entry.section.lag).id


def _landed(edition: Edition, name: str, at: str) -> bool:
    dataset = edition.instance.datasets.get(name)
    if dataset is None:
        return False
    standing = dataset.contract.kind in _STANDING
    return any(f.period == at or (standing and f.period <= at) for f in dataset.files)


def _who(edition: Edition, role: str, service: str, day: date) -> str:
    instance = edition.instance
    words = in_words(edition, role, service) or "nobody is named"
    ids = instance.holders(role, service, day)
    holders = [instance.people[one] for one in ids if one in instance.people]
    if not holders:
        return f"{words} (nobody holds this role)" if role else words
    return words if holders[0].name == words else f"{words} ({holders[0].name})"
