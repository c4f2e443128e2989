"""Two versions of a text, compared by paragraphs and by words."""

from __future__ import annotations

from boardpack.analysis.word_changes import Mark, Stretch, compare_texts, compare_words

SAME, GONE, NEW = Mark.SAME, Mark.GONE, Mark.NEW


def marks(earlier: str, later: str) -> list[tuple[Mark, str]]:
    return [(one.mark, one.words) for one in compare_words(earlier, later)]


def test_words_that_came_and_went_are_marked_where_they_stand() -> None:
    assert marks("Missed appointments rose to 5.9%.", "Missed appointments fell to 5.1%.") == [
        (SAME, "Missed appointments "),
        (GONE, "rose "),
        (NEW, "fell "),
        (SAME, "to "),
        (GONE, "5.9%."),
        (NEW, "5.1%."),
    ]


def test_a_line_that_is_broken_elsewhere_says_the_same() -> None:
    assert marks("One two\nthree", "One two three") == [(SAME, "One two three")]


def test_a_text_that_is_another_one_is_marked_whole() -> None:
    assert marks("All clinics ran.", "Nobody answered the telephone on Monday.") == [
        (GONE, "All clinics ran."),
        (NEW, "Nobody answered the telephone on Monday."),
    ]


def test_nothing_before_and_nothing_after() -> None:
    assert marks("", "New words") == [(NEW, "New words")]
    assert marks("Old words", "") == [(GONE, "Old words")]
    assert marks("", "") == []


def test_a_text_of_very_many_words_is_not_compared_word_by_word() -> None:
    words = "word " * 3000
    assert [mark for mark, _ in marks(words, f"{words}more")] == [GONE, NEW]


def test_paragraphs_that_stayed_are_counted_and_not_shown() -> None:
    change = compare_texts(
        "First.\n\nIt rose by two.\n\nLast.", "First.\n\nIt rose by three.\n\nLast."
    )
    assert change.same_count == 2
    assert [paragraph.stretches for paragraph in change.changed] == [
        (Stretch(SAME, "It rose by "), Stretch(GONE, "two."), Stretch(NEW, "three."))
    ]


def test_paragraphs_that_one_side_has_more_are_whole() -> None:
    change = compare_texts("First.", "First.\n\nSecond.\n\nThird.")
    assert [paragraph.stretches for paragraph in change.changed] == [
        (Stretch(NEW, "Second."),),
        (Stretch(NEW, "Third."),),
    ]
    assert compare_texts("First.\n\nSecond.", "Second.").changed[0].stretches == (
        Stretch(GONE, "First."),
    )


def test_the_later_text_can_be_read_without_what_is_gone() -> None:
    earlier, later = "a b c d e f\n\ng h", "a x c d y f\n\ng h i"
    shown = [
        "".join(one.words for one in paragraph.stretches if one.mark is not GONE)
        for paragraph in compare_texts(earlier, later).changed
    ]
    assert shown == ["a x c d y f", "g h i"]
