"""Rules on counts of so few people that somebody could be known by them."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.edition import Edition
from boardpack.analysis.small_numbers import (
    find_counts_as_text,
    find_small_row,
    find_uncounted_share,
)
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_dataset_owner
from boardpack.checks.scope import find_section_of_dataset, list_datasets
from boardpack.findings import Fault, Severity
from boardpack.model.rows import Dataset

USUAL_THRESHOLD = 5
"""NHS publications suppress counts of people below it, where nothing asks for more."""


@rule("I109", "Somebody decided whether small counts are published", Severity.WARNING)
def find_undecided_datasets(edition: Edition) -> Iterator[Fault]:
    """Write `suppress_below: 5` into its dataset.yml where they count people, or, if they may be
    shown, `publish_small_numbers:` and why. Ask who answers for information governance.
    """
    for dataset in list_datasets(edition):
        contract = dataset.contract
        is_decided = contract.suppress_below or contract.round_to or contract.publish_small_numbers
        # What was made up is about nobody.
        if is_decided or contract.illustrative:
            continue
        place = find_small_row(dataset, USUAL_THRESHOLD)
        if place is not None:
            words = (
                f"dataset '{dataset.id}' shows counts below {USUAL_THRESHOLD}, first in {place}, "
                "and does not say whether it may"
            )
            yield _build_fault(edition, dataset, words)


@rule("I110", "Shares of people can be held against the least count", Severity.WARNING)
def find_uncounted_shares(edition: Edition) -> Iterator[Fault]:
    """Give numerator and denominator, in a table each in a column of type integer, so that a share
    of few people is suppressed as well.
    """
    for dataset in list_datasets(edition):
        place = find_uncounted_share(dataset) if dataset.contract.suppress_below else None
        if place is not None:
            words = f"dataset '{dataset.id}' shows shares without their counts, first in {place}"
            yield _build_fault(edition, dataset, words)


@rule("I113", "Counts of people stand in columns that are known to be counts")
def find_counts_in_text(edition: Edition) -> Iterator[Fault]:
    """Give the column `type: integer`, so that small ones are suppressed; or name the columns that
    do count people under `counts_of_people`.
    """
    for dataset in list_datasets(edition):
        found = find_counts_as_text(dataset) if dataset.contract.suppress_below else None
        if found is not None:
            name, place = found
            words = f"column '{name}' is text and holds numbers alone, first in {place}"
            yield _build_fault(edition, dataset, words)


def _build_fault(edition: Edition, dataset: Dataset, words: str) -> Fault:
    return Fault(
        dataset.place,
        words,
        find_dataset_owner(edition, dataset.contract),
        section=find_section_of_dataset(edition, dataset.id),
    )
