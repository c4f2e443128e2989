from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.model.period import (
    Cadence,
    Period,
    find_latest,
    find_week,
    format_day,
    is_period,
    parse_period,
)

DAYS = st.dates(date(1901, 1, 1), date(2199, 12, 1))
MONTHS = DAYS.map(lambda day: parse_period(f"{day:%Y-%m}"))
WEEKS = DAYS.map(find_week)


def test_a_month_has_its_days_and_titles() -> None:
    period = parse_period("2018-11")
    assert (period.start, period.end) == (date(2018, 11, 1), date(2018, 11, 30))
    assert (period.title, period.short) == ("November 2018", "Nov 18")
    assert period.cadence is Cadence.MONTHLY


def test_a_week_begins_on_monday_and_has_its_titles() -> None:
    period = parse_period("2018-W50")
    assert (period.start, period.end) == (date(2018, 12, 10), date(2018, 12, 16))
    assert (period.title, period.short) == ("Week 50, 10 to 16 December 2018", "W50")
    assert period.cadence is Cadence.WEEKLY


@pytest.mark.parametrize(
    ("week", "title"),
    [
        ("2018-W48", "Week 48, 26 November to 2 December 2018"),
        ("2019-W01", "Week 1, 31 December 2018 to 6 January 2019"),
    ],
)
def test_a_week_that_crosses_a_month_or_year_says_so(week: str, title: str) -> None:
    assert parse_period(week).title == title


@pytest.mark.parametrize(
    ("period_id", "end"),
    [
        ("2020-02", date(2020, 2, 29)),
        ("2019-02", date(2019, 2, 28)),
        ("2018-12", date(2018, 12, 31)),
    ],
)
def test_the_last_day_of_a_month_is_its_own(period_id: str, end: date) -> None:
    assert parse_period(period_id).end == end


@pytest.mark.parametrize(
    "text",
    ["", "2018", "2018-1", "2018-00", "2018-13", "2018-W00", "2018-W54", "2018-w50", "18-11",
     "2018-11 ", "2018-11\n", "٢٠١٨-11", "1000-01", "2999-12", "2018/11", "November 2018"],
)  # fmt: skip
def test_other_texts_are_no_periods(text: str) -> None:
    with pytest.raises(ValueError, match="neither a month like 2018-11 nor a week like 2018-W50"):
        parse_period(text)


def test_week_53_is_there_in_long_years_only() -> None:
    assert parse_period("2020-W53").end == date(2021, 1, 3)
    with pytest.raises(ValueError, match="there is no 2018-W53: 2018 has 52 weeks"):
        parse_period("2018-W53")


def test_going_back_crosses_years_and_week_53() -> None:
    assert parse_period("2018-01").step_back().id == "2017-12"
    assert parse_period("2018-12").step_back(-1).id == "2019-01"
    assert parse_period("2021-W01").step_back().id == "2020-W53"
    assert parse_period("2018-11").year_ago.id == "2017-11"
    assert parse_period("2018-W50").year_ago.id == "2017-W50"


def test_the_earliest_period_has_a_history_too() -> None:
    assert parse_period("1900-01").list_window(24)[0].id == "1898-02"


def test_a_window_ends_with_the_period() -> None:
    assert [p.id for p in parse_period("2018-11").list_window(3)] == [
        "2018-09",
        "2018-10",
        "2018-11",
    ]


def test_a_text_is_a_period_of_one_cadence_only() -> None:
    assert is_period("2018-11", Cadence.MONTHLY)
    assert not is_period("2018-11", Cadence.WEEKLY)
    assert not is_period("2018-W53", Cadence.WEEKLY)
    assert not is_period("soon", Cadence.MONTHLY)


def test_days_are_written_without_leading_zeros() -> None:
    assert format_day(date(2018, 11, 2)) == "2 November 2018"


@given(MONTHS | WEEKS, st.integers(0, 600))
def test_back_and_forth_comes_home(period: Period, steps: int) -> None:
    assert period.step_back(steps).step_back(-steps) == period


@given(MONTHS | WEEKS)
def test_a_period_follows_on_from_the_one_before(period: Period) -> None:
    assert period.step_back().end + timedelta(days=1) == period.start
    assert parse_period(period.id) == period


@given(st.tuples(MONTHS, MONTHS) | st.tuples(WEEKS, WEEKS))
def test_ids_sort_as_time(pair: tuple[Period, Period]) -> None:
    first, second = pair
    assert (first.id < second.id) is (first.start < second.start)


@given(DAYS)
def test_a_day_lies_in_its_week(day: date) -> None:
    assert find_week(day).start <= day <= find_week(day).end


@pytest.mark.parametrize(
    ("month", "quarter", "title", "earlier"),
    [
        ("2018-09", "2018-09", "Q2 2018-19, July to September 2018", "2018-06"),
        ("2018-11", "2018-09", "Q2 2018-19, July to September 2018", "2018-06"),
        ("2018-12", "2018-12", "Q3 2018-19, October to December 2018", "2018-09"),
        ("2019-02", "2018-12", "Q3 2018-19, October to December 2018", "2018-09"),
        ("2019-03", "2019-03", "Q4 2018-19, January to March 2019", "2018-12"),
    ],
)
def test_the_latest_quarter_is_the_last_that_has_ended(
    month: str, quarter: str, title: str, earlier: str
) -> None:
    period = find_latest(parse_period(month), Cadence.QUARTERLY)
    assert (period.id, period.title, period.step_back().id) == (quarter, title, earlier)
    assert period.name == period.short == title.partition(",")[0]
    assert period.year_ago.id == f"{int(quarter[:4]) - 1}{quarter[4:]}"


@pytest.mark.parametrize(
    ("year_ends", "year", "title"),
    [
        (3, "2018-03", "2017-18, April 2017 to March 2018"),
        (12, "2017-12", "2017, January to December 2017"),
        (11, "2018-11", "2017-18, December 2017 to November 2018"),
    ],
)
def test_the_latest_year_ends_in_the_month_that_is_said(
    year_ends: int, year: str, title: str
) -> None:
    period = find_latest(parse_period("2018-11"), Cadence.YEARLY, year_ends)
    assert (period.id, period.title) == (year, title)
    assert period.year_ago == period.step_back()


def test_what_is_monthly_or_weekly_is_its_own_latest_period() -> None:
    for text, cadence in (("2018-11", Cadence.MONTHLY), ("2018-W50", Cadence.WEEKLY)):
        assert find_latest(parse_period(text), cadence).id == text


def test_a_window_of_quarters_has_no_gap_and_no_overlap() -> None:
    window = find_latest(parse_period("2018-11"), Cadence.QUARTERLY).list_window(13)
    assert (window[0].id, window[-1].id) == ("2015-09", "2018-09")
    for earlier, later in pairwise(window):
        assert later.start - earlier.end == timedelta(days=1)
