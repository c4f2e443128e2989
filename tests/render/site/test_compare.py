"""What the page that compares two editions reads of each: figures, ratings and words."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from boardpack.render.edition_view import EditionView
from boardpack.render.site.compare import plan_compared_facts
from support.books import book_of
from support.certificates import certificate_of
from support.instances import CANNOCK, edited, minimal


def facts_of(view: EditionView) -> dict[str, dict[str, Any]]:
    return {
        output.path: json.loads(output.make().removeprefix("boardpackFacts = ").rstrip(";\n"))
        for output in plan_compared_facts(view, {})
    }


def keys_of(view: EditionView, sources: dict[str, str]) -> dict[str, str]:
    return {output.path: output.key for output in plan_compared_facts(view, sources)}


def test_each_service_has_its_figures_ratings_and_words_as_pages_print_them() -> None:
    facts = facts_of(book_of(minimal()))["compare/cannock-chase.js"]
    assert facts["edition"] == "Monthly pack, November 2018"
    [access] = [one for one in facts["sections"] if one["id"] == "access"]
    missed = next(one for one in access["figures"] if one["id"] == "access/missed")
    assert missed == {
        "id": "access/missed", "title": "Appointments missed", "latest": "3.5%", "target": "5.0%",
        "rating": ["green", "Green"], "made_up": True,
    }  # fmt: skip
    assert "Missed appointments (DNA) fell" in access["words"]


def test_what_is_not_published_also_has_the_edition_before_as_its_files_are_now() -> None:
    facts = facts_of(book_of(minimal()))["compare/before/cannock-chase.js"]
    assert facts["edition"] == "Monthly pack, October 2018"
    [access] = [one for one in facts["sections"] if one["id"] == "access"]
    assert access["words"] == ""
    assert {one["id"] for one in access["figures"]} == {"access/booked", "access/missed"}


def test_what_was_written_for_the_edition_before_is_among_its_facts() -> None:
    before = CANNOCK.replace("2018-11", "2018-10")
    facts = facts_of(book_of({**minimal(), before: minimal()[CANNOCK]}))
    [access] = [
        one for one in facts["compare/before/cannock-chase.js"]["sections"] if one["id"] == "access"
    ]
    assert "Missed appointments (DNA) fell" in access["words"]


def test_a_publication_holds_nothing_that_nobody_signed() -> None:
    book = book_of(minimal())
    published = replace(book, certificate=certificate_of(book.edition), is_draft=False)
    assert set(facts_of(published)) == {
        "compare/cannock-chase.js", "compare/seisdon.js", "compare/directorate.js",
    }  # fmt: skip


def test_facts_are_made_anew_only_where_words_or_figures_changed() -> None:
    before = keys_of(book_of(minimal()), {"access": "1"})
    words = keys_of(
        book_of(edited(minimal(), CANNOCK, "second line", "third line")), {"access": "1"}
    )
    assert {path for path in before if before[path] != words[path]} == {"compare/cannock-chase.js"}
    rows = keys_of(book_of(minimal()), {"access": "2"})
    assert {path for path in before if before[path] != rows[path]} == {
        path for path in before if "before" in path
    }
