"""Messages to whoever takes them, each recorded before it is on its way and after."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from boardpack.adapters.build_folder import locate_build_folder
from boardpack.adapters.files import read_if_present, write_atomically
from boardpack.adapters.lock import hold_lock
from boardpack.adapters.mail.sender import Sender
from boardpack.errors import CannotRun
from boardpack.findings import Place
from boardpack.load.sent import RUNS_FILE, locate_sent
from boardpack.model.message import Delivery, Message, Outcome, SendingRun, SentMessage
from boardpack.operations.sent_record import read_sent
from boardpack.render.sent import render_runs, render_sent_rows

_UNDER_WAY = Delivery(Outcome.UNKNOWN, "boardpack was stopped while it was under way")


def select_unsent(
    messages: Sequence[Message], sent: Sequence[SentMessage], again: Collection[str] = ()
) -> tuple[Message, ...]:
    """Return the messages that were not sent yet, nor refused for good, nor lost sight of.

    Those to the persons in `again` go once more, whatever became of them.
    """
    settled_keys = find_last_rows(sent)
    return tuple(
        message
        for message in messages
        if message.recipient.person in again
        or message.key not in settled_keys
        or not settled_keys[message.key].is_settled
    )


def find_last_rows(sent: Sequence[SentMessage]) -> Mapping[str, SentMessage]:
    """Return by key what became of each message in the end."""
    return {row.key: row for row in sent}


def deliver_messages(
    root: Path,
    messages: Sequence[Message],
    sender: Sender,
    at: datetime,
    again: Collection[str] = (),
) -> Iterator[SentMessage]:
    """Send what was not sent yet, and yield what became of each as soon as it is recorded.

    `at` is in UTC. A message that is under way when this process is killed stays recorded as one
    that may have arrived. CannotRun where a record cannot be read, or nothing can be sent at all.
    """
    with hold_lock(locate_build_folder(root) / ".sending", "a round of messages"):
        # Read under the lock: another run may have sent some of it meanwhile.
        sent = read_sent(root).rows
        last_rows = find_last_rows(sent)
        for message in select_unsent(messages, sent, again):
            yield _deliver_message(root, message, sender, at, last_rows.get(message.key))


def record_run(root: Path, job: str, at: datetime, rows: Sequence[SentMessage]) -> None:
    """Record that a job sent what there was at a moment in UTC, if that was nothing, too."""
    path = root / RUNS_FILE
    sent = sum(row.outcome is Outcome.SENT for row in rows)
    run = SendingRun(job, at, sent, len(rows) - sent, Place(RUNS_FILE))
    write_atomically(path, render_runs(read_if_present(path) or b"", run))


def _deliver_message(
    root: Path, message: Message, sender: Sender, at: datetime, last_row: SentMessage | None
) -> SentMessage:
    path = root / locate_sent(message.pack, message.period)
    record = read_if_present(path) or b""
    row = _build_row(message, sender.name, at, _UNDER_WAY)
    write_atomically(path, render_sent_rows(record, [row]))
    try:
        delivery = (
            Delivery(Outcome.DEFERRED, message.withheld)
            if message.withheld
            else sender.send(message, at)
        )
    except (CannotRun, OSError):
        # Nothing left this computer, so nothing may be said to have.
        _restore(path, record)
        raise
    row = _build_row(message, sender.name, at, delivery)
    if last_row is not None and _tells_the_same(row, last_row):
        _restore(path, record)
    else:
        write_atomically(path, render_sent_rows(record, [row]))
    return row


def _tells_the_same(row: SentMessage, last_row: SentMessage) -> bool:
    """Return whether a message still waits for the same: each attempt would fill the record."""
    words = row.outcome, row.reason
    return not row.is_settled and words == (last_row.outcome, last_row.reason)


def _restore(path: Path, record: bytes) -> None:
    if record:
        write_atomically(path, record)
    else:
        path.unlink()


def _build_row(message: Message, via: str, at: datetime, delivery: Delivery) -> SentMessage:
    reached = [copy.person for copy in message.copies if copy not in delivery.refused]
    return SentMessage(
        message.key,
        message.pack,
        message.period,
        at,
        message.recipient.person,
        tuple(reached),
        via,
        delivery.outcome,
        message.subject,
        delivery.reason,
        Place(locate_sent(message.pack, message.period)),
        message.about,
    )
