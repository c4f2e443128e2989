"""What in a text points to one person: NHS numbers, addresses, postcodes with dates of birth.

People write a number in many ways, and pages show fewer: what is looked at is what a reader would
see, whatever marks, entities, spaces or other digits stand in the source.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from html import unescape

# Neither part of a longer number nor money, a percentage or a decimal fraction.
_BEFORE, _AFTER = r"(?<!\d)(?<!\d[.,])(?<![£$€])", r"(?!\d)(?![.,]\d)(?!%)"
# Of what may stand between groups: no comma, which groups money, and nothing that lists figures.
_BETWEEN = r"(?:[^\w,;:£$€%\n]|_)"
_GAP = rf"({_BETWEEN}{{0,4}})"
_TEN = re.compile(rf"{_BEFORE}(\d{{3}}){_GAP}(\d{{3}}){_GAP}(\d{{4}}){_AFTER}", re.ASCII)
_SPACED = re.compile(rf"{_BEFORE}\d(?:{_BETWEEN}{{1,2}}\d){{9}}{_AFTER}", re.ASCII)
_OTHER_GROUPS = re.compile(
    r"(?<![\w.,£$€])(?<!\d[ ./-])\d{2,5}(?:([ ./-])\d{2,5})(?:\1\d{2,5}){0,3}"
    r"(?![ ./-]?\d)(?![.,%]\w)",
    re.ASCII,
)
_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"')\]]+", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,300}>")
# Emphasis, code and escapes of Markdown; format characters that show nothing.
_UNSEEN = {
    **dict.fromkeys(map(ord, "*_~`\\")),
    **dict.fromkeys((173, *range(8203, 8208), *range(8234, 8239), *range(8288, 8304), 65279)),
}
_AT = r"\s*(?:@|[(\[{]\s*at\s*[)\]}])\s*"
_DOT = r"\s*(?:\.|[(\[{]\s*dot\s*[)\]}])\s*"
_EMAIL = re.compile(
    rf"[\w.+-]{{1,64}}{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}})+"
    r"|[\w.+-]{1,64} at [\w-]{1,63}(?: dot [\w-]{1,63})+",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\w.,£])(?:(?:\+|00)44|\(?0)(?:[^\w,;:£%\n]{0,3}\d){9,10}(?![\w.,]?\d)", re.ASCII
)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?[ -]{0,2}\d[A-Z]{2}\b", re.ASCII | re.IGNORECASE)
_BIRTH = re.compile(r"(?<![a-z])(?:d[. ]?o[. ]?b|born|birth(?:date|day)?)(?![a-z])", re.IGNORECASE)
_DAY = re.compile(
    r"\b(?:\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d\d|(?:19|20)\d\d[-/.]\d\d[-/.]\d\d"
    r"|\d{1,2}(?:st|nd|rd|th)?(?: of)? [A-Z][a-z]{2,8},? (?:19|20)\d\d"
    r"|[A-Z][a-z]{2,8} \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d)\b"
)
_WEIGHTS = range(10, 1, -1)
WITHHELD = "(what looks like a patient's number)"


class NhsNumberIssuer(StrEnum):
    """Who gives out a number that passes the NHS number's check."""

    ENGLAND_OR_WALES = "England, Wales or the Isle of Man"
    ELSEWHERE = "elsewhere, or to nobody yet"
    ADDRESS = "nobody: it is part of the address of a page"


def find_nhs_numbers(text: str) -> Iterator[NhsNumberIssuer]:
    """Yield the issuer of each ten-digit number with a right check digit, never the number.

    Source: NHS Data Dictionary, NHS NUMBER: modulus 11 with weights 10 to 2; 400 000 000 to
    499 999 999 and 600 000 000 to 799 999 999 are given out in England, Wales and the Isle of Man.
    """
    if sum(map(str.isdigit, text)) < len(_WEIGHTS) + 1 and "&" not in text:
        return
    seen = settle_text(text)
    for address in _URL.findall(seen):
        if any(_iterate_numbers(address)):
            yield NhsNumberIssuer.ADDRESS
    for digits in _iterate_numbers(_URL.sub(" ", seen)):
        yield (
            NhsNumberIssuer.ENGLAND_OR_WALES if digits[0] in "467" else NhsNumberIssuer.ELSEWHERE
        )


def withhold_identifiers(text: str) -> str:
    """Return text without the numbers that could be a patient's, however they are written."""
    if sum(map(str.isdigit, text)) < len(_WEIGHTS) + 1:
        return text
    for pattern in (_TEN, _SPACED, _OTHER_GROUPS):
        text = pattern.sub(lambda match: WITHHELD if _read_number(match) else match[0], text)
    return text


def settle_text(text: str) -> str:
    """Return what a reader sees of a text: no marks, tags or entities, and plain digits."""
    if "&" in text:
        text = unescape(text)
    if "<" in text:
        text = _TAG.sub("", text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = "".join(str(unicodedata.digit(char, char)) for char in text)
    return text.translate(_UNSEEN)


def has_email(text: str) -> bool:
    """Return whether there is an e-mail address, also one that is written in words."""
    lowered = text.casefold()
    may_be_there = "@" in text or " dot " in lowered or "at)" in lowered or "at]" in lowered
    return may_be_there and _EMAIL.search(text) is not None


def has_telephone(text: str) -> bool:
    """Return whether there is a British telephone number."""
    return _PHONE.search(settle_text(text)) is not None


def has_postcode_and_birth(text: str) -> bool:
    """Return whether there is a postcode together with a day that is called one of birth."""
    return bool(_BIRTH.search(text) and _DAY.search(text) and _POSTCODE.search(text))


def _iterate_numbers(text: str) -> Iterator[str]:
    for pattern in (_TEN, _SPACED, _OTHER_GROUPS):
        for match in pattern.finditer(text):
            if digits := _read_number(match):
                yield digits


def _read_number(match: re.Match[str]) -> str:
    """Return the ten digits of a match, if they are an NHS number; else nothing."""
    digits = "".join(filter(str.isdigit, match[0]))
    if match.re is _TEN:
        first_gap, second_gap = match[2], match[4]
        # 401023.2137 is a figure with four decimal places.
        if bool(first_gap) != bool(second_gap) and "." in first_gap + second_gap:
            return ""
    elif match.re is _OTHER_GROUPS and digits[0] not in "467":
        return ""
    return digits if len(digits) == 10 and _has_right_check_digit(digits) else ""


def _has_right_check_digit(digits: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    # A check digit of 10 is never given out and equals no digit; ten equal digits are a dummy.
    return (11 - total % 11) % 11 == int(digits[9]) and len(set(digits)) > 1
