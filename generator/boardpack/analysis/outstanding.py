"""Who owes what to an edition, in which file, and by when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import PurePosixPath
from types import MappingProxyType

from boardpack.analysis.blocks.block import Block
from boardpack.analysis.deadlines import END_OF_DAY, compute_deadline
from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.on_duty import OnDuty, find_on_duty
from boardpack.analysis.roles import Holding, find_holding
from boardpack.analysis.states import State
from boardpack.load.directorate import PEOPLE_FILE
from boardpack.load.timetable import parse_deadline
from boardpack.model.dataset import Arrival
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.pack import Need, Step
from boardpack.model.signoff import SectionId
from boardpack.model.status import Status
from boardpack.model.timetable import Milestone

DatedStep = tuple[datetime, Step]
"""A step with the moment by which it is done."""


class Duty(StrEnum):
    """A kind of thing that somebody owes."""

    OPENING = "opening"
    """The files to write in."""
    FIGURES = "figures"
    NARRATIVE = "narrative"
    ANSWER = "answer"
    """To a director who objected."""
    SIGNATURE = "signature"
    PUBLICATION = "publication"
    CIRCULATION = "circulation"
    ADDRESS = "address"
    """A row of the register for whoever wrote from an address that is nobody's."""


_MILESTONES: Mapping[Duty, frozenset[Milestone]] = MappingProxyType(
    {
        Duty.OPENING: frozenset({Milestone.OPENED}),
        Duty.FIGURES: frozenset({Milestone.FIGURES, Milestone.COMPLETE}),
        Duty.NARRATIVE: frozenset({Milestone.NARRATIVES, Milestone.COMPLETE}),
        Duty.ANSWER: frozenset({Milestone.COMPLETE}),
        Duty.SIGNATURE: frozenset({Milestone.SIGNED_OFF}),
        Duty.PUBLICATION: frozenset({Milestone.PUBLISHED}),
        Duty.CIRCULATION: frozenset({Milestone.CIRCULATED}),
        Duty.ADDRESS: frozenset({Milestone.OPENED}),
    }
)
"""By duty, what a step that is for it brings about."""


@dataclass(frozen=True, slots=True)
class OutstandingItem:
    """Something that somebody owes; `section` and `title` are empty where it is no section's.

    `holding` is the role in words, and who holds it when it is due; `on_duty` are those who do its
    work now. `step` is the step of the timetable that asks for it.
    """

    holding: Holding
    role: str
    on_duty: OnDuty
    service: str
    section: str
    title: str
    state: State
    kind: Duty
    path: str
    due: datetime
    is_late: bool
    step: Step | None


@dataclass(frozen=True, slots=True)
class Handover:
    """What became of an edition outside its files."""

    is_published: bool = False
    is_circulated: bool = False


@dataclass(frozen=True, slots=True)
class SignoffStanding:
    """An edition with what is signed off, and by section who wrote in it and is nobody known."""

    edition: Edition
    unknown_writers: Mapping[SectionId, tuple[str, ...]] = field(default_factory=dict)


def list_outstanding_items(
    edition: Edition,
    now: datetime,
    standing: SignoffStanding | None = None,
    handover: Handover | None = None,
) -> tuple[OutstandingItem, ...]:
    """Return everything that is still owed at a moment (local time in London, without a zone).

    What is no section's comes first and last, the rest in the order of the edition's entries;
    `standing` is what is signed off of it. What no step of the timetable asks for, beside figures
    and narratives, nobody owes.
    """
    dated_steps = tuple(_list_dated_steps(edition))
    work = _OutstandingWork(edition, now, standing or SignoffStanding(edition), dated_steps)
    return tuple(work.list_items(handover))


def find_role_step(edition: Edition, role: str) -> Step | None:
    """Return the step with which a role hands over its part, of those after the period's end only.

    The first of its steps that somebody chases; where nobody chases it, its last step before the
    last chased hand-over of the pack; without any step, nothing.
    """
    return _choose_role_step(_list_dated_steps(edition), role)


def _choose_role_step(dated_steps: Sequence[DatedStep], role: str) -> Step | None:
    own_steps = [dated for dated in dated_steps if dated[1].who == role]
    if chased_steps := [dated for dated in own_steps if dated[1].chase]:
        return min(chased_steps, key=_get_moment)[1]
    handovers = [moment for moment, step in dated_steps if step.chase]
    early_steps = [dated for dated in own_steps if not handovers or dated[0] <= max(handovers)]
    if early_steps:
        return max(early_steps, key=_get_moment)[1]
    return min(own_steps, key=_get_moment)[1] if own_steps else None


def _get_moment(dated_step: DatedStep) -> datetime:
    return dated_step[0]


def _list_dated_steps(edition: Edition) -> list[DatedStep]:
    """Return the steps after the period's end, each with its moment, in their order."""
    moments = [
        (compute_deadline(step, edition.pack, edition.period), step)
        for step in edition.pack.timetable
        if parse_deadline(step.when, edition.pack.cadence)
    ]
    if edition.pack.committee:
        return moments
    return [dated for dated in moments if dated[0].date() > edition.period.end]


@dataclass(frozen=True, slots=True)
class _OutstandingWork:
    """What the items of an edition are found from."""

    edition: Edition
    now: datetime
    standing: SignoffStanding
    dated_steps: tuple[DatedStep, ...]

    def list_items(self, handover: Handover | None) -> Iterator[OutstandingItem]:
        unopened = self._list_unopened_files()
        if unopened:
            folder = f"content/{self.edition.pack_id}/{self.edition.period.id}"
            yield self._build_item_of_edition(Duty.OPENING, folder)
        items = [
            item
            for entry, signed_entry in zip(
                self.edition.entries, self.standing.edition.entries, strict=True
            )
            for item in (
                *self._find_items(entry, self.edition.name_submission(entry) in unopened),
                # Nobody signs a part of what has not begun.
                *(() if unopened else self._find_signatures(signed_entry)),
            )
        ]
        yield from items
        yield from self._find_unknown_writers()
        if handover is None or items or unopened:
            return
        if not handover.is_published and self._find_step_of_edition(Duty.PUBLICATION):
            yield self._build_item_of_edition(Duty.PUBLICATION, "")
        elif not handover.is_circulated and self._find_step_of_edition(Duty.CIRCULATION):
            yield self._build_item_of_edition(Duty.CIRCULATION, "")

    def _list_unopened_files(self) -> frozenset[str]:
        """Return the files to write in that are not there; none where no step opens the edition."""
        if not self._find_step_of_edition(Duty.OPENING):
            return frozenset()
        edition = self.edition
        return frozenset(
            name
            for name, entries in edition.by_submission.items()
            if edition.find_submission(name) is None
            and not edition.is_unread(name)
            and is_narrated(entries)
        )

    def _find_items(self, entry: Entry, is_unopened: bool) -> Iterator[OutstandingItem]:
        section = entry.section
        if entry.state.is_complete:
            for name in self._list_awaited_datasets(entry):
                yield self._build_figures_item(entry, name)
            return
        needs_words = _needs_words(entry)
        # Nobody can write in a file that is not there: to open it comes first.
        if needs_words and not is_unopened:
            path = self.edition.locate_submission(self.edition.name_submission(entry))
            yield self._build_item(entry, section.narrated_by, Duty.NARRATIVE, path)
        lacking = _list_lacking_datasets(self.edition, entry)
        for name in lacking if needs_words else lacking or _list_dataset_ids(self.edition, entry):
            yield self._build_figures_item(entry, name)

    def _list_awaited_datasets(self, entry: Entry) -> list[str]:
        """Return the datasets of which last period's table still stands, while a new one may come.

        Once its deadline is over, the table that stands is the one that counts.
        """
        if entry.state is State.NOT_DUE or entry.state is State.WAIVED:
            return []
        due = self._find_deadline(
            self._find_step(entry.section.data_by, Duty.FIGURES, entry.section.id)
        )
        return [block.dataset_id for block in entry.blocks if self.now <= due and _is_aged(block)]

    def _build_figures_item(self, entry: Entry, dataset_id: str) -> OutstandingItem:
        period = self.edition.period.step_back(entry.section.lag)
        path = f"data/datasets/{dataset_id}/{period.id}.csv"
        return self._build_item(entry, entry.section.data_by, Duty.FIGURES, path)

    def _find_signatures(self, entry: Entry) -> Iterator[OutstandingItem]:
        if not self._has_step(Duty.SIGNATURE):
            return
        section_id = entry.service, entry.section.id
        if section_id in self.standing.unknown_writers or self._list_awaited_datasets(entry):
            return
        path = self.edition.locate_submission(self.edition.name_submission(entry))
        if entry.state in (State.READY, State.STALE):
            role = self.edition.pack.find_signing_role(entry.section)
            yield self._build_item(entry, role, Duty.SIGNATURE, path)
        elif entry.state is State.OBJECTED:
            role = entry.section.narrated_by or entry.section.data_by
            yield self._build_item(entry, role, Duty.ANSWER, path)

    def _find_unknown_writers(self) -> Iterator[OutstandingItem]:
        """Yield each address that keeps sections from being signed, for whoever opens editions."""
        if not self._has_step(Duty.SIGNATURE):
            return
        addresses = {address for each in self.standing.unknown_writers.values() for address in each}
        signing_steps = [
            step for _, step in self.dated_steps if step.done_when is Milestone.SIGNED_OFF
        ]
        step = self._find_step_of_edition(Duty.ADDRESS) or self.edition.pack.timetable[0]
        due = self._find_deadline(next(iter(signing_steps), None))
        for address in sorted(addresses):
            item = self._build_item_of_step(Duty.ADDRESS, step, due, PEOPLE_FILE)
            yield replace(item, title=address)

    def _has_step(self, duty: Duty) -> bool:
        return any(step.done_when in _MILESTONES[duty] for step in self.edition.pack.timetable)

    def _build_item(self, entry: Entry, role: str, kind: Duty, path: str) -> OutstandingItem:
        step = self._find_step(role, kind, entry.section.id)
        due = self._find_deadline(step)
        return OutstandingItem(
            holding=find_holding(self.edition, role, entry.service, due.date()),
            role=role,
            on_duty=find_on_duty(self.edition.instance, role, entry.service, self.now.date()),
            service=entry.service,
            section=entry.section.id,
            title=entry.section.title,
            state=entry.state,
            kind=kind,
            path=path,
            due=due,
            is_late=self.now > due,
            step=step,
        )

    def _build_item_of_edition(self, kind: Duty, path: str) -> OutstandingItem:
        step = self._find_step_of_edition(kind)
        assert step is not None
        return self._build_item_of_step(kind, step, self._find_deadline(step), path)

    def _build_item_of_step(
        self, kind: Duty, step: Step, due: datetime, path: str
    ) -> OutstandingItem:
        return OutstandingItem(
            holding=find_holding(self.edition, step.who, WHOLE_DIRECTORATE, due.date()),
            role=step.who,
            on_duty=find_on_duty(
                self.edition.instance, step.who, WHOLE_DIRECTORATE, self.now.date()
            ),
            service=WHOLE_DIRECTORATE,
            section="",
            title="",
            state=State.MISSING,
            kind=kind,
            path=path,
            due=due,
            is_late=self.now > due,
            step=step,
        )

    def _find_step_of_edition(self, kind: Duty) -> Step | None:
        """Return the step that brings something about."""
        steps = self.edition.pack.timetable
        bringing = [step for step in steps if step.done_when in _MILESTONES[kind]]
        # Whoever circulates what is published may be the one who publishes it.
        waiting = [step for step in steps if step.gate in _MILESTONES[kind]]
        return next(iter((*bringing, *(waiting if kind is Duty.PUBLICATION else ()))), None)

    def _find_step(self, role: str, kind: Duty, section: str) -> Step | None:
        """Return the step that asks a role for something: one that names the section comes first.

        Where no step says that it brings it about, the one with which the role hands over.
        """
        steps = [
            (section not in step.sections, step.who != role, moment, step)
            for moment, step in self.dated_steps
            if step.done_when in _MILESTONES[kind]
            and (step.who == role or kind is Duty.SIGNATURE)
            and (not step.sections or section in step.sections)
        ]
        if steps:
            return min(steps, key=lambda found: found[:3])[3]
        return _choose_role_step(self.dated_steps, role)

    def _find_deadline(self, step: Step | None) -> datetime:
        if step is None:
            return datetime.combine(self.edition.due_day, END_OF_DAY)
        return compute_deadline(step, self.edition.pack, self.edition.period)


def is_narrated(entries: Iterable[Entry]) -> bool:
    """Return whether in a file with some entries there is anything to write about."""
    due_entries = (entry for entry in entries if entry.state is not State.NOT_DUE)
    return any(entry.section.narrative is not Need.NONE for entry in due_entries)


def _needs_words(entry: Entry) -> bool:
    if entry.section.narrative is Need.NONE:
        return False
    narrative = entry.narrative
    if narrative is None or entry.submission is None:
        return entry.section.narrative is Need.REQUIRED
    return not narrative.words or entry.submission.find_status(entry.section.id) is Status.DRAFT


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


def _is_aged(block: Block) -> bool:
    """Return whether a table or register is of an earlier period, though each is to have its own.

    A quarter's file may come in any month after it.
    """
    contract, period = block.contract, block.period.id
    is_of_each = contract.arrives is Arrival.EACH_PERIOD and period not in contract.unchanged
    return is_of_each and bool(block.path) and PurePosixPath(block.path).stem < period
