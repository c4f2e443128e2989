"""Who does what for each section of a pack: the responsibility matrix."""

from __future__ import annotations

from typing import NamedTuple

from boardpack.analysis.due import explain_not_due
from boardpack.model.directorate import Directorate
from boardpack.model.forms import FORMS
from boardpack.model.pack import Due, Need, Pack, Scope, Section
from boardpack.model.period import Cadence

UNKNOWN_SOURCE = "Not stated"
NO_FIGURES = "No figures"
NO_NARRATIVE = "No narrative"
_EACH = {
    Cadence.WEEKLY: "Each week",
    Cadence.MONTHLY: "Each month",
    Cadence.MEETING: "For this meeting",
}


class Responsibility(NamedTuple):
    """What is to be done for a section, all in words: roles by their titles, empty for nobody.

    `requester` asks for what the section shows or, where nobody need ask, makes it.
    """

    section: str
    services: str
    source: str
    requester: str
    data_role: str
    data_duty: str
    narrative_role: str
    narrative_duty: str
    signing_role: str
    due: str


def list_responsibilities(directorate: Directorate, pack: Pack) -> list[Responsibility]:
    """Return a row for each section of a pack, in the pack's order."""
    return [_build_responsibility(directorate, pack, section) for section in pack.sections]


def _build_responsibility(directorate: Directorate, pack: Pack, section: Section) -> Responsibility:
    writer = "" if section.narrative is Need.NONE else section.narrated_by
    return Responsibility(
        section=section.title,
        services=_name_services(directorate, section),
        source=section.source or UNKNOWN_SOURCE,
        requester=directorate.find_role_title(section.requested_by or section.data_by or writer),
        data_role=directorate.find_role_title(section.data_by),
        data_duty=_describe_data_duty(section),
        narrative_role=directorate.find_role_title(writer),
        narrative_duty=_describe_narrative_duty(section),
        signing_role=directorate.find_role_title(pack.find_signing_role(section)),
        due=_describe_due(pack, section),
    )


def _name_services(directorate: Directorate, section: Section) -> str:
    if section.scope is Scope.DIRECTORATE:
        return "The directorate as a whole"
    names = map(directorate.find_service_title, section.services)
    return ", ".join(names) or "Each service"


def _describe_data_duty(section: Section) -> str:
    if not section.data_by:
        return NO_FIGURES
    is_asked = section.requested_by not in {"", section.data_by}
    usual_duty = "Supply and check the figures" if is_asked else "Pull and check the figures"
    return section.data_duty or usual_duty


def _describe_narrative_duty(section: Section) -> str:
    match section.narrative:
        case Need.NONE:
            return NO_NARRATIVE
        case Need.OPTIONAL:
            verb = "May write"
        case Need.REQUIRED:
            verb = "Write"
    length = f", at least {section.min_words} words" if section.min_words else ""
    return f"{verb} {FORMS[section.form].duty}{length}"


def _describe_due(pack: Pack, section: Section) -> str:
    usual = _EACH[pack.cadence]
    only = "" if section.due is Due.ALWAYS else f", {explain_not_due(section)}"
    first = f", from {section.from_}" if section.from_ else ""
    last = f", until {section.until}" if section.until else ""
    return f"{usual}{only}{first}{last}"
