"""All rules over one edition."""

from __future__ import annotations

from boardpack.analysis.edition import Edition
from boardpack.checks import (
    acronyms,
    arrivals,
    contracts,
    exceptions,
    finance,
    front_matter,
    headings,
    identifiers,
    leaps,
    levels,
    material,
    narratives,
    people,
    risks,
    roles,
    rows,
    waivers,
)
from boardpack.checks.registry import CHECKS
from boardpack.findings import Finding

MODULES = (
    narratives,
    headings,
    acronyms,
    front_matter,
    people,
    roles,
    arrivals,
    rows,
    contracts,
    finance,
    leaps,
    levels,
    material,
    exceptions,
    risks,
    waivers,
    identifiers,
)
"""Importing a module registers its rules; a module that is missing here has none."""


def apply_rules(edition: Edition) -> list[Finding]:
    """Return what every rule says about an edition."""
    return [finding for check in CHECKS.values() for finding in check(edition)]
