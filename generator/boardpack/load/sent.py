"""What was sent: `data/sent/<pack>/<period>.csv`, a row for each message and what became of it.

`data/sent/runs.csv` has a row for each time that somebody, or a workflow, sent what there was.

It tells what happened, and is no part of what is reported: so a fault in it stops nobody from
publishing, but everybody from sending, lest somebody gets a message twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from boardpack.findings import Finding, Place
from boardpack.load.directorate import ID
from boardpack.load.records import AT, MOST, load_rows, parse_moment
from boardpack.model.dataset import Constraints, Field, FieldType
from boardpack.model.message import Outcome, SendingRun, SentMessage

SENT_FOLDER = "data/sent"
RUNS_FILE = f"{SENT_FOLDER}/runs.csv"

_PERSON = ID.pattern
_WORD = r"[a-z0-9]+([-./][a-z0-9]+)*"


def _write_list(pattern: str) -> str:
    return f"{pattern}(; {pattern})*"


_FIELDS = (
    Field("key", constraints=Constraints(required=True, pattern=_WORD)),
    AT,
    Field("to", constraints=Constraints(required=True, pattern=_PERSON)),
    Field("copies", constraints=Constraints(pattern=_write_list(_PERSON))),
    Field("via", constraints=Constraints(required=True)),
    Field("outcome", constraints=Constraints(required=True, enum=tuple(Outcome))),
    Field("subject", constraints=Constraints(required=True)),
    Field("about", constraints=Constraints(pattern=_write_list(_WORD))),
    Field("reason"),
)
_COUNT = Constraints(required=True, minimum=Decimal(0), maximum=MOST)
_RUN_FIELDS = (
    Field("job", constraints=Constraints(required=True, pattern=ID.pattern)),
    AT,
    Field("sent", FieldType.INTEGER, constraints=_COUNT),
    Field("unsent", FieldType.INTEGER, constraints=_COUNT),
)
SENT_COLUMNS = tuple(field.name for field in _FIELDS)
RUN_COLUMNS = tuple(field.name for field in _RUN_FIELDS)


def locate_sent(pack: str, period: str) -> str:
    """Return the path of the record of an edition, from the instance's root."""
    return f"{SENT_FOLDER}/{pack}/{period}.csv"


def load_sent(
    data: bytes | None, pack: str, period: str
) -> tuple[tuple[SentMessage, ...], list[Finding]]:
    """Return what was sent of an edition, oldest first, and what is wrong with the record.

    `data` is what its file holds; None where there is none, as before the first message.
    """

    def build_message(texts: Sequence[str], place: Place) -> SentMessage:
        key, at, to, copies, via, outcome, subject, about, reason = texts
        return SentMessage(
            key,
            pack,
            period,
            parse_moment(at),
            to,
            _split_list(copies),
            via,
            Outcome(outcome),
            subject,
            reason,
            place,
            _split_list(about),
        )

    return load_rows(data, locate_sent(pack, period), _FIELDS, build_message)


def load_runs(data: bytes | None) -> tuple[tuple[SendingRun, ...], list[Finding]]:
    """Return when which job last looked what there was to send, oldest first, and what is wrong."""

    def build_run(texts: Sequence[str], place: Place) -> SendingRun:
        job, at, sent, unsent = texts
        return SendingRun(job, parse_moment(at), int(sent), int(unsent), place)

    return load_rows(data, RUNS_FILE, _RUN_FIELDS, build_run)


def _split_list(text: str) -> tuple[str, ...]:
    return tuple(text.split("; ")) if text else ()
