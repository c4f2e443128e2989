"""Identifiers in what was refused: no rule on editions sees a row that never became one."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from boardpack.findings import Finding, Place, Rule
from boardpack.identifiers import IdentifierKind, find_identifiers, mentions_birth
from boardpack.load.packed import Package, PackageFault, iterate_passages
from boardpack.load.tree import LONGEST_LINE, decode_leniently

REFUSED_IDENTIFIER = Rule(
    "I111",
    "Nothing that was refused points to a patient",
    "Take it out, also of older commits if it is a patient's: tell your data team. Then see what "
    "else is wrong with the file.",
)


_OF_PATIENTS = (
    IdentifierKind.NHS_NUMBER,
    IdentifierKind.BIRTH_AND_POSTCODE,
    IdentifierKind.BIRTH_AND_NAME,
)
_PATIENT = "what looks like a patient's NHS number, or a date of birth with a name or postcode"
_LONGEST_IDENTIFIER = 200
_SEPARATOR = re.compile(r"[,;\t|]")


def find_refused_identifiers(
    data: bytes, path: str, read_lines: Container[int | None], owner: str = ""
) -> Iterator[Finding]:
    """Yield a finding if a line of a file that was not read as a row points to a patient."""
    if data.startswith(b"PK"):
        yield from _find_packed_identifiers(data, path, owner)
        return
    lines = decode_leniently(data).splitlines()
    # What a day is the day of is said at the head of its column.
    mention = "date of birth " if lines and mentions_birth(lines[0][:LONGEST_LINE]) else ""
    numbers = [
        number
        for number, line in enumerate(lines, start=1)
        if number not in read_lines
        and any(points_to_patient(mention + words) for words in _cut_line(line))
    ]
    if numbers:
        also = f", here and in {len(numbers) - 1} more lines" if len(numbers) > 1 else ""
        yield REFUSED_IDENTIFIER.make_finding(
            Place(path, numbers[0]),
            f"{_PATIENT}, stands in a row that was refused{also}",
            who=owner,
        )


def _find_packed_identifiers(data: bytes, path: str, owner: str) -> Iterator[Finding]:
    """Yield a finding if a workbook, by whatever name, points to a patient."""
    try:
        names_patient = any(map(points_to_patient, iterate_passages(Package.open(data))))
    # What it is instead is said by whoever refuses it.
    except PackageFault:
        return
    if names_patient:
        words = f"{_PATIENT}, stands in a workbook that was refused"
        yield REFUSED_IDENTIFIER.make_finding(Place(path), words, who=owner)


def _cut_line(line: str) -> Iterator[str]:
    """Yield a line in stretches: a file may have been refused for the length of its lines.

    What separates cells does not group the digits of a number.
    """
    for start in range(0, len(line), LONGEST_LINE):
        # A little more than the stretch: what a person is known by may stand where it ends.
        yield _SEPARATOR.sub("; ", line[start : start + LONGEST_LINE + _LONGEST_IDENTIFIER])


def points_to_patient(words: str) -> bool:
    """Return whether words hold what names a patient; an address or a telephone number does not."""
    return any(identifier.kind in _OF_PATIENTS for identifier in find_identifiers(words))
