"""The two sets of SPC rules that boards use, by the names that a directorate gives them.

Making Data Count's own tools: all points beyond two sigma count towards two of three since November
2023, no range is screened out, six or seven points make a run, and a point that is both better and
worse is shown as better (NHS England's Making Data Count team, in issues 194 and 202 of
NHSRplotthedots, and that package's page on its deviations from the Excel tool).
"""

from __future__ import annotations

from boardpack.analysis.spc_rules import PLOTTHEDOTS, Dialect
from boardpack.model.directorate import Directorate, SpcRules

RULES_WORDS = {
    SpcRules.PLOTTHEDOTS: "NHSRplotthedots 0.2.2 of September 2025",
    SpcRules.MAKING_DATA_COUNT: "the Making Data Count workbook since November 2023",
}
RULES_DATES = {SpcRules.PLOTTHEDOTS: "2025-09", SpcRules.MAKING_DATA_COUNT: "2023-11"}
"""The month as of which the rules are followed."""


def choose_dialect(directorate: Directorate) -> Dialect:
    """Return how a directorate has its series judged."""
    match directorate.spc:
        case SpcRules.PLOTTHEDOTS:
            return PLOTTHEDOTS
        case SpcRules.MAKING_DATA_COUNT:
            return Dialect(
                run=directorate.spc_run,
                is_screened=False,
                counts_beyond=True,
                prefers_improvement=True,
            )


def describe_dialect(directorate: Directorate) -> str:
    """Return by whose rules, as of when, and by runs of how many points signals are found."""
    return f"{RULES_WORDS[directorate.spc]}, runs of {directorate.spc_run}"
