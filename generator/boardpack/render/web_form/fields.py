"""The fields of the form: for each section its words, its state and its exception reports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.off_track import group_by_section, list_reasons
from boardpack.analysis.states import State
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.forms import list_form_headings
from boardpack.model.pack import Need
from boardpack.model.report_labels import DAY_FIELDS, LABELS, NEXT_STEPS, OUTCOMES
from boardpack.model.status import Status
from boardpack.render.skeleton import iterate_hint_lines

Field = dict[str, Any]
_MARKS = re.compile(r"([\\`*_{}\[\]<>()#+\-!|~.])")
_DAY = "A day such as 28 February 2019"
_DAY_PATTERN = r"^(\d{1,2} [A-Za-z]{3,9} \d{4}|\d{4}-\d{2}-\d{2})?$"
_SHORT_FIELDS = ("risk",)
_CHOICES: Mapping[str, Iterable[str]] = {"outcome": OUTCOMES, "next_step": NEXT_STEPS}
_FILE_STATUS = ("The whole report is", list(Status), "Choose ready when everything is written.")
_SECTION_STATUS = ("This section is", ["", *Status], "Left empty, it is as the whole report.")


def compose_fields(
    edition: Edition, entries: Sequence[Entry], leads: Mapping[str, str]
) -> list[Field]:
    """Return the fields of a submission, in the order of its sections."""
    escalated = group_by_section(edition)
    fields = [
        _make_field("whole", "The file as it is", "hidden"),
        _make_choice("file_status", *_FILE_STATUS),
    ]
    for entry in entries:
        if entry.state is State.NOT_DUE:
            continue
        reasons = list_reasons(entry, escalated.get((entry.service, entry.section.id), ()))
        needs_report = entry.is_owed and bool(reasons)
        if entry.section.narrative is Need.NONE and not needs_report and not entry.exceptions:
            continue
        hint = list(iterate_hint_lines(edition, entry))
        if needs_report:
            hint.append(f"Off track, so an exception report is needed: {'; '.join(reasons)}.")
        fields.append(_compose_section(entry, hint, leads))
    return fields


def list_leads(edition: Edition, service: str) -> dict[str, str]:
    """Return by id the names of those who can lead an action of a service, its own people first."""
    instance, day = edition.instance, edition.due_day
    people = {
        appointment.person: instance.people[appointment.person].name
        for whose in (service, WHOLE_DIRECTORATE)
        for appointment in instance.appointments
        if appointment.service == whose
        and appointment.person in instance.people
        and appointment.has_role(appointment.role, service, day)
    }
    submission = edition.find_submission(service)
    written = submission.exceptions if submission else ()
    # What stands there already stays a choice, whoever it was.
    others = {report.lead: instance.name_person_or_role(report.lead) for report in written}
    return {**people, **{lead: name for lead, name in others.items() if lead not in ("", *people)}}


def _compose_section(entry: Entry, hint: Sequence[str], leads: Mapping[str, str]) -> Field:
    section = entry.section
    headings = list_form_headings(section)
    fields = []
    if section.narrative is not Need.NONE and not headings:
        fields.append(_make_field("words", "Text", "text"))
    fields += [
        _make_field(f"part_{number}", heading.title, "text", [heading.prompt])
        for number, heading in enumerate(headings)
    ]
    fields += [_compose_reports(leads), _make_choice("status", *_SECTION_STATUS)]
    # Beside what is written first, so that it is not seen before the section is opened.
    own_hint = fields[0].get("hint", "")
    fields[0]["hint"] = "\n".join(filter(None, [own_hint, _escape_hint(hint)]))
    return {
        **_make_field(section.id, section.title, "object"),
        "collapsed": True,
        "fields": fields,
    }


def _compose_reports(leads: Mapping[str, str]) -> Field:
    fields = [_make_field("at", "Its place in the file", "hidden")]
    for name, label in LABELS.items():
        if name == "lead":
            field = _make_choice(name, label, leads)
        elif name in _CHOICES:
            field = _make_choice(name, label, ["", *_CHOICES[name]])
        elif name in DAY_FIELDS:
            field = {**_make_field(name, label, "string", [_DAY]), "pattern": [_DAY_PATTERN, _DAY]}
        else:
            field = _make_field(name, label, "string" if name in _SHORT_FIELDS else "text")
        fields.append(field)
    return {
        **_make_field("reports", "Exception reports", "list"),
        "label_singular": "exception report",
        "collapsed": True,
        "minimize_collapsed": False,
        "summary": "{{fields.issue}}",
        "fields": fields,
    }


def _make_field(name: str, label: str, widget: str, hint: Sequence[str] = ()) -> Field:
    field: Field = {"name": name, "label": label, "widget": widget, "required": False}
    text = _escape_hint(hint)
    return {**field, "hint": text} if text else field


def _make_choice(
    name: str, label: str, options: Mapping[str, str] | Sequence[str], hint: str = ""
) -> Field:
    pairs = options.items() if isinstance(options, Mapping) else ((key, key) for key in options)
    field = _make_field(name, label, "select", [hint])
    return {**field, "options": [{"label": title, "value": value} for value, title in pairs]}


def _escape_hint(lines: Iterable[str]) -> str:
    """Return lines that the editor, which reads Markdown in a hint, shows as they are."""
    return "\n".join(_MARKS.sub(r"\\\1", line) for line in lines if line)
