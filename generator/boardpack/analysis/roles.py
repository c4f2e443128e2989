"""Roles as people read them."""

from __future__ import annotations

from boardpack.analysis.edition import Edition


def in_words(edition: Edition, role: str, service: str = "") -> str:
    """Return `Practice manager, Cannock Chase`; the service only where holders differ by it."""
    directorate = edition.instance.directorate
    title = directorate.role_title(role)
    own = any(a.role == role and a.service == service for a in edition.instance.appointments)
    return f"{title}, {directorate.service_title(service)}" if own and service else title
