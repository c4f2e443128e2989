"""Exactly what is signed: one digest for each due section, bound to nothing but the facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.states import State
from boardpack.model.canonical import compute_digest
from boardpack.model.signoff import SectionId, Subject
from boardpack.signoff.signed_lines import list_signed_lines


def build_subjects(edition: Edition) -> Mapping[SectionId, Subject]:
    """Return the subject of every section that is due, waived ones included."""
    return {
        (entry.service, entry.section.id): build_subject(edition, entry)
        for entry in list_due_entries(edition)
    }


def list_due_entries(edition: Edition) -> Iterator[Entry]:
    """Yield the entries that must be signed off."""
    return (entry for entry in edition.entries if entry.state is not State.NOT_DUE)


def build_subject(edition: Edition, entry: Entry) -> Subject:
    """Return what a director signs of one section.

    Pack, period, service and section belong to it, so that the same words elsewhere are another
    subject. Templates, styles, line numbers, other sections and sign-off records do not.
    """
    lines = list_signed_lines(edition, entry)
    component_digests = tuple(
        map(compute_digest, (lines.narrative, lines.data, lines.definitions, lines.figures))
    )
    edition_place = (edition.pack_id, edition.period.id, entry.service, entry.section.id)
    return Subject(
        entry.service,
        entry.section.id,
        compute_digest((*edition_place, *component_digests)),
        *component_digests,
    )


def find_signing_role(edition: Edition, entry: Entry) -> str:
    """Return the role whose approval signs off a section."""
    return edition.pack.find_signing_role(entry.section)
