"""Opening the month."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.cycles import timed
from support.instances import PACK, minimal
from support.running import boardpack, put


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    return put(minimal(), tmp_path)


def test_each_service_gets_an_empty_submission_with_every_heading_that_is_due(
    instance: Path,
) -> None:
    ran = boardpack("-C", instance, "new", "monthly", "2018-12")
    assert ran.status == 0
    assert ran.out.splitlines() == [
        "content/monthly/2018-12/cannock-chase.md",
        "content/monthly/2018-12/seisdon.md",
    ]
    text = (instance / ran.out.splitlines()[0]).read_text("utf-8")
    assert "status: draft" in text
    assert "## Access" in text


def test_a_submission_that_is_there_stays_as_it_is(instance: Path) -> None:
    before = (instance / "content/monthly/2018-11/cannock-chase.md").read_bytes()
    ran = boardpack("-C", instance, "new", "monthly", "2018-11")
    assert (ran.status, ran.out) == (0, "Every submission is there already.\n")
    assert (instance / "content/monthly/2018-11/cannock-chase.md").read_bytes() == before


def test_what_is_owed_in_a_new_month_is_its_data_and_its_words(instance: Path) -> None:
    boardpack("-C", instance, "new", "monthly", "2018-12")
    ran = boardpack("-C", instance, "check", "monthly", "2018-12")
    assert ran.status == 1
    assert "N103" in ran.out
    assert "M103" in ran.out


@pytest.mark.parametrize(
    ("pack", "period", "words"),
    [
        ("montly", "2018-12", "there is no pack 'montly'; there is monthly"),
        (
            "monthly",
            "2018-W50",
            "'monthly' is monthly, and '2018-W50' is no such period; write one like 2018-11",
        ),
        ("monthly", "2018-13", "'2018-13' is neither a month like 2018-11"),
    ],
)
def test_an_edition_that_cannot_be_is_refused(
    instance: Path, pack: str, period: str, words: str
) -> None:
    ran = boardpack("-C", instance, "new", pack, period)
    assert ran.status == 2
    assert words in ran.err


def test_of_a_pack_that_cannot_be_read_nobody_says_that_there_is_none(instance: Path) -> None:
    (instance / PACK).write_text("title: [")
    ran = boardpack("-C", instance, "new", "monthly", "2018-12")
    assert ran.err == (
        f"boardpack: {PACK} cannot be read; see what is wrong with: boardpack check\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("monthly", "2062-11"), "next due is: boardpack new monthly 2018-11. If you mean it"),
        (("monthly", "2019-02"), "February 2019 is far ahead"),
        (("monthly",), "say of which period; next due is: boardpack new monthly 2018-11"),
        (("2018-12",), "'2018-12' is a period; the pack comes before it, such as: monthly 2018-12"),
        (("Dec 2018",), "'Dec 2018' is a period; the pack comes before it, such as: monthly"),
        (("montly",), "there is no pack 'montly'; there is monthly; did you mean 'monthly'?"),
    ],
)
def test_a_period_that_is_hardly_meant_is_answered_with_the_one_that_is_next(
    tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    root = put(timed(), tmp_path)
    ran = boardpack("-C", root, "new", *words, "--at", "2018-12-10T09:00")
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


def test_a_period_far_ahead_is_opened_when_it_is_meant(instance: Path) -> None:
    words = ("2019-02", "--at", "2018-12-10", "--yes")
    assert "2019-02/seisdon.md" in boardpack("-C", instance, "new", "monthly", *words).out


@pytest.mark.parametrize("command", [("status",), ("check",), ("signoff", "status")])
def test_other_commands_say_as_well_that_the_pack_comes_first(
    instance: Path, command: tuple[str, ...]
) -> None:
    ran = boardpack("-C", instance, *command, "2018-11")
    assert (ran.status, ran.out) == (2, "")
    assert "the pack comes before it, such as: monthly 2018-11" in ran.err


def test_without_a_pack_every_edition_that_is_under_way_is_opened_in_time(
    tmp_path: Path,
) -> None:
    root = put(timed(), tmp_path)
    december = ["content/monthly/2018-12/cannock-chase.md", "content/monthly/2018-12/seisdon.md"]
    early = boardpack("-C", root, "new", "--at", "2018-12-27T09:00")
    assert early.out == "Every submission is there already.\n"
    in_time = boardpack("-C", root, "new", "--at", "2018-12-28T09:00")
    assert in_time.out.splitlines() == december
    missed = boardpack("-C", put(timed(), tmp_path / "later"), "new", "--at", "2019-01-03T09:00")
    assert missed.out.splitlines() == december
