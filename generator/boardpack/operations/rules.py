"""The register of every rule that any command can report."""

from __future__ import annotations

from boardpack.adapters import files
from boardpack.analysis.intake import faults as intake
from boardpack.checks import run as checks
from boardpack.evidence import clearances
from boardpack.findings import index_rules
from boardpack.load import rules as load
from boardpack.load.allowed_signers import SHARED_KEY
from boardpack.load.signoffs import BROKEN_RECORD
from boardpack.publish import altered_rows, leaks, removals
from boardpack.signoff import findings as signoff
from boardpack.signoff import vanished

CHECK_RULES = index_rules(files.RULES, load.RULES, checks.RULES, removals.RULES, altered_rows.RULES)
"""What `check` judges, by code, while nobody asks for the sign-offs."""

ALL_RULES = index_rules(
    CHECK_RULES.values(),
    [BROKEN_RECORD, SHARED_KEY],
    signoff.RULES,
    vanished.RULES,
    leaks.RULES,
    clearances.RULES,
    intake.RULES,
)
"""Every rule by its code. A value, so that it is whole whichever command was begun."""
