"""Nobody is sent anything twice, whatever is killed, lost or run again; and it is all recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from boardpack.adapters.mail.smtp import open_mail_server
from boardpack.errors import CannotRun
from boardpack.model.message import Delivery, Message, Outcome
from boardpack.operations.deliver import deliver_messages
from boardpack.operations.sent_record import read_sent
from support.letters import AT, LETTER, letter, to
from support.mail_server import HANG_UP, MailHandler, answering, serving, settings_for

RECORD = Path("data/sent/monthly/2018-11.csv")
ANN, BOB = LETTER, letter(key="circulate/monthly-2018-11/bob", recipient=to("bob"))


def run_once(root: Path, handler: MailHandler, *again: str) -> list[tuple[str, Outcome]]:
    """Send to Ann and Bob by a real mail server, as one run of a command does."""
    with serving(handler), open_mail_server(settings_for(handler)) as server:
        rows = list(deliver_messages(root, [ANN, BOB], server, AT, again))
    return [(row.to, row.outcome) for row in rows]


def list_recorded(root: Path) -> list[tuple[str, Outcome]]:
    return [(row.to, row.outcome) for row in read_sent(root).rows]


@dataclass
class Killed:
    """A sender that is killed, or finds that nothing can be sent, at its second message."""

    error: BaseException
    name: str = "smtp"
    taken: list[str] = field(default_factory=list)

    def send(self, message: Message, at: datetime) -> Delivery:
        if self.taken:
            raise self.error
        self.taken.append(message.key)
        return Delivery(Outcome.SENT)


def test_a_run_that_is_repeated_sends_nothing_more(tmp_path: Path) -> None:
    handler = answering()
    assert run_once(tmp_path, handler) == [("ann", Outcome.SENT), ("bob", Outcome.SENT)]
    record = (tmp_path / RECORD).read_bytes()
    assert run_once(tmp_path, handler) == []
    assert len(handler.mails) == 2
    assert (tmp_path / RECORD).read_bytes() == record


def test_the_record_names_people_by_their_ids_and_holds_no_address(tmp_path: Path) -> None:
    run_once(tmp_path, answering(bob=["550 <bob@example.org> is not known here"]))
    assert (tmp_path / RECORD).read_text() == (
        "key,at,to,copies,via,outcome,subject,about,reason\n"
        "circulate/monthly-2018-11/ann,2018-12-13T16:30:00Z,ann,,smtp,sent,November 2018,,\n"
        "circulate/monthly-2018-11/bob,2018-12-13T16:30:00Z,bob,,smtp,refused,November 2018,,"
        "the mail server does not take mail for bob (550)\n"
    )


def test_a_person_who_is_refused_is_not_tried_again_by_itself_but_when_asked(
    tmp_path: Path,
) -> None:
    handler = answering(bob=["550 no"])
    run_once(tmp_path, handler)
    assert run_once(tmp_path, handler) == []
    assert run_once(tmp_path, handler, "bob") == [("bob", Outcome.SENT)]
    assert [("bob", outcome) for _, outcome in list_recorded(tmp_path)[1:]] == [
        ("bob", Outcome.REFUSED),
        ("bob", Outcome.SENT),
    ]


def test_greylisting_is_waited_out_by_the_next_run(tmp_path: Path) -> None:
    handler = answering(ann=["450 later"])
    assert run_once(tmp_path, handler) == [("ann", Outcome.DEFERRED), ("bob", Outcome.SENT)]
    assert run_once(tmp_path, handler) == [("ann", Outcome.SENT)]
    assert run_once(tmp_path, handler) == []
    assert [mail["To"] for mail in handler.mails] == ["bob@example.org", "ann@example.org"]


def test_a_message_that_waits_for_the_same_again_and_again_is_recorded_once(
    tmp_path: Path,
) -> None:
    handler = answering(ann=["450 later", "450 later", "451 4.3.2 busy"])
    for _ in range(3):
        run_once(tmp_path, handler)
    rows = [row for row in read_sent(tmp_path).rows if row.to == "ann"]
    assert [row.reason[-11:] for row in rows] == ["r ann (450)", "(451 4.3.2)"]


def test_what_may_have_arrived_is_not_sent_again_but_when_asked(tmp_path: Path) -> None:
    handler = answering(DATA=[HANG_UP])
    assert run_once(tmp_path, handler) == [("ann", Outcome.UNKNOWN), ("bob", Outcome.SENT)]
    assert run_once(tmp_path, handler) == []
    assert run_once(tmp_path, handler, "ann") == [("ann", Outcome.SENT)]
    ids = [mail["Message-ID"] for mail in handler.mails if mail["To"] == "ann@example.org"]
    assert len(ids) == 2
    assert len(set(ids)) == 1, "a mailbox that has both can tell that they are one"


def test_a_run_that_is_killed_leaves_what_was_under_way_as_unknown(tmp_path: Path) -> None:
    sender = Killed(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        list(deliver_messages(tmp_path, [ANN, BOB], sender, AT))
    assert list_recorded(tmp_path) == [("ann", Outcome.SENT), ("bob", Outcome.UNKNOWN)]
    assert run_once(tmp_path, answering()) == []


def test_where_nothing_can_be_sent_nothing_is_recorded(tmp_path: Path) -> None:
    sender = Killed(CannotRun("the password is wrong"), taken=["the first"])
    with pytest.raises(CannotRun, match="the password is wrong"):
        list(deliver_messages(tmp_path, [ANN, BOB], sender, AT))
    assert not (tmp_path / RECORD).exists()
    run_once(tmp_path, answering(bob=["450 later"]))
    before = (tmp_path / RECORD).read_bytes()
    with pytest.raises(CannotRun):
        list(deliver_messages(tmp_path, [ANN, BOB], sender, AT))
    assert (tmp_path / RECORD).read_bytes() == before


def test_a_message_whose_copies_did_not_all_go_says_who_has_none(tmp_path: Path) -> None:
    handler = answering(eve=["550 no"])
    with serving(handler), open_mail_server(settings_for(handler)) as server:
        message = letter(copies=(to("bob"), to("eve")))
        (row,) = deliver_messages(tmp_path, [message], server, AT)
    assert (row.copies, row.reason) == (("bob",), "no copy could go to eve")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("monthly/2018-11.csv", "key,at\n", "restore the record of what was sent from Git"),
        ("monthly/2018-11.txt", "", "nothing reads data/sent/monthly/2018-11.txt"),
    ],
)
def test_while_a_record_cannot_be_read_nobody_is_sent_anything(
    tmp_path: Path, name: str, data: str, words: str
) -> None:
    (tmp_path / "data/sent/monthly").mkdir(parents=True)
    (tmp_path / "data/sent" / name).write_text(data)
    sender = Killed(AssertionError("it was sent"), taken=["the first"])
    with pytest.raises(CannotRun, match=words):
        list(deliver_messages(tmp_path, [ANN], sender, AT))


def test_two_runs_at_once_wait_for_each_other(tmp_path: Path) -> None:
    sender = Killed(AssertionError())
    rows: Iterator[object] = deliver_messages(tmp_path, [ANN, BOB], sender, AT)
    next(rows)
    others: Sequence[object] = []
    with pytest.raises(CannotRun, match="a round of messages is being made by"):
        others = list(_deliver_without_patience(tmp_path))
    assert others == []


def _deliver_without_patience(root: Path) -> Iterator[object]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("boardpack.adapters.lock.PATIENCE_IN_SECONDS", 0.0)
        yield from deliver_messages(root, [ANN], Killed(AssertionError()), AT)
