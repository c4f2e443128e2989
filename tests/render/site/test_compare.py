"""What the page that compares two editions reads of each: figures, ratings and words."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from boardpack.render.edition_view import EditionView
from boardpack.render.site.compare import plan_compare_page, plan_compared_facts
from boardpack.render.site.navigation import build_navigation
from support.books import book_of, staged
from support.certificates import certificate_of
from support.instances import ACCESS_ROWS, CANNOCK, Files, edited, minimal, with_file

OCTOBER = CANNOCK.replace("2018-11", "2018-10")
OCTOBER_ROWS = ACCESS_ROWS.replace("2018-11", "2018-10")


def two_months() -> dict[str, bytes]:
    """Return the smallest instance with what Cannock wrote, and the figures, of October as well."""
    return with_figures(with_file(minimal(), OCTOBER, minimal()[CANNOCK]))


def with_figures(tree: Files) -> dict[str, bytes]:
    rows = tree[ACCESS_ROWS].splitlines(keepends=True)
    return with_file(
        tree, OCTOBER_ROWS, b"".join(row for row in rows if not row.startswith(b"2018-11"))
    )


def facts_of(view: EditionView) -> dict[str, dict[str, Any]]:
    return {
        output.path: json.loads(output.make().removeprefix("boardpackFacts = ").rstrip(";\n"))
        for output in plan_compared_facts(view, {})
    }


def keys_of(view: EditionView, sources: dict[str, str]) -> dict[str, str]:
    return {output.path: output.key for output in plan_compared_facts(view, sources)}


def test_each_service_has_its_figures_ratings_and_words_as_pages_print_them() -> None:
    facts = facts_of(book_of(two_months()))["compare/cannock-chase.js"]
    assert facts["edition"] == "Monthly pack, November 2018"
    [access] = [one for one in facts["sections"] if one["id"] == "access"]
    missed = next(one for one in access["figures"] if one["id"] == "access/missed")
    assert missed == {
        "id": "access/missed", "title": "Appointments missed", "latest": "3.5%", "target": "5.0%",
        "rating": ["green", "Green"], "made_up": True,
    }  # fmt: skip
    assert "Missed appointments (DNA) fell" in access["words"]


def test_what_is_not_published_also_has_the_edition_before_as_its_files_are_now() -> None:
    facts = facts_of(book_of(two_months()))["compare/before/cannock-chase.js"]
    assert facts["edition"] == "Monthly pack, October 2018"
    [access] = [one for one in facts["sections"] if one["id"] == "access"]
    assert "Missed appointments (DNA) fell" in access["words"]
    assert [(one["id"], one["latest"]) for one in access["figures"]] == [
        ("access/booked", "2,100"), ("access/missed", "4.0%"),
    ]  # fmt: skip


def test_a_first_edition_is_compared_with_nothing() -> None:
    first = book_of(minimal())
    assert facts_of(first) == {}
    assert list(plan_compare_page(first)) == []
    assert "Compare" not in str(build_navigation(first))
    assert not any("compare.html" in page for page in staged(first).values())
    for earlier in (with_figures(minimal()), with_file(minimal(), OCTOBER, minimal()[CANNOCK])):
        [page] = plan_compare_page(book_of(earlier))
        assert 'data-before="Monthly pack, October 2018"' in page.make()


def test_the_edition_before_is_analysed_only_where_its_facts_are_made() -> None:
    view = book_of(two_months())
    assert [*plan_compare_page(view), *plan_compared_facts(view, {})]
    assert "edition_before" not in vars(view)


def test_a_publication_holds_nothing_that_nobody_signed() -> None:
    book = book_of(minimal())
    published = replace(book, certificate=certificate_of(book.edition), is_draft=False)
    assert set(facts_of(published)) == {
        "compare/cannock-chase.js", "compare/seisdon.js", "compare/directorate.js",
    }  # fmt: skip


def test_facts_are_made_anew_only_where_words_or_figures_changed() -> None:
    tree = two_months()
    before = keys_of(book_of(tree), {"access": "1"})

    def list_changed(path: str) -> list[str]:
        keys = keys_of(book_of(edited(tree, path, "second line", "third line")), {"access": "1"})
        return [name for name in before if before[name] != keys[name]]

    assert list_changed(CANNOCK) == ["compare/cannock-chase.js"]
    assert list_changed(OCTOBER) == ["compare/before/cannock-chase.js"]
    rows = keys_of(book_of(tree), {"access": "2"})
    assert [name for name in before if before[name] != rows[name]] == [
        name for name in before if "before" in name
    ]
