"""Rules on what points to one person, where it is written; no message repeats what it found.

A false alarm is cleared in `data/clearances.csv` by whoever answers for information governance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from boardpack.analysis.edition import Edition
from boardpack.analysis.once import worked_out_once
from boardpack.analysis.text import Suspicion, Text
from boardpack.analysis.texts import list_markdown_texts, list_texts
from boardpack.checks.clearances import describe_passage, is_cleared
from boardpack.checks.registry import rule
from boardpack.checks.responsible import (
    find_contributor,
    find_dataset_owner,
    find_edition_opener,
)
from boardpack.checks.scope import list_datasets
from boardpack.findings import Fault, Place, Severity
from boardpack.identifiers import (
    Identifier,
    IdentifierKind,
    NhsNumberIssuer,
    find_identifiers,
    find_nhs_numbers,
    may_name_day,
    mentions_birth,
    names_personal_column,
    settle_text,
)
from boardpack.load.markdown import iterate_table_headings

_NUMBER, _CONTACTS = IdentifierKind.NHS_NUMBER, (IdentifierKind.EMAIL, IdentifierKind.TELEPHONE)
_BIRTHS = (IdentifierKind.BIRTH_AND_NAME, IdentifierKind.BIRTH_AND_POSTCODE)
CODES: Mapping[IdentifierKind, str] = MappingProxyType(
    {
        _NUMBER: "I101",
        IdentifierKind.BIRTH_AND_POSTCODE: "I103",
        IdentifierKind.EMAIL: "I104",
        IdentifierKind.TELEPHONE: "I104",
        IdentifierKind.BIRTH_AND_NAME: "I105",
    }
)
"""By what points to a person, the rule that finds it where it is written."""
PRIVATE_KINDS = frozenset(IdentifierKind) - frozenset(_CONTACTS)
"""What names a patient: what breaks these rules is on no page, not even on a draft."""
PRIVATE_CODES = frozenset(CODES[kind] for kind in PRIVATE_KINDS)


def collect_explained_identifiers(edition: Edition) -> frozenset[Identifier]:
    """Return what may be published: what is there to be reached by, long figures, what is cleared.

    Whatever else is found in what was built got past the rules below.
    """
    return frozenset(
        identifier
        for text in list_texts(edition)
        for identifier in (*find_identifiers(text.words), *_iterate_births_by_name_above(text))
        if _is_expected(text, identifier)
        or is_cleared(edition, CODES[identifier.kind], text.place.path, text.words)
    )


@rule("I101", "No NHS number is published")
def find_published_nhs_numbers(edition: Edition) -> Iterator[Fault]:
    """Take the number out, also of older commits if it is a patient's: tell your data team."""
    # Without the number: findings go into logs, annotations and comments.
    return _find_faults(edition, "I101")


@rule("I102", "No number looks like an NHS number", Severity.WARNING)
def find_nhs_number_lookalikes(edition: Edition) -> Iterator[Fault]:
    """Make sure that it is not a patient's; there is nothing to do if it is not."""
    for suspicion in _list_suspicions(edition):
        text, issuers = suspicion.text, suspicion.issuers
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
    return _find_faults(edition, "I103")


@rule("I104", "Addresses and telephone numbers stand only in columns for them")
def find_misplaced_contacts(edition: Edition) -> Iterator[Fault]:
    """Take it out, or name the role to turn to; put a practice's own into a column for it."""
    return _find_faults(edition, "I104")


@rule("I105", "No name stands beside a date of birth")
def find_births_beside_names(edition: Edition) -> Iterator[Fault]:
    """Take out at least one of the two; if it is nobody's, let information governance clear it."""
    return _find_faults(edition, "I105")


@rule("I112", "No column is there for what names a person")
def find_columns_about_persons(edition: Edition) -> Iterator[Fault]:
    """Take the column out: a report needs counts of people, not who they are."""
    for dataset in list_datasets(edition):
        for field in dataset.contract.fields:
            is_personal = any(map(names_personal_column, (field.name, field.title)))
            name = f"{field.name} {field.title}"
            path = dataset.place.path
            if is_personal and not is_cleared(edition, "I112", path, name):
                passage = describe_passage(edition, "I112", path, name)
                words = f"column '{field.name}' is called as what names a person ({passage})"
                yield Fault(dataset.place, words, find_dataset_owner(edition, dataset.contract))
    yield from _find_headings_about_persons(edition)


def _find_headings_about_persons(edition: Edition) -> Iterator[Fault]:
    for text in list_markdown_texts(edition):
        # Few texts have a table: most need no look by the parser.
        if "|" not in text.words:
            continue
        for line, heading in iterate_table_headings(text.words):
            path = text.place.path
            if names_personal_column(settle_text(heading)) and not is_cleared(
                edition, "I112", path, heading
            ):
                passage = describe_passage(edition, "I112", path, heading)
                words = f"a column of this table is called as what names a person ({passage})"
                place = Place(path, (text.place.line or 1) + line)
                yield Fault(place, words, _find_responsible(edition, text), text.service)


def _find_faults(edition: Edition, code: str) -> Iterator[Fault]:
    for suspicion in _list_suspicions(edition):
        text = suspicion.text
        kinds = [
            identifier.kind
            for identifier in suspicion.identifiers
            if CODES[identifier.kind] == code and not _is_expected(text, identifier)
        ]
        path = text.place.path
        if kinds and not is_cleared(edition, code, path, text.words):
            passage = describe_passage(edition, code, path, text.words)
            yield _build_fault(edition, text, f"{kinds[0]} stands here ({passage})")


@worked_out_once
def _list_suspicions(edition: Edition) -> tuple[Suspicion, ...]:
    return tuple(_iterate_suspicions(edition))


def _iterate_suspicions(edition: Edition) -> Iterator[Suspicion]:
    for text in list_texts(edition):
        identifiers = tuple(_iterate_identifiers(text))
        issuers = frozenset((*find_nhs_numbers(text.words), *find_nhs_numbers(text.beside)))
        if identifiers or issuers:
            yield Suspicion(text, identifiers, issuers)


def _iterate_identifiers(text: Text) -> Iterator[Identifier]:
    yield from find_identifiers(text.words)
    # Figures of several columns in a row look like a telephone number, and none is spread so.
    spread = find_identifiers(text.beside)
    yield from (identifier for identifier in spread if identifier.kind not in _CONTACTS)
    yield from _iterate_births_by_name_above(text)


def _iterate_births_by_name_above(text: Text) -> Iterator[Identifier]:
    """Yield a birthday whose name or postcode stands in the paragraph above, or below it."""
    together = f"{text.before}; {text.words}"
    if not text.before or not may_name_day(together) or not mentions_birth(together):
        return
    # What stands above on its own is found there.
    above = frozenset(find_identifiers(text.before))
    for identifier in find_identifiers(together):
        if identifier.kind in _BIRTHS and identifier not in above:
            yield identifier


def _is_expected(text: Text, identifier: Identifier) -> bool:
    return (
        text.is_contact
        if identifier.kind in _CONTACTS
        else (text.is_figure and identifier.kind is _NUMBER)
    )


def _build_fault(edition: Edition, text: Text, message: str) -> Fault:
    words = f"{message}: {text.item}" if text.item else message
    return Fault(text.place, words, _find_responsible(edition, text), text.service)


def _find_responsible(edition: Edition, text: Text) -> str:
    if text.dataset:
        return find_dataset_owner(edition, edition.instance.datasets[text.dataset].contract)
    if text.service:
        return find_contributor(edition, text.service)
    return find_edition_opener(edition)
