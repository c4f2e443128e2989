"""Whom a text names: a person or a role, by id, or by name or title as pages print it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from boardpack.model.directorate import Directorate, Person


@dataclass(frozen=True, slots=True)
class LeadNames:
    """The ids of people and roles, and by each folded name or title whose it is."""

    ids: frozenset[str] = frozenset()
    by_name: Mapping[str, frozenset[str]] | None = None

    def find_id(self, text: str) -> str:
        """Return the id of whom a text names; the text itself where it names nobody, or several."""
        if text in self.ids:
            return text
        named = (self.by_name or {}).get(_fold_name(text), frozenset())
        return next(iter(named)) if len(named) == 1 else text


def list_lead_names(directorate: Directorate, people: Iterable[Person]) -> LeadNames:
    """Return who can be named as a lead."""
    pairs = [(role.id, role.title) for role in directorate.roles]
    pairs += [(person.id, person.name) for person in people]
    by_name: dict[str, set[str]] = defaultdict(set)
    for identifier, name in pairs:
        by_name[_fold_name(name)].add(identifier)
        # In other capitals than its own it is an id all the same.
        by_name[_fold_name(identifier)].add(identifier)
    return LeadNames(
        frozenset(identifier for identifier, _ in pairs),
        {name: frozenset(ids) for name, ids in by_name.items()},
    )


def _fold_name(name: str) -> str:
    return " ".join(name.casefold().split()).rstrip(" .")
