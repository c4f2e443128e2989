from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from boardpack.analysis.texts import join_words
from boardpack.findings import Finding, Severity
from support.committees import DECEMBER, TERMS, with_committee
from support.editions import everything_said, said
from support.instances import (
    ACCESS,
    ACCESS_ROWS,
    CANNOCK,
    CLEARANCES,
    DIRECTORATE,
    FINANCE_ROWS,
    FINANCE_TOTALS,
    GLOSSARY,
    PACK,
    PEOPLE,
    PLAN_ROWS,
    RISK_ROWS,
    RISKS,
    SEISDON,
    SHIFT_ROWS,
    SHIFTS,
    WAIVERS,
    Files,
    edited,
    line_of,
    minimal,
    with_file,
    with_plans,
)
from support.papers import EDITION, FINANCE_PAPER, with_papers
from support.reports import AFTER_ACCESS, report_of, with_report


def number(first_nine: str) -> str:
    """Return nine digits with the check digit that modulus 11 asks for."""
    total = sum(int(d) * w for d, w in zip(first_nine, range(10, 1, -1), strict=True))
    check = (11 - total % 11) % 11
    assert check < 10, "these nine digits have no check digit"
    return f"{first_nine}{check}"


def written(words: str) -> Files:
    """Return the smallest instance with some words in Cannock's summary."""
    return edited(minimal(), CANNOCK, "### What went well\n", f"### What went well\n\n{words}\n")


def spaced(digits: str, gap: str) -> str:
    return gap.join((digits[:3], digits[3:6], digits[6:]))


@pytest.mark.parametrize("gap", ["", " ", "-", "\u00a0", "\u2011", "\u2013"])
@pytest.mark.parametrize("first", ["412345678", "612345679", "712345678"])
def test_i101_finds_an_nhs_number_however_it_is_written(gap: str, first: str) -> None:
    digits = number(first)
    [fault] = said(written(f"We saw {spaced(digits, gap)} again."), "I101")
    assert fault.severity is Severity.ERROR
    assert fault.place.path == CANNOCK
    assert fault.place.line is not None


def test_i101_finds_an_nhs_number_in_a_table() -> None:
    tree = edited(minimal(), SHIFT_ROWS, "service,day,shifts", "service,day,shifts,note")
    for row in ("Monday,12", "Friday,14", "Monday,11"):
        tree = edited(tree, SHIFT_ROWS, row, f"{row},{number('412345678')}")
    field = "constraints: {required: true, minimum: 0}\n"
    tree = edited(tree, SHIFTS, field, f"{field}  - name: note\n")
    assert [str(f.place) for f in said(tree, "I101")] == [f"{SHIFT_ROWS}:{n}" for n in (2, 3, 4)]


def test_i101_finds_an_nhs_number_in_a_risk() -> None:
    words = f"Patient {number('412345678')}: too few staff"
    tree = edited(minimal(), RISK_ROWS, "Too few staff", words)
    assert [f.place.path for f in said(tree, "I101")] == [RISK_ROWS]


def test_i101_passes_other_long_numbers() -> None:
    assert (
        said(written("We spent £4,123,456,789 on 4123456780 pills, or 41234567890."), "I101") == []
    )


HIDDEN = number("412345678")
EVENT = "status: ready\nevents: [{section: access, date: 2018-11-05, words: HERE}]\n"
REASON = "status: ready\nnot_applicable: {extra-shifts: HERE}\n"
REPORT = report_of("Issue: HERE\nAction: Act\nLead: practice-manager\nDue: 2018-12-31")
WAIVER = "monthly,2018-11,seisdon,extra-shifts,HERE,service-director,2019-01-31\n"


@pytest.mark.rotating
@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (DIRECTORATE, "Example primary care", "HERE"),
        (DIRECTORATE, "Example clinical commissioning group", "HERE"),
        (DIRECTORATE, "Two services that are made up.", "HERE"),
        (DIRECTORATE, "title: Seisdon Peninsula", "title: HERE"),
        (DIRECTORATE, "title: Finance manager", "title: HERE"),
        (PEOPLE, ",Finance manager,", ",HERE,"),
        (WAIVERS, "until\n", f"until\n{WAIVER}"),
        (GLOSSARY, "Did not attend", "HERE"),
        (PACK, "title: Monthly pack", "title: HERE"),
        (PACK, "One report a month for each service.", "HERE"),
        (PACK, "title: Patient feedback", "title: HERE"),
        (PACK, "group: Staffing", "group: HERE"),
        (PACK, "source: Bookings", "source: HERE"),
        (PACK, "What pattern do you see?", "HERE"),
        (PACK, "Review and sign the pack", "HERE"),
        (ACCESS, "title: Access", "title: HERE"),
        (ACCESS, "source: Appointment system", "source: HERE"),
        (ACCESS, "licence: Made up", "licence: HERE"),
        (ACCESS, "Booked appointments. Made-up figures.", "HERE"),
        (ACCESS, "title: Appointments booked", "title: HERE"),
        (ACCESS, "Numerator missed appointments, denominator appointments booked.", "HERE"),
        (ACCESS, "    unit: count", "    unit: count\n    benchmark_title: HERE"),
        (
            ACCESS,
            "    unit: count",
            "    unit: count\n    rebase: [{date: 2018-10, reason: Now by HERE}]",
        ),
        (ACCESS_ROWS, "booked,1200,,", "booked,HERE,,"),
        (ACCESS_ROWS, "missed,3.5,42,1200", "missed,3.5,42,HERE"),
        (SHIFTS, "unit: shifts", "unit: HERE"),
        (SHIFTS, "title: Shifts booked", "title: HERE"),
        (SHIFTS, "title: Day", "title: Day\n    description: HERE"),
        (SHIFTS, "enum: [Monday", "enum: [HERE, Monday"),
        (FINANCE_ROWS, "Premises,Rent,3", "Premises,HERE,3"),
        (FINANCE_ROWS, "chase,Contracts,GMS", "chase,HERE,GMS"),
        (FINANCE_TOTALS, "chase,group,Premises", "chase,group,HERE"),
        (RISKS, "title: Medium", "title: HERE"),
        (RISK_ROWS, "R1,Workforce", "HERE,Workforce"),
        (RISK_ROWS, "Workforce,", "HERE,"),
        (RISK_ROWS, "Too few staff to open every day.", "HERE"),
        (RISK_ROWS, "operational", "HERE"),
        (RISK_ROWS, "Recruitment plan", "HERE"),
        (RISK_ROWS, "Lease review,", "Lease review,HERE"),
        (CANNOCK, "status: ready\n", EVENT),
        (CANNOCK, "status: ready\n", REASON),
        (CANNOCK, AFTER_ACCESS, f"{REPORT}\n{AFTER_ACCESS}"),
        (CANNOCK, "### What went well", "### HERE"),
        ("content/guide/help.md", None, "# Help\n\nAsk for patient HERE.\n"),
    ],
)
def test_i101_finds_an_nhs_number_in_whatever_can_be_shown(
    path: str, old: str | None, new: str
) -> None:
    hidden = new.replace("HERE", HIDDEN)
    if old is None:
        tree: Files = with_file(minimal(), path, hidden)
    else:
        tree = edited(minimal(), path, old, hidden)
    assert path in {fault.place.path for fault in said(tree, "I101")}


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (ACCESS_ROWS, "booked,1200,,", f"booked,-{HIDDEN},,"),
        (ACCESS_ROWS, "booked,1200,,", f"booked,{HIDDEN}.00,,"),
        (ACCESS_ROWS, "missed,3.5,42,1200", f"missed,3.5,42,-{HIDDEN}"),
        (ACCESS, "target: 5", f"target: -{HIDDEN}"),
        (SHIFT_ROWS, "seisdon,Monday,11", f"seisdon,Monday,-{HIDDEN}"),
        (FINANCE_ROWS, "105", f"-{HIDDEN}"),
        (FINANCE_TOTALS, "150,150,0", f"150,-{HIDDEN},0"),
        (PLAN_ROWS, ",120,70,", f",120,-{HIDDEN},"),
    ],
)
def test_i101_finds_an_nhs_number_that_is_read_as_a_number(path: str, old: str, new: str) -> None:
    tree = edited(with_plans(), SHIFTS, "{required: true, minimum: 0}", "{required: true}")
    assert said(edited(tree, path, old, new), "I101")


def test_i101_says_which_item_of_a_file_holds_it() -> None:
    tree = edited(minimal(), ACCESS, "title: Appointments missed", f"title: {HIDDEN}")
    [fault] = said(tree, "I101")
    assert re.fullmatch(
        r"what looks like a patient's NHS number stands here \(passage \w{15}\): measures 2",
        fault.what,
    )


@dataclass(frozen=True)
class Future:
    """A kind of row that nobody has thought of yet, with a list in a list."""

    title: str
    groups: tuple[tuple[Mapping[str, str], ...], ...]
    emails: tuple[str, ...] = ()


def test_a_text_of_a_kind_that_is_added_tomorrow_is_read_too() -> None:
    row = Future("First", (({"note": "Second"}, {"more": "Third"}),), ("never@example.org",))
    assert join_words(row) == "First; note Second; more Third"


def test_no_message_repeats_what_it_found() -> None:
    digits = number("412345678")
    found = everything_said(written(f"We saw {digits}, born 1 May 1970, of WS11 1AA."))
    assert not [one for one in found if digits in one.what]


def test_i102_finds_a_number_that_is_given_out_elsewhere() -> None:
    [fault] = said(written(f"Number {number('912345678')}."), "I102")
    assert fault.severity is Severity.WARNING


def test_i102_passes_a_wrong_check_digit() -> None:
    right = number("912345678")
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    assert said(written(f"Number {wrong}."), "I102") == []


def test_i103_finds_a_postcode_beside_a_date_of_birth() -> None:
    [fault] = said(written("The patient, born 01/05/1970, lives in WS11 1AA."), "I103")
    assert fault.severity is Severity.ERROR


def test_i103_passes_a_postcode_or_a_date_of_birth_alone() -> None:
    assert said(written("The surgery in WS11 1AA opened on 01/05/2018."), "I103") == []
    assert said(written("The first patient, born 01/05/1970, came."), "I103") == []


@pytest.mark.parametrize("words", ["Write to a.person@example.org.", "Ring 01543 123456 for more."])
def test_i104_finds_an_address_or_a_telephone_number_in_a_narrative(words: str) -> None:
    [fault] = said(written(words), "I104")
    assert fault.severity is Severity.ERROR


def test_i104_passes_figures_and_days() -> None:
    assert (
        said(written("From 2018-11-01 to 2018-11-30 we had 12,345 calls, 0.5% more."), "I104") == []
    )


def test_i105_finds_a_name_beside_a_date_of_birth() -> None:
    [fault] = said(written("Mary Smith, born 12 March 1948, came twice."), "I105")
    assert "1948" not in fault.what
    assert "Smith" not in fault.what


def test_i105_passes_a_name_or_a_date_of_birth_alone() -> None:
    assert said(written("Mary Smith came on 12 March 2018."), "I105") == []
    assert said(written("A patient, born 12 March 1948, came."), "I105") == []


def test_a_column_that_is_named_as_of_birth_counts_beside_one_of_names() -> None:
    tree = edited(minimal(), SHIFT_ROWS, "service,day,shifts", "service,day,shifts,name,dob")
    for row in ("Monday,12", "Friday,14", "Monday,11"):
        tree = edited(tree, SHIFT_ROWS, row, f"{row},Mary Smith,1948-03-12")
    field = "constraints: {required: true, minimum: 0}\n"
    tree = edited(tree, SHIFTS, field, f"{field}  - name: name\n  - name: dob\n    type: date\n")
    assert len(said(tree, "I105")) == 3


def test_i105_finds_a_name_that_stands_where_an_id_belongs() -> None:
    named = 'deputies: {"Jane Smith born 3/4/1960": visitor}\nopened:'
    [fault] = said(edited(with_committee(), DECEMBER, "opened:", named), "I105")
    assert fault.place.path == DECEMBER


def test_i101_finds_a_number_spread_over_neighbouring_cells_of_a_register() -> None:
    tree = edited(minimal(), RISK_ROWS, "R1,Workforce", "R401,023 2137 workforce")
    assert len(said(tree, "I101")) == 1


@pytest.mark.parametrize(
    "column",
    [
        *("date_of_birth", "nhs_number", "NHS-no", "dob", "surname", "Born", "Birth", "Date born"),
        *("Patient", "Client", "Patient's name", "Service user name", "Name of patient"),
        *("patient_phone", "Patient e-mail", "Home address", "CHI number"),
    ],
)
def test_i112_finds_a_column_for_what_names_a_person(column: str) -> None:
    field = "constraints: {required: true, minimum: 0}\n"
    tree = edited(minimal(), SHIFTS, field, f"{field}  - name: x\n    title: {column}\n")
    [finding] = said(tree, "I112")
    assert finding.place.path == SHIFTS


LONG_TABLE = """
| Name | {} | Registered practice | What the patient told us | What was done about it |
|---|---|---|---|---|
| Jane Smith | 3/4/1960 | Hill Street | Wrong letter sent | Sorry said |
"""


@pytest.mark.parametrize("heading", ["DOB", "**D.O.B.**", "Date of birth", "Born", "NHS number"])
def test_i112_finds_a_column_of_a_table_in_a_narrative(heading: str) -> None:
    tree = written(LONG_TABLE.format(heading))
    [finding] = said(tree, "I112")
    assert finding.place.path == CANNOCK
    assert finding.place.line == line_of(tree, CANNOCK, "| Name |")
    assert "Smith" not in finding.what


def test_i105_reads_reported_actions_where_a_committee_follows_them_up() -> None:
    tree = edited(
        with_papers(), TERMS, "register_as_at:", "exception_reports: true\nregister_as_at:"
    )
    action = "Action: Ring Jane Smith, born 3/4/1960.\nLead: practice-manager\n"
    tree = with_report(tree, f"Issue: Mondays are full\n{action}Due: 31 December 2018\n")
    for edition in (EDITION, ("monthly", "2018-11")):
        assert [fault.place.path for fault in said(tree, "I105", *edition)] == [CANNOCK]


def test_i112_finds_a_column_of_a_table_in_a_paper_minutes_and_the_guide() -> None:
    table = f"\n{LONG_TABLE.format('Date of birth')}\n"
    paper = edited(with_papers(), FINANCE_PAPER, "claims for premises are settled.", table)
    assert [fault.place.path for fault in said(paper, "I112", *EDITION)] == [FINANCE_PAPER]
    guide = with_file(minimal(), "content/guide/patients.md", f"# Patients\n{table}")
    assert len(said(guide, "I112")) == 1
    minutes = with_committee()
    minutes = with_file(minutes, DECEMBER, minutes[DECEMBER] + table.encode())
    assert [fault.place.path for fault in said(minutes, "I112")] == [DECEMBER]


def test_i112_passes_tables_of_counts() -> None:
    assert said(written(LONG_TABLE.format("Births").replace("Name", "Practice")), "I112") == []


@pytest.mark.parametrize(
    "words",
    [
        "#### Jane Smith\n\nBorn 3/4/1960, she waits for an answer.",
        "- Name: Jane Smith\n\n- Born: 3/4/1960",
        "**Jane Smith**\n\nBorn 3/4/1960.",
        "Born 3/4/1960, and waits for an answer:\n\n- Jane Smith",
    ],
)
def test_i105_finds_a_name_in_the_paragraph_beside_a_birthday(words: str) -> None:
    [finding] = said(written(words), "I105")
    assert finding.place.path == CANNOCK


def test_i105_passes_a_birthday_two_paragraphs_from_a_name() -> None:
    words = "Jane Smith leads it.\n\nIt goes well.\n\nThose born 1/4/2018 are seen first."
    assert said(written(words), "I105") == []


def test_i105_reads_the_items_of_a_cover_sheet_with_what_stands_above() -> None:
    points = "key_points:\n  - Patient Jane Smith complained.\n  - Born 3/4/1960, she waits."
    tree = edited(with_papers(), FINANCE_PAPER, "summary: It", f"{points}\nsummary: It")
    [finding] = said(tree, "I105", *EDITION)
    assert finding.place.line == line_of(tree, FINANCE_PAPER, "Born")


FIELDS_OF_COUNTS = ("births", "practice_name", "nhs_trust", "patients", "patient_contacts")


def test_i104_finds_a_telephone_number_in_a_column_of_patients() -> None:
    tree = edited(minimal(), SHIFT_ROWS, "shifts\n", "shifts,patient_phone\n")
    for row in ("Monday,12", "Friday,14", "Monday,11"):
        tree = edited(tree, SHIFT_ROWS, row, f"{row},07700 900123")
    field = "constraints: {required: true, minimum: 0}\n"
    tree = edited(tree, SHIFTS, field, f"{field}  - name: patient_phone\n")
    assert len(said(tree, "I104")) == 3


def test_i112_passes_columns_of_counts_and_of_births_as_such() -> None:
    field = "constraints: {required: true, minimum: 0}\n"
    columns = "".join(f"  - name: {name}\n" for name in FIELDS_OF_COUNTS)
    assert said(edited(minimal(), SHIFTS, field, field + columns), "I112") == []


def test_i104_passes_figures_of_several_columns_behind_a_name_that_ends_in_0() -> None:
    tree = edited(minimal(), SHIFT_ROWS, "service,day,shifts", "service,day,shifts,team,a,b,c")
    for row in ("Monday,12", "Friday,14", "Monday,11"):
        tree = edited(tree, SHIFT_ROWS, row, f"{row},TEAM 0,18470,18470,18470")
    field = "constraints: {required: true, minimum: 0}\n"
    columns = "".join(f"  - name: {name}\n" for name in ("team", "a", "b", "c"))
    assert said(edited(tree, SHIFTS, field, field + columns), "I104") == []


TELEPHONE = "Ring 01543 123456 for more."


def cleared(tree: Files, row: str) -> Files:
    """Return a tree in which the development manager decides about identifiers, and did so."""
    role = "information_governance: development-manager\n"
    header = "rule,place,passage,reason,decided_by,decided,until\n"
    tree = edited(tree, DIRECTORATE, "title: Example", f"{role}title: Example")
    return with_file(tree, CLEARANCES, f"{header}{row}\n")


def decide(fault: Finding, *changes: tuple[str, str]) -> str:
    """Return the row that clears what a finding found; `changes` spoil it."""
    letters = fault.what.split("passage ")[1][:15]
    row = f"I104,{CANNOCK},{letters},By us,development-manager,2018-12-01,2019-01-31"
    for old, new in changes:
        row = row.replace(old, new)
    return row


def test_what_information_governance_decided_opens_the_gate() -> None:
    tree = written(TELEPHONE)
    [fault] = said(tree, "I104")
    row = decide(fault)
    assert said(cleared(tree, row), "I104") == []
    assert said(cleared(tree, row), "I106") == []
    # Another number in the same words was not decided about.
    assert said(cleared(written(TELEPHONE.replace("56", "57")), row), "I104") != []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("I104", "I101"),
        (CANNOCK, SEISDON),
        ("development-manager", "finance-manager"),
        ("2018-12-01", "2010-12-01"),
        ("2019-01-31", "2018-12-01"),
    ],
)
def test_a_decision_counts_for_its_rule_file_and_time_and_from_its_role(old: str, new: str) -> None:
    tree = written(TELEPHONE)
    [fault] = said(tree, "I104")
    assert said(cleared(tree, decide(fault, (old, new))), "I104") != []


def test_a_decision_that_has_ended_is_named() -> None:
    tree = written(TELEPHONE)
    [fault] = said(tree, "I104")
    [fault] = said(cleared(tree, decide(fault, ("2019-01-31", "2018-12-02"))), "I104")
    assert f"{CLEARANCES}:2 cleared it until 2018-12-02" in fault.what


def test_i106_passes_a_decision_of_whoever_holds_the_role() -> None:
    row = f"I104,{CANNOCK},abc,By us,development-manager,2018-12-01,2019-01-31"
    assert said(cleared(minimal(), row), "I106") == []


def test_i106_finds_a_decision_of_somebody_else() -> None:
    row = f"I104,{CANNOCK},abc,By us,finance-manager,2018-12-01,2019-01-31"
    [fault] = said(cleared(minimal(), row), "I106")
    words = "'finance-manager' was not Directorate development manager on 2018-12-01"
    assert (str(fault.place), fault.what) == (f"{CLEARANCES}:2", words)


def test_i106_finds_a_decision_where_nobody_may_decide() -> None:
    tree = cleared(minimal(), f"I104,{CANNOCK},abc,By us,finance-manager,2018-12-01,2019-01-31")
    role = "information_governance: development-manager\n"
    [fault] = said(edited(tree, DIRECTORATE, role, ""), "I106")
    assert "names no role under 'information_governance'" in fault.what


def test_i112_passes_a_column_of_a_table_that_was_cleared() -> None:
    tree = written(LONG_TABLE.format("Date of birth"))
    [fault] = said(tree, "I112")
    assert said(cleared(tree, decide(fault, ("I104", "I112"))), "I112") == []
