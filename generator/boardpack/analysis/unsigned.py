"""What a director does not sign, field by field, and why: all else of the model is signed.

Lines of facts leave out what is listed here and nothing else, so that a field that somebody adds to
the model is signed until somebody says here why not. A test changes each field once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields
from functools import cache
from types import MappingProxyType
from typing import Any

_UNJUDGED = "keeps the gate shut by findings of its own"
_PLACE = "says where it stands in its file, for findings; readers never see it"
_KEY = "names the edition and the section, by which the subject is bound to them"
_REGISTER = "belongs to the register, by which a signature is judged and not what is signed"
_NAME = "is what a person is called: the id is signed, and whoever marries voids nothing"
_FROM_WORDS = "is made from the words of the section, which are signed as they stand"
_TIMETABLE = "says who is chased when; no section shows it"
_SUPPRESSION = "says which rows are suppressed; rows are signed as they are shown"
_MESSAGES = "is about messages that are sent once all is published; no page shows it"
_FRAME = "frames the site or the guide; it says nothing of a section"
_UNREAD = "is false only where a rule shuts the gate, so that nothing of it is signed"
_WITNESS = "says whom the gate asks; no page shows it, and a base's word holds beside a proposal's"
_CLEARED = "opens the gate for words that are signed; information governance answers for it"
_ARRIVAL = "says how rows are read from what the source sends; rows are signed as they stand"
_ORIGIN = "says which cells rows were read from; rows are signed as they stand"
_THERE = "says when it is there at all; where it is, it is signed as it stands, row by row"
_ENDED = "says why something ended, which is signed with the ending while it is shown"
_ROLE_AT_WORK = "says whom to ask; it is neither on the section nor a rule of the gate"
_AREA = "says under which heading of the page of areas it is listed; no section shows it"
_FORM = "says where a draft is written; no publication shows it"
_REPEATED = "says which rows an earlier file has, too; rows are signed as they stand"
_MEETING = "is about the meeting and not the paper; the chair answers for the agenda"

UNSIGNED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "Directorate": {
            "edit_url": _FRAME, "about": _FRAME, "signoff": _WITNESS,
            "site_url": _MESSAGES, "mail_from": _MESSAGES,
            "information_governance": _CLEARED, "form": _FORM,
        },
        "WebForm": {
            "forge": _FORM, "repository": _FORM, "branch": _FORM, "server": _FORM,
            "sign_in": _FORM, "app_id": _FORM,
        },
        "Clearance": {
            "rule": _CLEARED, "place": _CLEARED, "passage": _CLEARED, "reason": _CLEARED,
            "decided_by": _CLEARED, "decided": _CLEARED, "until": _CLEARED, "row": _PLACE,
        },
        "Service": {
            "from_": _THERE, "until": _THERE, "because": _ENDED,
            "became": "restarts the series of the service that it names, which signs that",
        },
        "Witness": {"provider": _WITNESS, "repository": _WITNESS},
        "Person": {
            "id": _REGISTER, "name": _NAME, "forge_id": _REGISTER, "place": _PLACE,
            "emails": _REGISTER, "login": _REGISTER,
        },
        "Appointment": {
            "person": _REGISTER, "role": _REGISTER, "service": _REGISTER, "since": _REGISTER,
            "until": _REGISTER, "deputy_for": _REGISTER, "place": _PLACE,
        },
        "Waiver": {"place": _PLACE},
        "Term": {
            "acronym": "explains an acronym to readers; the words that use it are signed",
            "meaning": "explains an acronym to readers; the words that use it are signed",
            "place": _PLACE,
        },
        "GuidePage": {"name": _FRAME, "path": _FRAME, "title": _FRAME, "text": _FRAME},
        "Pack": {
            "cadence": "is that of the period, to which the subject is bound",
            "timetable": _TIMETABLE,
            "documents": "says which PDFs are made; each shows sections as they are signed",
            "about": _FRAME,
            "services_per_document": "says how many documents all is printed in",
            "latest": "says where an address leads",
            "circulation": _MESSAGES,
            "risk_review_days": "says when a rule warns; no section shows it",
        },
        "Section": {
            "prompt": "is asked of the writer; no reader sees it",
            "requested_by": _ROLE_AT_WORK,
            "data_by": _ROLE_AT_WORK,
            "data_duty": "says how figures are fetched; the section shows only what came",
            "narrated_by": _ROLE_AT_WORK,
            "from_": _THERE, "until": _THERE, "because": _ENDED,
        },
        "Circulation": {
            "to": _MESSAGES, "document": _MESSAGES, "largest_kilobytes": _MESSAGES,
            "asks": "says which words are repeated first; they are signed where they stand",
        },
        "Step": {
            "id": _TIMETABLE, "when": _TIMETABLE, "who": _TIMETABLE, "what": _TIMETABLE,
            "chase": _TIMETABLE, "escalate_to": _TIMETABLE, "on_non_working_day": _TIMETABLE,
            "sections": _TIMETABLE, "recipients": _TIMETABLE, "gate": _TIMETABLE,
            "done_when": _TIMETABLE,
        },
        "Contract": {
            "owner": _ROLE_AT_WORK,
            "cadence": "is that of the rows, whose periods are signed",
            "year_ends": "is that of the rows, whose periods are signed",
            "from_": _THERE, "until": _THERE, "because": _ENDED,
            "publish_small_numbers": "says why rows are shown; they are signed as they are shown",
            "counts_of_people": _SUPPRESSION, "area": _AREA,
            "intake": _ARRIVAL,
        },
        "Intake": {
            "columns": _ARRIVAL, "across": _ARRIVAL, "sheet_is": _ARRIVAL, "row_is": _ARRIVAL,
            "sheets": _ARRIVAL, "header_row": _ARRIVAL, "service": _ARRIVAL, "measure": _ARRIVAL,
            "names": _ARRIVAL, "dates": _ARRIVAL, "multiply": _ARRIVAL, "fill_down": _ARRIVAL,
            "pass_over": _ARRIVAL, "missing": _ARRIVAL, "suppressed": _ARRIVAL,
        },
        "Measure": {
            "from_": _THERE, "until": _THERE, "because": _ENDED, "sum_of": _SUPPRESSION,
            "area": _AREA,
        },
        "Observation": {"path": _PLACE, "line": _PLACE},
        "ObservedRows": {"path": _PLACE, "has_repeats": _REPEATED},
        "FinanceLine": {"path": _PLACE, "line": _PLACE},
        "PrintedTotal": {"path": _PLACE, "line": _PLACE},
        "Risk": {"place": _PLACE},
        "AssuranceLine": {"place": _PLACE},
        "PlanLine": {"place": _PLACE},
        "TableRow": {"place": _PLACE},
        "DataFile": {"path": _PLACE, "is_whole": _UNREAD},
        "Dataset": {
            "place": _PLACE,
            "originals": _ORIGIN,
        },
        "Original": {"path": _ORIGIN, "name": _ORIGIN, "traces": _ORIGIN},
        "Trace": {"columns": _ORIGIN, "cells": _ORIGIN},
        "Narrative": {
            "text": "is the words with their comments, which no reader sees",
            "line": _PLACE, "text_line": _PLACE, "words": _FROM_WORDS, "parts": _FROM_WORDS,
        },
        "Submission": {
            "pack": _KEY, "period": _KEY, "service": _KEY, "path": _PLACE, "front_lines": _PLACE,
            "headings": _PLACE, "exception_lines": _PLACE,
            "exceptions_unread": _UNJUDGED, "misspelt": _UNJUDGED, "title_lines": _PLACE,
            "status_lines": _PLACE, "statuses": "give the state of a section, which is signed",
        },
        "Instance": {
            "people": _REGISTER, "appointments": _REGISTER, "clearances": _CLEARED,
            "glossary": "explains acronyms to readers; the words that use them are signed",
            "guide": _FRAME,
            "unread": _UNJUDGED,
            "edition_ids": "says which editions there are; each is signed by itself",
        },
        "FiledAgenda": {"path": _PLACE, "lines": _PLACE},
        "Agenda": {
            "opens": _MEETING, "closes": _MEETING, "venue": _MEETING, "papers_due": _MEETING,
            "illustrative": _MEETING,
            "private": "keeps the gate shut by a finding of its own",
        },
        "CoverSheet": {
            "author": "is that of the submission, which is signed",
            "status": "is that of the submission, which is signed",
            "private": "keeps the gate shut by a finding of its own",
        },
        "AgendaItem": {
            "item": _MEETING, "covers": _MEETING, "starts": _MEETING, "minutes": _MEETING,
            "delivery": _MEETING,
            "shows": "is what boardpack makes; a paper shows none",
            "narrated_by": _ROLE_AT_WORK,
            "private": "keeps the gate shut by a finding of its own",
        },
    }
)  # fmt: skip
"""By class of the model and name of the field, why it is not signed."""

SIGNED_WHERE_SET: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "Contract": frozenset(
            {
                *("suppress_below", "round_to", "thresholds_approval", "counts"),
                *("likelihoods", "consequences", "trend_from"),
            }
        ),
        "Escalating": frozenset({"leadership", "board"}),
        "Risk": frozenset({"organisation", "closure", "measures"}),
        "ExceptionReport": frozenset(
            {
                *("remedial_plan", "risk", "investment_priority"),
                *("review", "outcome", "next_step"),
            }
        ),
    }
)
"""Fields that the model gained after the first sign-offs: signed where they are not as they would
be if nobody had written them, so that a new field by itself voids nothing."""


def list_signed_values(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the name and value of each field of a value of the model that is signed."""
    kind: Any = type(value)
    defaults = _list_later_defaults(kind)
    for name in list_signed_names(kind):
        field_value = getattr(value, name)
        if name not in defaults or field_value != defaults[name]:
            yield name, field_value


@cache
def list_signed_names(kind: Any) -> tuple[str, ...]:
    """Return the fields of a class of the model that are signed, in their order."""
    left_out = UNSIGNED.get(kind.__name__, {})
    return tuple(field.name for field in fields(kind) if field.name not in left_out)


@cache
def _list_later_defaults(kind: Any) -> Mapping[str, Any]:
    """Return the defaults of the fields that are signed only where they are set."""
    names = SIGNED_WHERE_SET.get(kind.__name__, frozenset())
    return {field.name: _find_default(field) for field in fields(kind) if field.name in names}


def _find_default(field: Field[Any]) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()
