"""The few ways in which boardpack stops; everything else is a finding."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What the process says to its caller."""

    CLEAR = 0
    GATE_SHUT = 1
    CANNOT_RUN = 2
    OUR_BUG = 3
    INTERRUPTED = 130


class CannotRun(Exception):  # noqa: N818  (it is what the process says, not what went wrong)
    """The command can do nothing useful; the sentence says why and what to do."""
