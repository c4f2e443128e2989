"""Roles as people read them."""

from __future__ import annotations

from boardpack.analysis.edition import Edition
from boardpack.model.directorate import WHOLE_DIRECTORATE


def format_role(edition: Edition, role: str, service: str = "") -> str:
    """Return `Practice manager, Cannock Chase`; the service only where holders differ by it."""
    directorate = edition.instance.directorate
    title = directorate.find_role_title(role)
    is_per_service = any(
        appointment.role == role and appointment.service == service
        for appointment in edition.instance.appointments
    )
    return (
        f"{title}, {directorate.find_service_title(service)}"
        if is_per_service and service != WHOLE_DIRECTORATE
        else title
    )
