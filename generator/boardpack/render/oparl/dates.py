"""When objects were made known and last changed: by comparing them with what was there before."""

from __future__ import annotations

from typing import Any

from boardpack.render.oparl.interface import EMBEDDED, Attributes, Kind, Objects

CREATED, MODIFIED, DELETED = "created", "modified", "deleted"
_DATES = (CREATED, MODIFIED)


def date_objects(objects: Objects, earlier: Objects, moment: str) -> dict[str, dict[str, Any]]:
    """Return objects with their dates; what is there no more stays by its address, marked (2.8).

    `earlier` have their dates. `moment` is that of the publication, in UTC; whoever keeps a copy
    asks for what changed since, so that an unchanged object keeps both of its dates.
    """
    gone = {
        address: {"type": attributes["type"], DELETED: True}
        for address, attributes in earlier.items()
        if address not in objects
    }
    dated = {
        address: _date_object(_without_dates(attributes), earlier.get(address), moment)
        for address, attributes in sorted({**gone, **objects}.items())
    }
    return {address: _follow_parts(attributes, dated) for address, attributes in dated.items()}


def _date_object(
    attributes: dict[str, Any], earlier: Attributes | None, moment: str
) -> dict[str, Any]:
    if earlier is None:
        return {**attributes, CREATED: moment, MODIFIED: moment}
    is_same = attributes == _without_dates(earlier)
    modified = earlier[MODIFIED] if is_same else max(moment, earlier[MODIFIED])
    return {**attributes, CREATED: earlier[CREATED], MODIFIED: modified}


def _without_dates(attributes: Attributes) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if name not in _DATES}


def _follow_parts(attributes: dict[str, Any], dated: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return an object that changed no earlier than what is given whole within it."""
    moments = [dated[address][MODIFIED] for address in list_parts(attributes)]
    return {**attributes, MODIFIED: max((attributes[MODIFIED], *moments))}


def find_kind(attributes: Attributes) -> Kind:
    """Return the type of an object; ValueError for one that is none of ours."""
    return Kind(str(attributes["type"]).rpartition("/")[2])


def list_parts(attributes: Attributes) -> list[str]:
    """Return the addresses of what is given whole within an object."""
    return [
        address
        for name in EMBEDDED.get(find_kind(attributes), ())
        for address in list_addresses(attributes.get(name, ()))
    ]


def list_addresses(value: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Return the addresses that a property has, one or several."""
    return (value,) if isinstance(value, str) else tuple(value)
