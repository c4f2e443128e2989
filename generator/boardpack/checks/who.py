"""Who can mend a thing: a role's title, and its service where it has one."""

from __future__ import annotations

from boardpack.analysis.edition import Edition, Entry


def writer(edition: Edition, entry: Entry) -> str:
    """Return who narrates an entry."""
    return in_words(edition, entry.section.narrated_by, entry.service)


def data_keeper(edition: Edition, entry: Entry) -> str:
    """Return who pulls the figures of an entry."""
    return in_words(edition, entry.section.data_by, entry.service)


def in_words(edition: Edition, role: str, service: str = "") -> str:
    """Return `Practice manager, Cannock Chase`; the service only where holders differ by it."""
    directorate = edition.instance.directorate
    title = directorate.role_title(role)
    own = any(a.role == role and a.service == service for a in edition.instance.appointments)
    return f"{title}, {directorate.service_title(service)}" if own and service else title
