"""Who can mend a thing: a role's title, and its service where it has one."""

from __future__ import annotations

from boardpack.analysis.edition import Edition, Entry
from boardpack.analysis.roles import format_role
from boardpack.model.dataset import Contract


def find_writer(edition: Edition, entry: Entry) -> str:
    """Return who narrates an entry."""
    return format_role(edition, entry.section.narrated_by, entry.service)


def find_contributor(edition: Edition, service: str) -> str:
    """Return who writes the submission of a service: the writer of its first narrative."""
    narrated_entries = (
        entry for entry in edition.list_service_entries(service) if entry.section.narrated_by
    )
    return next((find_writer(edition, entry) for entry in narrated_entries), "")


def find_data_keeper(edition: Edition, entry: Entry) -> str:
    """Return who pulls the figures of an entry."""
    return format_role(edition, entry.section.data_by, entry.service)


def find_dataset_owner(edition: Edition, contract: Contract) -> str:
    """Return who answers for the figures of a dataset."""
    return format_role(edition, contract.owner)


def find_edition_opener(edition: Edition) -> str:
    """Return who opens the edition, by the first step of its timetable, and so sets it up."""
    steps = edition.pack.timetable
    return format_role(edition, steps[0].who if steps else edition.pack.signed_off_by)
