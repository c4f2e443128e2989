"""Who wrote a section: those behind the commits in which its own text changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from boardpack.model.directorate import Person
from boardpack.model.signoff import Authorship, SectionId

Texts = Mapping[str, str]
"""What a submission says, by section."""

FindAccountId = Callable[[str], str]
"""Returns the account for which a forge made up an address; empty for any other address."""


class TextChange(NamedTuple):
    """A section whose text a commit changed, and the addresses of those behind the commit."""

    place: SectionId
    emails: tuple[str, ...]
    commit: str = ""


def find_changed_sections(new_texts: Texts, parent_texts: Sequence[Texts]) -> frozenset[str]:
    """Return the sections whose text is like none before; taking text away is a change too.

    `parent_texts` holds the texts of each parent, or of the merge that Git alone would have made.
    """
    earlier_texts = parent_texts or ({},)
    sections = {section for texts in (new_texts, *earlier_texts) for section in texts}
    return frozenset(
        section
        for section in sections
        if new_texts.get(section, "") not in {texts.get(section, "") for texts in earlier_texts}
    )


def find_authorship(
    changes: Iterable[TextChange], people: Iterable[Person], find_account_id: FindAccountId
) -> Mapping[SectionId, Authorship]:
    """Return who wrote each section, and the addresses that nobody in the register has."""
    people_by_mark = _index_people_by_mark(people)
    writers_by_section: dict[SectionId, tuple[set[str], set[str]]] = {}
    for place, emails, _ in changes:
        persons, unknown = writers_by_section.setdefault(place, (set(), set()))
        for email in emails:
            person = people_by_mark.get(find_account_id(email) or email.casefold())
            (persons if person else unknown).add(person or email)
    return {
        place: Authorship(frozenset(persons), frozenset(unknown))
        for place, (persons, unknown) in writers_by_section.items()
    }


def _index_people_by_mark(people: Iterable[Person]) -> dict[str, str]:
    return {
        mark: person.id for person in people for mark in (*person.emails, person.forge_id) if mark
    }
