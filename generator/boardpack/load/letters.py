"""Letters that every reader sees: those that the fonts of the PDFs have.

A letter that is not among them would stop the PDFs after everybody signed, or steer what shows it
(a change of writing direction, an escape sequence). What only looks odd is read as what it means.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from boardpack.findings import Finding, Place, Rule

UNSEEN_LETTER = Rule(
    "F108",
    "Every letter can be seen and printed",
    "Write it in letters, digits and punctuation of European languages.",
)

# What Open Sans and the shapes of adapters/pdf/fonts.py have; a test holds this against them.
_PRINTED_RANGES = """
    0020-007E 00A0-017F 0192 01A0-01A1 01AF-01B0 01F0 01FA-01FF 0218-021B 0237 02BC 02C6-02C7
    02C9 02D8-02DD 02F3 0300-0301 0303 0309 030F 0323 0384-038A 038C 038E-03A1 03A3-03CE
    03D1-03D2 03D6 0400-0486 0488-0513 1E00-1E01 1E3E-1E3F 1E80-1E85 1EA0-1EF9 1F4D 2000-200B
    2013-2015 2017-201E 2020-2022 2026 2030 2032-2033 2039-203A 203C 2044 2070 2074-2079 207F
    20A3-20A4 20A7 20AB-20AC 2105 2113 2116 2120 2122 2126 212E 215B-215E 2190-2193 2202 2206
    220F 2211-2212 221A 221E 222B 2248 2260 2264-2265 25A0 25B2 25C6 25CA 25CF 2713 2717
    FB00-FB04 FEFF FFFC-FFFD
"""
_STAND_IN = "\ufffd"
"""Stands where a letter was refused, so that a draft can be shown all the same."""


def _build_meanings() -> dict[int, str]:
    """Return what is read for letters that only look odd: by the letter's number."""
    spaces = (n for n in range(0x80, 0x3001) if unicodedata.category(chr(n)) == "Zs")
    # Soft hyphen, zero-width space, joiners, byte-order mark: they only say where lines may break.
    # Variation selectors only choose a letter's look.
    nothing = (0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0xFE00, 0xFE10))
    return {
        **dict.fromkeys(spaces, " "),
        **dict.fromkeys(nothing, ""),
        **dict.fromkeys(map(ord, "\u2010\u2011\u2043\ufe63\uff0d"), "-"),
        **dict.fromkeys(map(ord, "✔☑✅"), "✓"),
        **dict.fromkeys(map(ord, "✘☒✕✖❌"), "✗"),
        **dict.fromkeys(map(ord, "▪◦‣⁃∙"), "•"),
        **dict.fromkeys(map(ord, "➔➜➡⇒"), "→"),
        **{0x2080 + digit: str(digit) for digit in range(10)},
    }


_MEANINGS: Mapping[int, str] = _build_meanings()


def _iterate_codes(ranges: str) -> Iterator[int]:
    for first, _, last in (part.partition("-") for part in ranges.split()):
        yield from range(int(first, 16), int(last or first, 16) + 1)


def _write_class(codes: Iterable[int]) -> str:
    """Return letters as the inside of a character class, those that follow each other as ranges."""
    runs = groupby(enumerate(sorted(codes)), lambda pair: pair[1] - pair[0])
    spans = ([code for _, code in run] for _, run in runs)
    return "".join(f"{re.escape(chr(span[0]))}-{re.escape(chr(span[-1]))}" for span in spans)


# One class, for which a text is looked through in a quarter of the time of two.
_PLAIN = {*map(ord, "\t\n\r"), *_iterate_codes(_PRINTED_RANGES)} - _MEANINGS.keys()
_ODD = re.compile(f"[^{_write_class(_PLAIN)}]")


@dataclass(frozen=True, slots=True)
class UnseenLetter:
    """A letter that cannot be printed, with the numbers of the lines that hold it."""

    letter: str
    lines: tuple[int, ...]


def settle_letters(text: str, first_line: int = 1) -> tuple[str, tuple[UnseenLetter, ...]]:
    """Return text as everybody will see it, and the letters that nobody would.

    A letter and an accent of its own become one, where there is one: `ŷ` is as good either way.
    """
    if not _ODD.search(text):
        return text, ()
    settled = unicodedata.normalize("NFC", text).translate(_MEANINGS)
    lines_by_letter: dict[str, list[int]] = {}
    for number, line in enumerate(settled.split("\n"), start=first_line):
        for letter in dict.fromkeys(match[0] for match in _ODD.finditer(line)):
            lines_by_letter.setdefault(letter, []).append(number)
    unseen = tuple(UnseenLetter(letter, tuple(lines)) for letter, lines in lines_by_letter.items())
    return _ODD.sub(_STAND_IN, settled) if unseen else settled, unseen


def report_letters(unseen: tuple[UnseenLetter, ...], path: str) -> Iterator[Finding]:
    """Yield a finding for each letter that cannot be printed, at the first of its lines."""
    for letter in unseen:
        first, *more = letter.lines
        also = f"; it stands in {len(more) + 1} lines" if more else ""
        yield UNSEEN_LETTER.make_finding(
            Place(path, first), f"{describe_letter(letter.letter)} cannot be printed{also}"
        )


def describe_letter(letter: str) -> str:
    """Return a letter's number and name, and what to write for it where something is as good."""
    name = unicodedata.name(letter, "") or _name_control(letter)
    plain = settle_letters(unicodedata.normalize("NFKD", letter))[0]
    shown = f"'{letter}' " if letter.isprintable() else ""
    hint = f" (write '{plain}')" if plain.strip() and _STAND_IN not in plain else ""
    return f"{shown}U+{ord(letter):04X}{f' {name}' if name else ''}{hint}"


def _name_control(letter: str) -> str:
    category = unicodedata.category(letter)
    return {"Cc": "(a control character)", "Cn": "(no letter)", "Co": "(a private letter)"}.get(
        category, ""
    )
