"""What can be wrong with the approval of thresholds, in a pack or in a dataset's contract."""

from __future__ import annotations

from boardpack.findings import Rule
from boardpack.model.dataset import Approval

BAD_APPROVAL = Rule(
    "D110",
    "The approval of thresholds names its board, and a review after it",
    "Name the board under `approved_by`, and under `review_on` a day after `approved_on`.",
)


def find_approval_fault(approval: Approval | None) -> str:
    """Return what is wrong with an approval, or nothing."""
    if approval is None:
        return ""
    if not approval.approved_by.strip():
        return "the thresholds are approved by nobody"
    if approval.review_on <= approval.approved_on:
        return (
            f"the thresholds were approved on {approval.approved_on}, and their review on "
            f"{approval.review_on} is not after that"
        )
    return ""
