"""What in a text points to one person: NHS numbers, addresses, dates of birth beside a name.

People write a number in many ways, and pages show fewer: what is looked at is what a reader would
see, whatever marks, entities, spaces or other digits stand in the source.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from enum import StrEnum
from functools import cache, lru_cache
from hashlib import sha256
from html import unescape
from typing import NamedTuple

# Neither part of a longer number nor money, a percentage or a decimal fraction.
# A spreadsheet writes a column of numbers with an empty cell as 4010232137.0: that is the number.
_BEFORE = r"(?<!\d)(?<!\d[.,])(?<![£$€])"
_AFTER = r"(?!\d)(?![.,](?!0+(?![\d%]))\d)(?!%)"
# Of what may stand between groups: no comma, which groups money, and nothing that lists figures.
_BETWEEN = r"[^a-zA-Z0-9,;:£$€%\n]"
_GAP = rf"({_BETWEEN}{{0,4}})"
_TEN = re.compile(rf"{_BEFORE}(\d{{3}}){_GAP}(\d{{3}}){_GAP}(\d{{4}}){_AFTER}", re.ASCII)
_SPACED = re.compile(rf"{_BEFORE}\d(?:{_BETWEEN}{{1,2}}\d){{9}}{_AFTER}", re.ASCII)
_OTHER_GROUPS = re.compile(
    r"(?<![\w.,£$€])(?<!\d[ ./-])\d{2,5}(?:([ ./-])\d{2,5})(?:\1\d{2,5}){0,3}"
    r"(?![ ./-]?\d)(?![.,%]\w)",
    re.ASCII,
)
# Behind words that say what it is, whatever stands between: commas and colons as well.
_LABELLED = re.compile(
    r"\bnhs[ _-]?(?:no|num(?:ber)?)(?![a-z])\D{0,20}(?<!\d)\d(?:[^\w\n]{0,3}\d){9}(?!\d)",
    re.ASCII | re.IGNORECASE,
)
_NUMBERS = (_LABELLED, _TEN, _SPACED, _OTHER_GROUPS)
_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"')\]]+", re.IGNORECASE)
# What stands between angle brackets is no tag unless it begins as one.
_TAG = re.compile(r"<[A-Za-z/!][^<>@]{0,300}>")
# Of a link readers see the words alone.
_LINK_TARGET = re.compile(
    r"\](?:\((?:[^()\s<>]|\([^()\s<>]{0,200}\)){1,500}(?: ?(?:\"[^\"]{0,200}\"|'[^']{0,200}'))?\)"
    r"|\[[^\[\]]{0,100}\])"
)
# Ten digits in a row of a digest, whole or shortened, would pass for a number now and then.
_DIGEST = re.compile(r"\b(?:[0-9a-f]{32,128}|(?=\d*[a-f])[0-9a-f]{12})\b", re.ASCII)
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
# Emphasis, code and escapes of Markdown; format characters that show nothing.
_UNSEEN = {
    **dict.fromkeys(map(ord, "*_~`\\")),
    **dict.fromkeys((173, *range(8203, 8208), *range(8234, 8239), *range(8288, 8304), 65279)),
    # What makes a picture of a digit, or of anything else.
    **dict.fromkeys((8419, *range(65024, 65040))),
}
# Only what has one of these looks different to a reader.
_SETTLED = re.compile(r"[*_~`\\<&\]]|[^\x00-\x7f]")
_AT = r"(?:\s*(?:@|[(\[{<]\s*(?:at|@)\s*[)\]}>]|\[a\])\s*|\s?-at-\s?)"
_DOT = r"\s*(?:\.|[(\[{]\s*(?:dot|\.)\s*[)\]}]|(?<=\s)dot(?=\s))\s*"
_EMAIL = re.compile(
    rf"[\w.+\"-]{{1,64}}{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}})+"
    r"|[\w.+-]{1,64} at [\w-]{1,63}(?: dot [\w-]{1,63})+"
    # Somebody's first and last name at a place: "published at england.nhs.uk" is no address.
    r"|\b[a-z]{1,30}\d{0,4}\.[a-z]{1,30}\d{0,4} at [\w-]{1,63}(?:\.[\w-]{1,63})*"
    r"\.(?:net|com|org|uk|scot|wales|cymru|eu)\b",
    re.IGNORECASE,
)
# No part of a word, a fraction or money; but "Tel." and a comma before a number end in marks.
_CALL = (
    r"(?:(?<![\w.,£])|(?<=[A-Za-z)][.,:])|(?<=\d,)(?=0\d{4})"
    r"|(?<=\b[TtMm])|(?<=\b[Tt]el)|(?<=\bTEL))"
)
# Days first: two in a row, as of a financial year, have as many digits as a telephone number.
_PHONE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d([-/.])(?:0[1-9]|1[0-2])\1[0-3]\d"
    r"|[0-3]?\d([-/.])(?:0?[1-9]|1[0-2])\2(?:19|20)?\d\d)(?![-/.]?\d)"
    rf"|(?P<telephone>{_CALL}(?:(?:\+|00)44|44(?=7)|\(?0)(?:[^\w,;:£%\n]{{0,3}}\d){{9,10}}"
    # A spreadsheet drops the nought of a mobile's number.
    rf"|{_CALL}(?<!\d )7\d{{3}} \d{{6}}"
    # Of another country, in groups.
    r"|(?<!\w)\+[1-9]\d{1,2}(?=(?:[ ()]{1,3}\d|\d){7,12}(?![\d-]))(?: \(?\d{1,5}\)?){2,5})"
    r"(?:(?= ?(?:x|ext\b))|(?!\w|\.\d|,(?!0)\d))",
    re.ASCII,
)
_TRUNK = re.compile(r"(?:\+|00)44(?:\(?0\)?)?")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?[ -]{0,2}\d[A-Z]{2}\b", re.ASCII | re.IGNORECASE)
# A letter alone means it only before a day.
_B = r"b\.?(?= ?\d{1,2}[/.-])"
_BIRTH_DATE = r"d[-. /]?o[-. /]?b|date[-_ ]?of[-_ ]?birth|birth[-_ ]?da(?:te|y)"
_BIRTH = re.compile(rf"(?<![a-z])(?:{_BIRTH_DATE}|born|birth|{_B})(?![a-z])", re.IGNORECASE)
_PATIENT = r"(?:patient|pt|client|service[ _-]?user|carer|next[ _-]?of[ _-]?kin)"
_PERSONAL_COLUMN = re.compile(
    # "Low birth weight" and "babies born" are counted.
    rf"^\W*(?:born|birth|{_PATIENT})\W*$|(?<![a-z])(?:nhs[ _-]?(?:no|num(?:ber)?|id)|{_BIRTH_DATE}"
    r"|date[-_ ]?born|surname|forenames?|home[ _-]?address|(?:chi|emis)[ _-]?(?:no|num(?:ber)?)"
    rf"|{_PATIENT}(?:['\u2019]?s)?[ _-]?(?:names?|(?:tele)?phone|mobile|e-?mail|address|postcode)"
    rf"|names?[ _-]?of[ _-]?(?:the[ _-]?)?{_PATIENT}s?"
    r"|(?:family|first|given|last|full|patient)[ _-]?names?|patient[ _-]?(?:id|no|num(?:ber)?)"
    r"|hospital[ _-]?(?:id|no|num(?:ber)?)|mrn|next[ _-]?of[ _-]?kin"
    r"|(?:ni|nino|national[ _-]?insurance)[ _-]?(?:no|num(?:ber)?))(?![a-z])",
    re.IGNORECASE,
)
_MONTH_NAME = (
    r"(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
# Any one to three marks stand between: slashes, dots, dashes of whatever kind, spaces, commas.
_MARK = r"[^\w\n]{1,3}"
_YEAR = r"(?:(?:19|20)\d\d|'?\d\d)(?!\d)"
_DAY = re.compile(
    rf"\b(?:\d{{1,2}}{_MARK}\d{{1,2}}{_MARK}{_YEAR}"
    rf"|(?:19|20)\d\d{_MARK}\d{{1,2}}{_MARK}\d{{1,2}}(?!\d)"
    rf"|(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d(?!\d)"
    rf"|[0-3]\d(?:0[1-9]|1[0-2])(?:19|20)\d\d(?!\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)?(?:{_MARK})?{_MONTH_NAME}(?:{_MARK})?(?:in )?{_YEAR}"
    rf"|{_MONTH_NAME}{_MARK}\d{{1,2}}(?:st|nd|rd|th)?{_MARK}{_YEAR})"
)
_BORN = rf"(?<![a-z])(?:{_BIRTH_DATE}|{_B}|birth(?= \d)|born)(?![a-z])"
_LABEL = re.compile(_BORN, re.IGNORECASE)
# Whoever is born after a day is one of many; who is born on it is one.
_COHORT = re.compile(r" (?:after|before|since|between|from|by|until)", re.IGNORECASE)
_BOUND = re.compile(r"\b(?:after|before|since|from|until) $", re.IGNORECASE)
_LETTERS_AFTER, _LETTERS_BEFORE = 60, 12
"""So far from the word that calls it so may a day of birth stand, behind it and before."""
_IS_BIRTH_DATE = re.compile(_BIRTH_DATE, re.IGNORECASE)
_MONTH = (
    r"(?!(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sep(?:t(?:ember)?)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b)"
)
# Capital letters of names from Wales to Poland, and of those written in Greek or Cyrillic.
_CAPITAL = "".join(
    chr(code)
    for code in (*range(65, 91), *range(0xC0, 0x530), *range(0x1E00, 0x2000))
    if chr(code).isupper()
)
_ANY_WORD = rf"[{_CAPITAL}](?:[^\W\d_]|['\u2019-])+"
_WORD = rf"{_MONTH}{_ANY_WORD}"
_TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Master|Baby|Dr|Prof|Rev|Sir|Dame|Lord|Lady)\b\.?"
# Of whom "born" may be said without a name.
_ANYBODY = (
    r"(?!(?:Adults?|All|Anybody|Anyone|Bab(?:y|ies)|Boys?|Children|Child|Every(?:body|one)|Girls?"
    r"|Infants?|Men|Man|Mothers?|Patients?|People|Persons?|Those|Twins?|Wom[ae]n|Was|Were|When"
    r"|Who|If|Not|New)\b)"
)
# Most texts hold nothing of the kind, and need no closer look; first what is quickest to see.
_EMAIL_MARKS = (
    "@", "\uff20", "\ufe6b", " dot ", " at ", "-at-", "at)", "at]", "at}", "at>", "at )", "at ]",
    "at }", "[a]",
)  # fmt: skip
_MARKS = (
    *_EMAIL_MARKS,
    "&",
    "<",
    "](",
    "][",
    "born",
    "birth",
    "dob",
    "d.o",
    "d o",
    "d-o",
    "d/o",
    "b.",
    " b ",
    "nhs n",
    "nhs_n",
    "nhs-n",
    "nhsn",
)
_SPACES = re.compile(r"[^\S\n]+")
_DIGIT = re.compile("[0-9]")
_DIGITS = re.compile(rf"\d(?:{_BETWEEN}{{0,4}}+\d){{9}}", re.ASCII)
_ODD_DIGIT = re.compile(r"(?![0-9])\d|[\u00b2\u00b3\u00b9\u2070-\u2089\u2460-\u24ff\u2776-\u2793]")
_NAME_MARKS = re.compile(r"[._+-]+")
_WEIGHTS = range(10, 1, -1)
_FEWEST_IN_NUMBER, _FEWEST_IN_DAY = 9, 3
"""So many digits has the shortest number that points to a person, a telephone's of another country,
and the shortest day: 1 May 70.
"""
WITHHELD = "(what looks like a patient's number)"
WITHHELD_EMAIL = "(an e-mail address)"
WITHHELD_TELEPHONE = "(a telephone number)"
WITHHELD_DAY = "(a date of birth)"


class IdentifierKind(StrEnum):
    """What can point to one person, as readers call it."""

    NHS_NUMBER = "what looks like a patient's NHS number"
    BIRTH_AND_POSTCODE = "a date of birth with a postcode"
    BIRTH_AND_NAME = "a person's date of birth"
    EMAIL = "an e-mail address"
    TELEPHONE = "a telephone number"


class Identifier(NamedTuple):
    """One thing that points to a person, however it was spelt; its value is for no message."""

    kind: IdentifierKind
    value: str


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
    if _count_digits(text) < len(_WEIGHTS) + 1 and "&" not in text:
        return
    seen = settle_text(_SPACES.sub(" ", text))
    for address in _URL.findall(settle_text(text, keeps_tags=True)):
        if any(_iterate_numbers(address)):
            yield NhsNumberIssuer.ADDRESS
    for digits in _iterate_numbers(_URL.sub(" ", seen)):
        yield (
            NhsNumberIssuer.ENGLAND_OR_WALES if digits[0] in "467" else NhsNumberIssuer.ELSEWHERE
        )


# Rules, pages and whoever builds again ask of the same passages.
@lru_cache(maxsize=16_384)
def find_identifiers(text: str) -> tuple[Identifier, ...]:
    """Return whatever in one passage points to a person; the time taken is linear in its length.

    Not numbers that are given out elsewhere, nor those in the address of a page: they are warned
    of where they are written.
    """
    passage = " ".join(text.split())
    if not may_point_to_person(passage):
        return ()
    # A number may go on behind a tag, or stand between angle brackets that are none.
    readings = (settle_text(passage), settle_text(passage, keeps_tags=True), unescape(passage))
    found = (
        identifier
        for reading in dict.fromkeys(readings)
        for identifier in _iterate_identifiers(" ".join(_DIGEST.sub("", reading).split()))
    )
    return tuple(dict.fromkeys(found))


def read_path(path: str) -> str:
    """Return what a path says: as it stands, and each of its names with spaces for marks."""
    return "; ".join((path, *(_NAME_MARKS.sub(" ", name) for name in path.split("/"))))


def _iterate_identifiers(reading: str) -> Iterator[Identifier]:
    digit_count = _count_digits(reading)
    without_urls = _URL.sub(" ", reading) if digit_count >= _FEWEST_IN_NUMBER else ""
    for digits in _iterate_numbers(without_urls):
        if digits[0] in "467":
            yield Identifier(IdentifierKind.NHS_NUMBER, digits)
    for address in _iterate_emails(reading):
        yield Identifier(IdentifierKind.EMAIL, address)
    for match in _PHONE.finditer(without_urls):
        if match["telephone"]:
            yield Identifier(IdentifierKind.TELEPHONE, _read_telephone(match[0]))
    if digit_count < _FEWEST_IN_DAY or not mentions_birth(reading):
        return
    if day := _DAY.search(reading):
        for match in _POSTCODE.finditer(reading):
            yield Identifier(IdentifierKind.BIRTH_AND_POSTCODE, f"{day[0]} {match[0]}")
    birthdays = list(_iterate_birthdays(reading))
    has_name = bool(birthdays) and _compile_name().search(reading) is not None
    for birthday, label in birthdays:
        # Who writes "date of birth" means somebody's; many are born on some day.
        if has_name or _IS_BIRTH_DATE.match(label):
            yield Identifier(IdentifierKind.BIRTH_AND_NAME, birthday)


def names_personal_column(name: str) -> bool:
    """Return whether a column is called as what names a person, whatever stands in it."""
    return _PERSONAL_COLUMN.search(name) is not None


def mentions_birth(text: str) -> bool:
    """Return whether something is called a day of birth."""
    return _BIRTH.search(text) is not None


def compute_check_letters(text: str) -> str:
    """Return letters that change with a passage, so that nobody puts another in its place.

    Twelve are of the words around what is withheld, and three of the whole: too few to tell anybody
    the number itself.
    """
    passage = " ".join(settle_text(text, keeps_tags=True).split())
    around = " ".join(withhold_identifiers(passage).split())
    whole, words = (sha256(part.encode()).hexdigest() for part in (passage, around))
    return f"{whole[:3]}{words[:12]}"


def withhold_identifiers(text: str, *, may_name_addresses: bool = False) -> str:
    """Return text without what points to a person, however it is written.

    `may_name_addresses` leaves e-mail addresses in, where they are what has to be written down.
    """
    if _count_digits(text) > len(_WEIGHTS):
        for pattern in _NUMBERS:
            text = pattern.sub(lambda match: WITHHELD if _read_number(match) else match[0], text)
        text = _PHONE.sub(
            lambda match: WITHHELD_TELEPHONE if match["telephone"] else match[0], text
        )
    if not may_name_addresses and _may_have_email(text):
        text = _EMAIL.sub(WITHHELD_EMAIL, text)
    return _DAY.sub(WITHHELD_DAY, text) if mentions_birth(text) else text


# Of a path, each row that came from its file asks.
@lru_cache(maxsize=16_384)
def withhold_names(path: str) -> str:
    """Return a path without what points to a person: a digit of such a name is shown as `#`."""
    names = (
        re.sub(r"\d", "#", withhold_identifiers(name))
        if any(find_identifiers(read_path(name)))
        else name
        for name in withhold_identifiers(path).split("/")
    )
    return "/".join(names)


def settle_text(text: str, *, keeps_tags: bool = False) -> str:
    """Return what a reader sees of a text: no marks, tags or entities, and plain digits.

    `keeps_tags` leaves in what looks like tags, and may be words between angle brackets.
    """
    if not _SETTLED.search(text):
        return text
    # Before entities: what they show are no tags, whatever it looks like.
    if not keeps_tags:
        text = _drop_comments(text)
        text = _LINK_TARGET.sub("]", text) if "](" in text or "][" in text else text
        text = _TAG.sub("", text) if "<" in text else text
    if "&" in text:
        text = unescape(text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = _NOT_ASCII.sub(lambda match: str(unicodedata.digit(match[0], match[0])), text)
    return text.translate(_UNSEEN)


def _drop_comments(text: str) -> str:
    """Return a text without comments, which no reader sees between what stands around them."""
    # Sought, not matched: a pattern would read on to the end from each that is never closed.
    start = text.find("<!--")
    while start >= 0 and (end := text.find("-->", start)) >= 0:
        text = f"{text[:start]}{text[end + 3 :]}"
        start = text.find("<!--", start)
    return text


def may_point_to_person(text: str) -> bool:
    """Return whether a closer look is worth it: nothing is found where this says no."""
    lowered = text.casefold()
    return (
        any(map(lowered.__contains__, _MARKS))
        or _DIGITS.search(text) is not None
        or (not text.isascii() and _ODD_DIGIT.search(text) is not None)
    )


def may_name_day(text: str) -> bool:
    """Return whether a text has as many digits as a day; entities and odd digits may show more."""
    return not text.isascii() or "&" in text or _count_digits(text) >= _FEWEST_IN_DAY


def _count_digits(text: str) -> int:
    if text.isascii():
        return len(_DIGIT.findall(text))
    return sum(map(str.isdigit, text))


def _may_have_email(text: str) -> bool:
    lowered = text.casefold()
    return any(mark in lowered for mark in _EMAIL_MARKS)


def _iterate_emails(text: str) -> Iterator[str]:
    if _may_have_email(text):
        for match in _EMAIL.finditer(text):
            address = re.sub(rf"{_AT}| at ", "@", match[0].casefold(), flags=re.IGNORECASE)
            yield re.sub(rf"{_DOT}| dot ", ".", address, flags=re.IGNORECASE)


@cache
def _compile_name() -> re.Pattern[str]:
    # Where somebody is born, which is seldom: it takes as long to compile as all others together.
    return re.compile(
        rf"\b(?:{_TITLE} ?[{_CAPITAL}]|{_WORD},? {_WORD}|[{_CAPITAL}]\.? {_WORD}"
        # A name that is a month's, one name alone, and initials, where "born" follows at once.
        rf"|(?:{_ANY_WORD} {_ANY_WORD}|{_ANYBODY}{_ANY_WORD}|[{_CAPITAL}]{{2,3}}),?"
        r" \(?(?:[Bb]orn|b\.?) )"
    )


def _iterate_birthdays(text: str) -> Iterator[tuple[str, str]]:
    """Yield each day of birth, and the word that calls it so."""
    days = list(_DAY.finditer(text))
    starts = [day.start() for day in days]
    for label in _LABEL.finditer(text) if days else ():
        index = bisect_left(starts, label.end())
        if index and label.start() - days[index - 1].end() <= _LETTERS_BEFORE:
            yield days[index - 1][0], label[0]
        if _COHORT.match(text, label.end()):
            continue
        for day in days[index : bisect_right(starts, label.end() + _LETTERS_AFTER)]:
            if not _BOUND.search(text[max(day.start() - 8, 0) : day.start()]):
                yield day[0], label[0]
                break


def _read_telephone(words: str) -> str:
    """Return the digits of a telephone number as they are dialled within the country."""
    plain = "".join(letter for letter in words if letter in "+0123456789")
    return _TRUNK.sub("0", plain, count=1) if plain.startswith(("+", "00")) else plain


def _iterate_numbers(text: str) -> Iterator[str]:
    for pattern in _NUMBERS:
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
