from __future__ import annotations

import pytest

from boardpack.analysis.changes import list_changes
from support.editions import edition_of
from support.instances import ACCESS, ACCESS_ROWS, PACK, Files, edited, minimal
from support.months import DECEMBER, NOVEMBER, copied_month


def missed(service: str, month: str, old: str, new: str, tree: Files) -> dict[str, bytes]:
    return edited(
        tree, ACCESS_ROWS, f"{month},{service},missed,{old},", f"{month},{service},missed,{new},"
    )


def cannock(value: str, before: str = "4.0") -> dict[str, bytes]:
    tree = missed("cannock-chase", "2018-11", "3.5", value, minimal())
    return missed("cannock-chase", "2018-10", "4.0", before, tree)


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        ("4.0", "7", "Worse: green to amber."),
        ("9", "7", "Better: red to amber."),
        ("7", "9", "Worse: amber to red."),
    ],
)
def test_a_rating_that_moved_is_a_change(before: str, now: str, words: str) -> None:
    found = [
        one.words for one in list_changes(edition_of(cannock(now, before))) if "to" in one.words
    ]
    assert found == [words]


def test_a_rating_that_stayed_or_was_not_given_is_no_change() -> None:
    assert [c for c in list_changes(edition_of(cannock("7", "7.5"))) if "to " in c.words] == []
    assert [c for c in list_changes(edition_of(cannock("9", "*"))) if "to " in c.words] == []


def test_what_got_worse_comes_first() -> None:
    tree = missed("seisdon", "2018-11", "3.5", "9", cannock("3", "9"))
    words = [one.words for one in list_changes(edition_of(tree)) if "to " in one.words]
    assert words == ["Worse: green to red.", "Better: red to green."]


def test_sections_that_come_and_go_are_changes() -> None:
    found = [(c.title, c.words) for c in list_changes(edition_of(minimal()))]
    assert found == [("Risk register", "Due this time.")]
    tree = edited(minimal(), PACK, "quarter_month: 2", "quarter_month: 1")
    found = [(c.title, c.words) for c in list_changes(edition_of(tree))]
    assert found == [("Risk register", "No longer due.")]


def test_the_latest_figures_that_the_edition_before_showed_are_no_change() -> None:
    tree = edited(
        copied_month(cannock("7")), ACCESS, "kind: measures", "kind: measures\narrives: latest"
    )
    del tree[ACCESS_ROWS.replace(NOVEMBER, DECEMBER)]
    assert [one.title for one in list_changes(edition_of(tree))] == [
        "Appointments missed",
        "Risk register",
    ]
    changes = list_changes(edition_of(tree, period=DECEMBER))
    assert [one.title for one in changes] == ["Risk register"]
