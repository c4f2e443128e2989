"""Whether a section is due in an edition."""

from __future__ import annotations

from boardpack.model.pack import Due, Season, Section
from boardpack.model.period import MONTHS, Period


def is_due(section: Section, period: Period) -> bool:
    """Return whether a section belongs in the edition of a period."""
    match section.due:
        case Due.ALWAYS:
            return True
        case Due.QUARTERLY:
            # Quarters of the calendar and of the financial year begin in the same months.
            return (period.end.month - 1) % 3 + 1 == section.quarter_month
        case Due.SEASONAL:
            return section.season is None or _has_day_in_season(section.season, period)


def explain_not_due(section: Section) -> str:
    """Return when a section is due, for the message that it is not."""
    if section.due is Due.SEASONAL and section.season:
        return f"only from {_format_day(section.season.start)} to {_format_day(section.season.end)}"
    return f"only in month {section.quarter_month} of each quarter"


def _format_day(day: str) -> str:
    month, number = day.split("-")
    return f"{int(number)} {MONTHS[int(month) - 1]}"


def _has_day_in_season(season: Season, period: Period) -> bool:
    first, last = f"{period.start:%m-%d}", f"{period.end:%m-%d}"
    return _is_in_season(first, season) or _is_in_season(last, season)


def _is_in_season(day: str, season: Season) -> bool:
    if season.start <= season.end:
        return season.start <= day <= season.end
    # A season that begins after it ends runs over the new year, as winter does.
    return day >= season.start or day <= season.end
