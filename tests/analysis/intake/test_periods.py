"""Months, weeks and quarters as sources write them; what could be two things is neither."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.analysis.intake.periods import (
    find_period_in_name,
    find_title_periods,
    read_day,
    read_period,
)
from boardpack.model.dataset import Contract, FigureCadence, Kind
from boardpack.model.grid import GridCell, GridValue
from boardpack.model.intake import DateOrder
from boardpack.model.period import Cadence


def contract(cadence: FigureCadence = Cadence.MONTHLY) -> Contract:
    return Contract("Activity", Kind.MEASURES, "Extract", "manager", cadence)


def period(value: GridValue, cadence: FigureCadence = Cadence.MONTHLY) -> str:
    return read_period(GridCell(1, 1, value), contract(cadence), None)[0]


@pytest.mark.parametrize(
    "text",
    ["Dec-18", "Dec 18", "dec-2018", "December 2018", "December, 2018", "DEC'18", "2018-12",
     "201812", "2018/12", "12/2018", "12.2018", "Month ending 31 December 2018", "m/e 31 Dec 2018",
     "2018-12-31", date(2018, 12, 1), date(2018, 12, 31)],
)  # fmt: skip
def test_a_month_is_read_however_it_is_written(text: GridValue) -> None:
    assert period(text) == "2018-12"


@pytest.mark.parametrize(
    "text", ["Dec", "12", "Decimal 18", "Maybe 2018", "December", "2018", "Total", "M9", "2018-13"]
)
def test_what_is_no_month_for_sure_is_none(text: str) -> None:
    assert period(text) == ""


@pytest.mark.parametrize(
    "text",
    ["2018-W50", "W50 2018", "Week 50, 2018", "w/e 16 December 2018", "w/c 10 Dec 2018",
     "Week ending 16 December 2018", date(2018, 12, 12)],
)  # fmt: skip
def test_a_week_is_read_by_its_number_or_by_any_day_of_it(text: GridValue) -> None:
    assert period(text, Cadence.WEEKLY) == "2018-W50"


@pytest.mark.parametrize(
    ("text", "month"),
    [("Q1 2018/19", "2018-06"), ("Q2 2018-19", "2018-09"), ("Q3 2018/2019", "2018-12"),
     ("Q4 2018/19", "2019-03"), ("Q2 2018/20", ""), ("Aug-18", "")],
)  # fmt: skip
def test_a_quarter_of_a_financial_year_is_its_last_month(text: str, month: str) -> None:
    assert period(text, Cadence.QUARTERLY) == month


def test_a_month_between_two_quarters_says_why_it_is_none() -> None:
    _, fault = read_period(GridCell(1, 1, "Aug-18"), contract(Cadence.QUARTERLY), None)
    assert "is not a period of this dataset" in fault


def test_a_day_in_numbers_is_read_only_in_the_order_that_was_said() -> None:
    cell = GridCell(1, 1, "03/04/2018")
    assert read_day(cell, None)[0] is None
    assert "could be two days" in read_day(cell, None)[1]
    assert read_day(cell, DateOrder.DAY_FIRST)[0] == date(2018, 4, 3)
    assert read_day(cell, DateOrder.MONTH_FIRST)[0] == date(2018, 3, 4)


def test_a_day_that_the_order_makes_impossible_is_said() -> None:
    day, fault = read_day(GridCell(1, 1, "13/25/2018"), DateOrder.DAY_FIRST)
    assert (day, "the other way round" in fault) == (None, True)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_comes_back_from_every_unmistakable_way_of_writing_it(day: date) -> None:
    for text in (day.isoformat(), f"{day:%d %B %Y}", f"{day:%d-%b-%y}", f"{day:%Y/%m/%d}"):
        assert read_day(GridCell(1, 1, text), None) == (day, "")
    for order, text in ((DateOrder.DAY_FIRST, f"{day:%d/%m/%y}"),
                        (DateOrder.MONTH_FIRST, f"{day:%m.%d.%Y}")):  # fmt: skip
        assert read_day(GridCell(1, 1, text), order) == (day, "")


@given(st.text(max_size=30))
def test_no_text_is_too_odd_to_be_asked(text: str) -> None:
    for cadence in get_args(FigureCadence):
        read_period(GridCell(1, 1, text), contract(cadence), DateOrder.DAY_FIRST)


@pytest.mark.parametrize(
    ("title", "months"),
    [("Activity, November 2018", {"2018-11"}), ("April 2018 to Nov 2018", {"2018-04", "2018-11"}),
     ("Produced on 5 January 2019", set()), ("Activity 2018", set())],
)  # fmt: skip
def test_a_title_names_months_but_not_by_the_day_it_was_made(title: str, months: set[str]) -> None:
    assert find_title_periods(title) == months


@pytest.mark.parametrize(
    ("name", "month"),
    [("2018-12", "2018-12"), ("Access_Dec-18_v2", "2018-12"), ("QOF December 2018", "2018-12"),
     ("2018-12 and Nov-18", ""), ("version 18", ""), ("2018-12-31", "")],
)  # fmt: skip
def test_the_name_of_a_file_says_its_month(name: str, month: str) -> None:
    assert find_period_in_name(name, contract()) == month
