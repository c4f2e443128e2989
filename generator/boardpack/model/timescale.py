"""By when something is to be done: a day or a period, as people write and print them."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from boardpack.model.period import MARCH, MONTHS, MONTHS_A_YEAR, parse_period

_BY = re.compile(r"(?:by )?(?:the )?(?:end of )?", re.IGNORECASE)
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NAMED = re.compile(rf"(?:([1-9]|[12][0-9]|3[01]) )?({'|'.join(MONTHS)}) ((?:19|20|21)[0-9]{{2}})")
_FINANCIAL = re.compile(r"(?:Q([1-4]) )?((?:19|20|21)[0-9]{2})[-/]([0-9]{2})")


@lru_cache(maxsize=4096)
def find_last_day(timescale: str) -> date | None:
    """Return the last day of a timescale, or None where it names neither a day nor a period.

    Read are `2019-03-31`, `31 March 2019`, `2019-03`, `March 2019`, `2018-W50`, and, of the
    financial year, `Q4 2018/19` and `2018/19`; `by`, `end of` or both may stand before it. What
    could be two days, such as `03/04/2019`, is not read.
    """
    text = timescale.strip()
    text = text[len(_BY.match(text)[0]) :]  # type: ignore[index]  # it matches nothing, too
    try:
        if _ISO_DAY.fullmatch(text):
            return date.fromisoformat(text)
        if match := _NAMED.fullmatch(text):
            day, month, year = match.groups()
            last_day = parse_period(f"{year}-{MONTHS.index(month) + 1:02d}").end
            return last_day.replace(day=int(day)) if day else last_day
        # After months: 2011-12 is December, as everywhere else.
        return parse_period(text).end
    except ValueError:
        return _find_end_of_financial_year(text)


def _find_end_of_financial_year(text: str) -> date | None:
    match = _FINANCIAL.fullmatch(text)
    if match is None or int(match[3]) != (int(match[2]) + 1) % 100:
        return None
    months = int(match[2]) * MONTHS_A_YEAR + MARCH - 1 + 3 * int(match[1] or 4)
    return parse_period(f"{months // MONTHS_A_YEAR}-{months % MONTHS_A_YEAR + 1:02d}").end
