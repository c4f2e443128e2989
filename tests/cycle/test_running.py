from __future__ import annotations

import pytest

from boardpack.cycle.running import list_running_editions
from support.cycles import at, load, opened, timed
from support.instances import PACK, Files, edited, minimal


def running(tree: Files, moment: str) -> list[str]:
    return [period for _, period in list_running_editions(load(tree), at(moment))]


@pytest.mark.parametrize(
    ("moment", "periods"),
    [
        ("2018-11-28T09:00", []),  # two working days before the first step
        ("2018-11-29T09:00", ["2018-11"]),
        ("2018-12-18T09:00", ["2018-11"]),
        ("2018-12-28T09:00", ["2018-11", "2018-12"]),
        ("2019-01-17T09:00", ["2018-11", "2018-12"]),  # December is due
        ("2019-01-18T09:00", ["2018-12"]),
    ],
)
def test_an_edition_is_under_way_from_the_day_before_its_first_step_until_the_next_is_due(
    moment: str, periods: list[str]
) -> None:
    assert running(timed(), moment) == periods


def test_whoever_opens_a_month_early_changes_nothing() -> None:
    assert running(opened(timed(), "2019-01"), "2018-12-18T09:00") == ["2018-11"]


def test_a_pack_that_nobody_used_asks_for_nothing() -> None:
    tree = {path: data for path, data in timed().items() if not path.startswith("content/")}
    assert running(tree, "2018-12-12T09:00") == []


def test_a_pack_without_a_timetable_asks_for_nothing() -> None:
    text = minimal()[PACK].decode()
    tree = {**minimal(), PACK: text[: text.index("timetable:")].encode()}
    assert running(tree, "2018-12-12T09:00") == []


def test_a_week_is_under_way_in_the_week_after_it() -> None:
    tree = edited(minimal(), PACK, "cadence: monthly", "cadence: weekly")
    tree[PACK] = tree[PACK][: tree[PACK].index(b"timetable:")] + (
        b"timetable:\n  - {id: a, when: wednesday, who: practice-manager, what: Write}\n"
    )
    tree = {path.replace("2018-11/", "2018-W50/"): data for path, data in tree.items()}
    assert running(tree, "2018-12-17T09:00") == []
    assert running(tree, "2018-12-18T09:00") == ["2018-W50"]
    assert running(tree, "2018-12-24T09:00") == ["2018-W50", "2018-W51"]
