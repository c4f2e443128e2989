"""The forward plan: the next meetings, and what will be discussed at each."""

from __future__ import annotations

from boardpack.render.edition_view import EditionView
from boardpack.render.site.forward_plan import plan_forward_plan_page
from boardpack.render.site.navigation import build_navigation
from support.books import book_of, demo_book
from support.committees import DECEMBER, TERMS, with_agenda, with_committee
from support.instances import edited

CYCLE = """business_cycle:
  - {id: finance, subject: Finance report}
  - {id: estates, subject: Estates, lead: visitor, months: [1]}
  - {id: survey, subject: Survey, months: [12]}
approved_by:"""
TREE = edited(with_committee(), TERMS, "approved_by:", CYCLE)


def page_of(view: EditionView) -> str:
    return "".join(output.make() for output in plan_forward_plan_page(view))


def test_the_next_meetings_stand_with_what_the_cycle_has_for_them() -> None:
    page = page_of(book_of(TREE))
    assert "1 meeting from 14 December 2018" in page
    assert '<th scope="row">31 January 2019</th><td data-of="What will be discussed">' in page
    assert "Finance report<br>Estates</td>" in page
    assert '<td data-of="When">January</td><td data-of="Who brings it">The visitor</td>' in page


def test_a_meeting_with_an_agenda_stands_with_its_items_and_what_they_leave_out() -> None:
    agenda = """
        opens: "14:00"
        closes: "15:00"
        items:
          - {item: 1, title: The money of the month, covers: [finance]}
        """
    page = page_of(book_of(with_agenda(TREE, agenda)))
    assert "31 January 2019<small>14:00 to 15:00</small>" in page
    missing = "Due by the cycle, not on the agenda</span> Estates"
    assert f'The money of the month<br><span class="bp-state-tag bp-is-missing">{missing}' in page
    assert '<td data-of="From">Agenda</td>' in page


def test_a_meeting_lies_ahead_until_it_has_minutes() -> None:
    without_minutes = {path: data for path, data in TREE.items() if path != DECEMBER}
    early = edited(without_minutes, TERMS, "day: 2018-12-13", "day: 2018-12-20")
    assert "2 meetings from 14 December 2018" in page_of(book_of(early))
    assert "Finance report<br>Survey" in page_of(book_of(early))


def test_a_day_without_business_takes_up_no_business() -> None:
    tree = edited(TREE, TERMS, "{day: 2019-01-31}", "{day: 2019-01-31, business: false}")
    assert "Nothing is planned yet</td>" in page_of(book_of(tree))
    assert '<td data-of="From">No business</td>' in page_of(book_of(tree))


def test_a_series_without_days_or_cycle_has_no_plan() -> None:
    # The days of the terms end where the next key begins.
    text = TREE[TERMS].decode()
    days = text[text.index("meetings:\n") : text.index("business_cycle:")]
    cycle = text[text.index("business_cycle:") : text.index("approved_by:")]
    tree = {**TREE, TERMS: text.replace(days, "").replace(cycle, "").encode()}
    assert page_of(book_of(tree)) == ""
    assert "Forward plan" not in str(build_navigation(book_of(tree)))


def test_the_demo_plans_its_next_meetings() -> None:
    page = page_of(demo_book())
    assert "Overview of estates" in page
    assert "30 January 2019" in page
