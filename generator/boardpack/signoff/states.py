"""The states of sections once sign-off is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from types import MappingProxyType

from boardpack.analysis.edition import Edition, Entry
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


def with_standing(edition: Edition, verdicts: Sequence[Verdict]) -> Edition:
    """Return an edition whose ready sections are signed off, stale or objected to.

    What is waived stays so: it is always shown. What is not ready cannot be signed off.
    """
    standings = {(v.subject.service, v.subject.section): v.standing for v in verdicts}
    entries = tuple(_stood(entry, standings) for entry in edition.entries)
    by_service = {
        service: tuple(inside) for service, inside in groupby(entries, lambda one: one.service)
    }
    return replace(edition, entries=entries, by_service=by_service)


def _stood(entry: Entry, standings: Mapping[SectionId, Standing]) -> Entry:
    standing = standings.get((entry.service, entry.section.id))
    if entry.state is not State.READY or standing is None:
        return entry
    return replace(entry, state=_STATES.get(standing, entry.state))
