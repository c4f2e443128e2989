from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.load.strict_csv import parse_number, read_cell, read_csv
from boardpack.model.dataset import Constraints, Field, FieldType, Gap
from support.instances import (
    ACCESS_ROWS,
    SHIFT_ROWS,
    edited,
    found,
    line_of,
    minimal,
    with_file,
)

HEADER = "period,service,measure,value\n"
ROW = "2018-11,seisdon,booked,1\n"
LONG = ("x" * 150 + "\n") * 150
NUMBER = Field("value", FieldType.NUMBER)


def test_c101_passes_commas() -> None:
    assert found(minimal(), "C101") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("period;service;measure;value\n2018-11;seisdon;booked;1\n", "separated by semicolons"),
        ("period\tservice\tmeasure\tvalue\n", "separated by tabs"),
        ("period|service|measure|value\n", "separated by bars"),
        ("sep=;\nperiod;service;measure;value\n", "a note to Excel, 'sep='"),
        ("SEP=,\nperiod,service,measure,value\n", "a note to Excel, 'sep='"),
    ],
)
def test_c101_finds_other_separators(text: str, words: str) -> None:
    [fault] = found(with_file(minimal(), ACCESS_ROWS, text), "C101")
    assert str(fault.place) == f"{ACCESS_ROWS}:1"
    assert words in fault.what
    assert "CSV UTF-8 (comma delimited)" in fault.advice


def test_c102_passes_quoted_commas_quotes_and_line_breaks() -> None:
    sheet, findings = read_csv(b'a,b\n"x, y","say ""no"""\n"two\nlines",z\n', "x.csv", ("a", "b"))
    assert findings == []
    assert sheet is not None
    assert list(sheet.pick_columns(("a", "b"))) == [
        (2, ["x, y", 'say "no"']),
        (3, ["two\nlines", "z"]),
    ]


@pytest.mark.parametrize(
    ("rows", "line", "words"),
    [
        (ROW + '2018-11,"seisdon,booked,1\n' + ROW, 3, "opened here and never closed"),
        ('2018-11,"seis"don,booked,1\n', 2, "a quotation mark stands inside a cell"),
        (ROW + f'2018-11,"{LONG}",booked,1\n', 3, "a cell is longer than 20,000 characters"),
    ],
)
def test_c102_finds_a_file_that_cannot_be_read_to_the_end(rows: str, line: int, words: str) -> None:
    [fault] = found(with_file(minimal(), ACCESS_ROWS, HEADER + rows), "C102")
    assert str(fault.place) == f"{ACCESS_ROWS}:{line}"
    assert words in fault.what


def test_c103_passes_columns_in_any_order_without_the_optional_ones() -> None:
    text = "value,measure,service,period\n1,booked,seisdon,2018-11\n"
    assert found(with_file(minimal(), ACCESS_ROWS, text), "C103") == []


def test_c103_passes_a_byte_order_mark() -> None:
    tree = minimal()
    tree[ACCESS_ROWS] = b"\xef\xbb\xbf" + tree[ACCESS_ROWS]
    assert found(tree, "C103") == []


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("", ["the file is empty"]),
        ("period,service,measure\n", ["column 'value' is missing"]),
        ("period,service,measure,value,value\n", ["column 'value' stands twice"]),
        ("period,service,measure,value,\na,b,c,1,x\n", ["column 5 has no name"]),
        ("period,,service,measure,value\n", ["column 2 has no name"]),
        ("period,service,measure,value,notes\n", ["unknown column 'notes'"]),
        (
            "period,service,measure,Value\n",
            ["column 'value' is missing", "unknown column 'Value'; did you mean 'value'?"],
        ),
    ],
)
def test_c103_finds_a_header_that_cannot_be_trusted(header: str, words: list[str]) -> None:
    faults = found(with_file(minimal(), ACCESS_ROWS, header.encode()), "C103")
    assert [fault.what for fault in faults] == words
    assert {str(fault.place) for fault in faults} == {f"{ACCESS_ROWS}:1"}


def test_the_empty_rows_and_columns_of_a_spreadsheet_are_passed_over() -> None:
    text = "a,b,,\n1,2,,\n,,,\n3,4,,\n" + ",,,\n" * 1000
    sheet, findings = read_csv(text.encode(), "x.csv", ("a", "b"))
    assert findings == []
    assert sheet is not None
    assert (sheet.columns, sheet.lines) == (("a", "b"), ((2, ["1", "2"]), (4, ["3", "4"])))


def test_a_number_with_a_comma_is_never_cut_at_it_though_the_last_cells_are_empty() -> None:
    sheet, findings = read_csv(b"a,b,c,\n1,234,,,\n", "x.csv", ("a",), ("b", "c"))
    assert [fault.code for fault in findings] == ["C104"]
    assert sheet is not None
    assert sheet.lines == ()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.12345678901234567", "0.123456789012"),
        ("72.39999999999999857891", "72.400000000000"),
        ("-0.0000000000005", "-0.000000000001"),
        ("0.5", "0.5"),
    ],
)
def test_more_places_than_a_spreadsheet_knows_are_rounded(text: str, number: str) -> None:
    assert f"{parse_number(text):f}" == number


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1.23E+05", "is a number that a spreadsheet shortened"),
        ("1e400", "is a number that a spreadsheet shortened"),
        ("####", "is a number that a spreadsheet shortened"),
        ("#REF!", "is what a spreadsheet shows for a formula that failed"),
        ("#DIV/0!", "is what a spreadsheet shows for a formula that failed"),
        ("#N/A", "is what a spreadsheet shows for a formula that failed"),
    ],
)
def test_c105_names_what_a_spreadsheet_did_to_a_number(text: str, words: str) -> None:
    [fault] = found(edited(minimal(), ACCESS_ROWS, "booked,1200", f"booked,{text}"), "C105")
    assert words in fault.what


@pytest.mark.parametrize(
    ("typed", "cause"),
    [
        ("Nov-18", "shows its month"),
        ("November 2018", "shows its month"),
        ("2018-11-01 00:00:00", "shows a day"),
        ("01/11/2018", "shows a day"),
        ("43405", "shows a date as a number of days"),
    ],
)
def test_c105_names_once_what_a_spreadsheet_did_to_periods(typed: str, cause: str) -> None:
    rows = minimal()[ACCESS_ROWS].decode().replace("2018-11,", f"{typed},")
    tree = with_file(minimal(), ACCESS_ROWS, rows.encode())
    [fault] = found(tree, "C105")
    assert str(fault.place) == f"{ACCESS_ROWS}:{line_of(tree, ACCESS_ROWS, typed)}"
    assert f"period '{typed}', here and in 3 more rows: a spreadsheet" in fault.what
    assert cause in fault.what


def test_c104_passes_even_rows_and_blank_lines() -> None:
    assert found(with_file(minimal(), ACCESS_ROWS, HEADER + ROW + "\n" + ROW), "C104") == []


def test_c104_finds_uneven_rows_and_keeps_the_others() -> None:
    data = b"a,b\n1,2\n1\n1,2,3\n3,4\n"
    sheet, faults = read_csv(data, "x.csv", ("a", "b"))
    assert sheet is not None
    assert [number for number, _ in sheet.pick_columns(("a",))] == [2, 5]
    assert [(f.code, str(f.place), f.what) for f in faults] == [
        ("C104", "x.csv:3", "1 cell where the header has 2"),
        ("C104", "x.csv:4", "3 cells where the header has 2"),
    ]


def test_c104_finds_a_number_with_an_unquoted_comma() -> None:
    tree = edited(minimal(), ACCESS_ROWS, "seisdon,booked,1200", "seisdon,booked,1,200")
    [fault] = found(tree, "C104")
    assert str(fault.place) == f"{ACCESS_ROWS}:12"
    assert fault.what == "7 cells where the header has 6"


def test_c105_passes_cells_that_fit_their_columns() -> None:
    assert found(minimal(), "C105") == []


def test_c105_finds_a_cell_with_its_file_line_column_and_text() -> None:
    [fault] = found(edited(minimal(), SHIFT_ROWS, "Friday,14", "Friday,many"), "C105")
    assert str(fault.place) == f"{SHIFT_ROWS}:3"
    assert fault.what.startswith("shifts 'many' must be a whole number such as 12")
    assert fault.who == "development-manager"


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        ("", Field("x", constraints=Constraints(required=True)), "needs a value"),
        ("-", Field("x", constraints=Constraints(required=True)), "needs a value"),
        ("Sunday", Field("x", constraints=Constraints(enum=("Monday",))), "one of Monday"),
        ("ab", Field("x", constraints=Constraints(pattern="a")), "must match a"),
        ("a\n", Field("x", constraints=Constraints(pattern="a|b")), "must match a|b"),
        (
            "a" * 20_000 + "!",
            Field("x", constraints=Constraints(pattern="(a+)+")),
            "must match (a+)+",
        ),
        ("abc", Field("x", constraints=Constraints(maxLength=2)), "longer than 2 characters"),
        ("1", Field("x", FieldType.NUMBER, constraints=Constraints(minimum=Decimal(2))), "below 2"),
        (
            "3",
            Field("x", FieldType.INTEGER, constraints=Constraints(maximum=Decimal(2))),
            "above 2",
        ),
        ("1.5", Field("x", FieldType.INTEGER), "must be a whole number such as 12"),
        ("maybe", Field("x", FieldType.BOOLEAN), "must be yes or no"),
        ("*", NUMBER, "stands for a suppressed value, which cannot be here"),
    ],
)
def test_c105_finds_a_cell_that_breaks_its_constraints(text: str, field: Field, words: str) -> None:
    assert words in read_cell(text, field)[1]


@pytest.mark.parametrize("text", ["1_000", "nan", "NaN", "inf", "-Infinity", "0x10", "½", "¹"])
def test_c105_finds_numerals_that_only_a_program_would_read(text: str) -> None:
    tree = edited(minimal(), ACCESS_ROWS, "booked,1200", f"booked,{text}")
    [fault] = found(tree, "C105")
    assert str(fault.place) == f"{ACCESS_ROWS}:12"
    assert f"value '{text}' must be a plain number such as 1234.5" in fault.what


@pytest.mark.parametrize("text", ['"1,234"', "5%", "£5", "(5)", "\N{MINUS SIGN}5", "+5", "1 000"])
def test_c105_finds_numbers_that_are_dressed_up(text: str) -> None:
    tree = edited(minimal(), ACCESS_ROWS, "booked,1200", f"booked,{text}")
    [fault] = found(tree, "C105")
    assert "no commas, spaces, £ or %, and no sign but a hyphen for minus" in fault.what


def test_dressed_up_numbers_are_read_where_the_field_says_so() -> None:
    pounds = Field("x", FieldType.NUMBER, bareNumber=False)
    grouped = Field("x", FieldType.NUMBER, groupChar=",")
    assert read_cell("£5", pounds) == (Decimal(5), "")
    assert read_cell("5 %", pounds) == (Decimal(5), "")
    assert read_cell("1,234.5", grouped) == (Decimal("1234.5"), "")
    assert read_cell("12,34", grouped)[1] != ""
    assert read_cell("(5)", pounds)[1] != ""


@pytest.mark.parametrize("text", ["", "-", "n/a", "N/A"])
def test_blanks_dashes_and_not_applicable_are_missing_and_never_zero(text: str) -> None:
    assert read_cell(text, NUMBER) == (Gap.MISSING, "")


def test_an_asterisk_is_suppressed_and_never_zero() -> None:
    assert read_cell("*", NUMBER, may_be_suppressed=True) == (Gap.SUPPRESSED, "")


@pytest.mark.parametrize("text", ["03/04/2026", "2018-2-3", "3 April 2018", "20180403"])
def test_c105_finds_days_that_are_not_written_year_first(text: str) -> None:
    words = read_cell(text, Field("x", FieldType.DATE))[1]
    assert words == "must be a day written as 2018-11-30 (03/04/2018 could be two days)"


def test_c105_finds_a_day_that_does_not_exist() -> None:
    words = read_cell("2018-02-29", Field("x", FieldType.DATE))[1]
    assert words == "is a day that does not exist"


@given(st.text(alphabet=st.sampled_from("0123456789.-+eE_,naif*£%() ٣")) | st.text())
def test_any_text_is_a_finite_number_equal_to_itself_a_gap_or_a_fault(text: str) -> None:
    value, wrong = read_cell(text, NUMBER)
    if isinstance(value, Decimal):
        assert not wrong
        assert value.is_finite()
        assert value == Decimal(text)
    else:
        assert isinstance(value, Gap)
        assert wrong or text in ("", "-", "n/a", "N/A")


@given(st.binary() | st.text().map(str.encode))
def test_arbitrary_bytes_never_raise(data: bytes) -> None:
    sheet, findings = read_csv(data, "x.csv", ("a",), ("b",))
    assert sheet is not None or findings


@given(st.lists(st.lists(st.text(alphabet=[*map(chr, range(32, 127)), *"\n\r\té£ŵΩж–"]),
                         min_size=2, max_size=2)))  # fmt: skip
def test_what_a_csv_writer_writes_is_read_back(rows: list[list[str]]) -> None:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([["a", "b"], *rows])
    sheet, findings = read_csv(written.getvalue().encode(), "x.csv", ("a", "b"))
    assert findings == []
    assert sheet is not None
    assert [line.cells for line in sheet.lines] == [row for row in rows if any(map(str.strip, row))]
