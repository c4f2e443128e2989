from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.load.timetable import parse_deadline
from boardpack.model.period import Cadence
from boardpack.model.timetable import Counting, Deadline


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("working day 1", Deadline(Counting.WORKING_DAY, 1)),
        ("Working  Day 19", Deadline(Counting.WORKING_DAY, 19)),
        ("day 10", Deadline(Counting.CALENDAR_DAY, 10)),
        ("day 28", Deadline(Counting.CALENDAR_DAY, 28)),
        ("last working day of previous month", Deadline(Counting.LAST_WORKING_DAY, 0)),
    ],
)
def test_months_count_days(text: str, when: Deadline) -> None:
    assert parse_deadline(text, Cadence.MONTHLY) == when
    assert parse_deadline(text, Cadence.WEEKLY) is None


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("monday", Deadline(Counting.WEEKDAY, 0)),
        ("Sunday", Deadline(Counting.WEEKDAY, 6)),
        ("thursday 17:00", Deadline(Counting.WEEKDAY, 3, time(17))),
        ("friday 09:30", Deadline(Counting.WEEKDAY, 4, time(9, 30))),
    ],
)
def test_weeks_name_a_day(text: str, when: Deadline) -> None:
    assert parse_deadline(text, Cadence.WEEKLY) == when
    assert parse_deadline(text, Cadence.MONTHLY) is None


@pytest.mark.parametrize("cadence", [Cadence.MONTHLY, Cadence.WEEKLY])
@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("+2 working days after sign-off", Deadline(Counting.AFTER_STEP, 2, None, "sign-off")),
        ("+1 Working Day after  review", Deadline(Counting.AFTER_STEP, 1, None, "review")),
        ("+20 working days after s1 09:30", Deadline(Counting.AFTER_STEP, 20, time(9, 30), "s1")),
    ],
)
def test_months_and_weeks_count_from_another_step(
    text: str, when: Deadline, cadence: Cadence
) -> None:
    assert parse_deadline(text, cadence) == when


@pytest.mark.parametrize(
    "text",
    ["+0 working days after s1", "+21 working days after s1", "2 working days after s1",
     "+2 days after s1", "+2 working days after", "+2 working days before s1",
     "+2 working days after -", "", "day", "day 0", "day 29", "working day 20", "day ten",
     "day 1 17:00", "thursday 24:00", "thursday 9:00", "thursday17:00", "next thursday",
     "day ٣", "last working day"],
)  # fmt: skip
def test_other_sentences_are_not_understood(text: str) -> None:
    assert parse_deadline(text, Cadence.MONTHLY) is None
    assert parse_deadline(text, Cadence.WEEKLY) is None


@given(st.text(), st.sampled_from(Cadence))
def test_any_text_is_understood_or_not(text: str, cadence: Cadence) -> None:
    when = parse_deadline(text, cadence)
    assert when is None or isinstance(when, Deadline)
