"""Roles as people read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from boardpack.analysis.edition import Edition
from boardpack.model.directorate import WHOLE_DIRECTORATE


@dataclass(frozen=True, slots=True)
class Holding:
    """A role in words, its service where holders differ by it, and the person who holds it.

    `person` is an id, empty where nobody holds it, and `name` says that then.
    """

    person: str
    title: str
    service: str
    name: str

    @property
    def role(self) -> str:
        """The title of the role, with that of its service."""
        return _join_words(self.title, self.service)

    @property
    def words(self) -> str:
        """The role, and in brackets whoever holds it; once, where the two are the same."""
        return self.role if self.name in ("", self.role) else f"{self.role} ({self.name})"


def format_role(edition: Edition, role: str, service: str = "") -> str:
    """Return `Practice manager, Cannock Chase`; the service only where holders differ by it."""
    return _join_words(*_find_words(edition, role, service))


def find_holding(edition: Edition, role: str, service: str, day: date) -> Holding:
    """Return who holds a role on a day, for a service or the whole directorate."""
    instance = edition.instance
    holders = instance.list_holders(role, service, day)
    names = [instance.people[one].name for one in holders if one in instance.people]
    title, service_title = _find_words(edition, role, service)
    nobody = "nobody holds this role" if role else ""
    return Holding(
        next(iter(holders), ""),
        title or "nobody is named",
        service_title,
        next(iter(names), nobody),
    )


def _find_words(edition: Edition, role: str, service: str) -> tuple[str, str]:
    """Return the title of a role, and that of the service where holders differ by it."""
    directorate = edition.instance.directorate
    is_per_service = service != WHOLE_DIRECTORATE and any(
        appointment.role == role and appointment.service == service
        for appointment in edition.instance.appointments
    )
    service_title = directorate.find_service_title(service) if is_per_service else ""
    return directorate.find_role_title(role), service_title


def _join_words(title: str, service_title: str) -> str:
    return f"{title}, {service_title}" if service_title else title
