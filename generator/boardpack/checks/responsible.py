"""Who can mend a thing: a role's title, and its service where it has one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.roles import format_role
from boardpack.findings import Finding
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


def name_writers(edition: Edition, findings: Iterable[Finding]) -> list[Finding]:
    """Return findings with whoever writes the submission that they are in, where nobody is named.

    What reads a file knows no roles.
    """
    services = {
        edition.locate_submission(name): entries[0].service
        for name, entries in edition.by_submission.items()
        if entries
    }
    return [
        replace(
            finding,
            who=find_contributor(edition, services[finding.place.path]),
            service=finding.service or services[finding.place.path],
        )
        if not finding.who and finding.place.path in services
        else finding
        for finding in findings
    ]


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
