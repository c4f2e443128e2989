from __future__ import annotations

from datetime import UTC, datetime

import pytest

from boardpack.cycle.runs import LastRun, list_last_runs
from boardpack.findings import Place
from boardpack.model.message import SendingRun
from boardpack.render.runs import describe_run

FRIDAY = LastRun("chase", datetime(2019, 1, 4, 8, 23), 2, 0)  # noqa: DTZ001  (local time)


def run_at(job: str, day: int, sent: int = 0) -> SendingRun:
    return SendingRun(job, datetime(2019, 7, day, 7, 23, tzinfo=UTC), sent, 0, Place("x"))


def test_of_each_job_the_last_run_counts_by_clocks_in_london() -> None:
    runs = list_last_runs([run_at("circulate", 2), run_at("chase", 3, 4), run_at("chase", 1)])
    assert [(run.job, f"{run.at:%d %H:%M}", run.sent) for run in runs] == [
        ("chase", "03 08:23", 4),
        ("circulate", "02 08:23", 0),
    ]


@pytest.mark.parametrize(
    ("now", "is_overdue"),
    [
        ("2019-01-05T12:00", False),
        ("2019-01-07T18:00", False),
        ("2019-01-08T00:00", True),
        ("2019-01-09T09:00", True),
    ],
)
def test_a_job_is_overdue_once_a_whole_working_day_has_passed_without_it(
    now: str, is_overdue: bool
) -> None:
    moment = datetime.fromisoformat(now)
    assert FRIDAY.is_overdue(moment) is is_overdue
    assert ("IT IS OVERDUE" in describe_run(FRIDAY, moment)) is is_overdue


def test_a_page_says_when_it_ran_and_when_it_is_expected_and_knows_no_clock() -> None:
    assert describe_run(FRIDAY) == (
        "Chasing last ran on 4 January 2019 at 08:23, and sent 2 messages; "
        "it is expected every working day."
    )
    failed = LastRun("circulate", FRIDAY.at, 1, 3)
    assert "at 08:23, and sent 1 message, and could not send 3; it is" in describe_run(failed)
