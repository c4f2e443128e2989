"""A rule on thresholds whose board wanted to look at them again."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.approval import find_approval, has_thresholds, is_review_overdue
from boardpack.analysis.edition import Edition
from boardpack.checks.registry import rule
from boardpack.checks.scope import list_datasets
from boardpack.findings import Fault, Severity


@rule("E109", "Thresholds are reviewed when their board said", Severity.WARNING)
def find_overdue_reviews(edition: Edition) -> Iterator[Fault]:
    """Ask the board to look at its thresholds, then write the days into `thresholds_approval`."""
    for dataset in list_datasets(edition):
        contract = dataset.contract
        approval = find_approval(edition.pack, contract)
        if (
            approval is not None
            and has_thresholds(contract)
            and is_review_overdue(approval, edition.due_day)
        ):
            words = (
                f"the thresholds of '{contract.title}' were to be reviewed by {approval.review_on}"
            )
            yield Fault(dataset.place, words, contract.owner)
