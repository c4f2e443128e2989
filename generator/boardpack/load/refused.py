"""What a rule refuses is used by nothing: it is set back to what holds where nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from typing import Any, TypeVar

from boardpack.load.bind import name_field
from boardpack.load.strict_yaml import Loc

T = TypeVar("T")


def drop_refused(value: T, locations: Iterable[Loc]) -> T:
    """Return a value of the model without what stands in some places of it.

    A key goes back to its default, an entry of a list or mapping is left out. Where a key has no
    default, the entry that holds it goes; the value itself stays.
    """
    dropped: Any = value
    # From behind, so that the numbers of entries stay right.
    for location in sorted(filter(None, set(locations)), key=_order, reverse=True):
        kept = _drop(dropped, location)
        dropped = dropped if kept is MISSING else kept
    return dropped  # type: ignore[no-any-return]


def _order(location: Loc) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in location)


def _drop(value: Any, location: Loc) -> Any:
    """Return a value without what stands in a place; MISSING where it cannot be without that."""
    step, rest = location[0], location[1:]
    if isinstance(value, tuple):
        index = int(step)
        kept = _drop(value[index], rest) if rest else MISSING
        return value[:index] + (() if kept is MISSING else (kept,)) + value[index + 1 :]
    if isinstance(value, Mapping):
        kept = _drop(value[step], rest) if rest else MISSING
        others = {key: inner for key, inner in value.items() if key != step}
        return others if kept is MISSING else {**value, step: kept}
    # What held it may have gone before, for another fault.
    if not is_dataclass(value) or isinstance(value, type):
        return value
    name = name_field(str(step))
    kept = _drop(getattr(value, name), rest) if rest else MISSING
    if kept is MISSING:
        kept = _find_default(value, name)
    return MISSING if kept is MISSING else replace(value, **{name: kept})


def _find_default(value: Any, name: str) -> Any:
    field = next(field for field in fields(value) if field.name == name)
    return field.default if field.default_factory is MISSING else field.default_factory()
