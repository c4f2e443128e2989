"""Lists that come in pages: all of them, or an error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from boardpack.findings import printable
from boardpack.signoff.forge import Unreadable
from boardpack.world.github_wire import PER_PAGE, Answer, Wire


def pages_of(wire: Wire, path: str) -> tuple[Answer, ...]:
    """Return every page of a list; each is a list of JSON objects.

    What is removed from a list moves what follows it to the page before, which was read already.
    A list of several pages is therefore read twice and must be the same.
    """
    pages = _pages(wire, path)
    if len(pages) > 1 and _ids(pages) != _ids(pages := _pages(wire, path)):
        raise _moving(path)
    return pages


def _pages(wire: Wire, path: str) -> tuple[Answer, ...]:
    pages: list[Answer] = []
    following = f"{path}{'&' if '?' in path else '?'}per_page={PER_PAGE}"
    while following:
        if any(_same(page.path, following) for page in pages):
            raise Unreadable(f"GitHub's list {printable(path)} goes in circles; run this again")
        pages.append(_checked(wire.get(following)))
        following = pages[-1].next
    if any(page.last and not _same(page.last, pages[-1].path) for page in pages):
        raise _moving(path)
    ids = [one for one in _ids(pages) if one is not None]
    if len(set(ids)) < len(ids):
        raise _moving(path)
    return tuple(pages)


def _checked(page: Answer) -> Answer:
    if not isinstance(page.data, list) or not all(isinstance(one, dict) for one in page.data):
        raise Unreadable(f"GitHub's answer to {printable(page.path)} is not a list; run this again")
    return page


def _ids(pages: Sequence[Answer]) -> list[tuple[str, int] | None]:
    """Return what tells the entries of a list apart; entries of a timeline count by kind."""
    return [_id(one) for page in pages for one in page.data]


def _id(one: dict[str, Any]) -> tuple[str, int] | None:
    number = one.get("id")
    return (str(one.get("event", "")), number) if type(number) is int else None


def _same(one: str, other: str) -> bool:
    """Return whether two addresses are of one page, whatever the order of their queries."""
    first, second = urlsplit(one), urlsplit(other)
    return first.path == second.path and parse_qs(first.query) == parse_qs(second.query)


def _moving(path: str) -> Unreadable:
    return Unreadable(f"GitHub's list {printable(path)} changed while it was read; run this again")
