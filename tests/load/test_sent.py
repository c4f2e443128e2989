"""What was sent is read as it was written, or a finding says why not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from boardpack.findings import Place
from boardpack.load.sent import load_runs, load_sent
from boardpack.model.message import Outcome, SendingRun, SentMessage
from boardpack.render.sent import render_runs, render_sent_rows

AT = datetime(2018, 12, 13, 16, 30, tzinfo=UTC)
RECORD = (
    "key,at,to,copies,via,outcome,subject,about,reason\n"
    "circulate/monthly-2018-11/ann,2018-12-13T16:30:00Z,ann,bob; eve,smtp,sent,November 2018,"
    "published; headline,\n"
)
ROW = SentMessage(
    "circulate/monthly-2018-11/ann",
    "monthly",
    "2018-11",
    AT,
    "ann",
    ("bob", "eve"),
    "smtp",
    Outcome.SENT,
    "November 2018",
    "",
    Place("data/sent/monthly/2018-11.csv", 2),
    ("published", "headline"),
)


def test_before_the_first_message_nothing_was_sent() -> None:
    assert load_sent(None, "monthly", "2018-11") == ((), [])


def test_a_row_says_which_message_went_to_whom_when_how_and_what_became_of_it() -> None:
    assert load_sent(RECORD.encode(), "monthly", "2018-11") == ((ROW,), [])


def test_the_record_begins_with_its_header_and_is_only_added_to() -> None:
    first = render_sent_rows(b"", [ROW])
    assert first == RECORD.encode()
    assert render_sent_rows(first, [ROW]) == (RECORD + RECORD.splitlines(True)[1]).encode()


def test_a_record_whose_last_line_end_was_lost_gets_it_back() -> None:
    assert render_sent_rows(RECORD.rstrip().encode(), []) == RECORD.encode()


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("13T16", "13 16", "at '2018-12-13 16:30:00Z' is no moment such as 2018-12-13T16:30:00Z"),
        ("-13T", "-33T", "at '2018-12-33T16:30:00Z' is no moment such as 2018-12-13T16:30:00Z"),
        ("2018-12-13", "0001-01-01", "at '0001-01-01T16:30:00Z' is no moment such as 2018-12-"),
        ("2018-12-13", "9999-12-31", "at '9999-12-31T16:30:00Z' is no moment such as 2018-12-"),
        (",sent,", ",gone,", "outcome 'gone' must be one of sent, refused, deferred, unknown"),
        (",ann,", ",ann@example.org,", "to '(an e-mail address)' must match"),
        (",to,", ",who,", "column 'to' is missing"),
    ],
)
def test_what_cannot_be_read_is_a_finding_and_never_a_message(
    old: str, new: str, what: str
) -> None:
    messages, findings = load_sent(RECORD.replace(old, new, 1).encode(), "monthly", "2018-11")
    assert messages == ()
    assert findings[0].place.path == "data/sent/monthly/2018-11.csv"
    assert what in findings[0].what, findings[0].what


@pytest.mark.parametrize("outcome", list(Outcome))
def test_only_what_was_not_taken_for_now_is_sent_again(outcome: Outcome) -> None:
    text = RECORD.replace(",sent,", f",{outcome},")
    (message,), _ = load_sent(text.encode(), "monthly", "2018-11")
    assert message.is_settled == (outcome is not Outcome.DEFERRED)


RUNS = "job,at,sent,unsent\nchase,2018-12-13T16:30:00Z,2,0\n"


def test_each_run_of_a_job_is_a_row_whether_or_not_it_sent_anything() -> None:
    run = SendingRun("chase", AT, 2, 0, Place("data/sent/runs.csv", 2))
    assert load_runs(RUNS.encode()) == ((run,), [])
    assert load_runs(None) == ((), [])
    assert render_runs(b"", run) == RUNS.encode()
    assert render_runs(RUNS.encode(), run) == (RUNS + RUNS.splitlines(True)[1]).encode()


@pytest.mark.parametrize(
    ("old", "new"), [(",2,", ",-1,"), (",2,", ",two,"), ("13T", "T"), ("chase", "")]
)
def test_a_row_of_a_run_that_cannot_be_read_is_a_finding(old: str, new: str) -> None:
    runs, findings = load_runs(RUNS.replace(old, new).encode())
    assert runs == ()
    assert findings[0].place == Place("data/sent/runs.csv", 2)
