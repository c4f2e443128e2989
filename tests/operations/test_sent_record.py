"""Rows of the record of what was sent that sending cannot have written keep nothing back."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.adapters.mail.smtp import open_mail_server
from boardpack.errors import CannotRun
from boardpack.operations.deliver import deliver_messages
from boardpack.operations.sent_record import read_sent
from support.letters import AT, LETTER
from support.mail_server import answering, serving, settings_for
from support.running import put, repository

HEADER = "key,at,to,copies,via,outcome,subject,about,reason\n"
CIRCULARS = "data/sent/monthly/2018-11.csv"
CHASES = "data/sent/chase/2018-12.csv"


def record(root: Path, path: str, *rows: str) -> Path:
    """Return a repository into which rows came on 13 December 2018 at nine o'clock."""
    return repository({path: (HEADER + "".join(f"{row}\n" for row in rows)).encode()}, root)


CIRCULAR = "circulate/monthly-2018-11/ann,2018-12-13T08:30:00Z,ann,,smtp,sent,November 2018,,"


def test_a_row_that_was_committed_after_what_it_tells_is_believed(tmp_path: Path) -> None:
    sent = read_sent(record(tmp_path, CIRCULARS, CIRCULAR))
    assert [row.to for row in sent.rows] == ["ann"]
    assert sent.doubts == ()


def test_a_row_that_was_committed_in_advance_silences_nobody(tmp_path: Path) -> None:
    root = record(tmp_path, CIRCULARS, CIRCULAR.replace("12-13T08:30", "12-17T17:00"))
    sent = read_sent(root)
    assert sent.rows == ()
    assert [(str(doubt.row.place), doubt.reason) for doubt in sent.doubts] == [
        (
            f"{CIRCULARS}:2",
            "it was committed on 2018-12-13 09:00 UTC, before what it says it recorded",
        )
    ]
    handler = answering()
    with serving(handler), open_mail_server(settings_for(handler)) as server:
        list(deliver_messages(root, [LETTER], server, AT))
    assert len(handler.mails) == 1


@pytest.mark.parametrize(
    ("about", "reason"),
    [
        ("monthly/2018-11/seisdon/narrative/2018-12-14/due", ""),
        ("monthly/2018-11/seisdon/narrative/2018-12-17/due", "before 2018-12-14"),
        ("monthly/2018-11/seisdon/narrative/2018-12-14/late", "before 2018-12-14"),
        ("monthly/2018-11/seisdon/narrative/2018-12-13/late", ""),
        ("monthly/2018-11/seisdon/narrative/2018-12-19/told", "before 2018-12-19"),
        ("everything", "'everything' is nothing that anybody is told"),
    ],
)
def test_nobody_was_told_of_what_was_not_due(tmp_path: Path, about: str, reason: str) -> None:
    row = f"chase/2018-12-13/ann/0123456789,2018-12-13T08:30:00Z,ann,,smtp,sent,To do,{about},"
    sent = read_sent(record(tmp_path, CHASES, row))
    assert [doubt.reason for doubt in sent.doubts if reason in doubt.reason] == [
        doubt.reason for doubt in sent.doubts
    ]
    assert bool(sent.doubts) is bool(reason)


def test_outside_git_the_record_is_believed_as_far_as_it_can_be_true(tmp_path: Path) -> None:
    put({CIRCULARS: f"{HEADER}{CIRCULAR}\n".encode()}, tmp_path)
    assert len(read_sent(tmp_path).rows) == 1


def test_what_was_sent_of_a_meeting_s_papers_is_read_by_their_day(tmp_path: Path) -> None:
    row = CIRCULAR.replace("monthly-2018-11", "committee-2018-12-19")
    sent = read_sent(record(tmp_path, "data/sent/committee/2018-12-19.csv", row))
    assert [(each.pack, each.period) for each in sent.rows] == [("committee", "2018-12-19")]


@pytest.mark.parametrize(
    "name", ["monthly/2018-13.csv", "2018-11.csv", "monthly/2018-11", "a/b/2018-11.csv"]
)
def test_a_file_that_is_of_no_edition_stops_sending(tmp_path: Path, name: str) -> None:
    with pytest.raises(CannotRun, match=f"nothing reads data/sent/{name}; take it out"):
        read_sent(record(tmp_path, f"data/sent/{name}", CIRCULAR))
