"""The few ways in which boardpack stops; everything else is a finding."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

T = TypeVar("T")


class Exit(IntEnum):
    """What the process says to its caller."""

    CLEAR = 0
    GATE_SHUT = 1
    CANNOT_RUN = 2
    OUR_BUG = 3
    INTERRUPTED = 130


class CannotRun(Exception):  # noqa: N818  (it is what the process says, not what went wrong)
    """The command can do nothing useful; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What came of a task that stopped by an exception; `reason` is a clause for people."""

    reason: str
    error: Exception


def attempt(
    task: Callable[[], T], speaking: tuple[type[Exception], ...] = (CannotRun,)
) -> T | Failure:
    """Return what a task returns, or why it failed, so that a loop goes on with its next task.

    `speaking` are the exceptions whose own sentence is told. Of any other only the kind is: its
    words may quote what somebody wrote, and they may have written it to be quoted.
    """
    try:
        return task()
    except speaking as error:
        return Failure(str(error), error)
    except Exception as error:
        kind = type(error).__name__
        return Failure(f"boardpack itself failed at what it holds ({kind}); tell its makers", error)
