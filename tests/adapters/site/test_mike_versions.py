"""`versions.json` as somebody else may have written it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from boardpack.adapters.site.mike_versions import add_entries, parse_entries
from boardpack.errors import CannotRun

DOCS = {"version": "docs", "title": "Documentation", "aliases": ["manual"]}
NOVEMBER = ("monthly-2018-11", "Monthly pack, November 2018", {"manifest": "m"})


def written(*entries: object) -> bytes:
    return json.dumps(entries).encode()


def test_an_entry_of_plain_mike_stays_as_it_is_beside_a_publication() -> None:
    listed = json.loads(add_entries(written(DOCS), [NOVEMBER], {"monthly-2018-11": ["latest"]}))
    assert DOCS in listed
    assert [entry["version"] for entry in listed if "properties" in entry] == ["monthly-2018-11"]


def test_a_version_that_has_the_name_of_an_alias_of_ours_is_named_with_what_to_do() -> None:
    odd = {**DOCS, "version": "latest"}
    with pytest.raises(CannotRun, match=r"no room for monthly-2018-11: .*take that away first"):
        add_entries(written(odd), [NOVEMBER], {"monthly-2018-11": ["latest"]})


@pytest.mark.parametrize(
    "odd",
    [
        {"version": "docs", "title": "Documentation"},
        {"version": "docs", "aliases": []},
        {"version": 5, "title": "Five", "aliases": None},
        {"version": "..", "title": "Up", "aliases": []},
        "docs",
        None,
    ],
)
def test_a_list_that_mike_cannot_read_is_said_to_be_unreadable(odd: Any) -> None:
    with pytest.raises(CannotRun, match=r"versions\.json of the published pages cannot be read"):
        parse_entries(written(odd))


def test_a_title_is_kept_as_the_html_that_the_selector_of_every_publication_takes() -> None:
    title = "A&E <img src=x onerror=alert(1)>\u2028, November 2018"
    written_list = add_entries(None, [("monthly-2018-11", title, {})], {})
    assert b"<img" not in written_list
    assert written_list.isascii()
    assert [entry["title"] for entry in parse_entries(written_list)] == [title]
