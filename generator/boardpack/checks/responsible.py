"""Who can mend a thing: a role's title, and its service where it has one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.roles import format_role
from boardpack.findings import Finding
from boardpack.model.dataset import Contract
from boardpack.model.instance import Instance


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

    What reads a file knows no roles. Of a file that is nobody's, such as one of a service that has
    ended, whoever opens the edition is told.
    """
    folder = f"content/{edition.pack_id}/{edition.period.id}/"
    services = {
        edition.locate_submission(name): entries[0].service
        for name, entries in edition.by_submission.items()
        if entries
    }

    def name_writer(finding: Finding) -> Finding:
        path = finding.place.path
        if finding.who or not path.startswith(folder):
            return finding
        if path not in services:
            return replace(finding, who=find_edition_opener(edition))
        service = services[path]
        who = find_contributor(edition, service)
        return replace(finding, who=who, service=finding.service or service)

    return [name_writer(finding) for finding in findings]


def name_responsible(instance: Instance, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings with the titles of roles and the names of people in the place of ids.

    Whoever reads a dataset or a record knows the id alone.
    """
    return tuple(
        replace(finding, who=instance.name_person_or_role(finding.who)) if finding.who else finding
        for finding in findings
    )


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
