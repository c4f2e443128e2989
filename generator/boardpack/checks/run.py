"""All rules over one edition."""

from __future__ import annotations

from boardpack.analysis.edition import Edition
from boardpack.checks import (
    acronyms,
    arrivals,
    assurance,
    business,
    clearances,
    contracts,
    endings,
    exceptions,
    finance,
    front_matter,
    headings,
    identifiers,
    leaps,
    levels,
    material,
    meetings,
    minutes,
    named_figures,
    narratives,
    papers,
    people,
    plans,
    quoting,
    repeated,
    risks,
    roles,
    rows,
    small_numbers,
    standstill,
    thresholds,
    waivers,
    withdrawn,
)
from boardpack.checks.registry import Check
from boardpack.findings import Finding

# Listed, not collected by import: what was imported must not decide (decision 16).
MODULES = (
    narratives,
    headings,
    acronyms,
    front_matter,
    repeated,
    named_figures,
    quoting,
    people,
    roles,
    arrivals,
    rows,
    contracts,
    endings,
    finance,
    leaps,
    withdrawn,
    standstill,
    levels,
    thresholds,
    material,
    exceptions,
    risks,
    assurance,
    plans,
    waivers,
    meetings,
    minutes,
    named_figures,
    papers,
    business,
    identifiers,
    clearances,
    small_numbers,
)
CHECKS = {
    value.rule.code: value
    for module in MODULES
    for value in vars(module).values()
    if isinstance(value, Check)
}
"""Every check by its code, in the order in which they stand in the modules."""

RULES = tuple(check.rule for check in CHECKS.values())


def apply_rules(edition: Edition) -> list[Finding]:
    """Return what every rule says about an edition."""
    return [finding for check in CHECKS.values() for finding in check(edition)]
