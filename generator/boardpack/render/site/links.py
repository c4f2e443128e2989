"""Where pages lie, and the links to them."""

from __future__ import annotations

from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.model.pack import Scope

COMPARE = "compare.md"
TARGETS = "targets.md"
AREAS = "areas.md"
RISKS = "risks.md"
RESPONSIBILITIES = "responsibilities.md"
TIMETABLE = "timetable.md"
DECISIONS = "decisions.md"
FORWARD_PLAN = "forward-plan.md"
DECISIONS_FILE = "decisions.csv"
SERVICES = "services.md"
_STAGED, _SHOWN = ".md", ".html"


def locate_service_page(service: str) -> str:
    """Return the path of a service's page."""
    return f"services/{service}{_STAGED}"


def link_to_service(service: str) -> str:
    """Return the link to a service's page."""
    return to_link(locate_service_page(service))


def locate_matrix_page(number: int) -> str:
    """Return the path of a page of the matrix of many services, which counts from 1."""
    return f"services-{number}{_STAGED}"


def locate_section_page(section: str) -> str:
    """Return the path of the page that compares a section across the services."""
    return f"sections/{section}{_STAGED}"


def locate_committee_page(series: str) -> str:
    """Return the path of the page of a series of meetings."""
    return f"meetings/{series}{_STAGED}"


def locate_meeting_page(series: str, name: str) -> str:
    """Return the path of the page of a meeting, which is called by its day and service."""
    return f"meetings/{series}/{name}{_STAGED}"


def to_link(path: str) -> str:
    """Return the link to a staged page."""
    return f"{path.removesuffix(_STAGED)}{_SHOWN}"


def link_to_meeting(series: str, name: str) -> str:
    """Return the link to the page of a meeting from that of its series."""
    return to_link(f"{series}/{name}{_STAGED}")


def link_to_entry(entry: Entry, base: str = "") -> str:
    """Return the link to an entry on its service's page."""
    return f"{base}{to_link(locate_service_page(entry.service))}#{entry.section.id}"


def list_compared_sections(edition: Edition) -> tuple[str, ...]:
    """Return the sections that more than one service may have."""
    return tuple(section.id for section in edition.sections if section.scope is Scope.SERVICE)
