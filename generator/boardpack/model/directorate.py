"""Who there is: the directorate, its services, people, the roles they hold, and the glossary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from boardpack.findings import Place
from boardpack.model.span import Merger, Reporter, Span, build_span
from boardpack.model.web_form import WebForm
from boardpack.model.words import Reason

WHOLE_DIRECTORATE = "directorate"
"""Stands where a service id would, for what belongs to all services together."""


@dataclass(frozen=True, slots=True)
class Service:
    """A practice, locality or other unit that reports."""

    id: str
    """Short name used in file names and CSVs: lower case, digits and hyphens."""
    title: str
    """Name as readers know it."""
    from_: str = ""
    """When it began: a month, week or day. Nothing is owed before."""
    until: str = ""
    """When it ended: its last month, week or day. Nothing is owed after."""
    because: Reason = ""
    """Why it ended, in a sentence that readers see; what it became says so too."""
    became: str = ""
    """The service that took over from it when it ended."""

    @property
    def span(self) -> Span:
        """From when until when it is there."""
        return build_span(self.from_, self.until)


@dataclass(frozen=True, slots=True)
class Role:
    """A job that sections, datasets and timetables refer to."""

    id: str
    """Short name: lower case, digits and hyphens."""
    title: str
    """Name as readers know it."""


class Provider(StrEnum):
    """A kind of forge."""

    GITHUB = "github"


@dataclass(frozen=True, slots=True)
class Witness:
    """Whose reviews count beside the signed records: nobody may publish without asking it."""

    provider: Provider
    """The kind of forge."""
    repository: str
    """The repository, by its name on the forge: owner/name."""


class SpcRules(StrEnum):
    """By whose rules an XmR chart finds its signals."""

    PLOTTHEDOTS = "plotthedots"
    MAKING_DATA_COUNT = "making-data-count"


@dataclass(frozen=True, slots=True)
class Directorate:
    """The organisation that reports: `data/directorate.yml`."""

    title: str
    """Name of the directorate."""
    services: tuple[Service, ...]
    """Every service, in the order in which they are shown."""
    roles: tuple[Role, ...]
    """Every role that other files name."""
    organisation: str = ""
    """The body that the directorate belongs to."""
    edit_url: str = ""
    """Where a file is edited on the forge, with `{path}` where the path goes."""
    about: str = ""
    """One or two sentences for the home page."""
    site_url: str = ""
    """Where publications are read: an address to which the name of one is added."""
    mail_from: str = ""
    """The e-mail address that messages come from."""
    signoff: Witness | None = None
    """The forge whose reviews are sign-off too; left out where only signed records are."""
    form: WebForm | None = None
    """The form in the browser, in which services write; left out where there is none."""
    information_governance: str = ""
    """The role that decides what may be published although it looks like somebody's details."""

    spc: SpcRules = SpcRules.PLOTTHEDOTS
    """`plotthedots`: the rules of the R package; `making-data-count`: those of NHS England's
    workbook."""
    spc_run: int = 7
    """How many points make a trend or a shift: 7, or 6 by the workbook's rules."""

    @property
    def reporters(self) -> tuple[Reporter, ...]:
        """All services in their order, then the whole directorate, which is always there."""
        mergers: dict[str, list[Merger]] = {}
        for service in self.services:
            if service.became and service.span.last < date.max:
                day = service.span.last + timedelta(days=1)
                mergers.setdefault(service.became, []).append(Merger(service.title, day))
        services = (
            Reporter(service.id, service.span, tuple(mergers.get(service.id, ())))
            for service in self.services
        )
        return (*services, Reporter(WHOLE_DIRECTORATE, Span()))

    def find_predecessors(self, service_id: str, day: date) -> tuple[Service, ...]:
        """Return the services that ended before a day and became another one."""
        return tuple(
            service
            for service in self.services
            if service.became == service_id and service.span.last < day
        )

    @property
    def member_titles(self) -> Mapping[str, str]:
        """The title of each service by its id, with what it became where it ended."""
        titles = {service.id: service.title for service in self.services}
        return {
            service.id: f"{service.title} (now {titles.get(service.became, service.became)})"
            if service.became
            else service.title
            for service in self.services
        }

    def find_service_title(self, service_id: str) -> str:
        """Return the title of a service id, or the directorate's own."""
        return next(
            (service.title for service in self.services if service.id == service_id), self.title
        )

    def find_role_title(self, role_id: str) -> str:
        """Return the title of a role id; an unknown one is returned as it is."""
        return next((role.title for role in self.roles if role.id == role_id), role_id)


@dataclass(frozen=True, slots=True)
class Person:
    """A row of `data/people.csv`.

    `forge_id` is the account's number on the forge, which stays when the account is renamed;
    `login` its name, to which review requests go. `emails` are the addresses that commits carry.
    """

    id: str
    name: str
    forge_id: str
    place: Place
    emails: tuple[str, ...] = ()
    login: str = ""


@dataclass(frozen=True, slots=True)
class Appointment:
    """A person holds a role for a service (or the directorate), both days included.

    An empty `until` is open-ended. `deputy_for` names the person who is stood in for.
    """

    person: str
    role: str
    service: str
    since: date
    until: date | None
    deputy_for: str
    place: Place

    def has_role(self, role: str, service: str, day: date) -> bool:
        """Return whether this appointment gives the role for the service on the day."""
        return (
            self.role == role
            and self.service in (service, WHOLE_DIRECTORATE)
            and self.since <= day
            and (self.until is None or day <= self.until)
        )


@dataclass(frozen=True, slots=True)
class Waiver:
    """A row of `data/waivers.csv`: a section may be missing until a day, for a reason."""

    pack: str
    period: str
    service: str
    section: str
    reason: str
    owner: str
    until: date | None
    place: Place


@dataclass(frozen=True, slots=True)
class Clearance:
    """A row of `data/clearances.csv`: what a rule on identifiers found may be published.

    `place` is the file that the finding names, `passage` the letters by which it names the
    passage; what was found itself is never repeated. `row` is where the decision stands.
    """

    rule: str
    place: str
    passage: str
    reason: str
    decided_by: str
    decided: date
    until: date
    row: Place


@dataclass(frozen=True, slots=True)
class Term:
    """A row of `data/glossary.csv`."""

    acronym: str
    meaning: str
    place: Place
