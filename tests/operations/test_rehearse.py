"""The month is played in order, and stops when a command does not end as it must."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from boardpack.errors import CannotRun, Exit
from boardpack.operations.rehearse import rehearse_month
from boardpack.operations.rehearse_steps import (
    CommandBegun,
    CommandEnded,
    FilesCommitted,
    RehearsalStep,
    SceneBegun,
)
from support.running import git


@pytest.mark.rotating
def test_the_month_stops_at_a_command_that_ends_otherwise_than_planned(tmp_path: Path) -> None:
    calls: list[tuple[Path, Sequence[str]]] = []

    def shut_the_gate(
        root: Path, arguments: Sequence[str], moment: datetime, mail_settings: Mapping[str, str]
    ) -> tuple[int, str]:
        calls.append((root, arguments))
        return Exit.GATE_SHUT, "40 errors"

    steps: list[RehearsalStep] = []
    month = rehearse_month(tmp_path, date(2018, 12, 10), shut_the_gate)
    with pytest.raises(CannotRun, match="did not go as planned: chase ended 1"):
        steps.extend(month)
    chase = ("chase", "--send")
    assert calls == [(tmp_path / "repository", chase)]
    assert steps[-2:] == [
        CommandBegun(datetime(2018, 12, 13, 8, 23, tzinfo=UTC), chase),
        CommandEnded(chase, "40 errors"),
    ]
    assert isinstance(steps[0], SceneBegun)
    people = [step.person for step in steps if isinstance(step, FilesCommitted)]
    log = git(tmp_path / "repository", "log", "--reverse", "--format=%an", "origin/main")
    assert log.splitlines() == people
