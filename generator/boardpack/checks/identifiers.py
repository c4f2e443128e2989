"""Rules on what points to one person; no message repeats what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from itertools import groupby
from typing import NamedTuple

from boardpack.analysis.edition import Edition
from boardpack.analysis.identifiers import (
    Number,
    has_email,
    has_postcode_and_birth,
    has_telephone,
    nhs_numbers,
)
from boardpack.checks.registry import rule
from boardpack.checks.who import contributor, owner
from boardpack.findings import Fault, Place, Severity
from boardpack.model.dataset import Field, Observation, Risk, Row, TableRow
from boardpack.model.submission import Submission

_SMALLEST = 10**9
_CONTACT = ("telephone", "phone", "email", "e-mail")


class _Text(NamedTuple):
    words: str
    place: Place
    who: str
    service: str = ""
    is_contact: bool = False


@rule("I101", "No NHS number is published")
def nhs_number_is_absent(edition: Edition) -> Iterator[Fault]:
    """Take the number out, also of older commits if it is a patient's: tell your data team."""
    said = "what looks like a patient's NHS number stands here"
    return _found(edition, lambda text: Number.ENGLAND_OR_WALES in nhs_numbers(text), said)


@rule("I102", "No number looks like an NHS number", Severity.WARNING)
def other_number_is_absent(edition: Edition) -> Iterator[Fault]:
    """Make sure that it is not a patient's; write a long figure with commas."""
    said = "a number here passes the NHS number's check, but is not given out in England or Wales"
    return _found(edition, lambda text: Number.ELSEWHERE in nhs_numbers(text), said)


@rule("I103", "No postcode stands beside a date of birth")
def birth_is_absent(edition: Edition) -> Iterator[Fault]:
    """Take out at least one of the two; together they can name a person."""
    return _found(edition, has_postcode_and_birth, "a postcode and a date of birth stand together")


@rule("I104", "Addresses and telephone numbers stand only in columns for them", Severity.WARNING)
def contact_is_absent(edition: Edition) -> Iterator[Fault]:
    """Take it out, or name the role to turn to; put a practice's own into a column for it."""
    said = "an e-mail address or a telephone number stands here"
    for text in _texts(edition):
        if not text.is_contact and (has_email(text.words) or has_telephone(text.words)):
            yield Fault(text.place, said, text.who, text.service)


def _found(edition: Edition, has: Callable[[str], bool], said: str) -> Iterator[Fault]:
    for text in _texts(edition):
        if has(text.words):
            yield Fault(text.place, said, text.who, text.service)


def _texts(edition: Edition) -> Iterator[_Text]:
    """Yield everything that people wrote or that landed, and that an edition shows."""
    for service in edition.services:
        given = edition.instance.submissions.get((edition.pack_id, edition.period.id, service))
        if given is not None:
            yield from _written(edition, given)
    for name in edition.series:
        dataset = edition.instance.datasets[name]
        who = owner(edition, dataset.contract)
        contacts = frozenset(f.name for f in dataset.contract.fields if _is_contact(f))
        for file in dataset.files:
            for row in file.rows:
                yield from _landed(row, who, contacts)


def _written(edition: Edition, given: Submission) -> Iterator[_Text]:
    text = partial(_Text, who=contributor(edition, given.service), service=given.service)
    for narrative in given.narratives:
        lines = enumerate(narrative.text.split("\n"), start=narrative.text_line)
        for filled, paragraph in groupby(lines, lambda one: bool(one[1].strip())):
            if filled:
                inside = list(paragraph)
                yield text(" ".join(line for _, line in inside), given.place(inside[0][0]))
    front, at = given.front, given.front_lines
    for number, one in enumerate(front.exceptions):
        words = " ".join((one.issue, one.cause, one.action, one.measurable, one.systems))
        yield text(words, given.place(at.get(f"exceptions.{number}")))
    for number, event in enumerate(front.events):
        yield text(event.words, given.place(at.get(f"events.{number}")))
    for section, reason in front.not_applicable.items():
        yield text(reason, given.place(at.get(f"not_applicable.{section}")))


def _landed(row: Row, who: str, contacts: frozenset[str]) -> Iterator[_Text]:
    match row:
        case Observation():
            for value in (row.value, row.numerator, row.denominator):
                # Most figures are small; they are not written out to find that.
                if isinstance(value, Decimal) and value >= _SMALLEST:
                    yield _Text(str(value), row.place, who, row.service)
        case TableRow():
            for is_contact in (False, True):
                cells = [(n, c) for n, c in row.cells.items() if (n in contacts) is is_contact]
                words = " ".join(f"{name} {cell}" for name, cell in cells)
                yield _Text(words, row.place, who, row.service, is_contact)
        case Risk():
            parts = (row.title, row.description, row.note, *row.mitigations)
            yield _Text(" ".join(parts), row.place, who)


def _is_contact(field: Field) -> bool:
    name = f"{field.name} {field.title}".casefold()
    return any(word in name for word in _CONTACT)
