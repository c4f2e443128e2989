"""The decorator that makes a function a rule over editions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from inspect import cleandoc

from boardpack.analysis.edition import Edition
from boardpack.findings import Fault, Finding, Rule, Severity

FindFaults = Callable[[Edition], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Check:
    """A rule and the function that finds where an edition breaks it."""

    rule: Rule
    find_faults: FindFaults
    rests_on: frozenset[str] = frozenset()
    """Files without which it cannot say anything true."""

    def __call__(self, edition: Edition) -> Iterator[Finding]:
        """Yield what the rule says about an edition: nothing where what it rests on was not read.

        Why that was not read is said beside the line, and the gate is shut by it.
        """
        if self.rests_on & edition.instance.unread:
            return iter(())
        return (self.rule.complete_fault(fault) for fault in self.find_faults(edition))


def rule(
    code: str, title: str, severity: Severity = Severity.ERROR, rests_on: Sequence[str] = ()
) -> Callable[[FindFaults], Check]:
    """Make a check of a function; its docstring is the advice to the author."""

    def make_check(find_faults: FindFaults) -> Check:
        advice = " ".join(cleandoc(find_faults.__doc__ or "").split())
        return Check(Rule(code, title, advice, severity), find_faults, frozenset(rests_on))

    return make_check
