"""Messages to whoever takes them, each recorded before it is on its way and after."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from boardpack.adapters.files import iterate_files_in, read_if_present, write_atomically
from boardpack.adapters.lock import hold_lock
from boardpack.adapters.mail.sender import Sender
from boardpack.errors import CannotRun
from boardpack.findings import Finding, Place
from boardpack.load.sent import RUNS_FILE, SENT_FOLDER, load_runs, load_sent, locate_sent
from boardpack.model.message import Delivery, Message, Outcome, SendingRun, SentMessage
from boardpack.render.sent import render_runs, render_sent_rows

_RECORD = re.compile(r"(?P<pack>[a-z0-9-]+)/(?P<period>[0-9]{4}-W?[0-9]{2})\.csv")
_UNDER_WAY = Delivery(Outcome.UNKNOWN, "boardpack was stopped while it was under way")


def read_sent(root: Path) -> tuple[SentMessage, ...]:
    """Return all that was sent, of each record the oldest first.

    CannotRun where a record cannot be read: somebody would be sent something twice.
    """
    folder = root / SENT_FOLDER
    files = iterate_files_in(folder) if folder.is_dir() else ()
    records = (file for file in files if file[0] != RUNS_FILE.removeprefix(f"{SENT_FOLDER}/"))
    return tuple(message for name, data in records for message in _read_record(name, data))


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
    with hold_lock(root / "build" / ".sending", "a round of messages"):
        # Read under the lock: another run may have sent some of it meanwhile.
        sent = read_sent(root)
        last_rows = find_last_rows(sent)
        for message in select_unsent(messages, sent, again):
            yield _deliver_message(root, message, sender, at, last_rows.get(message.key))


def read_runs(root: Path) -> tuple[SendingRun, ...]:
    """Return when which job sent what there was, the oldest first; CannotRun if unreadable."""
    runs, findings = load_runs(read_if_present(root / RUNS_FILE))
    _refuse_faults(findings)
    return runs


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
        delivery = sender.send(message, at)
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


def _read_record(name: str, data: bytes) -> Sequence[SentMessage]:
    match = _RECORD.fullmatch(name)
    if match is None:
        raise CannotRun(f"nothing reads {SENT_FOLDER}/{name}; take it out, and run this again")
    messages, findings = load_sent(data, match["pack"], match["period"])
    _refuse_faults(findings)
    return messages


def _refuse_faults(findings: Sequence[Finding]) -> None:
    if findings:
        fault = findings[0]
        raise CannotRun(
            f"{fault.place}: {fault.what}; restore the record of what was sent from Git, so that "
            "nobody is sent anything twice"
        )
