"""Numbers as people write them: the same number, or a reason why not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.analysis.intake.cells import NumberColumn, format_number, read_number
from boardpack.load.strict_csv import parse_number
from boardpack.model.dataset import Gap, Unit
from boardpack.model.grid import GridCell, GridValue
from boardpack.model.intake import Intake

PERCENT, COUNT, MONEY = NumberColumn(Unit.PERCENT), NumberColumn(Unit.COUNT), NumberColumn(Unit.GBP)


def read(value: GridValue, column: NumberColumn = MONEY, intake: Intake | None = None) -> str:
    reading = read_number(GridCell(1, 1, value), column, intake or Intake())
    return reading.fault or reading.text


@pytest.mark.parametrize(
    ("text", "number"),
    [("61,240", "61240"), ("£1,234.50", "1234.50"), ("(5)", "-5"), ("(£5.10)", "-5.10"),
     ("-£5", "-5"), ("£-5", "-5"), ("−5", "-5"), (" 12 ", "12"), ("0", "0"), ("007", "007"),
     ("-", ""), ("–", ""), ("n/a", ""), ("N/A", ""), ("*", "*")],
)  # fmt: skip
def test_a_dressed_number_is_the_number(text: str, number: str) -> None:
    assert read(text) == number


@pytest.mark.parametrize(
    "text",
    ["12k", "1.234,5", "1,23", "1,2345", "1 234", "5-", "--5", "(-5)", "(5", "5)", "£", "%", "1e5",
     "nan", "inf", "١٢", "1_000", "#REF!", "<5", "about 5", "5 patients", "£5%", "0x10", "½"],
)  # fmt: skip
def test_what_could_be_another_number_is_none(text: str) -> None:
    reading = read_number(GridCell(1, 1, text), COUNT, Intake())
    assert reading.fault
    assert reading.text == ""


def test_a_percent_sign_stands_where_a_percentage_is_asked_for() -> None:
    assert read("43.2%", PERCENT) == "43.2"
    assert "percentage where none is asked for" in read("43.2%", COUNT)
    assert "money where none is asked for" in read("£5", PERCENT)


def test_a_cell_shown_as_a_percentage_says_what_it_shows() -> None:
    cell = GridCell(1, 1, Decimal("0.432"), is_percent=True)
    assert read_number(cell, PERCENT, Intake()).text == "43.2"
    assert "shown as a percentage" in read_number(cell, COUNT, Intake()).fault


def test_words_for_gaps_are_said_by_the_mapping() -> None:
    intake = Intake(missing=("..",), suppressed=("<5",))
    assert (read("..", COUNT, intake), read("<5", COUNT, intake)) == ("", "*")


def test_a_factor_is_for_numbers_that_no_percent_sign_explains() -> None:
    shares = NumberColumn(Unit.PERCENT, factor=Decimal(100))
    assert (read("0.432", shares), read("43.2%", shares)) == ("43.2", "43.2")


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12))
def test_no_digit_is_lost_or_added(number: Decimal) -> None:
    rounded = round(number, 10)
    for text in (f"{rounded:f}", f"{rounded:,f}", f"£{rounded:,f}", f"({abs(rounded):,f})"):
        expected = -abs(rounded) if text.startswith("(") else rounded
        found = parse_number(read(text))
        assert found == expected
    assert Decimal(format_number(rounded)) == rounded


@given(st.text(max_size=20))
def test_whatever_is_read_is_a_plain_number_or_a_gap(text: str) -> None:
    reading = read_number(GridCell(1, 1, text), MONEY, Intake())
    if not reading.fault:
        assert isinstance(parse_number(reading.text), Decimal | Gap)
