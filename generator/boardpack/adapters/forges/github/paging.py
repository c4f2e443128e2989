"""Lists that come in pages: all of them, or an error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from boardpack.adapters.forges.github.wire import PER_PAGE, GitHubAnswer, GitHubWire
from boardpack.findings import escape_unprintable
from boardpack.signoff.forge import Unreadable


def read_all_pages(wire: GitHubWire, path: str) -> tuple[GitHubAnswer, ...]:
    """Return every page of a list; each is a list of JSON objects.

    What is removed from a list moves what follows it to the page before, which was read already.
    A list of several pages is therefore read twice and must be the same.
    """
    pages = _read_pages(wire, path)
    if len(pages) > 1 and _list_ids(pages) != _list_ids(pages := _read_pages(wire, path)):
        raise _build_change_error(path)
    return pages


def _read_pages(wire: GitHubWire, path: str) -> tuple[GitHubAnswer, ...]:
    pages: list[GitHubAnswer] = []
    next_path = f"{path}{'&' if '?' in path else '?'}per_page={PER_PAGE}"
    while next_path:
        # A server that names a page twice would keep us for ever.
        if any(_is_same_page(page.path, next_path) for page in pages):
            raise Unreadable(
                f"GitHub's list {escape_unprintable(path)} goes in circles; run this again"
            )
        pages.append(_check_page(wire.get_answer(next_path)))
        next_path = pages[-1].next_path
    # The list grew or shrank while it was read when a page names another end than was reached.
    if any(page.last_path and not _is_same_page(page.last_path, pages[-1].path) for page in pages):
        raise _build_change_error(path)
    ids = [entry_id for entry_id in _list_ids(pages) if entry_id is not None]
    if len(set(ids)) < len(ids):
        raise _build_change_error(path)
    return tuple(pages)


def _check_page(page: GitHubAnswer) -> GitHubAnswer:
    if not isinstance(page.data, list) or not all(isinstance(entry, dict) for entry in page.data):
        raise Unreadable(
            f"GitHub's answer to {escape_unprintable(page.path)} is not a list; run this again"
        )
    return page


def _list_ids(pages: Sequence[GitHubAnswer]) -> list[tuple[str, int] | None]:
    """Return what tells the entries of a list apart; entries of a timeline count by kind."""
    return [_identify_entry(entry) for page in pages for entry in page.data]


def _identify_entry(entry: dict[str, Any]) -> tuple[str, int] | None:
    number = entry.get("id")
    return (str(entry.get("event", "")), number) if type(number) is int else None


def _is_same_page(address: str, other_address: str) -> bool:
    """Return whether two addresses are of one page, whatever the order of their queries."""
    first, second = urlsplit(address), urlsplit(other_address)
    return first.path == second.path and parse_qs(first.query) == parse_qs(second.query)


def _build_change_error(path: str) -> Unreadable:
    return Unreadable(
        f"GitHub's list {escape_unprintable(path)} changed while it was read; run this again"
    )
