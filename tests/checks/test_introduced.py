from __future__ import annotations

from boardpack.checks.introduced import find_changed_files, split_introduced_findings
from boardpack.findings import Finding, Place, Severity

ROWS = "data/rows.csv"
SUBMISSION = "content/monthly/2018-11/north.md"


def finding(path: str, line: int | None, what: str = "odd") -> Finding:
    return Finding("C105", Severity.ERROR, Place(path, line), what, "")


def own(
    now: list[Finding], earlier: list[Finding], before: str, after: str, path: str = ROWS
) -> list[Finding]:
    trees = ({path: text.encode()} for text in (before, after))
    return list(split_introduced_findings(now, earlier, *trees)[0])


def test_a_file_is_changed_when_it_came_went_or_differs() -> None:
    before = {"same": b"x\n", "gone": b"", "other": b"x"}
    now = {"same": b"x\r\n", "new": b"", "other": b"y"}
    assert find_changed_files(before, now) == {"gone", "new", "other"}


def test_a_finding_that_was_there_before_is_not_own() -> None:
    known = finding("data/elsewhere.csv", 2)
    assert own([known], [known], "a", "b") == []


def test_a_finding_that_is_new_is_own_also_in_a_file_that_did_not_change() -> None:
    new = finding("data/elsewhere.csv", 2)
    assert own([new], [], "a", "b") == [new]


def test_a_row_that_moved_keeps_its_old_finding() -> None:
    assert own([finding(ROWS, 3)], [finding(ROWS, 2)], "a\nbad\n", "a\nnew\nbad\n") == []


def test_a_changed_row_has_its_finding_as_its_own_even_with_the_same_words() -> None:
    row = finding(ROWS, 2)
    assert own([row], [row], "a\nbad,1\n", "a\nbad,2\n") == [row]


def test_the_second_of_two_equal_rows_is_own_when_it_was_added() -> None:
    first, second = finding(ROWS, 2), finding(ROWS, 3)
    assert own([first, second], [first], "a\nbad\n", "a\nbad\nworse\n") == [second]


def test_words_that_name_another_line_may_move_too() -> None:
    now, earlier = finding(ROWS, 4, "same as line 3"), finding(ROWS, 3, "same as line 2")
    assert own([now], [earlier], "a\nb\nb\n", "a\nnew\nb\nb\n") == []


def test_a_finding_about_a_whole_file_is_own_when_the_file_changed() -> None:
    whole = finding(ROWS, None)
    assert own([whole], [whole], "a", "b") == [whole]
    assert own([whole], [whole], "a", "a") == []


def test_all_findings_of_a_changed_submission_are_own() -> None:
    line = finding(SUBMISSION, 1)
    assert own([line], [line], "a\nb", "a\nc", SUBMISSION) == [line]


def test_others_are_given_back() -> None:
    known, new = finding(ROWS, 1), finding(ROWS, 2)
    assert split_introduced_findings([known, new], [known], {ROWS: b"a"}, {ROWS: b"a\nb"}) == (
        (new,),
        (known,),
    )
