"""The states of sections once sign-off is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from types import MappingProxyType

from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.states import State
from boardpack.model.signoff import SectionId, Standing, Verdict

_STATES: Mapping[Standing, State] = MappingProxyType(
    {
        Standing.VALID: State.SIGNED_OFF,
        Standing.STALE: State.STALE,
        Standing.RESIDUAL: State.STALE,
        Standing.OBJECTED: State.OBJECTED,
    }
)


def apply_verdicts(edition: Edition, verdicts: Sequence[Verdict]) -> Edition:
    """Return an edition whose ready sections are signed off, stale or objected to.

    What is waived stays so: it is always shown. What is not ready cannot be signed off.
    """
    standings = {
        (verdict.subject.service, verdict.subject.section): verdict.standing for verdict in verdicts
    }
    entries = tuple(_update_state(entry, standings) for entry in edition.entries)
    by_service = {
        service: tuple(group)
        for service, group in groupby(entries, lambda candidate: candidate.service)
    }
    return replace(edition, entries=entries, by_service=by_service)


def _update_state(entry: Entry, standings: Mapping[SectionId, Standing]) -> Entry:
    standing = standings.get((entry.service, entry.section.id))
    if entry.state is not State.READY or standing is None:
        return entry
    return replace(entry, state=_STATES.get(standing, entry.state))
