"""Rules on what points to one person; no message repeats what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from itertools import groupby
from typing import NamedTuple

from boardpack.analysis.edition import Edition
from boardpack.analysis.identifiers import (
    NhsNumberIssuer,
    find_nhs_numbers,
    has_email,
    has_postcode_and_birth,
    has_telephone,
)
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_contributor, find_dataset_owner
from boardpack.findings import Fault, Place, Severity
from boardpack.model.dataset import Field, Observation, Risk, Row, TableRow
from boardpack.model.submission import Submission

_SMALLEST_NUMBER = 10**9
_CONTACT_WORDS = ("telephone", "phone", "email", "e-mail")


class _Text(NamedTuple):
    words: str
    place: Place
    who: str
    service: str = ""
    is_contact: bool = False


@rule("I101", "No NHS number is published")
def find_published_nhs_numbers(edition: Edition) -> Iterator[Fault]:
    """Take the number out, also of older commits if it is a patient's: tell your data team."""
    message = "what looks like a patient's NHS number stands here"
    return _find_matching_texts(
        edition, lambda text: NhsNumberIssuer.ENGLAND_OR_WALES in find_nhs_numbers(text), message
    )


@rule("I102", "No number looks like an NHS number", Severity.WARNING)
def find_nhs_number_lookalikes(edition: Edition) -> Iterator[Fault]:
    """Make sure that it is not a patient's; write a long figure with commas."""
    message = (
        "a number here passes the NHS number's check, but is not given out in England or Wales"
    )
    return _find_matching_texts(
        edition, lambda text: NhsNumberIssuer.ELSEWHERE in find_nhs_numbers(text), message
    )


@rule("I103", "No postcode stands beside a date of birth")
def find_births_beside_postcodes(edition: Edition) -> Iterator[Fault]:
    """Take out at least one of the two; together they can name a person."""
    return _find_matching_texts(
        edition, has_postcode_and_birth, "a postcode and a date of birth stand together"
    )


@rule("I104", "Addresses and telephone numbers stand only in columns for them", Severity.WARNING)
def find_misplaced_contacts(edition: Edition) -> Iterator[Fault]:
    """Take it out, or name the role to turn to; put a practice's own into a column for it."""
    message = "an e-mail address or a telephone number stands here"
    for text in _iterate_texts(edition):
        if not text.is_contact and (has_email(text.words) or has_telephone(text.words)):
            yield Fault(text.place, message, text.who, text.service)


def _find_matching_texts(
    edition: Edition, is_match: Callable[[str], bool], message: str
) -> Iterator[Fault]:
    for text in _iterate_texts(edition):
        if is_match(text.words):
            yield Fault(text.place, message, text.who, text.service)


def _iterate_texts(edition: Edition) -> Iterator[_Text]:
    """Yield everything that people wrote or that landed, and that an edition shows."""
    for service in edition.services:
        submission = edition.instance.submissions.get((edition.pack_id, edition.period.id, service))
        if submission is not None:
            yield from _iterate_written_texts(edition, submission)
    for dataset_id in edition.series:
        dataset = edition.instance.datasets[dataset_id]
        responsible = find_dataset_owner(edition, dataset.contract)
        contacts = frozenset(field.name for field in dataset.contract.fields if _is_contact(field))
        for file in dataset.files:
            for row in file.rows:
                yield from _iterate_landed_texts(row, responsible, contacts)


def _iterate_written_texts(edition: Edition, submission: Submission) -> Iterator[_Text]:
    build_text = partial(
        _Text, who=find_contributor(edition, submission.service), service=submission.service
    )
    for narrative in submission.narratives:
        lines = enumerate(narrative.text.split("\n"), start=narrative.text_line)
        for is_filled, paragraph in groupby(
            lines, lambda numbered_line: bool(numbered_line[1].strip())
        ):
            if is_filled:
                numbered_lines = list(paragraph)
                yield build_text(
                    " ".join(line for _, line in numbered_lines),
                    submission.find_place(numbered_lines[0][0]),
                )
    front, front_lines = submission.front, submission.front_lines
    for index, report in enumerate(front.exceptions):
        words = " ".join(
            (report.issue, report.cause, report.action, report.measurable, report.systems)
        )
        yield build_text(words, submission.find_place(front_lines.get(f"exceptions.{index}")))
    for index, event in enumerate(front.events):
        yield build_text(event.words, submission.find_place(front_lines.get(f"events.{index}")))
    for section, reason in front.not_applicable.items():
        yield build_text(
            reason, submission.find_place(front_lines.get(f"not_applicable.{section}"))
        )


def _iterate_landed_texts(row: Row, responsible: str, contacts: frozenset[str]) -> Iterator[_Text]:
    match row:
        case Observation():
            for value in (row.value, row.numerator, row.denominator):
                # Most figures are small; they are not written out to find that.
                if isinstance(value, Decimal) and value >= _SMALLEST_NUMBER:
                    yield _Text(str(value), row.place, responsible, row.service)
        case TableRow():
            for is_contact in (False, True):
                cells = [
                    (column, text)
                    for column, text in row.cells.items()
                    if (column in contacts) is is_contact
                ]
                words = " ".join(f"{column} {cell}" for column, cell in cells)
                yield _Text(words, row.place, responsible, row.service, is_contact)
        case Risk():
            parts = (row.title, row.description, row.note, *row.mitigations)
            yield _Text(" ".join(parts), row.place, responsible)


def _is_contact(field: Field) -> bool:
    name = f"{field.name} {field.title}".casefold()
    return any(word in name for word in _CONTACT_WORDS)
