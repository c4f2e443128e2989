"""The second example: real figures of more than a hundred A&E providers make a complete edition."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from boardpack.analysis.edition import Edition
from boardpack.analysis.figures.xmr import has_limits
from boardpack.analysis.quoting import Verdict, judge_numbers
from boardpack.analysis.variation import judge_measure
from boardpack.render.charts import xmr
from support import figures
from support.editions import edition_of, everything_said

EXAMPLE = Path(__file__).parents[1] / "examples" / "emergency-care"


@pytest.fixture(scope="module")
def tree() -> dict[str, bytes]:
    files = (p for folder in ("data", "content") for p in (EXAMPLE / folder).rglob("*"))
    return {p.relative_to(EXAMPLE).as_posix(): p.read_bytes() for p in files if p.is_file()}


@pytest.fixture(scope="module")
def edition(tree: dict[str, bytes]) -> Edition:
    return edition_of(tree, period="2019-03")


@pytest.mark.rotating
def test_nothing_is_missing(tree: dict[str, bytes]) -> None:
    assert [str(f) for f in everything_said(tree, period="2019-03") if f.is_error] == []


def test_there_are_at_least_a_hundred_providers_with_three_years_each(edition: Edition) -> None:
    assert len(edition.entries) >= 100
    assert {len(m.values) for entry in edition.entries for m in entry.measured} == {36}


def test_every_provider_has_an_xmr_chart(edition: Edition) -> None:
    for entry in edition.entries:
        for measured in entry.measured:
            found = judge_measure(measured).xmr
            assert found is not None
            assert has_limits(found)
            assert xmr.draw_svg(figures.xmr_figure(measured, found, "It is so.")).startswith("<svg")


def test_what_is_written_says_that_it_is_illustrative(edition: Edition) -> None:
    for entry in edition.entries:
        assert entry.narrative is not None
        assert "This text is illustrative" in " ".join(entry.narrative.text.split())


def test_the_numbers_of_every_text_are_matched_and_none_is_questioned(edition: Edition) -> None:
    counts = Counter(
        judged.verdict for entry in edition.entries for judged in judge_numbers(edition, entry)
    )
    assert counts[Verdict.MATCHED] >= 840
    assert set(counts) == {Verdict.MATCHED, Verdict.UNMATCHED}
    assert counts[Verdict.UNMATCHED] <= 5
