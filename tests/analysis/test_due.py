from __future__ import annotations

from dataclasses import replace

import pytest

from boardpack.analysis.due import explain_not_due, is_due
from boardpack.model.pack import Due, Season, Section
from boardpack.model.period import parse_period

PLAIN = Section("flu", "Flu", "Performance")
WINTER = replace(PLAIN, due=Due.SEASONAL, season=Season("09-01", "03-31"))


def test_a_section_is_always_due_unless_it_says_otherwise() -> None:
    assert is_due(PLAIN, parse_period("2018-05"))


@pytest.mark.parametrize(
    ("quarter_month", "months"), [(1, (1, 4, 7, 10)), (2, (2, 5, 8, 11)), (3, (3, 6, 9, 12))]
)
def test_a_quarterly_section_is_due_in_its_month_of_each_quarter(
    quarter_month: int, months: tuple[int, ...]
) -> None:
    section = replace(PLAIN, due=Due.QUARTERLY, quarter_month=quarter_month)
    due = [m for m in range(1, 13) if is_due(section, parse_period(f"2018-{m:02d}"))]
    assert tuple(due) == months


def test_a_season_may_cross_the_new_year() -> None:
    due = [m for m in range(1, 13) if is_due(WINTER, parse_period(f"2018-{m:02d}"))]
    assert due == [1, 2, 3, 9, 10, 11, 12]


def test_a_season_may_lie_inside_a_year() -> None:
    summer = replace(PLAIN, due=Due.SEASONAL, season=Season("06-15", "08-31"))
    assert [m for m in range(1, 13) if is_due(summer, parse_period(f"2018-{m:02d}"))] == [6, 7, 8]


def test_a_week_that_touches_the_season_is_in_it() -> None:
    assert is_due(WINTER, parse_period("2018-W35"))  # 27 August to 2 September
    assert not is_due(WINTER, parse_period("2018-W34"))
    assert is_due(WINTER, parse_period("2018-W13"))  # 26 March to 1 April
    assert not is_due(WINTER, parse_period("2018-W14"))


def test_a_section_says_when_it_is_due() -> None:
    assert explain_not_due(WINTER) == "only from 1 September to 31 March"
    quarterly = replace(PLAIN, due=Due.QUARTERLY, quarter_month=2)
    assert explain_not_due(quarterly) == "only in month 2 of each quarter"
