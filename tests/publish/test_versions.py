"""What versions are called, what supersedes what, and where the aliases lead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from boardpack.model.publication import Publication
from boardpack.publish.versions import (
    add_publication,
    find_newest_revision,
    format_version_id,
    format_version_title,
    list_aliases,
    looks_like_version,
    parse_publications,
    to_properties,
)

NOVEMBER = Publication(
    version="monthly-2018-11",
    title="Monthly pack, November 2018",
    pack="monthly",
    period="2018-11",
    revision=1,
    reason="",
    published="2018-12-14T16:00:00Z",
    commit="c" * 40,
    manifest="m" * 64,
)
REVISED = replace(
    NOVEMBER,
    version="monthly-2018-11-r2",
    revision=2,
    reason="A wrong figure",
    supersedes="monthly-2018-11",
)
DECEMBER = replace(NOVEMBER, version="monthly-2018-12", period="2018-12")
WEEK = replace(NOVEMBER, version="safety-2018-W50", pack="safety", period="2018-W50")


def test_the_first_publication_is_called_as_its_edition_and_revisions_are_counted() -> None:
    assert format_version_id("monthly-2018-11", 1) == "monthly-2018-11"
    assert format_version_id("monthly-2018-11", 3) == "monthly-2018-11-r3"
    assert format_version_title("Monthly pack", 1) == "Monthly pack"
    assert format_version_title("Monthly pack", 3) == "Monthly pack (revision 3)"


@pytest.mark.parametrize(
    "name",
    ["monthly-2018-11", "monthly-2018-12-r2", "Safety-2018-w50", "monthly-2018-12.html", "2018_12"],
)
def test_a_name_with_a_period_is_taken_for_a_publication(name: str) -> None:
    assert looks_like_version(name)


@pytest.mark.parametrize("name", ["docs", "CNAME", "v1.20", "google9f2019120bc12.html", "2018"])
def test_another_name_is_not(name: str) -> None:
    assert not looks_like_version(name)


def test_the_newest_of_an_edition_is_its_last_revision() -> None:
    found = find_newest_revision([REVISED, DECEMBER, NOVEMBER], "monthly", "2018-11")
    assert found == REVISED
    assert find_newest_revision([DECEMBER], "monthly", "2018-11") is None


def test_a_revision_says_so_at_what_it_supersedes_and_nowhere_else() -> None:
    first, other, new = add_publication([NOVEMBER, DECEMBER], REVISED)
    assert first == replace(
        NOVEMBER, superseded_by="monthly-2018-11-r2", superseded_because="A wrong figure"
    )
    assert (other, new) == (DECEMBER, REVISED)


def test_latest_leads_to_a_new_period_and_to_its_revision() -> None:
    assert list_aliases([NOVEMBER], DECEMBER, is_latest=True) == ("latest", "latest-monthly")
    assert list_aliases([NOVEMBER], REVISED, is_latest=True) == ("latest", "latest-monthly")
    assert list_aliases([DECEMBER], WEEK, is_latest=False) == ("latest-safety",)


def test_latest_never_goes_back_to_an_older_period() -> None:
    assert list_aliases([DECEMBER], NOVEMBER, is_latest=True) == ()
    assert list_aliases([NOVEMBER, DECEMBER], REVISED, is_latest=True) == ()


def test_another_pack_with_a_later_period_holds_nothing_up() -> None:
    assert list_aliases([WEEK], NOVEMBER, is_latest=True) == ("latest", "latest-monthly")


def test_what_versions_json_keeps_is_read_back() -> None:
    entry = {
        "version": REVISED.version,
        "title": REVISED.title,
        "properties": to_properties(REVISED),
    }
    assert parse_publications([entry]) == (REVISED,)


def test_versions_that_somebody_else_put_there_are_not_ours() -> None:
    entries: list[dict[str, object]] = [
        {"version": "dev", "title": "dev", "properties": None},
        {"version": "1.0", "title": "1.0", "properties": {"hidden": True}},
        {"version": "docs", "title": "Documentation", "aliases": []},
        {"version": "list", "title": "list", "properties": ["manifest"]},
        {"version": "text", "title": "text", "properties": "manifest"},
    ]
    assert parse_publications(entries) == ()


@pytest.mark.parametrize(
    ("field", "value"), [("revision", "two"), ("period", "2018-13"), ("commit", None)]
)
def test_an_entry_of_ours_that_cannot_be_understood_is_not_passed_over(
    field: str, value: object
) -> None:
    kept = {**to_properties(NOVEMBER), field: value}
    with pytest.raises(ValueError, match=field if field != "period" else "2018-13"):
        parse_publications(
            [{"version": "monthly-2018-11", "title": "Monthly pack", "properties": kept}]
        )
