"""Objects and lists of them as files of JSON, and read back from those."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from boardpack.render.oparl.dates import CREATED, MODIFIED, find_kind, list_addresses, list_parts
from boardpack.render.oparl.interface import (
    EMBEDDED,
    FOLDER,
    SYSTEM,
    Attributes,
    Interface,
    Kind,
    Objects,
)
from boardpack.render.oparl.objects import BODIES, LISTS

_LIST_FOLDER = f"{FOLDER}/list/"
PAGE_LENGTH = 100
"""The specification recommends pages for longer lists (2.5.4)."""


def render_objects(interface: Interface, objects: Objects) -> dict[str, bytes]:
    """Return the files of some objects, which have their dates, and of all lists, by path."""
    whole = {address: _embed_parts(address, objects) for address in sorted(objects)}
    pages = {**whole, **_list_pages(interface, whole)}
    return {interface.to_path(address): _format(value) for address, value in pages.items()}


def read_objects(interface: Interface, files: Mapping[str, bytes]) -> dict[str, Attributes]:
    """Return the objects that some files hold, by path; ValueError with a sentence if they do not.

    Where the site had another address when they were written, they have today's.
    """
    objects: dict[str, Attributes] = {}
    former_site = _find_former_site(files)
    for path, data in sorted(files.items()):
        if path.startswith(_LIST_FOLDER):
            continue
        try:
            value = json.loads(data.decode().replace(former_site, interface.site_url))
            objects[value["id"]] = _take_parts_out(value)
        except (ValueError, TypeError, KeyError, AttributeError):
            raise ValueError(f"{path} is not an object as boardpack writes it") from None
    for address, attributes in objects.items():
        if not all(part in objects for part in list_parts(attributes)):
            raise ValueError(f"{interface.to_path(address)} refers to what is not there")
    return objects


def _find_former_site(files: Mapping[str, bytes]) -> str:
    try:
        former_site = json.loads(files[SYSTEM])["website"]
    except (ValueError, TypeError, KeyError):
        former_site = None
    if not isinstance(former_site, str) or not former_site.endswith("/"):
        raise ValueError(f"{SYSTEM} is not as boardpack writes it")
    return former_site


def _embed_parts(address: str, objects: Objects) -> dict[str, Any]:
    """Return an object with its address, and with those whole that stand within it."""
    attributes = objects[address]
    whole = {"id": address, **attributes}
    for name, left_out in EMBEDDED.get(find_kind(attributes), {}).items():
        parts = [
            {
                "id": part,
                **{key: each for key, each in objects[part].items() if key not in left_out},
            }
            for part in list_addresses(attributes.get(name, ()))
        ]
        if parts:
            whole[name] = parts[0] if isinstance(attributes[name], str) else parts
    return whole


def _take_parts_out(value: dict[str, Any]) -> Attributes:
    """Return an object without its address, which refers to others as ours do."""
    attributes = {name: each for name, each in value.items() if name != "id"}
    for name in EMBEDDED.get(find_kind(value), ()):
        part = value.get(name, [])
        if part:
            attributes[name] = part["id"] if isinstance(part, dict) else [p["id"] for p in part]
    if not all(isinstance(attributes[name], str) for name in (CREATED, MODIFIED)):
        raise TypeError("dates are texts")
    return attributes


def _list_pages(
    interface: Interface, whole: Mapping[str, dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    by_kind: dict[Kind | None, list[dict[str, Any]]] = {}
    for value in whole.values():
        by_kind.setdefault(find_kind(value), []).append(value)
    lists = {BODIES: by_kind.get(Kind.BODY, ())}
    lists |= {name: by_kind.get(kind, ()) for name, kind in LISTS.values()}
    lists |= _list_meetings_by_committee(interface, by_kind)
    return {
        address: page
        for name, values in lists.items()
        for address, page in _paginate(interface, name, values)
    }


def _list_meetings_by_committee(
    interface: Interface, by_kind: Mapping[Kind | None, Sequence[dict[str, Any]]]
) -> dict[str, list[dict[str, Any]]]:
    prefix = interface.locate_folder(Kind.MEETING)
    lists: dict[str, list[dict[str, Any]]] = {}
    for meeting in by_kind.get(Kind.MEETING, ()):
        series = meeting["id"].removeprefix(prefix).split("/")[0]
        lists.setdefault(f"meetings-of-{series}", []).append(meeting)
    return lists


def _paginate(
    interface: Interface, name: str, values: Sequence[dict[str, Any]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the pages of a list, in the order of the addresses, each with its own."""
    count = max(1, -(-len(values) // PAGE_LENGTH))
    for number in range(1, count + 1):
        addresses = {
            "first": 1,
            "prev": number - 1 if number > 1 else 0,
            "self": number,
            "next": number + 1 if number < count else 0,
            "last": count,
        }
        start = (number - 1) * PAGE_LENGTH
        yield (
            interface.locate_list(name, number),
            {
                "data": values[start : start + PAGE_LENGTH],
                "pagination": {
                    "totalElements": len(values),
                    "elementsPerPage": PAGE_LENGTH,
                    "currentPage": number,
                    "totalPages": count,
                },
                "links": {
                    relation: interface.locate_list(name, page)
                    for relation, page in addresses.items()
                    if page
                },
            },
        )


def _format(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
