"""Who can mend a thing: a role's title, and its service where it has one."""

from __future__ import annotations

from boardpack.analysis.edition import Edition, Entry
from boardpack.analysis.roles import in_words
from boardpack.model.dataset import Contract


def writer(edition: Edition, entry: Entry) -> str:
    """Return who narrates an entry."""
    return in_words(edition, entry.section.narrated_by, entry.service)


def contributor(edition: Edition, service: str) -> str:
    """Return who writes the submission of a service: the writer of its first narrative."""
    written = (entry for entry in edition.of_service(service) if entry.section.narrated_by)
    return next((writer(edition, entry) for entry in written), "")


def data_keeper(edition: Edition, entry: Entry) -> str:
    """Return who pulls the figures of an entry."""
    return in_words(edition, entry.section.data_by, entry.service)


def owner(edition: Edition, contract: Contract) -> str:
    """Return who answers for the figures of a dataset."""
    return in_words(edition, contract.owner)


def opener(edition: Edition) -> str:
    """Return who opens the edition, by the first step of its timetable, and so sets it up."""
    steps = edition.pack.timetable
    return in_words(edition, steps[0].who if steps else edition.pack.signed_off_by)
