from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.model.period import format_day
from boardpack.model.timescale import find_last_day

YEAR_END = date(2019, 3, 31)


@pytest.mark.parametrize(
    "timescale",
    [
        "2019-03-31", "31 March 2019", "2019-03", "March 2019", "by March 2019", "2019-W13",
        "end of March 2019", "By the end of March 2019", "Q4 2018/19", "Q4 2018-19", "2018/19",
        "2018-19", " by end of 2018/19 ",
    ],
)  # fmt: skip
def test_a_day_or_a_period_is_read_by_its_last_day(timescale: str) -> None:
    assert find_last_day(timescale) == YEAR_END


@pytest.mark.parametrize(
    ("timescale", "day"),
    [
        ("Q1 2018/19", date(2018, 6, 30)),
        ("Q3 2018/19", date(2018, 12, 31)),
        ("1999/00", date(2000, 3, 31)),
        ("February 2020", date(2020, 2, 29)),
        ("2011-12", date(2011, 12, 31)),
    ],
)
def test_quarters_and_years_are_those_of_the_financial_year(timescale: str, day: date) -> None:
    assert find_last_day(timescale) == day


@pytest.mark.parametrize(
    "timescale",
    [
        "", "ongoing", "as soon as possible", "03/04/2019", "2018/20", "Q5 2018/19", "2019-13",
        "31 February 2019", "2019-02-30", "Marchember 2019", "by", "2019", "Q4", "March",
    ],
)  # fmt: skip
def test_what_names_no_day_or_period_is_not_read(timescale: str) -> None:
    assert find_last_day(timescale) is None


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_as_it_is_printed(day: date) -> None:
    assert find_last_day(format_day(day)) == find_last_day(day.isoformat()) == day


@given(st.text(max_size=20))
def test_no_words_stop_it(words: str) -> None:
    assert find_last_day(words) is None or any(letter.isdigit() for letter in words)
