"""`boardpack take`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from boardpack.load.packed import MOST_UNPACKED_BYTES
from support.instances import minimal
from support.running import boardpack, put
from support.workbooks import repacked, workbook

GOOD = 'Practice,booked\nCannock Chase,"2,300"\nSeisdon Peninsula,1300\n'


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    return put(minimal(), tmp_path / "instance")


def file_of(folder: Path, text: str) -> Path:
    (folder / "december.csv").write_text(text)
    return folder / "december.csv"


def test_it_says_what_was_read_changed_and_written(instance: Path, tmp_path: Path) -> None:
    path = file_of(tmp_path, GOOD)
    ran = boardpack("-C", instance, "take", path, "--dataset", "access", "--period", "2018-12")
    assert (ran.status, ran.err) == (0, "")
    assert "read      2 rows below the headings in row 1" in ran.out
    assert "'2,300' read as 2300 (B2)" in ran.out
    assert ran.out.endswith(
        "Written:\n"
        "  data/originals/access/2018-12.csv\n"
        "  data/originals/access/2018-12.json\n"
        "  data/datasets/access/dataset.yml\n"
        "  data/datasets/access/2018-12.csv\n"
    )


def test_a_dry_run_says_so_and_writes_nothing(instance: Path, tmp_path: Path) -> None:
    path = file_of(tmp_path, GOOD)
    words = ("take", path, "--dataset", "access", "--period", "2018-12", "--dry-run")
    ran = boardpack("-C", instance, *words)
    assert ran.status == 0
    assert "Would be written:" in ran.out
    assert not (instance / "data/originals").exists()


def test_what_is_wrong_shuts_the_gate_and_names_the_cell(instance: Path, tmp_path: Path) -> None:
    path = file_of(tmp_path, GOOD.replace("1300", "about 1300"))
    ran = boardpack("-C", instance, "take", path, "--dataset", "access", "--period", "2018-12")
    assert ran.status == 1
    assert "december.csv:3  J103  B3: booked value 'about 1300' cannot be read surely" in ran.out
    assert ran.out.endswith("Nothing was written.\n")


def test_the_inbox_is_taken_in_as_a_whole(instance: Path) -> None:
    put({"data/inbox/access/Dec-18.csv": GOOD.encode()}, instance)
    ran = boardpack("-C", instance, "take", "--inbox")
    assert ran.status == 0
    assert "data/inbox/access/Dec-18.csv (taken away)" in ran.out
    assert boardpack("-C", instance, "take", "--inbox").out == "The inbox is empty.\n"


HIDDEN: dict[str, Any] = {"title": "Lookup", "rows": [["401 023 2137"]], "hidden": True}
ROWS: list[list[object]] = [["Practice", "booked"], ["Cannock Chase", 2300]]
PLAIN: dict[str, Any] = {"title": "Access", "rows": ROWS}


def refused(instance: Path, folder: Path, data: bytes) -> str:
    """Return what is said of a workbook that is refused, after a look that nothing was written."""
    path = folder / "december.xlsx"
    path.write_bytes(data)
    ran = boardpack("-C", instance, "take", path, "--dataset", "access", "--period", "2018-12")
    assert (ran.status, ran.err) == (1, "")
    assert ran.out.endswith("Nothing was written.\n")
    assert not (instance / "data/originals").exists()
    return ran.out


@pytest.mark.rotating
@pytest.mark.bad_input(41)
@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("xl/media/image1.bin", b"\0" * (MOST_UNPACKED_BYTES + 1)),
        ("xl/vbaProject.bin", b"x"),
        ("xl/styles.xml", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
        ("xl/worksheets/sheet1.xml", b"<worksheet"),
        ("xl/workbook.xml", b""),
    ],
)
def test_a_workbook_that_is_a_trap_is_refused_in_a_sentence(
    instance: Path, tmp_path: Path, name: str, part: bytes
) -> None:
    data = repacked(workbook(PLAIN), lambda parts: parts.update({name: part}))
    assert "december.xlsx  J101" in refused(instance, tmp_path, data)


@pytest.mark.rotating
@pytest.mark.bad_input(42)
@pytest.mark.parametrize(
    "cell",
    ["12k", "1.234,5", "<5", {"value": 0.5, "format": "0%"}, date(2018, 5, 11),
     {"formula": "=1+1"}, {"formula": "=1/0", "value": "#DIV/0!"}],
)  # fmt: skip
def test_a_cell_that_could_be_two_things_is_refused_with_its_address(
    instance: Path, tmp_path: Path, cell: object
) -> None:
    rows = [["Practice", "booked"], ["Cannock Chase", cell], ["Seisdon Peninsula", 1300]]
    said = refused(instance, tmp_path, workbook({"title": "Access", "rows": rows}))
    assert "december.xlsx  J103  Access!B2: booked value" in said


@pytest.mark.bad_input(43)
@pytest.mark.parametrize(
    "data",
    [
        workbook(PLAIN, HIDDEN),
        workbook({**PLAIN, "rows": [*ROWS, ["401 023 2137"]], "hidden_rows": [3]}),
        workbook({**PLAIN, "comments": {"A1": "that is 4010232137"}}),
        repacked(
            workbook(PLAIN),
            lambda parts: parts.update(
                {"xl/pivotCache/pivotCacheRecords1.xml": b'<x><r><n v="4010232137"/></r></x>'}
            ),
        ),
    ],
)
def test_a_patient_in_any_part_of_a_workbook_is_refused_and_not_quoted(
    instance: Path, tmp_path: Path, data: bytes
) -> None:
    said = refused(instance, tmp_path, data)
    assert "december.xlsx  J105" in said
    assert "401" not in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "name the file to take in, a workbook or a CSV, or say --inbox"),
        (("x.csv",), "say which figures these are, with --dataset; there is access, budgets"),
        (("x.csv", "--dataset", "access"), "with --period, such as --period 2018-12"),
        (("--inbox", "x.csv"), "--inbox takes neither file"),
        (("no.csv", "--dataset", "access", "--period", "2018-12"), "there is no file no.csv"),
    ],
)
def test_words_that_are_not_enough_say_what_is_missing(
    instance: Path, words: tuple[str, ...], said: str
) -> None:
    ran = boardpack("-C", instance, "take", *words)
    assert ran.status == 2
    assert said in ran.err
