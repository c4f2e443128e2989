"""What happens while a month is rehearsed, one step after the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from boardpack.adapters.mail.mailbox import KeptMail


@dataclass(frozen=True, slots=True)
class SceneBegun:
    """Something new begins, which a sentence tells."""

    description: str


@dataclass(frozen=True, slots=True)
class FilesCommitted:
    """A person has committed files, and pushed them."""

    moment: datetime
    person: str
    message: str


@dataclass(frozen=True, slots=True)
class CommandBegun:
    """A command of boardpack is about to run, at a moment of the month."""

    moment: datetime
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommandEnded:
    """A command has ended; `output` is all that it printed."""

    arguments: tuple[str, ...]
    output: str


@dataclass(frozen=True, slots=True)
class MailsArrived:
    """Some mails have come in since the last time."""

    mails: tuple[KeptMail, ...]


@dataclass(frozen=True, slots=True)
class MonthPlayed:
    """The end: the folder with all publications, the clone in which people worked, all mails."""

    site: Path
    repository: Path
    mailbox: Path


RehearsalStep = (
    SceneBegun | FilesCommitted | CommandBegun | CommandEnded | MailsArrived | MonthPlayed
)
