from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from boardpack.cycle.runs import LastRun
from boardpack.render.edition_view import EditionView
from boardpack.render.site.navigation import build_navigation
from boardpack.render.site.plan import plan_pages
from support.books import Parsed, book_of, converted, demo_book
from support.certificates import published
from support.cycles import timed
from support.instances import CANNOCK, FINANCE_ROWS, PEOPLE, edited, minimal, without_file


def page_of(view: EditionView) -> str:
    [output] = [output for output in plan_pages(view) if output.path == "timetable.md"]
    return converted(output.make())


def test_the_steps_have_their_days_and_what_files_show_of_them() -> None:
    page = page_of(book_of(without_file(timed(), FINANCE_ROWS), draft=True))
    rows = [line for line in page.splitlines() if line.startswith('<tr><th scope="row">')]
    assert [Parsed(row).text for row in rows][2:4] == [
        "10 December 2018ReportFinance manager–Open",
        "12 December 2018WritePractice manager–Open",
    ]
    assert Parsed(rows[0]).text.endswith("Done")
    assert Parsed(rows[4]).text.endswith("Not known from the files")


def test_each_person_s_debts_are_together_with_the_file_to_open() -> None:
    page = page_of(book_of(timed(), draft=True))
    assert "<h3>Practice manager, Cannock Chase (Manager of Cannock Chase)</h3>" in page
    assert "<li>draft: Summary, Access, Patient feedback, Extra shifts</li>" in page
    assert f"https://github.com/example/primary-care/edit/main/{CANNOCK}" in Parsed(
        page
    ).attributes("a", "href")


def test_the_page_says_nothing_of_signatures_and_of_what_is_late() -> None:
    page = page_of(demo_book())
    assert "Nobody owes anything to its files." in page
    assert "ready to be signed" not in page
    assert "late" not in page.replace("boardpack status</code> says what is late", "").replace(
        "latest", ""
    )


def test_what_is_published_has_no_such_page() -> None:
    view = published(book_of(minimal()))
    assert "timetable.md" not in {output.path for output in plan_pages(view)}
    assert "timetable.md" not in str(build_navigation(view))


def test_a_name_is_shown_as_it_is_written() -> None:
    tree = edited(timed(), PEOPLE, "Manager of Cannock Chase", "<b>Manager</b>")
    assert "(&lt;b&gt;Manager&lt;/b&gt;)" in page_of(book_of(tree, draft=True))


def test_the_page_says_when_people_were_last_told() -> None:
    view = replace(
        book_of(timed(), draft=True),
        last_runs=[LastRun("chase", datetime(2018, 12, 12, 8, 23), 2, 0)],  # noqa: DTZ001
    )
    assert "<p>Chasing last ran on 12 December 2018 at 08:23, and sent 2 messages" in page_of(view)
