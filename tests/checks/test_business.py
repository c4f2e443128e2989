"""Rules on the business cycle of committees, and on what agendas make of it."""

from __future__ import annotations

import pytest

from boardpack.findings import Severity
from boardpack.load.instance import load_instance
from support.committees import TERMS, with_agenda, with_committee
from support.editions import everything_said, said
from support.instances import Files, edited, line_of

AGENDA = "data/packs/papers/2019-01-31.yml"
ITEMS = """
    items:
      - {item: 1, title: Welcome}
      - {item: 2, title: Money, paper: finance, enclosure: "01", lead: [director-of-primary-care], purpose: [I]}
      - {item: 3, title: Premises and staff, covers: [estates, workforce]}
    """  # noqa: E501
CYCLE = """business_cycle:
  - {id: finance, subject: Finance report}
  - {id: estates, subject: Estates, lead: visitor, months: [1]}
  - {id: workforce, subject: Workforce, meetings: [2019-01-31]}
  - {id: survey, subject: Survey, months: [12]}
approved_by:"""


def with_cycle(agenda: str = ITEMS) -> Files:
    return with_agenda(edited(with_committee(), TERMS, "approved_by:", CYCLE), agenda)


def said_of_papers(tree: Files, code: str) -> list[str]:
    return [fault.what for fault in said(tree, code, "papers", "2019-01-31")]


def test_a140_passes_an_agenda_with_all_that_is_due() -> None:
    assert said_of_papers(with_cycle(), "A140") == []


def test_a140_finds_what_is_due_by_its_month_or_its_day_and_on_no_item() -> None:
    tree = edited(with_cycle(), AGENDA, ", covers: [estates, workforce]", "")
    assert said_of_papers(tree, "A140") == [
        "'Estates' (estates) is due on 2019-01-31, and no item covers it",
        "'Workforce' (workforce) is due on 2019-01-31, and no item covers it",
    ]
    [fault, _] = said(tree, "A140", "papers", "2019-01-31")
    assert fault.severity is Severity.WARNING
    assert fault.place.line == line_of(tree, AGENDA, "items:")


def test_a140_finds_what_is_due_every_time_when_its_paper_is_called_otherwise() -> None:
    tree = edited(with_cycle(), AGENDA, "paper: finance", "paper: money")
    assert said_of_papers(tree, "A140") == [
        "'Finance report' (finance) is due on 2019-01-31, and no item covers it"
    ]


def test_a140_is_silent_on_editions_that_are_no_papers() -> None:
    assert said(with_cycle(), "A140") == []


def test_a141_passes_subjects_of_the_cycle() -> None:
    assert said_of_papers(with_cycle(), "A141") == []


def test_a141_finds_a_subject_that_the_cycle_has_not() -> None:
    tree = edited(with_cycle(), AGENDA, "[estates, workforce]", "[estate, workforce]")
    [words] = said_of_papers(tree, "A141")
    assert words == "the cycle has no 'estate'; did you mean 'estates'?"


def test_a142_passes_a_month_that_has_a_meeting_with_business() -> None:
    assert said(with_cycle(), "A142") == []


@pytest.mark.parametrize("month", ["11", "12, 11"])
def test_a142_finds_a_month_whose_only_meeting_has_no_business(month: str) -> None:
    tree = edited(with_cycle(), TERMS, "months: [12]", f"months: [{month}]")
    [fault] = said(tree, "A142")
    assert fault.what == "'Survey' is due in November 2018, which has no meeting with business"
    assert fault.place.line == line_of(tree, TERMS, "id: survey")


def test_a142_passes_months_that_nobody_has_planned_yet() -> None:
    assert said(edited(with_cycle(), TERMS, "months: [12]", "months: [5]"), "A142") == []


def test_a143_passes_a_seat_as_lead() -> None:
    assert said(with_cycle(), "A143") == []


def test_a143_finds_nobody_who_brings_it() -> None:
    [fault] = said(edited(with_cycle(), TERMS, "lead: visitor", "lead: visitors"), "A143")
    assert fault.what == "there is nobody 'visitors'; did you mean 'visitor'?"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("months: [12]", "months: [13]", "a month is a number from 1 to 12"),
        ("months: [12]", "months: [12], meetings: [2018-12-13]", "either `months` or `meetings`"),
        ("meetings: [2019-01-31]", "meetings: [2019-02-28]", "2019-02-28 is not among `meetings`"),
        ("id: survey", "id: estates", "'estates'"),
    ],
)
def test_a_cycle_that_contradicts_itself_is_refused(old: str, new: str, words: str) -> None:
    [finding] = load_instance(edited(with_cycle(), TERMS, old, new))[1]
    assert words in finding.what
    assert finding.place.path == TERMS


def test_an_identifier_on_an_agenda_is_found_where_the_forward_plan_shows_it() -> None:
    tree = edited(with_cycle(), AGENDA, "title: Welcome", "title: NHS number 943 476 5919")
    [fault] = [fault for fault in everything_said(tree) if fault.place.path == AGENDA]
    assert fault.code == "I102"
