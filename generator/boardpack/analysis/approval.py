"""Whether a board approved the thresholds by which figures are rated, said in words."""

from __future__ import annotations

from datetime import date

from boardpack.analysis.edition import Edition
from boardpack.model.dataset import Approval, Contract, Measure
from boardpack.model.pack import Pack
from boardpack.model.period import format_day

DRAFT = "Draft thresholds: no board has approved them."


def find_approval(pack: Pack, contract: Contract) -> Approval | None:
    """Return who approved a dataset's thresholds: its own approval, else the pack's."""
    return contract.thresholds_approval or pack.thresholds_approval


def has_thresholds(contract: Contract) -> bool:
    """Return whether a dataset rates any figure."""
    return any(_is_rated(measure) for measure in contract.measures)


def is_review_overdue(approval: Approval, day: date) -> bool:
    """Return whether thresholds should have been looked at again before a day."""
    return approval.review_on < day


def describe_approval(pack: Pack, contract: Contract) -> str:
    """Return who approved a dataset's thresholds, or that they are drafts; nothing without any."""
    if not has_thresholds(contract):
        return ""
    approval = find_approval(pack, contract)
    if approval is None:
        return DRAFT
    return (
        f"Thresholds approved by {approval.approved_by} on {format_day(approval.approved_on)}, "
        f"to be reviewed by {format_day(approval.review_on)}."
    )


def list_approvals(edition: Edition) -> list[str]:
    """Return what is to be said of the thresholds of an edition's datasets, each thing once."""
    titles: dict[str, list[str]] = {}
    for dataset_id in edition.series:
        contract = edition.instance.datasets[dataset_id].contract
        if words := describe_approval(edition.pack, contract):
            titles.setdefault(words, []).append(contract.title)
    if len(titles) == 1:
        return list(titles)
    return [f"{words.removesuffix('.')}: {'; '.join(names)}." for words, names in titles.items()]


def _is_rated(measure: Measure) -> bool:
    return measure.thresholds is not None or bool(measure.thresholds_by_service)
