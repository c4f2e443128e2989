"""How a risk register scores, bands and dates what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Basis(StrEnum):
    """By which of its scores a risk is counted, ranked and rated."""

    INHERENT = "inherent"
    RESIDUAL = "residual"


class TrendFrom(StrEnum):
    """With what the trend of a risk compares its score."""

    REGISTER = "register"
    """With the same score in the register before."""
    INHERENT = "inherent"
    """With the score before anything was done, in the same register."""


@dataclass(frozen=True, slots=True)
class Band:
    """A rating and the scores it covers, both included."""

    title: str
    """Low, Medium, High ..."""
    minimum: int
    """Lowest score."""
    maximum: int
    """Highest score."""


@dataclass(frozen=True, slots=True)
class ScaleStep:
    """A step of a scale on which risks are scored."""

    title: str
    """What the step is called, such as Unlikely."""
    guide: str = ""
    """When it is chosen, such as `at least once a year, 1% to 5%`."""


@dataclass(frozen=True, slots=True)
class RegisterVersion:
    """Which version of a risk register a file holds, as the register says of itself."""

    number: str
    """What it calls itself, such as 13."""
    dated: date
    """The day on which it was made."""
    author: str = ""
    """Who made it: a role, or in words."""
    transferred: tuple[str, ...] = ()
    """References of risks that went to another register with it."""
