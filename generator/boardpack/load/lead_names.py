"""Whom a text names: a person or a role, by id, or by name or title as pages print it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from boardpack.model.directorate import Directorate, Person


@dataclass(frozen=True, slots=True)
class LeadNames:
    """The ids of people and roles, and by each folded name or title whose it is.

    `service_titles` are folded, by the ids of the services.
    """

    ids: frozenset[str] = frozenset()
    by_name: Mapping[str, frozenset[str]] = field(default_factory=dict)
    service_titles: Mapping[str, str] = field(default_factory=dict)

    def find_id(self, text: str, service: str = "") -> str:
        """Return the id of whom a text names; the text itself where it names nobody, or several.

        In the submission of a service a role may be written as findings print it, with the title
        of that service; with that of another service it would be another person.
        """
        if text in self.ids:
            return text
        name = _fold_name(text)
        ending = f", {self.service_titles[service]}" if service in self.service_titles else ""
        named = self.by_name.get(name) or self.by_name.get(
            name.removesuffix(ending), frozenset[str]()
        )
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
        {service.id: _fold_name(service.title) for service in directorate.services},
    )


def _fold_name(name: str) -> str:
    return " ".join(name.casefold().split()).rstrip(" .")
