"""A plan whose day has passed is judged, and what did not work leads to a named next step."""

from __future__ import annotations

import pytest

from boardpack.analysis.edition import analyse_edition
from boardpack.load.instance import load_instance
from boardpack.render.pdf.documents import plan_documents
from boardpack.render.skeleton import render_skeleton
from boardpack.signoff.subject import build_subjects
from support.books import book_of, fragment, staged
from support.editions import edition_of, said
from support.instances import ACCESS_ROWS, CANNOCK, Files, edited, line_of, minimal
from support.months import DECEMBER, NOVEMBER, copied_month
from support.reports import with_report

DECEMBERS = CANNOCK.replace(NOVEMBER, DECEMBER)
WRITER = "Practice manager, Cannock Chase"
AMBER = ("2018-11,cannock-chase,missed,3.5,77,2200", "2018-11,cannock-chase,missed,7.0,154,2200")
REPORT = """
Issue: 7.0% of appointments were missed.
Cause: Reminders failed.
Action: Send reminders again.
Lead: manager-cannock
Due: 2018-11-30
Measured by: No more than 5% missed in January.
Systems and processes: The reminder system reports each failure.
"""
FAILED = """Due: 2018-11-30
Outcome: did not work
Next step: targeted support
Review: 2019-01-31
"""


def reported(due: str = "Due: 2018-11-30\n") -> dict[str, bytes]:
    """Return an instance with an amber measure and a report whose plan was due in November."""
    text = REPORT.replace("Due: 2018-11-30\n", due)
    return with_report(edited(minimal(), ACCESS_ROWS, *AMBER), text)


def a_month_later(november: str, december: str) -> dict[str, bytes]:
    """Return two months in which the measure is amber, with the plan's lines of each."""
    tree = copied_month(reported(f"{november}\n"))
    return edited(tree, DECEMBERS, f"{november}\n", f"{december}\n")


@pytest.mark.parametrize(
    "due", ["Due: 2018-12-14\n", "Due: 2018-11-30\nReview: 2019-01-31\n", FAILED]
)
def test_e110_passes_a_plan_whose_day_is_to_come_and_one_that_was_judged(due: str) -> None:
    assert said(reported(due), "E110") == []


def test_e110_passes_a_plan_of_what_is_on_track_again() -> None:
    assert said(edited(reported(), ACCESS_ROWS, AMBER[1], AMBER[0]), "E110") == []


def test_e110_finds_a_plan_of_which_nobody_says_whether_it_worked() -> None:
    tree = reported()
    [fault] = said(tree, "E110")
    assert fault.what == (
        "nothing says whether the plan worked that was to be judged on 2018-11-30, "
        "and Appointments missed is amber"
    )
    assert str(fault.place) == f"{CANNOCK}:{line_of(tree, CANNOCK, 'Due: ')}"
    assert (fault.who, fault.section, fault.is_error) == (WRITER, "access", True)


def test_e110_finds_that_a_later_day_was_written_in_place_of_an_answer() -> None:
    tree = a_month_later("Due: 2018-12-31", "Due: 2019-03-31")
    assert said(tree, "E110") == []
    [fault] = said(tree, "E110", period=DECEMBER)
    assert fault.what.startswith(
        "nothing says whether the plan of November 2018 worked that was to be judged on 2018-12-31"
    )
    assert str(fault.place) == f"{DECEMBERS}:{line_of(tree, DECEMBERS, '### Exception report')}"


def test_e110_finds_a_next_step_of_which_nobody_says_what_came() -> None:
    failed = FAILED.rstrip().replace("2019-01-31", "2018-12-31")
    tree = a_month_later(failed, "Due: 2019-03-31")
    assert said(tree, "E110") == []
    [fault] = said(tree, "E110", period=DECEMBER)
    assert "the plan of November 2018 worked that was to be judged on 2018-12-31" in fault.what


def test_e110_passes_a_plan_of_the_last_edition_that_this_one_judges() -> None:
    tree = a_month_later("Due: 2018-12-31", FAILED.rstrip())
    assert said(tree, "E110", period=DECEMBER) == []


def test_e102_passes_an_overdue_action_whose_outcome_is_said() -> None:
    assert said(reported(FAILED), "E102") == []
    assert len(said(reported(), "E102")) == 1


def test_e111_passes_a_next_step_with_its_day_and_a_plan_that_worked() -> None:
    assert said(reported(FAILED), "E111") == []
    assert said(reported("Due: 2018-11-30\nOutcome: worked\n"), "E111") == []


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        (
            "Next step: targeted support\n",
            "",
            "Outcome:",
            "the plan did not work, and no next step is named",
        ),
        (
            "Review: 2019-01-31\n",
            "",
            "Next step:",
            "nothing says on which day the next step is judged",
        ),
        (
            "2019-01-31",
            "2018-12-01",
            "Review:",
            "the next step was to be judged on 2018-12-01, the edition is due on 2018-12-14",
        ),
        (
            "did not work",
            "worked",
            "Next step:",
            "there is a next step, but no `Outcome: did not work` before it",
        ),
    ],
)
def test_e111_finds_a_failure_that_leads_nowhere(old: str, new: str, key: str, words: str) -> None:
    tree = reported(FAILED.replace(old, new))
    [fault] = said(tree, "E111")
    assert fault.what == words
    assert str(fault.place) == f"{CANNOCK}:{line_of(tree, CANNOCK, key)}"
    assert (fault.who, fault.is_error) == (WRITER, True)


def test_another_next_step_is_refused_with_those_that_there_are() -> None:
    _, findings = load_instance(reported(FAILED.replace("targeted support", "targeted suport")))
    [fault] = [finding for finding in findings if "Next step" in finding.what]
    assert "must be one of targeted support, director intervention, benchmarking" in fault.what
    assert "did you mean 'targeted support'" in fault.what


SHOWN = "The plan did not work; next: targeted support, judged on 31 January 2019"


@pytest.mark.rotating
def test_what_came_of_a_plan_stands_in_its_section_on_the_home_page_and_in_print() -> None:
    book = book_of(reported(FAILED))
    assert SHOWN in fragment(book, "cannock-chase", "access").html
    assert SHOWN in staged(book)["index.md"]
    documents = {output.path: output.make() for output in plan_documents(book)}
    front = documents["cannock-chase.html"].partition(">Contents<")[0]
    assert SHOWN in front


def test_the_next_edition_s_writer_is_asked_whether_the_plan_worked() -> None:
    instance, _ = load_instance(reported("Due: 2018-12-31\n"))
    assert instance is not None
    december = analyse_edition(instance, "monthly", DECEMBER)
    asked = render_skeleton(december, "cannock-chase").split("## Access")[1].split("## ")[0]
    assert "say in an exception report whether this plan worked" in asked
    assert "Send reminders again." in asked


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("did not work", "worked"),
        ("targeted support", "benchmarking"),
        ("2019-01-31", "2019-02-01"),
    ],
)
def test_what_came_of_a_plan_is_signed(old: str, new: str) -> None:
    assert digest(reported(FAILED)) != digest(reported(FAILED.replace(old, new)))


def digest(tree: Files) -> str:
    subjects = build_subjects(edition_of(tree))
    return subjects["cannock-chase", "access"].digest
