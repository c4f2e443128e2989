"""The decorator that makes a function a rule, and the table of all rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from inspect import cleandoc

from boardpack.analysis.edition import Edition
from boardpack.findings import Fault, Finding, Severity, declare_rule

Check = Callable[[Edition], Iterator[Fault]]

CHECKS: dict[str, Callable[[Edition], Iterator[Finding]]] = {}


def rule(
    code: str, title: str, severity: Severity = Severity.ERROR
) -> Callable[[Check], Callable[[Edition], Iterator[Finding]]]:
    """Register a check under a code; the function's docstring is the advice to the author."""

    def register(check: Check) -> Callable[[Edition], Iterator[Finding]]:
        declared_rule = declare_rule(
            code, title, " ".join(cleandoc(check.__doc__ or "").split()), severity
        )

        def report_findings(edition: Edition) -> Iterator[Finding]:
            return (declared_rule.complete_fault(fault) for fault in check(edition))

        CHECKS[code] = report_findings
        return report_findings

    return register
