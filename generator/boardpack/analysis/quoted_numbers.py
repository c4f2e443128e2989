"""Numbers that people write in sentences, as far as they can be figures of the data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from boardpack.model.dataset import Unit
from boardpack.model.period import MONTHS

_MONTH = "|".join(month[:3] for month in MONTHS)
_NUMBER = re.compile(
    r"(?<![\w.,/:#-])[-−+]?(?P<pound>£)?(?P<digits>\d{1,3}(?:,\d{3}){1,4}|\d{1,15})"
    r"(?P<fraction>\.\d{1,6})?"
    r"(?:\s?(?P<times>k|thousand|m|million|bn|billion)\b)?"
    r"(?P<unit>\s?%|\s+per\s?cent\b|\s+(?:percentage\s+)?points?\b|\s+(?:\w+\s+)?days\b)?"
    r"(?![\w/:]|[.,]\d|-\w)"
)
_DIGIT = re.compile(r"\d")
_DAY_OR_YEAR = re.compile(
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTH})\w*|(?:19|20)\d\d", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n\s*\n|\n(?=\s*(?:[-*|#]|\d+\.\s))")
_TIMES = {"k": 3, "thousand": 3, "m": 6, "million": 6, "bn": 9, "billion": 9}
FEWEST_DIGITS = 3
"""With fewer, many numbers are near each other that have nothing to do with each other."""
SMALLEST_ROUNDED = 1000
# An address has no bracket, lest many that are never closed are each looked through to the end.
_LINK_TARGET = re.compile(r"\]\([^)\s\]]*\)|https?://\S+|`[^`]*`")


class QuotedNumber(NamedTuple):
    """A number as it is written: its sentence, and the line (from 0) in which it stands.

    `unit` is that of a measure; `is_movement` says that it counts percentage points.
    """

    text: str
    value: Decimal
    unit: Unit
    sentence: str
    line: int
    is_movement: bool = False

    @property
    def exponent(self) -> int:
        """The power of ten of its last digit that counts: zeros at its end may be rounding."""
        exponent = int(self.value.as_tuple().exponent)
        if exponent == 0 and self.value >= SMALLEST_ROUNDED:
            return int(self.value.normalize().as_tuple().exponent)
        return exponent

    def quotes(self, value: Decimal) -> bool:
        """Return whether it is a value, as exactly as it is written."""
        value, step = abs(value), Decimal(1).scaleb(self.exponent)
        if -step / 2 <= value - self.value < step / 2:
            return True
        # "Over 73%" and "nearly 74%" both quote 73.6.
        is_shortened = int(value.normalize().as_tuple().exponent) < self.exponent
        return is_shortened and abs(value - self.value) < step


def find_quoted_numbers(text: str) -> Iterator[QuotedNumber]:
    """Yield the numbers of a text that are no dates, times, ranges or parts of names."""
    if not _DIGIT.search(text):
        return
    # As long as before, so that lines and places stay what they are.
    text = _LINK_TARGET.sub(lambda match: re.sub(r"\S", "_", match[0]), text)
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    for start, end in pairwise([0, *ends, len(text)]):
        sentence = text[start:end]
        for match in _NUMBER.finditer(sentence):
            if not _DAY_OR_YEAR.match(sentence, match.start("digits")) or match["pound"]:
                yield _read_number(match, sentence, text.count("\n", 0, start + match.start()))


def is_slip(written: Decimal, value: Decimal) -> bool:
    """Return whether a number is a value of three digits or more, mistyped.

    Two digits that changed places, one that is missing, doubled or another, or a point that moved.
    """
    one, other = _list_digits(written), _list_digits(value)
    unit_of_last_digit = Decimal(1).scaleb(int(value.as_tuple().exponent))
    # One more or less in the last digit comes of rounding twice.
    if len(other) < FEWEST_DIGITS or abs(written - value) <= unit_of_last_digit:
        return False
    if one.strip("0") == other.strip("0"):
        return len(one.strip("0")) >= FEWEST_DIGITS
    if written.as_tuple().exponent != value.as_tuple().exponent:
        return False
    if len(one) == len(other):
        return _is_one_digit_off(one, other)
    shorter, longer = sorted((one, other), key=len)
    return shorter in (longer[:place] + longer[place + 1 :] for place in range(len(longer)))


def _is_one_digit_off(one: str, other: str) -> bool:
    """Return whether one digit is another, or two neighbours have changed places."""
    places = [place for place in range(len(one)) if one[place] != other[place]]
    first, last = places[0], places[-1]
    return len(places) == 1 or (
        last - first == 1 and one[first] == other[last] and one[last] == other[first]
    )


def _list_digits(value: Decimal) -> str:
    return "".join(map(str, value.as_tuple().digits))


def _read_number(match: re.Match[str], sentence: str, line: int) -> QuotedNumber:
    unit_words = (match["unit"] or "").strip()
    value = Decimal(match["digits"].replace(",", "") + (match["fraction"] or ""))
    if match["times"]:
        value = value.scaleb(_TIMES[match["times"]])
    unit = Unit.GBP if match["pound"] else Unit.COUNT
    if unit_words == "%" or "cent" in unit_words:
        unit = Unit.PERCENT
    elif unit_words.endswith("days"):
        unit = Unit.DAYS
    is_movement = "point" in unit_words
    return QuotedNumber(match[0].strip(), value, unit, sentence, line, is_movement)
