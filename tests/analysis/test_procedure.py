"""The timetables of the worked example are those of the operating procedure."""

from __future__ import annotations

from datetime import date

import pytest

from boardpack.analysis.deadlines import compute_deadline, is_working_day
from boardpack.analysis.due import is_due
from boardpack.load.instance import load_instance
from boardpack.model.pack import Pack
from boardpack.model.period import Period, parse_period
from support.books import demo


@pytest.fixture(scope="module")
def packs() -> dict[str, Pack]:
    instance, _ = load_instance(demo())
    assert instance is not None
    return dict(instance.packs)


def list_deadlines(pack: Pack, period: str) -> list[tuple[str, str]]:
    return [
        (step.id, f"{compute_deadline(step, pack, parse_period(period)):%d %b %H:%M}")
        for step in pack.timetable
    ]


def test_the_month_s_steps_fall_on_the_days_of_the_procedure(packs: dict[str, Pack]) -> None:
    assert list_deadlines(packs["monthly"], "2018-12") == [
        ("reset-skeleton", "31 Dec 23:59"),
        ("include-training-data", "02 Jan 23:59"),
        ("start-data-pull", "02 Jan 23:59"),
        ("pack-ready-for-narration", "08 Jan 23:59"),
        ("finance-reports-received", "10 Jan 23:59"),
        ("pack-ready-for-director", "11 Jan 23:59"),
        ("director-review", "15 Jan 23:59"),
        ("leads-feedback", "16 Jan 23:59"),
        ("final-versions", "17 Jan 23:59"),
        ("submit-to-leadership", "17 Jan 23:59"),
    ]


def test_the_week_is_signed_off_before_it_is_circulated(packs: dict[str, Pack]) -> None:
    assert list_deadlines(packs["safety"], "2018-W50") == [
        ("pull-data", "19 Dec 23:59"),
        ("add-narrative", "19 Dec 23:59"),
        ("escalate-missing", "20 Dec 10:00"),
        ("send-to-director", "20 Dec 12:00"),
        ("director-feedback", "20 Dec 15:00"),
        ("sign-off", "20 Dec 16:00"),
        ("circulate", "20 Dec 17:00"),
    ]


def list_weeks(year: int) -> list[Period]:
    first = parse_period(f"{year}-W01")
    return [first.step_back(-steps) for steps in range(52)]


@pytest.mark.parametrize("year", range(2018, 2031))
def test_bank_holidays_leave_every_week_in_order_and_on_working_days(
    packs: dict[str, Pack], year: int
) -> None:
    pack = packs["safety"]
    for week in list_weeks(year):
        moments = [compute_deadline(step, pack, week) for step in pack.timetable]
        assert moments == sorted(moments), week.id
        assert all(is_working_day(moment.date()) for moment in moments), week.id


def test_the_finance_reports_are_there_by_the_tenth_even_when_that_is_no_working_day(
    packs: dict[str, Pack],
) -> None:
    step = packs["monthly"].find_step("finance-reports-received")
    assert step is not None
    months = [parse_period("2018-12").step_back(-steps) for steps in range(12)]
    days = [compute_deadline(step, packs["monthly"], month).date() for month in months]
    assert all(is_working_day(day) for day in days)
    assert [day for day in days if day.day != 10] == [
        date(2019, 2, 8), date(2019, 3, 8), date(2019, 8, 9), date(2019, 11, 8),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("section_id", "due_months"),
    [
        ("performance-flu", [1, 2, 3, 9, 10, 11, 12]),
        ("risk-register", [2, 5, 8, 11]),
        ("exec-summary", list(range(1, 13))),
    ],
)
def test_flu_is_due_in_its_season_and_the_risks_once_a_quarter(
    packs: dict[str, Pack], section_id: str, due_months: list[int]
) -> None:
    section = packs["monthly"].find_section(section_id)
    assert section is not None
    months = range(1, 13)
    found = [month for month in months if is_due(section, parse_period(f"2019-{month:02d}"))]
    assert found == due_months


def test_every_step_of_the_example_says_what_is_done_by_whom(packs: dict[str, Pack]) -> None:
    for pack in packs.values():
        for step in pack.timetable:
            assert step.who, step.id
            assert step.what, step.id
            assert bool(step.escalate_to) <= bool(step.chase), step.id
