"""Rules on agendas, and on the cover sheets of papers."""

from __future__ import annotations

import pytest

from boardpack.findings import Severity
from support.committees import DECEMBER, TERMS
from support.editions import said
from support.instances import edited, line_of, without_file
from support.papers import AGENDA, BOARD, CYCLE_PAPER, EDITION, FINANCE_PAPER, with_papers

OCTOBER = "content/meetings/board/2018-10-25.md"


def test_a126_passes_a_committee_that_meets_on_the_day() -> None:
    assert said(with_papers(), "A126", *EDITION) == []


def test_a126_finds_a_committee_that_is_not_there() -> None:
    tree = edited(with_papers(), BOARD, "committee: board", "committee: bored")
    [fault] = said(tree, "A126", *EDITION)
    assert fault.what == "there is no committee 'bored' in data/meetings; did you mean 'board'?"


def test_a126_finds_a_day_on_which_the_committee_does_not_meet() -> None:
    tree = edited(with_papers(), TERMS, "  - {day: 2018-12-13}\n", "")
    [fault] = said(tree, "A126", *EDITION)
    assert (fault.place.path, fault.what) == (AGENDA, "'board' does not meet on 2018-12-13")


def test_a127_passes_leads_and_authors_who_are_known() -> None:
    assert said(with_papers(), "A127", *EDITION) == []


def test_a127_finds_a_lead_whom_nobody_knows() -> None:
    tree = edited(
        with_papers(), AGENDA, "title: Welcome, lead: [chair]", "title: Welcome, lead: [char]"
    )
    [fault] = said(tree, "A127", *EDITION)
    assert fault.what == "there is nobody 'char'; did you mean 'chair'?"
    assert fault.place.line == line_of(tree, AGENDA, "[char]")


def test_a127_finds_a_seat_that_is_to_sign_a_paper() -> None:
    tree = edited(with_papers(), AGENDA, "lead: [director-of-primary-care]", "lead: [chair]")
    [fault] = said(tree, "A127", *EDITION)
    assert fault.what == "'chair' is to sign 'Cycle of business', and is no role"


def test_a127_finds_somebody_unknown_on_a_cover_sheet() -> None:
    tree = edited(with_papers(), FINANCE_PAPER, "authors: [finance-manager]", "authors: [nobody]")
    [fault] = said(tree, "A127", *EDITION)
    assert (fault.place.path, fault.section) == (FINANCE_PAPER, "finance")


def test_a128_passes_numbers_that_are_those_of_the_agenda() -> None:
    assert said(with_papers(), "A128", *EDITION) == []


def test_a128_finds_a_cover_sheet_with_another_number_than_the_agenda() -> None:
    tree = edited(with_papers(), FINANCE_PAPER, 'enclosure: "02"', 'enclosure: "04"')
    [fault] = said(tree, "A128", *EDITION)
    assert fault.what == "the cover sheet says enclosure 04, the agenda 02"
    assert fault.place.line == line_of(tree, FINANCE_PAPER, "enclosure")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('    enclosure: "03"\n', "", "'Cycle of business' has an enclosure without a number"),
        ('enclosure: "03"', 'enclosure: "00"', "enclosure 00 comes after enclosure 02"),
        ("title: Welcome,", 'title: Welcome, enclosure: "00",', "neither a paper nor made by"),
    ],
)
def test_a128_finds_numbers_that_are_missing_or_out_of_order(
    old: str, new: str, words: str
) -> None:
    [fault] = said(edited(with_papers(), AGENDA, old, new), "A128", *EDITION)
    assert words in fault.what


def test_a129_passes_times_that_add_up() -> None:
    assert said(with_papers(), "A129", *EDITION) == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('starts: "14:40"', 'starts: "14:45"', "starts at 14:45; what is before it ends at 14:40"),
        ('closes: "15:00"', 'closes: "15:30"', "closes at 15:30; its last item ends at 15:00"),
    ],
)
def test_a129_finds_times_that_do_not_add_up(old: str, new: str, words: str) -> None:
    faults = said(edited(with_papers(), AGENDA, old, new), "A129", *EDITION)
    assert words in faults[0].what
    assert faults[0].severity is Severity.WARNING


def test_a130_passes_papers_with_a_purpose() -> None:
    assert said(with_papers(), "A130", *EDITION) == []


def test_a130_finds_a_paper_that_comes_for_no_purpose() -> None:
    tree = edited(with_papers(), AGENDA, "    purpose: [S, I]\n", "")
    [fault] = said(tree, "A130", *EDITION)
    assert fault.what == "nobody says what is to be done with 'Cycle of business'"


LATE = "minutes: 20\n    supplement: {due: 2018-12-06, received: 2018-12-10"


@pytest.mark.parametrize(
    ("supplement", "words"),
    [
        (LATE + "}", "came late, and the chair gives no reason"),
        (LATE.replace("12-10", "12-05") + ", reason: The dates came late}", "not late"),
        (LATE.replace("12-06", "12-03") + ", reason: The dates came late}", "papers on 2018-12-06"),
    ],
)
def test_a131_finds_a_supplement_that_is_not_explained(supplement: str, words: str) -> None:
    [fault] = said(edited(with_papers(), AGENDA, "minutes: 20", supplement), "A131", *EDITION)
    assert words in fault.what


def test_a131_passes_a_late_paper_with_the_chairs_reason() -> None:
    late = LATE + ", reason: The boards confirmed their dates late}"
    assert said(edited(with_papers(), AGENDA, "minutes: 20", late), "A131", *EDITION) == []


def test_a132_passes_cover_sheets_that_are_filled_in() -> None:
    assert said(with_papers(), "A132", *EDITION) == []


@pytest.mark.parametrize(
    ("path", "line", "words"),
    [
        (FINANCE_PAPER, "summary: It is overspent by a little.\n", "'Summary' is empty"),
        (FINANCE_PAPER, "recommendations: [Receive the report]\n", "'Recommendations' is empty"),
        (CYCLE_PAPER, "confirmed: true\n", "'The author has considered these matters' is empty"),
        (CYCLE_PAPER, "  legal: considered\n", "says nothing of 'Legal and regulatory' (legal)"),
    ],
)
def test_a132_finds_a_row_of_the_form_that_is_empty(path: str, line: str, words: str) -> None:
    [fault] = said(edited(with_papers(), path, line, ""), "A132", *EDITION)
    assert words in fault.what
    assert fault.place.path == path


def test_a132_finds_a_matter_that_the_table_does_not_have() -> None:
    tree = edited(with_papers(), CYCLE_PAPER, "  legal: considered", "  law: considered")
    assert (
        "'Assurance' has no row 'law'" in [fault.what for fault in said(tree, "A132", *EDITION)][-1]
    )


def test_a133_passes_assessments_that_were_done_or_explained() -> None:
    assert said(with_papers(), "A133", *EDITION) == []


def test_a133_finds_an_assessment_that_was_not_done_for_no_reason() -> None:
    old = "{done: not applicable, why: It changes no service.}"
    tree = edited(with_papers(), FINANCE_PAPER, old, "{done: no}")
    [fault] = said(tree, "A133", *EDITION)
    assert fault.what == "equality impact: 'no', and it is not said why"


def test_a134_passes_risks_of_the_register() -> None:
    assert said(with_papers(), "A134", *EDITION) == []


def test_a134_finds_a_risk_that_is_not_in_the_register() -> None:
    tree = edited(with_papers(), FINANCE_PAPER, "risk_refs: [R1]", "risk_refs: [R1, R9]")
    [fault] = said(tree, "A134", *EDITION)
    assert fault.what.startswith("there is no risk 'R9'")


def test_a135_passes_papers_signed_by_who_answers_for_them() -> None:
    assert said(with_papers(), "A135", *EDITION) == []


def test_a135_finds_a_cover_sheet_that_names_another_than_who_signs() -> None:
    tree = edited(
        with_papers(),
        FINANCE_PAPER,
        "executive_lead: director-of-primary-care",
        "executive_lead: finance-manager",
    )
    [fault] = said(tree, "A135", *EDITION)
    assert fault.what == "'finance-manager' answers for it, 'director-of-primary-care' signs it"


def test_a136_finds_that_no_minutes_can_be_shown() -> None:
    # Those of the meeting itself cannot be in its own papers.
    [fault] = said(with_papers(), "A136", *EDITION)
    assert fault.what == "no minutes of an earlier meeting were checked by the chair"
    assert fault.place.line == line_of(with_papers(), AGENDA, "shows: minutes")


def test_a136_passes_minutes_that_the_chair_has_checked() -> None:
    tree = with_papers()
    tree = {**without_file(tree, DECEMBER), OCTOBER: tree[DECEMBER]}
    assert said(tree, "A136", *EDITION) == []
