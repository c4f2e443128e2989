"""Rules on numbers in sentences that are nearly those of the data."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.once import worked_out_once
from boardpack.analysis.quoting import JudgedNumber, Verdict, judge_numbers
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_writer
from boardpack.findings import Fault, Severity


@rule("N115", "Narratives give the figures as they are")
def find_wrong_numbers(edition: Edition) -> Iterator[Fault]:
    """Correct the number. If it is another figure, give the one of the data beside it."""
    # An error only where the figure itself stands nowhere in the section: then it is the one meant.
    yield from _find_numbers(edition, Verdict.WRONG, ", and the section does not give that figure")


@rule("N116", "Numbers in narratives are no mistyped figures", Severity.WARNING)
def find_doubtful_numbers(edition: Edition) -> Iterator[Fault]:
    """Compare the two: a digit may be swapped, lost or mistyped. If it is right, leave it."""
    yield from _find_numbers(edition, Verdict.DOUBTFUL)


def _find_numbers(edition: Edition, verdict: Verdict, ending: str = "") -> Iterator[Fault]:
    for entry, judged in _list_slips(edition):
        if judged.verdict is verdict and judged.quotable is not None:
            figure = f"{judged.quotable.words} ('{judged.quotable.title}')"
            yield Fault(
                judged.place,
                f"'{judged.number.text}' is nearly {figure}{ending}",
                find_writer(edition, entry),
                entry.service,
                entry.section.id,
            )


@worked_out_once
def _list_slips(edition: Edition) -> tuple[tuple[Entry, JudgedNumber], ...]:
    return tuple(
        (entry, judged)
        for entry in edition.entries
        if entry.is_owed
        for judged in judge_numbers(edition, entry)
        if judged.quotable is not None
    )
