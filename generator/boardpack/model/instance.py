"""Everything that was read, before any of it is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from boardpack.model.agenda import FiledAgenda
from boardpack.model.directorate import (
    WHOLE_DIRECTORATE,
    Appointment,
    Clearance,
    Directorate,
    Person,
    Term,
    Waiver,
)
from boardpack.model.guide import GuidePage
from boardpack.model.meeting import Committee
from boardpack.model.pack import Pack
from boardpack.model.papers import define_papers
from boardpack.model.period import parse_edition_period
from boardpack.model.rows import (
    Dataset,
)
from boardpack.model.submission import Submission

EditionId = tuple[str, str]
"""Pack and period."""


@dataclass(frozen=True, slots=True)
class Instance:
    """A directorate with its registers, packs, datasets and submissions.

    `submissions` is keyed by pack, period and service id (`directorate` for the shared one).
    """

    directorate: Directorate
    people: Mapping[str, Person]
    appointments: tuple[Appointment, ...]
    waivers: tuple[Waiver, ...]
    clearances: tuple[Clearance, ...]
    glossary: tuple[Term, ...]
    packs: Mapping[str, Pack]
    datasets: Mapping[str, Dataset]
    submissions: Mapping[tuple[str, str, str], Submission]
    guide: tuple[GuidePage, ...]
    committees: Mapping[str, Committee]
    unread: frozenset[str]
    """Paths under `content/` that hold no submission, or one that cannot be read; those of
    packs and contracts that cannot be read, and of registers of which a row cannot be read."""
    edition_ids: tuple[EditionId, ...]
    """Pack and period of every folder under `content/`, oldest period first."""
    agendas: Mapping[EditionId, FiledAgenda] = field(default_factory=dict)
    """The agendas of meetings, by the edition that holds their papers."""

    def find_agenda(self, pack_id: str, period_id: str) -> FiledAgenda | None:
        """Return the agenda of a meeting, if the edition is one's papers."""
        return self.agendas.get((pack_id, period_id))

    def define_pack(self, pack_id: str, period_id: str) -> Pack:
        """Return the sections of an edition; KeyError or ValueError where there is none.

        Those of a committee are the papers of that meeting.
        """
        filed = self.find_agenda(pack_id, period_id)
        agenda = filed.agenda if filed else None
        return define_papers(self.packs[pack_id], agenda, parse_edition_period(period_id))

    def list_holders(self, role: str, service: str, day: date) -> tuple[str, ...]:
        """Return the ids of those who hold a role for a service on a day, deputies last."""
        appointments = [
            appointment
            for appointment in self.appointments
            if appointment.has_role(role, service, day)
        ]
        return tuple(
            appointment.person
            for appointment in sorted(
                appointments, key=lambda appointment: bool(appointment.deputy_for)
            )
        )

    def name_person_or_role(self, person_or_role: str) -> str:
        """Return the title of a role, else the name of a person, else the id."""
        # The role first: its title is signed, and what a person is called is not.
        role_titles = {role.id: role.title for role in self.directorate.roles}
        if person_or_role in role_titles:
            return role_titles[person_or_role]
        person = self.people.get(person_or_role)
        return person.name if person else person_or_role

    @property
    def measure_titles(self) -> Mapping[str, str]:
        """The title of each measure by its id, which rows of registers name without a dataset."""
        return {
            measure.id: measure.title
            for dataset in self.datasets.values()
            for measure in dataset.contract.measures
        }

    @property
    def service_ids(self) -> tuple[str, ...]:
        """The ids of all services, in the order in which they are shown."""
        return tuple(service.id for service in self.directorate.services)

    def is_service(self, service: str) -> bool:
        """Return whether an id is a service or stands for the whole directorate."""
        return service == WHOLE_DIRECTORATE or service in self.service_ids
