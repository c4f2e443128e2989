"""Rules on what figures came with before, and come without now."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.blocks.block import Block
from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.measures import Measured
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_data_keeper
from boardpack.checks.scope import list_owed_blocks
from boardpack.findings import Fault, Severity
from boardpack.model.dataset import Gap
from boardpack.model.rows import Observation


@rule("M122", "Figures are suppressed only where somebody decided that they are")
def find_undecided_suppressions(edition: Edition) -> Iterator[Fault]:
    """Write the figure; or, where small counts of people are suppressed, `suppress_below:` and the
    least count that is shown into its dataset.yml.
    """
    for entry, block, measured, row in _iterate_new_rows(edition):
        is_decided = block.contract.suppress_below is not None
        if row.value is Gap.SUPPRESSED and not (is_decided or _was_suppressed(edition, row)):
            words = f"'{measured.measure.title}' is suppressed, and never was before"
            yield _build_fault(edition, entry, row, words)


@rule("M123", "Shares keep the counts that they came with", Severity.WARNING)
def find_lost_counts(edition: Edition) -> Iterator[Fault]:
    """Give the numerator and the denominator, by which the share can be worked out again."""
    for entry, _, measured, row in _iterate_new_rows(edition):
        earlier = measured.rows[-2] if len(measured.rows) > 1 else None
        if earlier is None or isinstance(row.value, Gap):
            continue
        names = [
            name
            for name in ("numerator", "denominator")
            if getattr(row, name) is Gap.MISSING and not isinstance(getattr(earlier, name), Gap)
        ]
        if names:
            words = (
                f"'{measured.measure.title}' came with {' and '.join(names)} in {earlier.period}, "
                "and comes without now"
            )
            yield _build_fault(edition, entry, row, words)


def _iterate_new_rows(
    edition: Edition,
) -> Iterator[tuple[Entry, Block, Measured, Observation]]:
    """Yield the rows of the edition's own period."""
    for entry, block in list_owed_blocks(edition):
        for measured in block.measured if edition.is_new(entry, block) else ():
            row = measured.rows[-1]
            if row is not None:
                yield entry, block, measured, row


def _was_suppressed(edition: Edition, row: Observation) -> bool:
    """Return whether the measure was suppressed before, of whichever service."""
    return any(
        earlier.value is Gap.SUPPRESSED
        for name, series in edition.series.items()
        if row.path.startswith(f"data/datasets/{name}/")
        for (_, measure), rows in series.rows.items()
        if measure == row.measure
        for period, earlier in rows.items()
        if period < row.period
    )


def _build_fault(edition: Edition, entry: Entry, row: Observation, words: str) -> Fault:
    return Fault(
        row.place, words, find_data_keeper(edition, entry), entry.service, entry.section.id
    )
