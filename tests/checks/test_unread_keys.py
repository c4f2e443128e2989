"""A key at the top of a file that cannot be read hides nothing else, and nothing is made of it."""

from __future__ import annotations

import pytest

from boardpack.analysis.states import State
from boardpack.findings import Finding
from support.editions import edition_of, everything_said
from support.instances import ACCESS_ROWS, CANNOCK, Files, edited, minimal
from support.papers import EDITION, FINANCE_PAPER, with_papers
from support.reports import with_report

FRONT = "author: manager-cannock\nstatus: ready\n"
CAUSE = "Cause: Too few people are trained\n"
REPORT = f"""
Issue: Mondays stay hard to staff
{CAUSE}Action: Train two more people
Measured by: 2 more people
Systems and processes: The rota
Leed: practice-manager
Due: 2019-01-31
"""


def with_front(new: str, tree: Files | None = None) -> Files:
    return edited(minimal() if tree is None else tree, CANNOCK, FRONT, new)


def list_errors(tree: Files, *edition_id: str) -> list[Finding]:
    return [finding for finding in everything_said(tree, *edition_id) if finding.is_error]


FAULTS = [
    ("author: [a]\nstatus: ready\n", "Y106", "'author' must be text"),
    ("status: ready\n", "Y105", "'author' is missing"),
    ("author: manager-cannock\nstatus: redy\n", "Y106", "'status' must be one of"),
    ("author: manager-cannock\nstatsu: ready\n", "Y104", "unknown key 'statsu'"),
    (f"{FRONT}status: draft\n", "Y103", "'status' stands here a second time"),
    (f"{FRONT}not_applicable: [access]\n", "Y106", "'not_applicable' must be a mapping"),
    (f"{FRONT}unchanged: all of it\n", "Y106", "'unchanged' must be a mapping"),
    (f"{FRONT}events: things\n", "Y106", "'events' must be a list"),
    (
        f"{FRONT}events:\n  - {{section: access, date: 2018-11-31, words: Texts}}\n",
        "Y106",
        "'date' of entry 1 of events is a day that does not exist",
    ),
    (f"{FRONT}events: [a\n", "Y101", "is not closed"),
]


@pytest.mark.rotating
@pytest.mark.parametrize(("front", "code", "words"), FAULTS)
def test_a_fault_at_the_top_is_the_only_one_that_is_said(front: str, code: str, words: str) -> None:
    [error] = list_errors(with_front(front))
    assert error.code == code
    assert words in error.what


@pytest.mark.rotating
@pytest.mark.parametrize(("front", "code", "words"), FAULTS)
def test_what_else_is_wrong_in_the_file_is_said_in_the_same_go(
    front: str, code: str, words: str
) -> None:
    tree = with_report(with_front(front), REPORT.replace(CAUSE, ""))
    tree = edited(tree, CANNOCK, "## Summary", "## Sumary")
    codes = [error.code for error in list_errors(tree)]
    assert codes[:2] == [code, "S103"]
    assert {"S118", "E103"} <= set(codes)


def test_of_a_file_with_a_fault_at_its_top_no_section_is_ready() -> None:
    edition = edition_of(with_front(f"{FRONT}events: things\n"))
    entry = edition.find_entry("cannock-chase", "access")
    assert entry is not None
    assert entry.state is State.DRAFT


def test_a_section_is_not_said_to_be_missing_where_it_may_be_said_not_to_apply() -> None:
    access = "\n## Access\n\nMissed appointments (DNA) fell for the third month because"
    tree: Files = edited(minimal(), CANNOCK, access, "\n\nThey fell because")
    assert [error.code for error in list_errors(tree)] == ["N102"]
    tree = with_front(f"{FRONT}not_applicable: [access]\n", tree)
    assert [error.code for error in list_errors(tree)] == ["Y106"]
    tree = edited(tree, CANNOCK, "not_applicable: [access]", "events: things")
    assert [error.code for error in list_errors(tree)] == ["Y106", "N102"]


@pytest.mark.parametrize("key", ["summary", "recommendations", "quality_impact", "executive_lead"])
def test_a_row_of_a_cover_sheet_that_cannot_be_read_is_not_said_to_be_empty(key: str) -> None:
    tree: Files = with_papers()
    line = next(
        line for line in tree[FINANCE_PAPER].decode().splitlines() if line.startswith(f"{key}:")
    )
    tree = edited(tree, FINANCE_PAPER, line, f"{key}: {{a: [b]}}")
    codes = {error.code for error in list_errors(tree, *EDITION)}
    assert codes <= {"Y104", "Y105", "Y106"}
    assert codes


@pytest.mark.parametrize(
    "front",
    [
        "privat: true",
        "private: perhaps",
        "purpose: [Confidential]",
        "confidential: yes",
        "exempt: yes",
    ],
)
def test_a_paper_that_may_call_itself_private_goes_no_further(front: str) -> None:
    tree: Files = edited(with_papers(), FINANCE_PAPER, "status: ready", f"status: ready\n{front}")
    if "purpose" in front:
        tree = edited(tree, FINANCE_PAPER, "purpose: Shows how the budget stands.\n", "")
    entry = edition_of(tree, *EDITION).find_entry("directorate", "finance")
    assert entry is not None
    assert entry.submission is None


def test_a_mistyped_key_of_a_paper_hides_nothing_else() -> None:
    tree: Files = edited(with_papers(), FINANCE_PAPER, "status: ready", "stauts: ready")
    tree = edited(tree, FINANCE_PAPER, "executive_lead:", "executive_laed:")
    entry = edition_of(tree, *EDITION).find_entry("directorate", "finance")
    assert entry is not None
    assert entry.submission is not None


def test_a_misspelt_heading_is_said_and_not_what_follows_from_it() -> None:
    row = "2018-11,cannock-chase,missed,"
    high = edited(minimal(), ACCESS_ROWS, f"{row}3.5", f"{row}9.5")
    codes = {error.code for error in list_errors(high)}
    misspelt = {error.code for error in list_errors(edited(high, CANNOCK, "## Access", "## Acess"))}
    assert "E101" in codes
    assert misspelt == (codes - {"E101"}) | {"S103"}


def test_a_mistyped_label_of_a_report_is_said_and_not_what_follows_from_it() -> None:
    [error] = list_errors(with_report(minimal(), REPORT))
    assert (error.code, "did you mean 'Lead'?" in error.what) == ("S118", True)
    tree = with_report(minimal(), REPORT.replace(CAUSE, ""))
    errors = list_errors(tree)
    assert [error.code for error in errors] == ["S118", "E103"]
    assert errors[1].what == "the exception report does not say why"
