"""Exactly what is signed: one digest for each due section, bound to nothing but the facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from boardpack.analysis.edition import Edition, Entry
from boardpack.analysis.states import State
from boardpack.model.canonical import digest
from boardpack.model.signoff import SectionId, Subject
from boardpack.signoff.facts import facts


def subjects(edition: Edition) -> Mapping[SectionId, Subject]:
    """Return the subject of every section that is due, waived ones included."""
    return {(e.service, e.section.id): subject(edition, e) for e in due_entries(edition)}


def due_entries(edition: Edition) -> Iterator[Entry]:
    """Yield the entries that must be signed off."""
    return (entry for entry in edition.entries if entry.state is not State.NOT_DUE)


def subject(edition: Edition, entry: Entry) -> Subject:
    """Return what a director signs of one section.

    Pack, period, service and section belong to it, so that the same words elsewhere are another
    subject. Templates, styles, line numbers, other sections and sign-off records do not.
    """
    found = facts(edition, entry)
    parts = tuple(map(digest, (found.narrative, found.data, found.definitions, found.figures)))
    place = (edition.pack_id, edition.period.id, entry.service, entry.section.id)
    return Subject(entry.service, entry.section.id, digest((*place, *parts)), *parts)


def signing_role(edition: Edition, entry: Entry) -> str:
    """Return the role whose approval signs off a section."""
    return entry.section.signed_off_by or edition.pack.signed_off_by
