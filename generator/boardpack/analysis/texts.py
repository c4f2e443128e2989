"""Every text that an edition can show, with the place where it was written.

Values are walked field by field, so that a field or a kind of row which is added tomorrow is read
as well; what is left out is named here, with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from boardpack.analysis.edition import Edition
from boardpack.analysis.text import Text
from boardpack.findings import Place
from boardpack.identifiers import names_personal_column
from boardpack.model.agenda import FiledAgenda
from boardpack.model.dataset import (
    Field,
    Kind,
    Value,
)
from boardpack.model.meeting import Committee, Meeting
from boardpack.model.past_rows import iterate_examples
from boardpack.model.rows import (
    Dataset,
    Observation,
    Row,
    TableRow,
)
from boardpack.model.submission import Submission

_SMALLEST_NUMBER = 10**9
"""Only a number of ten digits or more can stand for a person."""
_NEVER_SHOWN = frozenset({"path", "line", "place", "emails", "mail_from", "forge_id", "pattern"})
"""Where things stand, how Git and the forge know a person, and what a cell must match."""
_CONTACT_WORDS = ("telephone", "phone", "email", "e-mail")
_BETWEEN = "; "
"""Stands between the texts of one value, lest the end of one and the next make a number."""


def list_texts(edition: Edition) -> Iterator[Text]:
    """Yield everything that people wrote or that landed, and that an edition can show."""
    instance = edition.instance
    yield from _list_item_texts(instance.directorate, Place("data/directorate.yml"))
    yield from _list_item_texts(edition.pack, Place(f"data/packs/{edition.pack_id}.yml"))
    for register in (
        instance.people.values(),
        instance.appointments,
        instance.waivers,
        instance.glossary,
    ):
        for row in register:
            yield Text(join_words(row), row.place)
    for clearance in instance.clearances:
        yield Text(clearance.reason, clearance.row)
    for text in list_markdown_texts(edition):
        yield from _list_paragraphs(text)
    for committee in edition.committees:
        yield from _list_committee_texts(committee)
        yield from _list_reported_texts(committee, edition)
    for filed in _list_shown_agendas(edition):
        yield from _list_item_texts(filed.agenda, Place(filed.path))
    for submission in _list_shown_submissions(edition):
        yield from _list_submission_texts(submission)
    for dataset_id in edition.series:
        yield from _list_dataset_texts(instance.datasets[dataset_id])


def list_markdown_texts(edition: Edition) -> Iterator[Text]:
    """Yield each text in Markdown that an edition can show, whole, with the line of its first."""
    for page in edition.instance.guide:
        yield Text(page.text, Place(page.path, 1))
    for committee in edition.committees:
        for meeting in committee.judged_meetings:
            for item in meeting.items:
                place = Place(meeting.path, item.narrative.text_line)
                yield Text(item.narrative.text, place, service=meeting.service)
    for submission in _list_shown_submissions(edition):
        for narrative in submission.narratives:
            place = Place(submission.path, narrative.text_line)
            yield Text(narrative.text, place, service=submission.service)


def join_words(value: Any) -> str:
    """Return every text in a value, however deep, and every number that could be a person's."""
    return _BETWEEN.join(_iterate_words(value))


def _iterate_words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, int | Decimal):
        if _is_long(value):
            yield str(value)
    elif isinstance(value, date):
        yield value.isoformat()
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield f"{key} {join_words(inner)}"
    elif is_dataclass(value) or hasattr(value, "_fields"):
        for name in _list_field_names(value):
            yield from _iterate_words(getattr(value, name))
    elif isinstance(value, tuple | frozenset):
        for inner in value:
            yield from _iterate_words(inner)


def _is_long(number: int | Decimal) -> bool:
    # Whatever its sign: a hyphen before a patient's number makes it no other one.
    return not -_SMALLEST_NUMBER < number < _SMALLEST_NUMBER


def _list_field_names(value: Any) -> Iterator[str]:
    names = value._fields if hasattr(value, "_fields") else (f.name for f in fields(value))
    return (name for name in names if name not in _NEVER_SHOWN)


def _list_item_texts(value: Any, place: Place, dataset: str = "") -> Iterator[Text]:
    """Yield the items of each list in a configuration file, and then what stands beside them."""
    plain: list[Any] = []
    for name in _list_field_names(value):
        inner = getattr(value, name)
        if isinstance(inner, tuple) and inner and is_dataclass(inner[0]):
            for number, item in enumerate(inner, start=1):
                yield Text(join_words(item), place, f"{name} {number}", dataset)
        else:
            plain.append(inner)
    yield Text(join_words(tuple(plain)), place, "", dataset)


def _list_paragraphs(text: Text) -> Iterator[Text]:
    before = ""
    lines = enumerate(text.words.split("\n"), start=text.place.line or 1)
    for is_filled, paragraph in groupby(
        lines, lambda numbered_line: bool(numbered_line[1].strip())
    ):
        if is_filled:
            numbered_lines = list(paragraph)
            # Joined, because a number or an address may be broken over two lines.
            words = " ".join(line for _, line in numbered_lines)
            place = Place(text.place.path, numbered_lines[0][0])
            yield Text(words, place, service=text.service, before=before)
            before = words


def _list_shown_submissions(edition: Edition) -> Iterator[Submission]:
    submissions = map(edition.find_submission, edition.by_submission)
    return (submission for submission in submissions if submission is not None)


def _list_shown_agendas(edition: Edition) -> Iterator[FiledAgenda]:
    """Yield the agenda of the edition, and those that its forward plan shows."""
    instance = edition.instance
    for (pack_id, _), filed in instance.agendas.items():
        committee = instance.committees.get(instance.packs[pack_id].committee)
        is_planned = committee is not None and committee.terms.pack == edition.pack_id
        if is_planned or pack_id == edition.pack_id:
            yield filed


def _list_committee_texts(committee: Committee) -> Iterator[Text]:
    yield from _list_item_texts(committee.terms, committee.place)
    for action in committee.actions:
        yield Text(join_words(action), action.place)
    for mark in committee.marks:
        yield Text(mark.who, mark.place)
    for meeting in committee.judged_meetings:
        for item in meeting.items:
            yield Text(item.title, Place(meeting.path, item.narrative.line))
        yield from _list_front_texts(meeting, meeting.service)


def _list_reported_texts(committee: Committee, edition: Edition) -> Iterator[Text]:
    """Yield the actions of exception reports that a register shows, but those of the edition."""
    own_paths = {submission.path for submission in _list_shown_submissions(edition)}
    for action in committee.reported:
        if action.place.path not in own_paths:
            yield Text(action.what, action.place, service=action.service)


def _list_submission_texts(submission: Submission) -> Iterator[Text]:
    service = submission.service
    for index, report in enumerate(submission.exceptions):
        yield Text(join_words(report), submission.find_report_place(index), service=service)
    yield from _list_front_texts(submission, service)


def _list_front_texts(file: Submission | Meeting, service: str) -> Iterator[Text]:
    cover = file.cover if isinstance(file, Submission) else None
    front, lines = cover or file.front, file.front_lines
    for name in _list_field_names(front):
        value = getattr(front, name)
        items = (
            value.items()
            if isinstance(value, Mapping)
            else enumerate(value)
            if isinstance(value, tuple)
            else [("", value)]
        )
        before = ""
        for key, item in items:
            place = Place(file.path, lines.get(f"{name}.{key}" if key != "" else name))
            # A name may be typed where an id belongs.
            if isinstance(key, str) and key:
                yield Text(key, place, service=service)
            words = join_words(item)
            yield Text(words, place, service=service, before=before)
            before = words


def _list_dataset_texts(dataset: Dataset) -> Iterator[Text]:
    yield from _list_item_texts(dataset.contract, dataset.place, dataset.id)
    contacts = frozenset(field.name for field in dataset.contract.fields if _is_contact(field))
    if dataset.contract.kind is Kind.MEASURES and not _has_long_number(dataset):
        return
    long_measures = _find_long_measures(dataset)
    for file in dataset.files:
        for row in (*file.rows, *file.totals):
            yield from _list_row_texts(row, dataset.id, contacts, long_measures)


def _has_long_number(dataset: Dataset) -> bool:
    # Most values stand there many times over, and are one and the same.
    values: dict[int, Value] = {}
    tellings = (telling[3:8] for telling in iterate_examples(dataset.files))
    for column in zip(*tellings, strict=True):
        values.update(zip(map(id, column), column, strict=True))
    return any(isinstance(value, Decimal) and _is_long(value) for value in values.values())


def _find_long_measures(dataset: Dataset) -> frozenset[str]:
    """Return the measures most of whose figures have ten digits or more: they count no person."""
    counts: dict[str, list[int]] = {}
    for row in (row for file in dataset.files for row in file.rows):
        if isinstance(row, Observation) and isinstance(row.value, Decimal):
            count = counts.setdefault(row.measure, [0, 0])
            count[_is_long(row.value)] += 1
    return frozenset(measure for measure, (short, long) in counts.items() if long > short)


def _list_row_texts(
    row: Row, dataset: str, contacts: frozenset[str], long_measures: frozenset[str]
) -> Iterator[Text]:
    match row:
        case Observation():
            # There are many, and all but their numbers are ids that stand in the contract too.
            for value in (row.value, row.numerator, row.denominator, row.target, row.benchmark):
                if isinstance(value, Decimal) and _is_long(value):
                    is_figure = row.measure in long_measures
                    yield Text(str(value), row.place, "", dataset, row.service, is_figure=is_figure)
        case TableRow():
            for is_contact in (False, True):
                cells = {
                    column: cell
                    for column, cell in row.cells.items()
                    if (column in contacts) is is_contact
                }
                beside = " ".join(cell for cell in cells.values() if isinstance(cell, str))
                yield Text(
                    join_words(cells),
                    row.place,
                    "",
                    dataset,
                    row.service,
                    is_contact,
                    beside=beside,
                )
        case _:
            beside = " ".join(
                cell
                for name in _list_field_names(row)
                if isinstance(cell := getattr(row, name), str)
            )
            yield Text(join_words(row), row.place, "", dataset, row.service, beside=beside)


def _is_contact(field: Field) -> bool:
    # Of a practice, that is: nobody is there to be reached whom a patient's column names.
    if any(map(names_personal_column, (field.name, field.title))):
        return False
    name = f"{field.name} {field.title}".casefold()
    return any(word in name for word in _CONTACT_WORDS)
