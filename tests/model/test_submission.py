from __future__ import annotations

from boardpack.model.submission import FrontMatter, Narrative, Submission

FIRST = Narrative("access", "One.", 4, 6, 1, (), "One.")
AGAIN = Narrative("access", "Two.", 8, 10, 1, (), "Two.")
SUBMISSION = Submission(
    "monthly", "2018-11", "seisdon", "a.md", FrontMatter("ann"), {}, (FIRST, AGAIN), ()
)


def test_the_first_narrative_of_a_section_counts() -> None:
    assert SUBMISSION.find_narrative("access") is FIRST
    assert SUBMISSION.find_narrative("finance") is None


def test_a_place_names_the_file_and_the_line() -> None:
    assert str(SUBMISSION.find_place()) == "a.md"
    assert str(SUBMISSION.find_place(4)) == "a.md:4"
