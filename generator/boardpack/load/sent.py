"""What was sent: `data/sent/<pack>/<period>.csv`, a row for each message and what became of it.

It tells what happened, and is no part of what is reported: so a fault in it stops nobody from
publishing, but everybody from sending, lest somebody gets a message twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from boardpack.findings import Finding, Place
from boardpack.load.directorate import ID
from boardpack.load.strict_csv import read_cell, read_csv, report_cell
from boardpack.model.dataset import Constraints, Field
from boardpack.model.message import Outcome, SentMessage

SENT_FOLDER = "data/sent"
SENT_COLUMNS = ("key", "at", "to", "copies", "via", "outcome", "subject", "about", "reason")
MOMENT = "%Y-%m-%dT%H:%M:%SZ"

_PERSON = ID.pattern
_WORD = r"[a-z0-9]+([-./][a-z0-9]+)*"


def _write_list(pattern: str) -> str:
    return f"{pattern}(; {pattern})*"


_FIELDS = (
    Field("key", constraints=Constraints(required=True, pattern=_WORD)),
    Field("at", constraints=Constraints(required=True)),
    Field("to", constraints=Constraints(required=True, pattern=_PERSON)),
    Field("copies", constraints=Constraints(pattern=_write_list(_PERSON))),
    Field("via", constraints=Constraints(required=True)),
    Field("outcome", constraints=Constraints(required=True, enum=tuple(Outcome))),
    Field("subject", constraints=Constraints(required=True)),
    Field("about", constraints=Constraints(pattern=_write_list(_WORD))),
    Field("reason"),
)


def locate_sent(pack: str, period: str) -> str:
    """Return the path of the record of an edition, from the instance's root."""
    return f"{SENT_FOLDER}/{pack}/{period}.csv"


def load_sent(
    data: bytes | None, pack: str, period: str
) -> tuple[tuple[SentMessage, ...], list[Finding]]:
    """Return what was sent of an edition, oldest first, and what is wrong with the record.

    `data` is what its file holds; None where there is none, as before the first message.
    """
    if data is None:
        return (), []
    path = locate_sent(pack, period)
    sheet, findings = read_csv(data, path, SENT_COLUMNS)
    messages: list[SentMessage] = []
    for line, texts in sheet.pick_columns(SENT_COLUMNS) if sheet else ():
        place = Place(path, line)
        if faults := list(_find_cell_faults(texts, place)):
            findings += faults
            continue
        key, at, to, copies, via, outcome, subject, about, reason = texts
        messages.append(
            SentMessage(
                key,
                pack,
                period,
                datetime.strptime(at, MOMENT).replace(tzinfo=UTC),
                to,
                _split_list(copies),
                via,
                Outcome(outcome),
                subject,
                reason,
                place,
                _split_list(about),
            )
        )
    return tuple(messages), findings


def _find_cell_faults(texts: Sequence[str], place: Place) -> list[Finding]:
    findings = [
        report_cell(field.name, text, fault, place)
        for field, text in zip(_FIELDS, texts, strict=True)
        if (fault := read_cell(text, field)[1])
    ]
    if not findings and not _is_moment(texts[1]):
        words = "is no moment such as 2018-12-13T16:30:00Z"
        findings.append(report_cell("at", texts[1], words, place))
    return findings


def _split_list(text: str) -> tuple[str, ...]:
    return tuple(text.split("; ")) if text else ()


def _is_moment(text: str) -> bool:
    try:
        return bool(datetime.strptime(text, MOMENT).replace(tzinfo=UTC))
    except ValueError:
        return False
