"""The small grammar of deadlines."""

from __future__ import annotations

import re
from datetime import time
from functools import cache

from boardpack.model.period import Cadence
from boardpack.model.timetable import Counting, Deadline

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERED = re.compile(r"(working day|day) ([1-9][0-9]?)")
_TIME = "( (?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9]))?"
_WEEKDAY = re.compile(rf"(?P<day>{'|'.join(WEEKDAYS)}){_TIME}")
_AFTER_STEP = re.compile(
    rf"\+(?P<count>[1-9][0-9]?) working days? after (?P<step>[a-z0-9]+(-[a-z0-9]+)*){_TIME}"
)
_BEFORE_MEETING = re.compile(
    rf"(?:(?P<count>[1-9][0-9]?) working days? before the meeting|day of the meeting){_TIME}"
)
_LATEST_DAYS = {Counting.WORKING_DAY: 19, Counting.CALENDAR_DAY: 28}
_MOST_DAYS_AFTER = 20


# A timetable is asked again and again, for each period and each thing that somebody owes.
@cache
def parse_deadline(text: str, cadence: Cadence) -> Deadline | None:
    """Return the deadline, or None when the sentence is not one of the grammar.

    Months count working or calendar days, weeks name a weekday, meetings count back from their
    day, all count from another step;
    working days stop at 19 and calendar days at 28, which every month has. Whether there is such a
    step the sentence does not know.
    """
    folded = " ".join(text.lower().split())
    if match := _AFTER_STEP.fullmatch(folded):
        count = int(match["count"])
        deadline = Deadline(Counting.AFTER_STEP, count, _read_time(match), match["step"])
        return deadline if count <= _MOST_DAYS_AFTER else None
    if cadence is Cadence.WEEKLY:
        return _parse_weekday(folded)
    if cadence is Cadence.MEETING:
        return _parse_before_meeting(folded)
    if folded == Counting.LAST_WORKING_DAY:
        return Deadline(Counting.LAST_WORKING_DAY, 0)
    match = _NUMBERED.fullmatch(folded)
    if match is None:
        return None
    counting, number = Counting(match[1]), int(match[2])
    return Deadline(counting, number) if number <= _LATEST_DAYS[counting] else None


def _parse_before_meeting(text: str) -> Deadline | None:
    match = _BEFORE_MEETING.fullmatch(text)
    if match is None:
        return None
    return Deadline(Counting.BEFORE_MEETING, int(match["count"] or 0), _read_time(match))


def _parse_weekday(text: str) -> Deadline | None:
    match = _WEEKDAY.fullmatch(text)
    if match is None:
        return None
    return Deadline(Counting.WEEKDAY, WEEKDAYS.index(match["day"]), _read_time(match))


def _read_time(match: re.Match[str]) -> time | None:
    return time(int(match["hour"]), int(match["minute"])) if match["hour"] else None
