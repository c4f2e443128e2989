"""The small grammar of deadlines."""

from __future__ import annotations

import re
from datetime import time

from boardpack.model.period import Cadence
from boardpack.model.timetable import Counting, Deadline

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERED = re.compile(r"(working day|day) ([1-9][0-9]?)")
_WEEKDAY = re.compile(rf"({'|'.join(WEEKDAYS)})( ([01][0-9]|2[0-3]):([0-5][0-9]))?")
_LATEST_DAYS = {Counting.WORKING_DAY: 19, Counting.CALENDAR_DAY: 28}


def parse_deadline(text: str, cadence: Cadence) -> Deadline | None:
    """Return the deadline, or None when the sentence is not one of the grammar.

    Months count working or calendar days, weeks name a weekday; working days stop at 19 and
    calendar days at 28, which every month has.
    """
    folded = " ".join(text.lower().split())
    if cadence is Cadence.WEEKLY:
        return _parse_weekday(folded)
    if folded == Counting.LAST_WORKING_DAY:
        return Deadline(Counting.LAST_WORKING_DAY, 0)
    match = _NUMBERED.fullmatch(folded)
    if match is None:
        return None
    counting, number = Counting(match[1]), int(match[2])
    return Deadline(counting, number) if number <= _LATEST_DAYS[counting] else None


def _parse_weekday(text: str) -> Deadline | None:
    match = _WEEKDAY.fullmatch(text)
    if match is None:
        return None
    due_time = time(int(match[3]), int(match[4])) if match[2] else None
    return Deadline(Counting.WEEKDAY, WEEKDAYS.index(match[1]), due_time)
