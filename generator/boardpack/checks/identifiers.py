"""Rules on what points to one person; no message repeats what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from boardpack.analysis.edition import Edition
from boardpack.analysis.texts import Text, list_texts
from boardpack.checks.registry import rule
from boardpack.checks.responsible import (
    find_contributor,
    find_dataset_owner,
    find_edition_opener,
)
from boardpack.findings import Fault, Severity
from boardpack.identifiers import (
    NhsNumberIssuer,
    find_nhs_numbers,
    has_email,
    has_postcode_and_birth,
    has_telephone,
)

PRIVATE_CODES = frozenset({"I101", "I103"})
"""Rules on what names a person: what breaks them is on no page, not even on a draft."""


@rule("I101", "No NHS number is published")
def find_published_nhs_numbers(edition: Edition) -> Iterator[Fault]:
    """Take the number out, also of older commits if it is a patient's: tell your data team."""
    # Without the number: findings go into logs, annotations and comments.
    message = "what looks like a patient's NHS number stands here"
    for text in list_texts(edition):
        if not text.is_figure and NhsNumberIssuer.ENGLAND_OR_WALES in find_nhs_numbers(text.words):
            yield _build_fault(edition, text, message)


@rule("I102", "No number looks like an NHS number", Severity.WARNING)
def find_nhs_number_lookalikes(edition: Edition) -> Iterator[Fault]:
    """Make sure that it is not a patient's; there is nothing to do if it is not."""
    for text in list_texts(edition):
        issuers = set(find_nhs_numbers(text.words))
        if NhsNumberIssuer.ADDRESS in issuers:
            message = "a number in the address of a page passes the NHS number's check"
        elif NhsNumberIssuer.ENGLAND_OR_WALES in issuers and text.is_figure:
            message = "a figure as long as most of its measure passes the NHS number's check"
        elif NhsNumberIssuer.ELSEWHERE in issuers:
            message = (
                "a number here passes the NHS number's check, but is not given out in England or "
                "Wales"
            )
        else:
            continue
        yield _build_fault(edition, text, message)


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
    for text in list_texts(edition):
        if not text.is_contact and (has_email(text.words) or has_telephone(text.words)):
            yield _build_fault(edition, text, message)


def _find_matching_texts(
    edition: Edition, is_match: Callable[[str], bool], message: str
) -> Iterator[Fault]:
    for text in list_texts(edition):
        if is_match(text.words):
            yield _build_fault(edition, text, message)


def _build_fault(edition: Edition, text: Text, message: str) -> Fault:
    words = f"{message}: {text.item}" if text.item else message
    return Fault(text.place, words, _find_responsible(edition, text), text.service)


def _find_responsible(edition: Edition, text: Text) -> str:
    if text.dataset:
        return find_dataset_owner(edition, edition.instance.datasets[text.dataset].contract)
    if text.service:
        return find_contributor(edition, text.service)
    return find_edition_opener(edition)
