"""The register of bad input names a test for each of its rows, and its page is what it would be."""

from __future__ import annotations

from support.bad_input import GROUPS, PAGE, list_tests_by_row, render_page

ROWS = [number for rows in GROUPS.values() for number in rows]


def test_each_row_is_held_by_a_test_and_each_mark_is_of_a_row() -> None:
    assert list(range(1, len(ROWS) + 1)) == ROWS
    assert sorted(list_tests_by_row()) == ROWS


def test_the_page_of_the_register_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == render_page(), "run `python -m support.bad_input` in tests/"
