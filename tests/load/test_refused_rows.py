from __future__ import annotations

import pytest

from boardpack.findings import Finding
from boardpack.load.instance import load_instance
from support.instances import (
    ACCESS,
    ACCESS_ROWS,
    FINANCE_TOTALS,
    SHIFT_ROWS,
    SHIFTS,
    Files,
    edited,
    minimal,
    with_file,
)

# Valid by its check digit alone.
NUMBER = "401 023 2137"
KEEPER = "development-manager"


def refused(tree: Files) -> list[Finding]:
    return [finding for finding in load_instance(tree)[1] if finding.code == "I111"]


def test_i111_passes_refused_rows_that_point_to_nobody() -> None:
    assert refused(minimal()) == []
    assert refused(edited(minimal(), SHIFT_ROWS, "Monday,12", "Sunday,12")) == []


def test_i111_finds_a_patient_in_a_text_that_nothing_reads() -> None:
    path = "content/meetings/board/2018-12-19.md"
    [fault] = refused(with_file(minimal(), path, f"# Minutes\n\nThe case of {NUMBER}.\n"))
    assert str(fault.place) == f"{path}:3"
    assert refused(with_file(minimal(), "data/plan.pdf", f"%PDF {NUMBER}\n")) == []


def test_i111_passes_rows_that_were_read() -> None:
    # What is shown is searched by the rules on what is shown.
    tree = edited(minimal(), SHIFTS, ", enum: [Monday, Tuesday, Wednesday, Thursday, Friday]", "")
    tree = edited(tree, SHIFT_ROWS, "cannock-chase,Monday", f"cannock-chase,{NUMBER}")
    assert refused(tree) == []
    assert refused(edited(tree, SHIFT_ROWS, "Friday,14", "Friday,many")) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "line"),
    [
        (SHIFT_ROWS, "Monday,12", f"{NUMBER},12", 2),
        (SHIFT_ROWS, "Monday,12", f"Monday,{NUMBER}", 2),
        (SHIFT_ROWS, "Friday,14", f"Friday,14,{NUMBER}", 3),
        (ACCESS_ROWS, "2018-09,cannock-chase,booked", f"{NUMBER},cannock-chase,booked", 2),
        (ACCESS_ROWS, "4.5,90,2000", f"4.5,{NUMBER},2000", 3),
        (FINANCE_TOTALS, "group,Contracts,1,150", f"{NUMBER},Contracts,1,150", 2),
    ],
)
def test_i111_finds_a_number_in_a_refused_row_and_never_repeats_it(
    path: str, old: str, new: str, line: int
) -> None:
    tree = edited(minimal(), path, old, new)
    findings = load_instance(tree)[1]
    [finding] = [one for one in findings if one.code == "I111"]
    assert str(finding.place) == f"{path}:{line}"
    assert finding.is_error
    assert not any(NUMBER in one.what for one in findings)


def test_i111_finds_them_in_a_column_that_nobody_asked_for() -> None:
    rows = (
        f"service,day,shifts,patient\ncannock-chase,Monday,12,{NUMBER}\nseisdon,Monday,11,{NUMBER}"
    )
    [finding] = refused(with_file(minimal(), SHIFT_ROWS, rows))
    assert (str(finding.place), finding.who) == (f"{SHIFT_ROWS}:2", KEEPER)
    assert finding.what.endswith("stands in a row that was refused, here and in 1 more lines")


def test_i111_finds_a_day_of_birth_by_the_head_of_its_column() -> None:
    rows = "service,date_of_birth,postcode\nseisdon,1950-02-11,WS11 1AA\n"
    [finding] = refused(with_file(minimal(), SHIFT_ROWS, rows))
    assert str(finding.place) == f"{SHIFT_ROWS}:2"


@pytest.mark.parametrize(
    "path",
    [
        "data/datasets/nobody/2018-11.csv",
        "data/datasets/access/november.csv",
        "data/datasets/access/2018-11.totals.csv",
    ],
)
def test_i111_finds_them_in_a_file_that_is_not_read(path: str) -> None:
    [finding] = refused(with_file(minimal(), path, f"patient\n{NUMBER}\n"))
    assert str(finding.place) == f"{path}:2"


def test_i111_finds_them_beside_a_contract_that_cannot_be_read() -> None:
    tree = edited(minimal(), ACCESS, "kind: measures", "kind: measure")
    [finding] = refused(edited(tree, ACCESS_ROWS, "booked,2000", f"booked,{NUMBER}"))
    assert str(finding.place) == f"{ACCESS_ROWS}:2"
