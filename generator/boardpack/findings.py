"""What a rule says about an instance: where, what is wrong, what to do, who should do it."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from types import ModuleType

from boardpack.identifiers import withhold_identifiers, withhold_names


class Severity(StrEnum):
    """An error shuts the gate; a warning never does."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a file: path relative to the instance, first line is 1, None is the whole file."""

    path: str
    line: int | None = None

    @property
    def shown_path(self) -> str:
        """The path as it may be said: without what hides itself or points to a person."""
        return escape_unprintable(withhold_names(self.path))

    def __str__(self) -> str:
        """`path:line`, which terminals and editors open at the line."""
        return self.shown_path if self.line is None else f"{self.shown_path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule saw, before the rule's own words are added.

    `who` is the role or person who can mend it; `service` and `section` are ids where known;
    `paste` are lines that the file lacks, ready to be put into it.
    """

    place: Place
    what: str
    who: str = ""
    service: str = ""
    section: str = ""
    advice: str = ""
    paste: str = ""


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
    paste: str = ""

    @property
    def is_error(self) -> bool:
        """Whether it shuts the gate."""
        return self.severity is Severity.ERROR


@dataclass(frozen=True, slots=True)
class Rule:
    """A code that is never reused, a title that states what is true, and what to do otherwise.

    `may_name_addresses` where an e-mail address has to be written down, which a finding otherwise
    never repeats.
    """

    code: str
    title: str
    advice: str
    severity: Severity = Severity.ERROR
    may_name_addresses: bool = False

    def make_finding(
        self, place: Place, what: str, *, who: str = "", service: str = "", section: str = ""
    ) -> Finding:
        """Return the finding of this rule at a place."""
        return self.complete_fault(Fault(place, what, who, service, section))

    def complete_fault(self, fault: Fault) -> Finding:
        """Return the fault completed with this rule's code, severity and advice."""
        what = withhold_identifiers(fault.what, may_name_addresses=self.may_name_addresses)
        return Finding(
            self.code,
            self.severity,
            fault.place,
            # Escaped before it is cut, because an escape is longer than what it stands for.
            shorten_text(escape_unprintable(what)),
            fault.advice or self.advice,
            fault.who,
            fault.service,
            fault.section,
            fault.paste,
        )


MAX_TEXT_LENGTH = 300
MOST_CHOICES = 12
"""So many names can be read through in a sentence."""
CAUSE_LETTERS = "FYCL"
"""How codes on files, YAML, CSV and the ledger begin: what cannot be read explains the rest."""
CAUSE_CODES = frozenset({"S102", "S111", "S121"})
"""What hides the rest of a file, which is then said to be missing."""
# Unicode's controls, formats (bidirectional, zero width), surrogates, private, unassigned, breaks.
_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def collect_rules(*modules: ModuleType) -> tuple[Rule, ...]:
    """Return the rules that stand in some modules, each once, in the order in which they stand."""
    found = (value for module in modules for value in vars(module).values())
    # A rule stands in every module that imports it, too.
    return tuple(dict.fromkeys(value for value in found if isinstance(value, Rule)))


def index_rules(*registers: Iterable[Rule]) -> dict[str, Rule]:
    """Return rules by their codes, in the order of the codes; a code used twice is our bug."""
    rules: dict[str, Rule] = {}
    for rule in (rule for register in registers for rule in register):
        if rules.setdefault(rule.code, rule) != rule:
            raise ValueError(f"rule code {rule.code} is used twice")
    return dict(sorted(rules.items()))


def escape_unprintable(text: str) -> str:
    """Return text with control, bidirectional and zero-width characters shown as escapes.

    Findings quote what people typed; what they say must not steer a terminal or hide itself.
    """
    if text.isprintable():
        return text
    return "".join(
        f"\\u{ord(char):04x}" if unicodedata.category(char) in _UNSEEN_CATEGORIES else char
        for char in text
    )


def suggest_word(word: str, known_words: Iterable[str]) -> str:
    """Return `; did you mean 'flu'?` where a known word is near, and never what was typed.

    What looks the same as a known word is told by the letters that make it another.
    """
    near = find_near_word(word, known_words)
    if not near:
        return ""
    if _fold_look(near) == _fold_look(word):
        strange = [letter for letter in dict.fromkeys(word) if letter not in near]
        names = ", ".join(_name_letter(letter) for letter in strange) or "other blanks"
        return f"; it holds {names}: type '{near}' anew"
    return f"; did you mean '{near}'?"


def name_choices(names: Iterable[str]) -> str:
    """Return what there is to choose from, `a, b`, the first of many, or `none`."""
    choices = list(names)
    hidden_count = len(choices) - MOST_CHOICES
    more = f" and {hidden_count} more" if hidden_count > 0 else ""
    return (", ".join(choices[:MOST_CHOICES]) or "none") + more


def find_near_word(word: str, known_words: Iterable[str]) -> str:
    """Return the known word that looks the same as another, or else nearly so; or nothing."""
    others = [known for known in known_words if known != word]
    look = _fold_look(word)
    alike = next((known for known in others if _fold_look(known) == look), "")
    # Capitals make no other word, however short it is.
    alike = alike or next(
        (known for known in others if _fold_look(known).casefold() == look.casefold()), ""
    )
    return alike or next(iter(get_close_matches(word, others, 1)), "")


def _fold_look(word: str) -> str:
    seen = (letter for letter in word if unicodedata.category(letter) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", "".join(seen)).split())


def _name_letter(letter: str) -> str:
    return f"{unicodedata.name(letter, 'a control character').lower()} (U+{ord(letter):04X})"


def shorten_text(text: str) -> str:
    """Return text cut to a length that can be read in a list."""
    return text if len(text) <= MAX_TEXT_LENGTH else text[: MAX_TEXT_LENGTH - 1] + "…"


def sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings without repeats: errors first, then by file, line, code and words.

    Files that could not be understood come first: much of the rest may follow from them. In a
    file, what stands in a line comes before what is missing from the whole.
    """
    return tuple(
        sorted(
            # In the order in which they came where nothing else tells them apart.
            dict.fromkeys(findings),
            key=lambda finding: (
                finding.severity is Severity.WARNING,
                finding.code[0] not in CAUSE_LETTERS and finding.code not in CAUSE_CODES,
                finding.place.path,
                finding.place.line or sys.maxsize,
                finding.code,
                finding.what,
            ),
        )
    )


def has_errors(findings: Iterable[Finding]) -> bool:
    """Return whether any finding is an error."""
    return any(finding.is_error for finding in findings)
