"""What was sent, as rows of its record: data/sent/<pack>/<period>.csv."""

from __future__ import annotations

from collections.abc import Sequence

from boardpack.load.records import MOMENT
from boardpack.load.sent import RUN_COLUMNS, SENT_COLUMNS
from boardpack.model.message import SendingRun, SentMessage
from boardpack.render.data_files import to_csv


def render_sent_rows(record: bytes, messages: Sequence[SentMessage]) -> bytes:
    """Return a record with rows added; what stood there stays as it was, to the byte.

    A line end that an editor took from its end comes back, lest two rows become one.
    """
    rows = [
        (
            message.key,
            message.at.strftime(MOMENT),
            message.to,
            message.copies,
            message.via,
            message.outcome,
            message.subject,
            message.about,
            message.reason,
        )
        for message in messages
    ]
    return _add_rows(record, SENT_COLUMNS, rows)


def render_runs(record: bytes, run: SendingRun) -> bytes:
    """Return the record of when what was sent was looked at, with a row added."""
    row = run.job, run.at.strftime(MOMENT), run.sent, run.unsent
    return _add_rows(record, RUN_COLUMNS, [row])


def _add_rows(record: bytes, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    table = to_csv(columns, rows)
    if not record:
        return table.encode()
    end = b"" if record.endswith(b"\n") else b"\n"
    return record + end + table.partition("\n")[2].encode()
