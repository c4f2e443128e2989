"""Who wrote a section: those behind the commits in which its own text changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from boardpack.model.directorate import Person
from boardpack.model.signoff import Authorship, SectionId

Texts = Mapping[str, str]
"""What a submission says, by section."""

_FORGE_ADDRESS = re.compile(r"(?P<account>[0-9]+)\+[^@]+@users\.noreply\.github\.com")


class Written(NamedTuple):
    """A section whose text a commit changed, and the addresses of those behind the commit."""

    place: SectionId
    emails: tuple[str, ...]
    commit: str = ""


def changed_sections(after: Texts, before: Sequence[Texts]) -> frozenset[str]:
    """Return the sections whose text is like none before; taking text away is a change too.

    `before` holds the texts of each parent, or of the merge that Git alone would have made.
    """
    earlier = before or ({},)
    names = {name for texts in (after, *earlier) for name in texts}
    return frozenset(
        name
        for name in names
        if after.get(name, "") not in {texts.get(name, "") for texts in earlier}
    )


def authorship(
    written: Iterable[Written], people: Iterable[Person]
) -> Mapping[SectionId, Authorship]:
    """Return who wrote each section, and the addresses that nobody in the register has."""
    known = _by_mark(people)
    found: dict[SectionId, tuple[set[str], set[str]]] = {}
    for place, emails, _ in written:
        persons, unknown = found.setdefault(place, (set(), set()))
        for email in emails:
            person = known.get(_mark(email))
            (persons if person else unknown).add(person or email)
    return {
        place: Authorship(frozenset(persons), frozenset(unknown))
        for place, (persons, unknown) in found.items()
    }


def _by_mark(people: Iterable[Person]) -> dict[str, str]:
    return {mark: one.id for one in people for mark in (*one.emails, one.forge_id) if mark}


def _mark(email: str) -> str:
    found = _FORGE_ADDRESS.fullmatch(email)
    return found["account"] if found else email.casefold()
