from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.analysis.deadlines import (
    compute_deadline,
    compute_due_day,
    find_working_day,
    is_working_day,
)
from boardpack.model.pack import Pack, Step
from boardpack.model.period import Cadence, parse_period
from boardpack.model.timetable import Shift
from support.books import ROOT


def at(when: str, period: str) -> datetime:
    pack = a_pack(period, when)
    return compute_deadline(pack.timetable[0], pack, parse_period(period))


def a_pack(period: str, *whens: str) -> Pack:
    steps = tuple(Step(f"s{n}", when, "manager", "Do it") for n, when in enumerate(whens))
    return Pack("Pack", parse_period(period).cadence.of_editions, "director", (), steps)


@pytest.mark.parametrize(
    ("period", "number", "day"),
    [
        ("2018-11", 1, "2018-12-03"),  # 1 December is a Saturday
        ("2018-11", 10, "2018-12-14"),
        ("2018-11", 17, "2018-12-27"),  # Christmas Day and Boxing Day are left out
        ("2018-12", 1, "2019-01-02"),  # New Year's Day
        ("2018-03", 1, "2018-04-03"),  # 2 April 2018 is Easter Monday
        ("2018-02", 21, "2018-03-29"),  # Maundy Thursday, the last working day of March 2018
        ("2021-11", 19, "2021-12-29"),  # Christmas at a weekend moves to 27 and 28 December
        ("2018-04", 5, "2018-05-08"),  # early May bank holiday
        ("2018-07", 20, "2018-08-29"),  # summer bank holiday
        ("2022-05", 2, "2022-06-06"),  # platinum jubilee: 2 and 3 June
    ],
)
def test_working_days_leave_out_england_s_bank_holidays(period: str, number: int, day: str) -> None:
    assert find_working_day(parse_period(period).step_back(-1), number).isoformat() == day
    if number <= 18:
        assert at(f"working day {number}", period).date().isoformat() == day


def test_good_friday_is_no_working_day_and_st_andrew_s_day_is_one() -> None:
    assert not is_working_day(date(2019, 4, 19))
    assert is_working_day(date(2018, 11, 30))


@pytest.mark.parametrize(
    ("period", "day"),
    [("2018-11", "2018-11-30"), ("2018-12", "2018-12-31"), ("2018-03", "2018-03-29")],
)
def test_the_last_working_day_of_the_previous_month_is_the_period_s_own(
    period: str, day: str
) -> None:
    assert at("last working day of previous month", period).date().isoformat() == day


def test_a_day_of_the_month_falls_in_the_month_after_the_period() -> None:
    assert str(at("day 10", "2018-12")) == "2019-01-10 23:59:00"


def test_a_weekday_falls_in_the_week_after_the_period_at_its_hour() -> None:
    assert str(at("thursday 17:00", "2018-W50")) == "2018-12-20 17:00:00"
    assert str(at("wednesday", "2018-W52")) == "2019-01-02 23:59:00"


@pytest.mark.parametrize(
    ("when", "shift", "period", "day"),
    [
        ("day 10", Shift.STAY, "2018-10", "2018-11-10"),  # a Saturday
        ("day 10", Shift.BEFORE, "2018-10", "2018-11-09"),
        ("day 10", Shift.AFTER, "2018-10", "2018-11-12"),
        ("day 10", Shift.BEFORE, "2018-12", "2019-01-10"),  # a Thursday
        ("wednesday", Shift.BEFORE, "2018-W51", "2018-12-24"),  # Boxing Day; Christmas before it
        ("thursday 17:00", Shift.AFTER, "2019-W51", "2019-12-27"),  # Boxing Day
        ("monday", Shift.AFTER, "2019-W16", "2019-04-23"),  # Easter Monday
        ("day 21", Shift.BEFORE, "2019-03", "2019-04-18"),  # Easter Sunday
    ],
)
def test_a_step_says_where_it_goes_from_a_day_that_is_no_working_day(
    when: str, shift: Shift, period: str, day: str
) -> None:
    pack = a_pack(period, when)
    step = replace(pack.timetable[0], on_non_working_day=shift)
    assert compute_deadline(step, pack, parse_period(period)).date().isoformat() == day


def test_a_step_may_follow_another_by_some_working_days() -> None:
    period = parse_period("2018-11")
    pack = a_pack(
        "2018-11", "working day 14", "+2 working days after s0", "+1 working day after s1"
    )
    moments = [str(compute_deadline(step, pack, period)) for step in pack.timetable]
    assert moments == ["2018-12-20 23:59:00", "2018-12-24 23:59:00", "2018-12-27 23:59:00"]


def test_a_step_that_follows_another_may_have_an_hour() -> None:
    pack = a_pack("2018-W50", "wednesday 12:00", "+1 working day after s0 17:00")
    moment = compute_deadline(pack.timetable[1], pack, parse_period("2018-W50"))
    assert str(moment) == "2018-12-20 17:00:00"


def test_a_step_that_follows_none_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="there is no step 's7'"):
        at("+1 working day after s7", "2018-11")


def test_an_edition_is_due_at_its_last_deadline() -> None:
    period = parse_period("2018-11")
    pack = a_pack("2018-11", "day 10", "working day 12", "last working day of previous month")
    assert compute_due_day(pack, period) == date(2018, 12, 18)


def test_an_edition_without_timetable_is_due_when_its_period_ends() -> None:
    assert compute_due_day(a_pack("2018-11"), parse_period("2018-11")) == date(2018, 11, 30)


def test_a_deadline_that_is_not_understood_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="'some day' is not understood"):
        at("some day", "2018-11")
    assert compute_due_day(a_pack("2018-11", "some day"), parse_period("2018-11")) == date(
        2018, 11, 30
    )


@given(st.integers(2000, 2040), st.integers(1, 12), st.integers(1, 18))
def test_between_two_working_days_of_a_month_lies_no_other(
    year: int, month: int, number: int
) -> None:
    period = parse_period(f"{year}-{month:02d}")
    assert period.cadence is Cadence.MONTHLY
    day, following = find_working_day(period, number), find_working_day(period, number + 1)
    assert is_working_day(day)
    assert is_working_day(following)
    between = range(day.toordinal() + 1, following.toordinal())
    assert not any(is_working_day(date.fromordinal(one)) for one in between)


def test_the_bank_holidays_of_england_do_not_load_those_of_all_countries() -> None:
    code = (
        "import sys\n"
        "from boardpack.analysis.deadlines import list_bank_holidays\n"
        "list_bank_holidays(2018)\n"
        "alone = 'holidays.countries.taiwan' not in sys.modules\n"
        "sys.modules.pop('holidays.countries.united_kingdom')\n"
        "import holidays.countries.united_kingdom\n"
        "print(alone, 'holidays.countries.taiwan' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT / "generator")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout == "True True\n"
