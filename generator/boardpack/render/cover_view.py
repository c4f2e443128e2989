"""The cover sheet of a paper as pages and documents show it, in the form that it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.meetings.participants import name_participant
from boardpack.analysis.states import State
from boardpack.model.agenda import EVERYBODY, AgendaItem
from boardpack.model.cover import ActionRequired, Assessment, CoverSheet, Implications
from boardpack.model.cover_forms import ASSURANCE_MATTERS, COVER_FORMS, CoverRow
from boardpack.model.period import format_day

_ROLE_FIELDS = ("executive_lead", "authors", "clinical_reviewer", "sponsor", "contact")
_IMPLICATIONS: Mapping[str, str] = {
    "legal": "Legal or risk",
    "cqc": "Care Quality Commission",
    "patient_safety": "Patient safety",
    "patient_engagement": "Patient engagement",
    "finance": "Finance",
    "sustainability": "Sustainability",
    "workforce": "Workforce and training",
}
_NOT_SAID = "Not said"


@dataclass(frozen=True, slots=True)
class CoverLine:
    """What stands in a row of the form, beside a label where there are several things."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class CoverPart:
    """A row of the form. `is_written` is false of what boardpack adds to the author's own rows."""

    title: str
    lines: Sequence[CoverLine]
    is_written: bool = True


@dataclass(frozen=True, slots=True)
class CoverView:
    """A cover sheet: what it is of, and the rows of its form."""

    enclosure: str
    committee: str
    title: str
    day: str
    parts: Sequence[CoverPart]
    late: str


def build_cover_view(edition: Edition, entry: Entry) -> CoverView | None:
    """Return the cover sheet of a paper; None of a section that is none."""
    cover = entry.submission.cover if entry.submission else None
    item = edition.agenda.find_item(entry.section.id) if edition.agenda else None
    if cover is None or item is None:
        return None
    return CoverView(
        enclosure=item.enclosure,
        committee=edition.pack.title,
        title=item.title,
        day=format_day(edition.period.start),
        parts=list(_iterate_parts(edition, entry, cover)),
        late=describe_supplement(item),
    )


def list_unprinted_parts(edition: Edition, entry: Entry) -> list[CoverPart]:
    """Return what a paper fills in although its form has no row for it: signed, and not printed."""
    cover = entry.submission.cover if entry.submission else None
    if cover is None:
        return []
    printed = {row.field for row in COVER_FORMS[cover.form]}
    defaults = CoverSheet(author=cover.author)
    return [
        CoverPart(row.title, _list_row_lines(edition, cover, row))
        for form in COVER_FORMS
        for row in COVER_FORMS[form]
        if row.field not in printed and getattr(cover, row.field) != getattr(defaults, row.field)
    ]


def describe_supplement(item: AgendaItem) -> str:
    """Return that a paper came late, and why the chair took it; nothing of one in time."""
    late = item.supplement
    if late is None:
        return ""
    words = f"Late: due {format_day(late.due)}, received {format_day(late.received)}."
    return f"{words} {late.reason or 'The chair gives no reason.'}"


def name_seat(edition: Edition, name: str) -> str:
    """Return what readers know a seat of the committee, a role or a person by."""
    if name == EVERYBODY:
        return "All"
    committee = edition.instance.committees.get(edition.pack.committee)
    if committee is None:
        return edition.instance.directorate.find_role_title(name)
    return name_participant(edition.instance, committee, name)


def _iterate_parts(edition: Edition, entry: Entry, cover: CoverSheet) -> Iterator[CoverPart]:
    for row in COVER_FORMS[cover.form]:
        lines = _list_row_lines(edition, cover, row)
        # What a form does not ask for, and nobody filled in, is an empty box on paper only.
        if lines or row.is_required:
            yield CoverPart(row.title, lines or [CoverLine("", _NOT_SAID)])
        if row.field in ("executive_lead", "sponsor"):
            is_signed = entry.state is State.SIGNED_OFF
            words = "Yes" if is_signed else "Not yet"
            yield CoverPart("Signed off", [CoverLine("", words)], is_written=False)


def _list_row_lines(edition: Edition, cover: CoverSheet, row: CoverRow) -> list[CoverLine]:
    value = getattr(cover, row.field)
    if row.field in _ROLE_FIELDS:
        value = _name_seats(edition, value)
    return list(_iterate_lines(row.field, value))


def _name_seats(edition: Edition, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
    if isinstance(value, tuple):
        return tuple(name_seat(edition, name) for name in value)
    return name_seat(edition, value) if value else ""


def _iterate_lines(field: str, value: object) -> Iterator[CoverLine]:
    if field == "action_required":
        chosen = value if isinstance(value, tuple) else ()
        for action in ActionRequired:
            yield CoverLine(action.value.capitalize(), "Yes" if action in chosen else "No")
    elif isinstance(value, Implications):
        for each in fields(value):
            words = getattr(value, each.name)
            if words:
                yield CoverLine(_IMPLICATIONS[each.name], words)
    elif isinstance(value, Assessment):
        answer = str(value.done.value).capitalize()
        yield CoverLine("", f"{answer}. {value.why}" if value.why else f"{answer}.")
    elif isinstance(value, Mapping):
        for key, title in ASSURANCE_MATTERS.items():
            yield CoverLine(title, str(value.get(key, _NOT_SAID)).capitalize())
    elif isinstance(value, bool):
        yield CoverLine("", "Yes" if value else "Not confirmed")
    elif isinstance(value, tuple):
        yield from (CoverLine("", str(words)) for words in value)
    elif value:
        yield CoverLine("", str(value))
