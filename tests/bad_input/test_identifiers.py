"""Rows 35 to 37 of the register: what points to one person, made up and right by its check."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from boardpack.adapters.files import MAX_BYTES
from support.checking import check, find_codes, narrate, spoil
from support.instances import (
    ACCESS_ROWS,
    CANNOCK,
    FINANCE_ROWS,
    GLOSSARY,
    RISK_ROWS,
    SHIFT_ROWS,
    SHIFTS,
    edited,
    minimal,
)
from support.running import boardpack, put

PATIENT, ELSEWHERE = "4010232137", "9990000018"
SPELLINGS = (
    "401 023 2137", "401-023-2137", "401.023.2137", "401\u00a0023\u00a02137", "401–023–2137",
    "**401** 023 2137", "401&nbsp;023&#32;2137", "401\u200b0232137", "no. 401/023/2137",
    "| number |\n|---|\n| 401 023 2137 |",
)  # fmt: skip


@pytest.mark.bad_input(35)
def test_a_patient_s_number_stops_publication_however_it_is_written(tmp_path: Path) -> None:
    found = find_codes(tmp_path, *(f"We saw {one} again." for one in SPELLINGS[:-1]))
    assert found == ["I101"] * (len(SPELLINGS) - 1)
    assert list(check(narrate(SPELLINGS[-1])[0], tmp_path).said) == [f"I101 {CANNOCK}:38"]


@pytest.mark.rotating
@pytest.mark.bad_input(35)
@pytest.mark.parametrize(
    ("path", "old"),
    [
        (ACCESS_ROWS, "2018-11,cannock-chase,booked,2200"),
        (FINANCE_ROWS, "cannock-chase,Contracts,GMS"),
        (RISK_ROWS, "Lease review"),
        (GLOSSARY, "Did not attend"),
        (SHIFT_ROWS, "cannock-chase,Monday"),
    ],
)
def test_a_patient_s_number_in_a_cell_is_found_and_said_nowhere(
    tmp_path: Path, path: str, old: str
) -> None:
    before, _, _ = old.rpartition(",")
    tree = spoil(path, (old, f"{before},401 023 2137" if before else "401 023 2137"))
    assert check(tree, tmp_path).status == 1
    for words in ("text", "github", "junit", "json", "summary"):
        ran = boardpack("-C", tmp_path, "check", "--format", words)
        assert "2137" not in ran.out + ran.err, words


@pytest.mark.bad_input(35)
def test_a_number_that_is_given_out_elsewhere_is_a_warning(tmp_path: Path) -> None:
    tree, [line] = narrate(f"We paid invoice {ELSEWHERE} twice.")
    status, said = check(tree, tmp_path)
    assert (status, list(said)) == (0, [f"I102 {CANNOCK}:{line}"])


@pytest.mark.bad_input(35)
def test_a_number_in_a_name_a_refused_file_or_one_that_is_too_big_is_found(
    tmp_path: Path,
) -> None:
    name, latin = f"content/guide/case-{PATIENT}.md", "content/guide/latin.md"
    big, inbox = "data/datasets/extra-shifts/2018-10.csv", f"data/inbox/access/{PATIENT}.xlsx"
    tree = {
        **minimal(),
        name: b"# Case\n\nAsk.\n",
        latin: f"# Caf\u00e9\n{PATIENT}\n".encode("cp1252"),
        big: f"{PATIENT}\n".encode().ljust(MAX_BYTES + 1),
        inbox: b"",
    }
    put(tree, tmp_path)
    ran = boardpack("-C", tmp_path, "check")
    found = re.findall(r"^(\S.*?)  (I\d+)", ran.out, re.MULTILINE)
    withheld = "(what looks like a patient's number)"
    assert set(found) == {
        (name.replace(PATIENT, withheld), "I114"),
        (inbox.replace(PATIENT, withheld), "I114"),
        (f"{latin}:2", "I111"),
        (f"{big}:1", "I111"),
    }
    assert (ran.status, PATIENT in ran.out + ran.err) == (1, False)


@pytest.mark.bad_input(36)
def test_an_address_or_a_telephone_number_is_found_outside_columns_for_contacts(
    tmp_path: Path,
) -> None:
    tree, lines = narrate("Write to someone@example.org.", "Ring 01543 123456.", "+44 1543 123456")
    status, said = check(tree, tmp_path)
    assert (status, list(said)) == (1, [f"I104 {CANNOCK}:{line}" for line in lines])


@pytest.mark.bad_input(37)
def test_a_postcode_and_a_birth_together_stop_publication(tmp_path: Path) -> None:
    words = ("Born 3 April 1961, of WS11 1XX.", "WS11 1XX, date of birth 03/04/1961")
    assert [code for code in find_codes(tmp_path, *words) if "I103" not in code] == []
    tree = edited(minimal(), SHIFT_ROWS, "shifts\n", "shifts,date_of_birth,postcode\n")
    for row in ("Monday,12", "Friday,14", "Monday,11"):
        tree = edited(tree, SHIFT_ROWS, row, f"{row},1961-04-03,WS11 1XX")
    field = "constraints: {required: true, minimum: 0}\n"
    tree = edited(tree, SHIFTS, field, f"{field}  - name: date_of_birth\n  - name: postcode\n")
    status, said = check(tree, tmp_path)
    rows = [f"{code} {SHIFT_ROWS}:{line}" for line in (2, 3, 4) for code in ("I103", "I105")]
    assert (status, list(said)) == (1, [*rows, f"I112 {SHIFTS}"])


@pytest.mark.bad_input(35, 37)
@pytest.mark.parametrize("words", [PATIENT, "Born 3 April 1961, of WS11 1XX."])
def test_what_names_a_patient_is_not_even_in_a_draft(
    tmp_path: Path, printed_plainly: None, words: str
) -> None:
    root = put(narrate(words)[0], tmp_path)
    ran = boardpack("-C", root, "build", "--draft")
    assert (ran.status, list(root.glob("build/*/site"))) == (1, [])
