"""Rows 26 to 34 of the register: what programs write for people, and what we write for programs."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from support.checking import check, spoil
from support.instances import (
    ACCESS_ROWS,
    FINANCE_ROWS,
    RISK_ROWS,
    SHIFT_ROWS,
    SHIFTS,
    Files,
    edited,
    minimal,
    with_file,
)
from support.printing import printing
from support.running import boardpack, put

pytestmark = pytest.mark.rotating

ROWS = minimal()[ACCESS_ROWS]
FIGURE = "2018-11,cannock-chase,booked,2200,,"


def read(rows: bytes) -> Files:
    return with_file(minimal(), ACCESS_ROWS, rows)


def one_figure(text: str) -> Files:
    return spoil(ACCESS_ROWS, (FIGURE, f'2018-11,cannock-chase,booked,"{text}",,'))


@pytest.mark.bad_input(26)
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
def test_a_byte_order_mark_and_other_line_ends_are_no_part_of_a_file(
    tmp_path: Path, line_end: bytes
) -> None:
    rows = b"\xef\xbb\xbf" + ROWS.replace(b"\n", line_end)
    assert check(read(rows), tmp_path) == (0, {})


@pytest.mark.bad_input(27)
@pytest.mark.parametrize(
    ("rows", "place", "words"),
    [
        (ROWS.replace(b",2000", b",\xa32000", 1), ":2", "this may be Windows-1252 text"),
        (ROWS.decode().encode("utf-16"), "", "this is UTF-16 text"),
        (ROWS.decode().encode("utf-16-be"), "", "this is UTF-16 text"),
        (b"PK\x03\x04" + ROWS, "", "this is an Excel workbook or a zip file, not text"),
    ],
)
def test_another_encoding_is_named_and_how_to_save_the_file(
    tmp_path: Path, rows: bytes, place: str, words: str
) -> None:
    status, said = check(read(rows), tmp_path)
    assert (status, list(said)) == (1, [f"F103 {ACCESS_ROWS}{place}"])
    assert words in said[f"F103 {ACCESS_ROWS}{place}"]
    assert "CSV UTF-8" in boardpack("-C", tmp_path, "check").out


@pytest.mark.bad_input(28)
@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (ROWS.replace(b",", b";"), "columns are separated by semicolons"),
        (ROWS.replace(b",", b"\t"), "columns are separated by tabs"),
        (b"sep=,\r\n" + ROWS, "the first line is a note to Excel, 'sep=', and not the names"),
        (b"SEP=;\n" + ROWS.replace(b",", b";"), "the first line is a note to Excel, 'sep='"),
    ],
)
def test_another_separator_is_named(tmp_path: Path, rows: bytes, words: str) -> None:
    status, said = check(read(rows), tmp_path)
    assert (status, list(said)) == (1, [f"C101 {ACCESS_ROWS}:1"])
    assert said[f"C101 {ACCESS_ROWS}:1"].startswith(words)


@pytest.mark.bad_input(29)
@pytest.mark.parametrize(
    ("old", "new", "places"),
    [
        ("cannock-chase,booked,2000,,", "cannock-chase,booked,2000,", ["C104:2"]),
        ("cannock-chase,booked,2000,,", "cannock-chase,booked,2,000,,", ["C104:2"]),
        ("value,numerator", "value,value", ["C103:1"]),
        ("booked,2000", 'booked,"2000', ["C102:2"]),
        ("booked,2000", "booked,20\x0000", ["F108:2", "C105:2"]),
        ("booked,2000", f"booked,{'9' * 30_000}", ["F109:2"]),
    ],
    ids=["short row", "long row", "two columns", "open quotation", "NUL", "long line"],
)
def test_a_file_that_cannot_be_trusted_is_refused_with_its_line_and_nothing_follows_from_it(
    tmp_path: Path, old: str, new: str, places: list[str]
) -> None:
    status, said = check(spoil(ACCESS_ROWS, (old, new)), tmp_path)
    assert status == 1
    assert sorted(said) == sorted(place.replace(":", f" {ACCESS_ROWS}:") for place in places)


@pytest.mark.bad_input(30, 31)
@pytest.mark.parametrize(
    "text",
    [
        "1_000",
        "١٢",
        "nan",
        "inf",
        "1e400",
        "0x10",
        "1.2.3",
        "²",
        "TRUE",
        "#DIV/0!",
        "=1+1",
        "1,234",
        "1 234",
        "1'000",
        "5%",
        "£5",
        "$5",
        "(5)",
        "−5",
        "+5",
        "5-",
        "–",
        "x",
    ],
)  # fmt: skip
def test_what_is_no_plain_number_is_refused(tmp_path: Path, text: str) -> None:
    status, said = check(one_figure(text), tmp_path)
    assert (status, f"C105 {ACCESS_ROWS}:10" in said) == (1, True)


@pytest.mark.bad_input(31)
def test_a_number_is_dressed_up_only_where_its_contract_says_how(tmp_path: Path) -> None:
    rule = 'title: Shifts booked\n    groupChar: ","\n    bareNumber: false'
    tree = edited(minimal(), SHIFT_ROWS, "Monday,12", 'Monday,"1,234"')
    assert check(tree, tmp_path).status == 1
    assert check(edited(tree, SHIFTS, "title: Shifts booked", rule), tmp_path) == (0, {})


@pytest.mark.bad_input(32)
@pytest.mark.parametrize("text", ["", "-", "n/a", "N/A", "*"])
def test_a_gap_is_said_and_never_zero(tmp_path: Path, text: str) -> None:
    status, said = check(one_figure(text), tmp_path)
    word = "is suppressed" if text == "*" else "has no figure"
    gap = f"'Appointments booked' {word} in November 2018"
    assert said.pop(f"M113 {ACCESS_ROWS}:10") == gap
    # Nobody decided that this dataset suppresses anything.
    undecided = [f"M122 {ACCESS_ROWS}:10"] if text == "*" else []
    assert (status, list(said)) == (len(undecided), undecided)
    ran = boardpack("-C", tmp_path, "data", "--out", tmp_path / "all.csv")
    assert ran.status == 0, ran
    rows = csv.DictReader(io.StringIO((tmp_path / "all.csv").read_text("utf-8-sig")))
    [value] = [
        row["value"]
        for row in rows
        if (row["period"], row["service"], row["measure"]) == ("2018-11", "cannock-chase", "booked")
    ]
    assert value == ("*" if text == "*" else "")


@pytest.mark.bad_input(33)
@pytest.mark.parametrize(
    ("path", "old", "day"),
    [(RISK_ROWS, "2018-11-15", day) for day in ("03/04/2018", "20181115", "15 Nov 2018", "43419")]
    + [(ACCESS_ROWS, "2018-11,cannock-chase,booked", "03/04/2018,cannock-chase,booked")],
)
def test_a_day_that_could_be_two_is_refused(tmp_path: Path, path: str, old: str, day: str) -> None:
    status, said = check(spoil(path, (old, day)), tmp_path)
    assert status == 1
    assert [place for place in said if place.startswith(f"C105 {path}:")]


FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    " =1+1",
    "＋1",
    "－1+1",
    "＠x",
)


@pytest.mark.bad_input(34)
def test_no_cell_that_we_write_is_a_formula_and_numbers_stay_numbers(tmp_path: Path) -> None:
    tree = edited(
        minimal(), FINANCE_ROWS, "cannock-chase,Contracts,GMS,", 'cannock-chase,Contracts,"=1+1",'
    )
    tree = edited(tree, SHIFTS, ", enum: [Monday, Tuesday, Wednesday, Thursday, Friday]", "")
    more = "".join(f'seisdon,"{text}",-1\n' for text in FORMULAS)
    tree = {**tree, SHIFT_ROWS: tree[SHIFT_ROWS] + more.encode()}
    root = put(tree, tmp_path)
    with printing():
        ran = boardpack("-C", root, "build", "--draft")
    assert ran.status == 0, ran
    written = {path.name: path.read_text("utf-8") for path in root.glob("build/*/site/data/*.csv")}
    assert "extra-shifts.csv" in written
    for name, text in written.items():
        for cell in (cell for row in csv.reader(io.StringIO(text)) for cell in row):
            assert not cell.lstrip().startswith(("=", "+", "@", "＝", "＋", "＠", "－")), (
                name,
                cell,
            )
            assert not cell.startswith("-") or float(cell) < 0, (name, cell)
