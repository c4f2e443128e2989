from __future__ import annotations

import pytest

from boardpack.analysis.repetition import says_the_same
from support.patience import growing_by_length_alone

TEXT = (
    "Practices booked 61,240 appointments, up from 59,364. Missed appointments rose from 5.5% to "
    "5.9% after text reminders failed at four practices from 12 November. They will move to the "
    "system that the other practices use.\n\nWaits fell, and 43.2% were seen on the day."
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("61,240", "62,118"),
        ("12 November", "3 December"),
        ("four", "five"),
        ("Practices booked", "**practices** booked"),
        (", up from", " - up from"),
        (" after text", "\nafter text"),
        ("the other practices", "other practices"),
        ("Practices booked", "### What went well\n\nPractices booked"),
    ],
)
def test_a_text_is_the_same_whose_figures_dates_marks_or_a_word_changed(old: str, new: str) -> None:
    assert says_the_same(TEXT.replace(old, new), TEXT)


def test_a_text_is_the_same_whose_paragraphs_changed_places() -> None:
    first, second = TEXT.split("\n\n")
    assert says_the_same(f"{second}\n\n{first}", TEXT)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("up from 59,364", "down from 63,364"),
        ("They will move", "They moved on 3 December"),
        ("Waits fell", "Waits rose at two large practices whose managers left"),
    ],
)
def test_a_text_is_new_that_says_what_became_of_it(old: str, new: str) -> None:
    assert not says_the_same(TEXT.replace(old, new), TEXT)


def test_a_figure_alone_is_new_where_it_is_another() -> None:
    assert says_the_same("62.4%", "62.4%")
    assert not says_the_same("62.4%", "61.2%")


@pytest.mark.parametrize("text", ["`", "'a", "x1", "# "])
def test_a_long_line_of_whatever_marks_is_compared_in_no_time(text: str) -> None:
    with growing_by_length_alone():
        assert says_the_same(text * 10_000, text * 10_000)
