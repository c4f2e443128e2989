"""Numbers of narratives held against the figures: which quote one, and which are a slip of one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from itertools import islice
from typing import NamedTuple

from boardpack.analysis.blocks.block import Block
from boardpack.analysis.blocks.quotable import Quotable
from boardpack.analysis.edition import Edition, index_figures
from boardpack.analysis.entry import Entry
from boardpack.analysis.last_edition import find_written_narrative
from boardpack.analysis.named_figures import iterate_names
from boardpack.analysis.quoted_numbers import QuotedNumber, find_quoted_numbers, is_slip
from boardpack.findings import Place
from boardpack.model.dataset import Unit
from boardpack.model.directorate import WHOLE_DIRECTORATE

_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM_LENGTH = 5
SMALLEST_LONG = 10_000
"""From five digits on, a number that is nearly another is so by no chance."""
_EVERYWHERE = frozenset(
    ("date", "done", "last", "more", "number", "patients", "rate", "share", "staff", "than", "that")
)
"""Words of titles that tell nothing apart."""
MOST_NUMBERS = 1000
"""So many numbers of one entry are judged: nobody writes more, and each takes its time."""
_ANY = frozenset(Unit)
_COMPATIBLE_UNITS = {
    Unit.PERCENT: frozenset({Unit.PERCENT}),
    Unit.GBP: frozenset({Unit.GBP, Unit.COUNT}),
    Unit.DAYS: frozenset({Unit.DAYS, Unit.COUNT}),
    # "From 5.5 to 5.9%": the unit is written once.
    Unit.COUNT: _ANY,
    Unit.RATE: _ANY,
}
"""By the unit that is written, those of the figures that may be meant."""


class Verdict(Enum):
    """What a number is, as far as the data can tell."""

    MATCHED = "matched"
    UNMATCHED = "unmatched"
    DOUBTFUL = "doubtful"
    WRONG = "wrong"


class JudgedNumber(NamedTuple):
    """A number of an entry's words, and the figure that it quotes or is a slip of."""

    number: QuotedNumber
    place: Place
    verdict: Verdict
    quotable: Quotable | None = None


def judge_numbers(edition: Edition, entry: Entry) -> Iterator[JudgedNumber]:
    """Yield every number of an entry's narrative and of its exceptions' issues.

    A section without figures, such as a summary, is held against all figures of its service; that
    of the directorate against those of every service.
    """
    numbers = list(islice(_iterate_numbers(entry), MOST_NUMBERS))
    if not numbers:
        return
    pools = _list_pools(edition, entry)
    everything = [quotable for pool in pools.values() for quotable in pool]
    exact_values = {(quotable.unit, quotable.value) for quotable in everything}
    exact_values |= {
        (number.unit, number.value) for number in _iterate_named_numbers(edition, entry)
    }
    for number, place in numbers:
        if (number.unit, number.value) in exact_values or _is_quoted(number, everything):
            yield JudgedNumber(number, place, Verdict.MATCHED)
        elif slip := _find_slip(edition, entry, number, pools):
            is_told = any(_is_quoted(other, (slip,)) for other, _ in numbers)
            verdict = Verdict.WRONG if slip.is_latest and not is_told else Verdict.DOUBTFUL
            yield JudgedNumber(number, place, verdict, slip)
        else:
            yield JudgedNumber(number, place, Verdict.UNMATCHED)


def _iterate_named_numbers(edition: Edition, entry: Entry) -> Iterator[QuotedNumber]:
    """Yield the numbers that were put into an entry's words because the words name them."""
    narrative = find_written_narrative(edition, entry)
    names = [name for name, _ in iterate_names(narrative.text)] if narrative else []
    if names:
        index = index_figures(edition.list_service_entries(entry.service))
        for name in names:
            yield from find_quoted_numbers(index.find_figure(name, entry.section.id)[0])


def _list_pools(edition: Edition, entry: Entry) -> Mapping[str, list[Quotable]]:
    """Return by service the values that an entry's words may quote."""
    own_blocks = (*entry.blocks, *entry.beside)
    if own_blocks:
        return {entry.service: _list_quotables(own_blocks)}
    services = edition.services if entry.service == WHOLE_DIRECTORATE else (entry.service,)
    return {service: _list_service_quotables(edition, service) for service in services}


def _list_service_quotables(edition: Edition, service: str) -> list[Quotable]:
    entries = edition.list_service_entries(service)
    return _list_quotables(block for entry in entries for block in entry.blocks)


def _list_quotables(blocks: Iterable[Block]) -> list[Quotable]:
    return [quotable for block in blocks for quotable in block.list_quotables()]


def _is_quoted(number: QuotedNumber, quotables: Iterable[Quotable]) -> bool:
    units = _COMPATIBLE_UNITS[number.unit]
    return any(quotable.unit in units and number.quotes(quotable.value) for quotable in quotables)


def _find_slip(
    edition: Edition, entry: Entry, number: QuotedNumber, pools: Mapping[str, list[Quotable]]
) -> Quotable | None:
    """Return the value that a number is a slip of, unless another section has that very figure."""
    slips = (
        quotable
        for quotable in _iterate_named(edition, entry, number.sentence, pools)
        if quotable.unit is number.unit and is_slip(number.value, quotable.shown)
    )
    slip = None if number.is_movement else next(slips, None)
    others = _list_service_quotables(edition, entry.service) if slip else []
    return None if _is_quoted(number, (other for other in others if other.words)) else slip


def _iterate_named(
    edition: Edition, entry: Entry, sentence: str, pools: Mapping[str, list[Quotable]]
) -> Iterator[Quotable]:
    """Yield the values that a sentence may be about.

    Of a hundred services one has nearly any figure: another than the entry's must be named, too.
    """
    stems = _list_stems(sentence)
    for service, pool in pools.items():
        title = edition.instance.directorate.find_service_title(service)
        if service == entry.service or stems & _list_stems(title):
            for quotable in pool:
                if quotable.words and _is_named(quotable, stems):
                    yield quotable


def _is_named(quotable: Quotable, stems: frozenset[str]) -> bool:
    """Return whether a sentence has a word of a title; of a number without a unit all its words."""
    title_stems = _list_stems(quotable.title)
    if quotable.unit is not Unit.COUNT:
        return bool(title_stems & stems)
    return quotable.shown >= SMALLEST_LONG or (bool(title_stems) and title_stems <= stems)


def _list_stems(words: str) -> frozenset[str]:
    folded = (word.casefold() for word in _WORD.findall(words))
    return frozenset(word[:_STEM_LENGTH] for word in folded if word not in _EVERYWHERE)


def _iterate_numbers(entry: Entry) -> Iterator[tuple[QuotedNumber, Place]]:
    submission, narrative = entry.submission, entry.narrative
    if submission is None:
        return
    if narrative is not None:
        for number in find_quoted_numbers(narrative.text):
            yield number, submission.find_place(narrative.text_line + number.line)
    for index, report in enumerate(submission.exceptions):
        if report.section == entry.section.id:
            place = submission.find_report_place(index, "issue")
            for number in find_quoted_numbers(report.issue):
                yield number, place
