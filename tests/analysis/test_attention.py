"""Whom an item reaches: the leadership team, the board, or nobody but its own section."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from boardpack.analysis.attention import AttentionItem, find_escalated_items, select_level
from boardpack.model.pack import EscalationLevel
from support.editions import edition_of, everything_said
from support.instances import ACCESS_ROWS, PACK, Files, edited, minimal

SECTIONS = "signed_off_by: service-director\nsections:"


def missed(value: str, tree: Files | None = None) -> dict[str, bytes]:
    """Return an instance in which one service misses a target, and no overall figure hides it."""
    tree = edited(minimal() if tree is None else tree, ACCESS_ROWS, "3.5,42,1200", "3.5,,")
    start = "2018-11,cannock-chase,missed,"
    return edited(tree, ACCESS_ROWS, f"{start}3.5,", f"{start}{value},")


def configured(setting: str) -> dict[str, bytes]:
    return edited(minimal(), PACK, SECTIONS, SECTIONS.replace("sec", f"{setting}\nsec"))


def items(tree: Files) -> Sequence[AttentionItem]:
    return find_escalated_items(edition_of(tree))


@pytest.mark.parametrize(
    ("value", "level"), [("8.5", "leadership"), ("6.5", "board"), ("5.5", "section")]
)
def test_red_reaches_leadership_amber_the_board_and_a_missed_target_its_section(
    value: str, level: str
) -> None:
    [item] = items(missed(value))
    assert item.level == level
    assert select_level([item], EscalationLevel(level)) == [item]


def test_the_pack_says_which_rules_reach_whom() -> None:
    setting = "escalation: {leadership: [amber], board: [target-missed]}"
    assert [item.level for item in items(missed("6.5", configured(setting)))] == ["leadership"]
    assert [item.level for item in items(missed("5.5", configured(setting)))] == ["board"]
    assert [item.level for item in items(missed("8.5", configured(setting)))] == ["board"]


def test_amber_is_told_with_the_boards_threshold() -> None:
    [item] = items(missed("6.5"))
    assert item.words == ("6.5% is above the board's threshold of 6%.",)
    assert (item.rules, item.other_rules) == ("Amber now, target missed", "")


def test_a_rule_that_reaches_two_levels_is_refused() -> None:
    tree = configured("escalation: {leadership: [red, amber]}")
    [fault] = [one for one in everything_said(tree) if one.code == "D106"]
    assert fault.what == "'amber' reaches the leadership team already: it stands in both"
