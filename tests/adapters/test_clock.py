"""The clock, as the environment may set it."""

from __future__ import annotations

import pytest

from boardpack.adapters.clock import read_clock
from boardpack.errors import CannotRun


def test_the_environment_may_set_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1544432400")
    assert read_clock().isoformat() == "2018-12-10T09:00:00+00:00"


@pytest.mark.parametrize(
    ("epoch", "why"),
    [
        ("-1", "must be a whole number of seconds"),
        ("1e9", "must be a whole number of seconds"),
        ("253402300800", "beyond the year 9999"),
        ("9223372036854775808", "beyond the year 9999"),
        ("9" * 5000, "beyond the year 9999"),
    ],
)
def test_a_clock_that_no_calendar_knows_is_refused(
    monkeypatch: pytest.MonkeyPatch, epoch: str, why: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(CannotRun, match=why):
        read_clock()
