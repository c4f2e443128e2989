"""A name that somebody typed is one of those that there are, or they are shown which there are."""

from __future__ import annotations

from collections.abc import Iterable

from boardpack.errors import CannotRun
from boardpack.findings import name_choices, suggest_word
from boardpack.model.instance import Instance


def require_choice(kind: str, name: str, choices: Iterable[str]) -> None:
    """Raise CannotRun, with what there is and the nearest of it, where a name is none."""
    known_names = list(choices)
    if name not in known_names:
        hint = suggest_word(name, known_names)
        raise CannotRun(f"there is no {kind} '{name}'; there is {name_choices(known_names)}{hint}")


def require_role(instance: Instance, role: str) -> None:
    """Raise CannotRun where there is no such role."""
    require_choice("role", role, [known.id for known in instance.directorate.roles])
