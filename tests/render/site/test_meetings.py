"""Pages of meetings beside an edition: what they say, and what is kept from them."""

from __future__ import annotations

import re
from datetime import date

from boardpack.render.edition_view import EditionView
from boardpack.render.meetings import summarise_quorum
from boardpack.render.site.meetings import plan_action_files, plan_meeting_pages
from boardpack.render.site.navigation import build_navigation
from boardpack.render.site.services import plan_service_page
from support.books import book_of, demo_book
from support.committees import DECEMBER, TERMS, committee_of, with_committee
from support.instances import edited, with_file

PAGE, MINUTES = "meetings/board.md", "meetings/board/2018-12-13.md"
AGREED = """state: agreed
agreed_at: 2019-01-31
corrections:
  - {item: Money, was: The report., now: The finance report.}"""
JANUARY = "content/meetings/board/2019-01-31.md"


def pages_of(view: EditionView) -> dict[str, str]:
    outputs = (*plan_meeting_pages(view), *plan_action_files(view))
    return {output.path: output.make() for output in outputs}


def test_a_committee_has_a_page_one_for_each_meeting_and_its_register() -> None:
    pages = pages_of(book_of(with_committee()))
    assert list(pages) == [PAGE, MINUTES, "meetings/board-actions.csv"]
    assert "2 actions are open as at 14 December 2018, 1 of them overdue" in pages[PAGE]
    assert "Finance manager: 2 actions, 1 overdue" in pages[PAGE]
    assert '<a href="board/2018-12-13.html">13 December 2018</a>' in pages[PAGE]
    assert '<a href="../board.html">' in pages[MINUTES]


def test_the_register_can_be_downloaded_with_where_each_action_stands() -> None:
    csv = pages_of(book_of(with_committee()))["meetings/board-actions.csv"]
    assert csv.splitlines()[1] == (
        "8,Send the budget report,Finance manager,2018-12-07,open,yes,2018-10-25,Money,,"
        "2018-12-13: open; the report comes next week.,data/meetings/board/actions.csv:3,,"
    )


def test_meetings_stand_in_the_navigation_of_their_pack_only() -> None:
    [group] = [part for part in build_navigation(book_of(with_committee())) if "Meetings" in part]
    assert group["Meetings"] == [
        {"Primary care board": [
            {"Actions, attendance, terms": PAGE}, {"13 December 2018": MINUTES},
        ]},
        {"Register of decisions": "decisions.md"},
        {"Forward plan": "forward-plan.md"},
    ]  # fmt: skip
    assert not [part for part in build_navigation(demo_book("safety", "2018-W50")) if "Meetings"
                in part]  # fmt: skip


def test_a_service_s_page_begins_with_its_sections_and_ends_with_its_actions() -> None:
    page = plan_service_page(demo_book(), "cannock-chase").make()
    titles = re.findall(r"<h2 id=\"([^\"]+)\"", page)
    assert (titles[0], titles[-1]) == ("exec-summary", "actions")
    assert "Service performance and finance meeting, as at 20 December 2018: 12 open" in page
    assert "South East Staffordshire" not in page.partition('id="actions"')[2]


def test_owners_are_called_as_readers_know_them() -> None:
    page = pages_of(book_of(with_committee()))[MINUTES]
    assert (
        "Action 9: Set out the risks. Owner: Finance manager; The chair. Due: 2019-01-31." in page
    )


def test_an_owner_s_title_cannot_become_markup() -> None:
    tree = edited(with_committee(), TERMS, "title: The chair", "title: '<img src=x> [a](b) *c*'")
    page = pages_of(book_of(tree))[MINUTES]
    assert "&lt;img src=x&gt; [a](b) *c*" in page
    assert "<img" not in page


def test_a_draft_is_on_no_page_of_what_is_published_nor_what_it_says() -> None:
    tree = edited(with_committee(), DECEMBER, "state: checked", "state: draft")
    pages = pages_of(book_of(tree))
    assert list(pages) == [PAGE, "meetings/board-actions.csv"]
    assert "Set out the risks" not in "".join(pages.values())
    assert "The budget of the practices" not in "".join(pages.values())
    assert "2018-12-13" not in str(build_navigation(book_of(tree)))
    assert MINUTES in pages_of(book_of(tree, draft=True))


def test_nothing_of_a_private_part_is_on_any_page() -> None:
    tree = edited(with_committee(), DECEMBER, "state: checked", "state: checked\nprivate: true")
    for draft in (False, True):
        shown = "".join(pages_of(book_of(tree, draft=draft)).values())
        assert "Set out the risks" not in shown
        assert "talked through" not in shown


def test_quorum_that_is_lost_is_told_by_its_times() -> None:
    tree = edited(with_committee(), DECEMBER, "opened:", "left: {lay-south: 15:00}\nopened:")
    rule = "{at_least: 1, among: lay, each_body: true}"
    committee = committee_of(tree)
    assert summarise_quorum(committee.terms, committee.meetings[0]) == (
        "Quorate for 1 of 2 bodies, for 1 more at times"
    )
    tree = edited(tree, TERMS, rule, "{at_least: 3}")
    tree = edited(tree, TERMS, "bodies:\n  - {id: north, title: North group}\n"
                  "  - {id: south, title: South group}\n", "")  # fmt: skip
    tree = edited(edited(tree, TERMS, "body: north, ", "", 2), TERMS, "body: south, ", "", 2)
    committee = committee_of(tree)
    assert summarise_quorum(committee.terms, committee.meetings[0]) == (
        "Quorate 14:00 to 15:00; Not quorate 15:00 to 16:00"
    )
    page = pages_of(book_of(tree))[MINUTES]
    assert "2 of 4 members with a vote there, 3 needed" in page


def minutes(day: date, front: str, lines: str) -> str:
    return f"""---
state: agreed
opened: 14:00
closed: 16:00
chair: chair
present: [chair, lay-south, director-of-primary-care]
apologies: [lay-north]
returned: {day}
{front}---

## Money

{lines}
"""


def test_a_year_of_meetings_carries_an_action_from_its_birth_to_the_completed_list() -> None:
    tree = edited(with_committee(), TERMS, "  - {day: 2019-01-31}\n",
                  "  - {day: 2019-01-31}\n  - {day: 2019-02-28}\n")  # fmt: skip
    tree = edited(tree, DECEMBER, "state: checked", AGREED)
    heard = "- Action 9 is complete: done.\n- Sought virtually: The approval of the south."
    lost = "agreed_at: 2019-02-28\nleft: {lay-south: 14:30}\n"
    january = minutes(date(2019, 1, 31), lost, heard)
    tree = with_file(tree, JANUARY, january.encode())
    page = pages_of(book_of(tree))[PAGE]
    assert "Done, and on the list for one more meeting: 1" in page
    february = minutes(date(2019, 2, 28), "", "- Noted: Nothing new.").replace("agreed", "checked")
    tree = with_file(tree, "content/meetings/board/2019-02-28.md", february.encode())
    march = minutes(date(2019, 3, 28), "", "- Noted: Nothing new.").replace("agreed", "checked")
    tree = with_file(tree, "content/meetings/board/2019-03-28.md", march.encode())
    pages = pages_of(book_of(tree))
    assert "Completed list: 2" in pages[PAGE]
    assert "Quorate for 1 of 2 bodies, for 1 more at times" in pages[PAGE]
    assert "Agreed at the meeting of 31 January 2019, with corrections" in pages[PAGE]
    assert "<del>The report.</del>" in pages[MINUTES]


def test_the_demo_shows_where_the_real_list_and_the_minutes_disagree() -> None:
    page = pages_of(demo_book())["meetings/primary-care-committees.md"]
    assert "8 disagreements" in page
    assert "the list drops: Executive assistant (minutes)" in page
    assert "Quorate for 1 of 3 bodies" in page
