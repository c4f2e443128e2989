"""What a rule says about an instance: where, what is wrong, what to do, who should do it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error shuts the gate; a warning never does."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a file: path relative to the instance, first line is 1, None is the whole file."""

    path: str
    line: int | None = None

    def __str__(self) -> str:
        return self.path if self.line is None else f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule saw, before the rule's own words are added.

    `who` is the role or person who can mend it; `service` and `section` are ids where known.
    """

    place: Place
    what: str
    who: str = ""
    service: str = ""
    section: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing one rule says, complete in itself."""

    code: str
    severity: Severity
    place: Place
    what: str
    advice: str
    who: str = ""
    service: str = ""
    section: str = ""

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


@dataclass(frozen=True, slots=True)
class Rule:
    """A code that is never reused, a title that states what is true, and what to do otherwise."""

    code: str
    title: str
    advice: str
    severity: Severity = Severity.ERROR

    def at(
        self, place: Place, what: str, *, who: str = "", service: str = "", section: str = ""
    ) -> Finding:
        """Return the finding of this rule at a place."""
        return self.finding(Fault(place, what, who, service, section))

    def finding(self, fault: Fault) -> Finding:
        """Return the fault completed with this rule's code, severity and advice."""
        return Finding(
            self.code,
            self.severity,
            fault.place,
            fault.what,
            fault.advice or self.advice,
            fault.who,
            fault.service,
            fault.section,
        )


RULES: dict[str, Rule] = {}


def declare(
    code: str, title: str, advice: str, severity: Severity = Severity.ERROR
) -> Rule:
    """Register a rule; a code that is taken is our bug."""
    if code in RULES:
        raise ValueError(f"rule code {code} is declared twice")
    RULES[code] = Rule(code, title, advice, severity)
    return RULES[code]


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings without repeats: errors first, then by file, line, code and words."""
    return tuple(
        sorted(
            set(findings),
            key=lambda f: (
                f.severity is Severity.WARNING,
                f.place.path,
                f.place.line or 0,
                f.code,
                f.what,
            ),
        )
    )


def shuts_gate(findings: Iterable[Finding]) -> bool:
    """Return whether any finding is an error."""
    return any(finding.is_error for finding in findings)
