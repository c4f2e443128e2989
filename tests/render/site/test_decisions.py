"""The register of decisions: every committee's, the latest first, each row with its minutes."""

from __future__ import annotations

from boardpack.render.edition_view import EditionView
from boardpack.render.site.decisions import plan_decisions_file, plan_decisions_page
from support.books import book_of, demo_book
from support.committees import DECEMBER, with_committee
from support.instances import edited, with_file

JANUARY = """---
state: agreed
agreed_at: 2019-02-28
present: [chair, lay-south]
---

## Money

- Sought virtually: The approval of the budget by the south.
"""


def page_of(view: EditionView) -> str:
    return "".join(output.make() for output in plan_decisions_page(view))


def csv_of(view: EditionView) -> list[str]:
    return "".join(output.make() for output in plan_decisions_file(view)).splitlines()


def test_the_register_has_each_decision_the_latest_first_with_its_minutes() -> None:
    tree = with_file(with_committee(), "content/meetings/board/2019-01-31.md", JANUARY.encode())
    page = page_of(book_of(tree))
    assert "Primary care board: 3 entries, the latest first" in page
    assert page.index("Sought virtually<") < page.index("Received<") < page.index("Approved<")
    assert '<a href="meetings/board/2019-01-31.html">31 January 2019</a>' in page
    assert "Agreed at the meeting of 28 February 2019" in page


def test_the_register_can_be_downloaded_with_the_line_of_each_decision() -> None:
    assert csv_of(book_of(with_committee())) == [
        "meeting_date,committee,service,decision,item,words,minutes,quorum,source",
        "2018-12-13,Primary care board,,Received,Money,The finance report.,"
        '"Checked by the chair, not yet agreed",Quorate for 2 of 2 bodies,'
        f"{DECEMBER}:16",
        "2018-12-13,Primary care board,,Approved,Money,The budget of the practices.,"
        '"Checked by the chair, not yet agreed",Quorate for 2 of 2 bodies,'
        f"{DECEMBER}:17",
    ]


def test_a_decision_that_the_chair_has_not_checked_is_in_no_published_register() -> None:
    tree = edited(with_committee(), DECEMBER, "state: checked", "state: draft")
    assert "The budget of the practices" not in page_of(book_of(tree))
    assert "Its minutes record no decision." in page_of(book_of(tree))
    assert len(csv_of(book_of(tree))) == 1
    assert "The budget of the practices" in page_of(book_of(tree, draft=True))


def test_a_pack_that_no_committee_discusses_has_no_register() -> None:
    safety = demo_book("safety", "2018-W50")
    assert page_of(safety) == ""
    assert csv_of(safety) == []
