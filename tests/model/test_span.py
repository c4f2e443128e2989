from __future__ import annotations

from datetime import date

import pytest

from boardpack.model.period import parse_period
from boardpack.model.span import Span, build_span, find_days


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2018-11-30", date(2018, 11, 30), date(2018, 11, 30)),
        ("2018-02", date(2018, 2, 1), date(2018, 2, 28)),
        ("2018-W50", date(2018, 12, 10), date(2018, 12, 16)),
    ],
)
def test_a_day_a_month_and_a_week_have_a_first_and_a_last_day(
    text: str, first: date, last: date
) -> None:
    assert find_days(text) == (first, last)


@pytest.mark.parametrize("text", ["", "2018", "2018-13", "2018-02-30", "Nov-18", "2018-11-1"])
def test_other_texts_name_no_days_and_limit_nothing(text: str) -> None:
    assert find_days(text) is None
    assert build_span(text, text) == Span()


def test_a_span_covers_every_period_that_has_a_day_of_it() -> None:
    span = build_span("2018-10-31", "2018-11")
    months = ("2018-09", "2018-10", "2018-11", "2018-12")
    assert [span.covers(parse_period(month)) for month in months] == [False, True, True, False]
    assert span.covers(parse_period("2018-W48"))
    assert not span.covers(parse_period("2018-W49"))


def test_narrowing_keeps_the_days_of_both() -> None:
    assert build_span("2018-04", "").narrow(build_span("", "2018-10")) == build_span(
        "2018-04", "2018-10"
    )
