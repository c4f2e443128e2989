"""What was sent, as rows of its record: data/sent/<pack>/<period>.csv."""

from __future__ import annotations

from collections.abc import Sequence

from boardpack.load.sent import MOMENT, SENT_COLUMNS
from boardpack.model.message import SentMessage
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
    table = to_csv(SENT_COLUMNS, rows)
    if not record:
        return table.encode()
    end = b"" if record.endswith(b"\n") else b"\n"
    return record + end + table.partition("\n")[2].encode()
