"""What in a text points to one person: NHS numbers, addresses, postcodes with dates of birth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

# Every space and hyphen that spreadsheets and word processors put between groups of digits.
_GAP = "[ \u00a0\u2007\u2009\u202f\u2010-\u2013-]?"
# Neither part of a longer number nor money, a percentage or a decimal fraction.
_BEFORE, _AFTER = r"(?<![\w.,£-])", r"(?![\w%])(?![.,]\d)"
_TEN = re.compile(rf"{_BEFORE}(\d{{3}}){_GAP}(\d{{3}}){_GAP}(\d{{4}}){_AFTER}", re.ASCII)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w.,£])(?:\+44|\(?0)(?:[ ()-]?\d){9,10}(?![\w.,]?\d)", re.ASCII)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.ASCII)
_BIRTH = re.compile(r"\b(?:d\.?o\.?b\.?|born|birth)\b", re.IGNORECASE)
_DAY = re.compile(
    r"\b(?:\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d\d|(?:19|20)\d\d-\d\d-\d\d"
    r"|\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8},? (?:19|20)\d\d)\b"
)
_WEIGHTS = range(10, 1, -1)


class NhsNumberIssuer(StrEnum):
    """Who gives out a number that passes the NHS number's check."""

    ENGLAND_OR_WALES = "England, Wales or the Isle of Man"
    ELSEWHERE = "elsewhere, or to nobody yet"


def find_nhs_numbers(text: str) -> Iterator[NhsNumberIssuer]:
    """Yield the issuer of each ten-digit number with a right check digit, never the number.

    Source: NHS Data Dictionary, NHS NUMBER: modulus 11 with weights 10 to 2; 400 000 000 to
    499 999 999 and 600 000 000 to 799 999 999 are given out in England, Wales and the Isle of Man.
    """
    for match in _TEN.finditer(text):
        digits = "".join(match.groups())
        if _has_right_check_digit(digits):
            yield (
                NhsNumberIssuer.ENGLAND_OR_WALES
                if digits[0] in "467"
                else NhsNumberIssuer.ELSEWHERE
            )


def has_email(text: str) -> bool:
    """Return whether there is an e-mail address."""
    return "@" in text and _EMAIL.search(text) is not None


def has_telephone(text: str) -> bool:
    """Return whether there is a British telephone number."""
    return _PHONE.search(text) is not None


def has_postcode_and_birth(text: str) -> bool:
    """Return whether there is a postcode together with a day that is called one of birth."""
    return bool(_BIRTH.search(text) and _DAY.search(text) and _POSTCODE.search(text))


def _has_right_check_digit(digits: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    # A check digit of 10 is never given out and equals no digit; ten equal digits are a dummy.
    return (11 - total % 11) % 11 == int(digits[9]) and len(set(digits)) > 1
