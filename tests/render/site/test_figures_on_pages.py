"""Pages lead with what is escalated, and give each measure a page of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.adapters.files import read_texts
from boardpack.analysis.attention import sort_worst_first
from boardpack.render.edition_view import EditionView
from boardpack.render.environment import build_environment
from boardpack.render.pdf.documents import plan_documents
from boardpack.render.site import attention_rows
from boardpack.render.site.navigation import build_navigation
from boardpack.render.site.plan import plan_pages
from support.books import book_of, demo_book, fragment, staged
from support.editions import edition_of
from support.instances import ACCESS_ROWS, edited, minimal

pytestmark = pytest.mark.rotating

TEMPLATES = read_texts(Path(__file__).parents[3] / "site_templates")


@pytest.fixture(scope="module")
def book() -> EditionView:
    worse = ("2018-11,seisdon,missed,3.5,42,1200", "2018-11,seisdon,missed,8.5,102,1200")
    edition = edition_of(edited(minimal(), ACCESS_ROWS, *worse))
    return EditionView(
        edition, (), (), build_environment(TEMPLATES, edition), "engine", is_draft=False
    )


@pytest.fixture(scope="module")
def made(book: EditionView) -> dict[str, str]:
    return {output.path: output.make() for output in plan_pages(book)}


def test_each_measure_that_services_share_has_a_page(made: dict[str, str]) -> None:
    assert "measures/access.missed.md" in made
    assert "Every service on one scale" in made["measures/access.missed.md"]


def test_every_page_is_in_the_navigation(book: EditionView, made: dict[str, str]) -> None:
    named = str(build_navigation(book))
    assert [path for path in made if f"'{path}'" not in named] == []


def test_the_home_page_says_what_is_escalated_before_the_sections(made: dict[str, str]) -> None:
    home = made["index.md"]
    assert home.index(">For the leadership team<") < home.index(">For the board<")
    assert home.index(">For the board<") < home.index(">Every measure at a glance<")
    assert home.index(">Every measure at a glance<") < home.index(">Every section at a glance<")


def test_the_home_page_says_what_is_asked_and_what_changed_before_the_long_tables() -> None:
    home = staged(demo_book())["index.md"]
    places = [
        home.index(words)
        for words in (
            ">What is asked for<",
            "Approve the cost of call queueing at seven practices",
            ">For the leadership team<",
            ">What changed since October 2018<",
            ">Downloads<",
            ">Every measure at a glance<",
        )
    ]
    assert places == sorted(places)


def test_the_target_of_the_directorate_is_the_top_of_the_tree(made: dict[str, str]) -> None:
    assert "Whole directorate: <strong>5%</strong>" in made["targets.md"]


def test_a_live_chart_is_on_the_page_and_not_in_print(
    book: EditionView, made: dict[str, str]
) -> None:
    assert "data-chart='{" in made["services/cannock-chase.md"]
    printed = "".join(output.make() for output in plan_documents(book))
    assert "<svg" in printed
    assert "data-chart" not in printed


def test_the_worst_service_comes_first(book: EditionView) -> None:
    found = [m for e in book.edition.entries for m in e.measured if m.measure.id == "missed"]
    assert [m.service for m in sort_worst_first(found)] == ["seisdon", "cannock-chase"]


def test_what_is_red_is_escalated_with_its_reason(made: dict[str, str]) -> None:
    escalated = made["index.md"].split(">For the leadership team<")[1].split("<h2 ")[0]
    assert "◆ Red" in escalated
    assert "8.5% is above the leadership team&#39;s threshold of 8%." in escalated
    assert "Seisdon Peninsula" in escalated


def test_print_says_by_which_rule_and_why_something_is_escalated(book: EditionView) -> None:
    printed = {output.path: output.make() for output in plan_documents(book)}["seisdon.html"]
    escalated = printed.split("<h2>For the leadership team</h2>")[1].split("<h2>Contents</h2>")[0]
    assert "<strong>Red now" in escalated
    assert "8.5% is above the leadership team&#39;s threshold of 8%." in escalated


def test_every_chart_of_the_demo_has_its_figures_in_a_table() -> None:
    pages = staged(demo_book())
    missed = pages["measures/appointments.dna-rate.md"]
    assert "whole directorate: the last 12 periods" in missed
    assert "Figures of what lies ahead: " in missed
    flu = str(fragment(demo_book(), "cannock-chase", "performance-flu").html)
    assert ": what lies ahead</caption>" in flu
    assert '<td data-of="Plan">60.0%</td>' in flu


def test_a_benchmark_stands_below_the_figures_that_have_one() -> None:
    html = str(fragment(demo_book(), "cannock-chase", "performance-appointments").html)
    assert "Peer average (made up) 5.4%." in html


def test_a_measure_of_many_services_shows_its_worst_and_says_how_many_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(attention_rows, "MOST_SERVICES", 1)
    rows = ("2018-11,cannock-chase,missed,3.5,77,2200", "2018-11,cannock-chase,missed,8.1,178,2200")
    tree = edited(minimal(), ACCESS_ROWS, *rows)
    worse = ("2018-11,seisdon,missed,3.5,42,1200", "2018-11,seisdon,missed,9.0,108,1200")
    book = book_of(edited(tree, ACCESS_ROWS, *worse))
    home = staged(book)["index.md"].split(">For the leadership team<")[1].split("<h2 ")[0]
    table = home.split("</table>")[0]
    assert "Seisdon Peninsula" in table
    assert "Cannock Chase" not in table
    assert "Appointments missed: 1 more service<" in table
