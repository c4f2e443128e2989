"""What of a section's figures is not as it was in the edition before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from boardpack.analysis.blocks.block import Block
from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.measures import Measured
from boardpack.analysis.rag import Rating
from boardpack.analysis.standing_files import has_shown_file


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A measure now and in the edition before; `earlier` is None where that had none."""

    measured: Measured
    earlier: Measured | None

    @property
    def is_changed(self) -> bool:
        """Whether the figure, its target or its rating is another one."""
        earlier = self.earlier
        return earlier is None or _list_shown(self.measured) != _list_shown(earlier)

    @property
    def has_new_rating(self) -> bool:
        """Whether it was rated otherwise in the edition before."""
        return self.earlier is not None and self.earlier.rating is not self.measured.rating


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """What a dataset without measures says of itself, then and now; empty where it is not there."""

    title: str
    earlier: str
    later: str


@dataclass(frozen=True, slots=True)
class EntryChange:
    """An entry against that of the edition before, which is None where the edition had none.

    `figures` and `sentences` are those that changed; `same_count` says how many did not.
    """

    entry: Entry
    earlier: Entry | None
    figures: tuple[FigureChange, ...]
    sentences: tuple[SentenceChange, ...]
    same_count: int

    @property
    def earlier_rating(self) -> Rating:
        """How the section was rated."""
        return self.earlier.rating if self.earlier else Rating.UNRATED


def has_edition_before(edition: Edition) -> bool:
    """Return whether anything was written for the period before, or has figures of it."""
    instance, period = edition.instance, edition.period.step_back()
    return (edition.pack_id, period.id) in instance.edition_ids or any(
        has_shown_file(instance.datasets[name], period.step_back(section.lag))
        for section in edition.pack.sections
        for name in section.shown_datasets
        if name in edition.series
    )


def analyse_edition_before(edition: Edition) -> Edition:
    """Return the edition of the period before, as its files are now; it may have no words yet.

    It knows no count that the given edition must not show.
    """
    return analyse_edition(edition.instance, edition.pack_id, edition.period.step_back().id)


def compare_entry(entry: Entry, edition_before: Edition) -> EntryChange:
    """Return what of an entry's figures changed since the edition before."""
    earlier = edition_before.find_entry(entry.service, entry.section.id)
    figures = [
        FigureChange(measured, _find_measured(earlier, measured)) for measured in entry.measured
    ]
    sentences = [
        sentence
        for block in entry.blocks
        if not block.measured
        for sentence in _compare_sentences(_find_block(earlier, block), block)
    ]
    changed_figures = tuple(figure for figure in figures if figure.is_changed)
    changed_sentences = tuple(one for one in sentences if one.earlier != one.later)
    return EntryChange(
        entry,
        earlier,
        changed_figures,
        changed_sentences,
        len(figures) + len(sentences) - len(changed_figures) - len(changed_sentences),
    )


def _list_shown(measured: Measured) -> tuple[object, ...]:
    return measured.latest, measured.target, measured.rating


def _find_measured(earlier: Entry | None, measured: Measured) -> Measured | None:
    series = earlier.measured if earlier else ()
    key = measured.dataset_id, measured.measure.id
    return next((one for one in series if (one.dataset_id, one.measure.id) == key), None)


def _find_block(earlier: Entry | None, block: Block) -> Block | None:
    blocks = earlier.blocks if earlier else ()
    return next(
        (one for one in blocks if one.dataset_id == block.dataset_id and one.is_there), None
    )


def _compare_sentences(earlier: Block | None, later: Block) -> Iterator[SentenceChange]:
    """Yield each sentence of a block with what stood there before; then those that have gone."""
    sentences_before = _split_sentences(earlier) if earlier else {}
    for title, words in _split_sentences(later).items():
        yield SentenceChange(title, sentences_before.pop(title, ""), words)
    for title, words in sentences_before.items():
        yield SentenceChange(title, words, "")
    if earlier:
        yield from _count_changed_rows(earlier, later)


def _count_changed_rows(earlier: Block, later: Block) -> Iterator[SentenceChange]:
    """Yield how many rows are not as they were: a total may hide what moved below it."""
    rows_before, rows = Counter(earlier.signed_rows()), Counter(later.signed_rows())
    changed_count = sum((rows - rows_before).values())
    gone_count = sum((rows_before - rows).values())
    if changed_count or gone_count:
        words = f"{changed_count} of {sum(rows.values())} are new or not as they were"
        yield SentenceChange(f"Rows of {later.contract.title}", "", words)


def _split_sentences(block: Block) -> dict[str, str]:
    """Return what a block says of itself by what it says it of."""
    return dict(_split_sentence(sentence) for sentence in block.summarise())


def _split_sentence(sentence: str) -> tuple[str, str]:
    # A title may hold a colon; what follows the last is its state.
    title, _, words = sentence.rpartition(": ")
    return title, words
