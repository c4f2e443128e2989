"""Who stands behind a section: whoever wrote its words, changed its figures, or answers for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from boardpack.model.directorate import Person
from boardpack.model.signoff import Authorship, SectionId

Texts = Mapping[str, str]
"""What a submission says, by section."""

FindAccountId = Callable[[str], str]
"""Returns the account for which a forge made up an address; empty for any other address."""


class Contribution(NamedTuple):
    """What somebody did to a section: the addresses of those behind the commit that did it.

    `people` are the ids of those whom a file names: a declared author, the owner of a waiver.
    """

    place: SectionId
    emails: tuple[str, ...]
    commit: str = ""
    people: tuple[str, ...] = ()


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
    contributions: Iterable[Contribution],
    people: Iterable[Person],
    find_account_id: FindAccountId,
    former_people: Iterable[Person] = (),
    recent_people: Iterable[Person] = (),
) -> Mapping[SectionId, Authorship]:
    """Return who stands behind each section, and the addresses of nobody known.

    `former_people` are all whom the register ever named. Whoever left is still known; of those
    who are there, only what the register says of them now counts, but that an address which went
    from one to another since the edition was opened is that of both (`recent_people`).
    """
    current_people = tuple(people)
    leavers = _list_leavers(former_people, current_people)
    people_by_mark: dict[str, set[str]] = {}
    for person in (*leavers, *current_people):
        for mark in filter(None, (*person.emails, person.forge_id)):
            people_by_mark.setdefault(mark, set()).add(person.id)
    for person in recent_people:
        for mark in people_by_mark.keys() & {*person.emails, person.forge_id}:
            people_by_mark[mark].add(person.id)
    writers_by_section: dict[SectionId, tuple[set[str], set[str]]] = {}
    for contribution in contributions:
        persons, unknown = writers_by_section.setdefault(contribution.place, (set(), set()))
        persons.update(contribution.people)
        for email in contribution.emails:
            owners = people_by_mark.get(find_account_id(email) or email.casefold(), set())
            persons.update(owners)
            unknown.update(() if owners else (email,))
    return {
        place: Authorship(frozenset(persons), frozenset(unknown))
        for place, (persons, unknown) in writers_by_section.items()
    }


def _list_leavers(former_people: Iterable[Person], people: Iterable[Person]) -> Iterator[Person]:
    """Yield those of the former people who are there no longer, not even as somebody else."""
    present = {mark for person in people for mark in _list_marks(person)}
    return (person for person in former_people if present.isdisjoint(_list_marks(person)))


def _list_marks(person: Person) -> Iterator[str]:
    return filter(None, (person.id, person.name, person.forge_id, person.login, *person.emails))
