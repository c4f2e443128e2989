from __future__ import annotations

import json
from pathlib import Path

import pytest

from support.cycles import timed
from support.instances import CANNOCK, DIRECTORATE, PACK, edited, minimal
from support.running import boardpack, put


@pytest.fixture(autouse=True)
def _plain_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1543654800")  # 1 December 2018, 9:00 UTC
    monkeypatch.setenv("COLUMNS", "80")


def test_a_complete_edition_is_clear(tmp_path: Path) -> None:
    ran = boardpack("-C", put(minimal(), tmp_path), "status")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("Monthly pack, November 2018\n")
    assert "owes" not in ran.out


def test_an_incomplete_edition_is_clear_too_as_status_judges_nothing(tmp_path: Path) -> None:
    tree = edited(minimal(), CANNOCK, "status: ready", "status: draft")
    ran = boardpack("-C", put(tree, tmp_path), "status", "monthly", "2018-11")
    assert ran.status == 0
    assert "Who owes what" in ran.out


def test_json_is_a_list_of_editions(tmp_path: Path) -> None:
    ran = boardpack("-C", put(minimal(), tmp_path), "status", "--format", "json")
    assert [one["period"] for one in json.loads(ran.out)] == ["2018-11"]


def test_what_is_wrong_elsewhere_is_mentioned(tmp_path: Path) -> None:
    tree = {**minimal(), "data/datasets/access/odd.csv": b""}
    assert boardpack("-C", put(tree, tmp_path), "status").out.endswith(
        "Some files are not as they should be: boardpack check says which.\n"
    )


def test_the_next_edition_is_named_once_it_is_under_way_and_nobody_has_opened_it(
    tmp_path: Path,
) -> None:
    root = put(timed(), tmp_path)
    line = "Under way, and nobody has opened it: boardpack new monthly 2018-12\n"
    words = ("-C", root, "status", "monthly")
    assert line not in boardpack(*words, "--at", "2018-12-27T09:00").out
    assert line in boardpack(*words, "--at", "2018-12-31T09:00").out
    assert line not in boardpack(*words, "2018-11", "--at", "2018-12-31T09:00").out
    assert boardpack("-C", root, "new", "monthly", "2018-12").status == 0
    assert line not in boardpack(*words, "--at", "2018-12-31T09:00").out


def test_an_unknown_edition_is_a_sentence(tmp_path: Path) -> None:
    ran = boardpack("-C", put(minimal(), tmp_path), "status", "monthly", "2019-01")
    assert ran == (
        2,
        "",
        "boardpack: 'monthly' has no edition '2019-01'; there is 2018-11"
        ". To open it: boardpack new monthly 2019-01\n",
    )


def test_what_is_late_depends_on_the_moment(tmp_path: Path) -> None:
    root = put(edited(minimal(), CANNOCK, "status: ready", "status: draft"), tmp_path)
    before = boardpack("-C", root, "status", "--at", "2018-12-12T23:59").out
    after = boardpack("-C", root, "status", "--at", "2018-12-13").out
    assert "    by 12 December 2018\n" in before
    assert "    by 12 December 2018 (late)\n" in after


@pytest.mark.parametrize("moment", ["0001-01-01", "9999-12-31T23:59Z"])
def test_a_moment_that_nobody_can_count_with_is_refused(tmp_path: Path, moment: str) -> None:
    ran = boardpack("-C", put(minimal(), tmp_path), "status", "--at", moment)
    assert (ran.status, "takes a moment from 1900 to 2199" in ran.err) == (2, True)


def test_a_moment_with_a_zone_is_told_by_clocks_in_london(tmp_path: Path) -> None:
    root = put(minimal(), tmp_path)
    ran = boardpack("-C", root, "status", "--format", "json", "--at", "2019-07-01T08:00Z")
    assert json.loads(ran.out)[0]["at"] == "2019-07-01T09:00"


def test_what_is_no_moment_is_refused(tmp_path: Path) -> None:
    ran = boardpack("-C", put(minimal(), tmp_path), "status", "--at", "next week")
    assert ran == (
        2, "", "boardpack: --at takes a moment such as 2018-12-07T09:00 or a day, not 'next week'\n"
    )  # fmt: skip


def test_markdown_has_a_heading_for_each_edition(tmp_path: Path) -> None:
    ran = boardpack("-C", put(minimal(), tmp_path), "status", "--format", "markdown")
    assert ran.out.startswith("# Monthly pack, November 2018\n\nAt 1 December 2018, 09:00: due")


def test_it_says_when_people_were_last_told_and_that_it_is_time_to(tmp_path: Path) -> None:
    runs = b"job,at,sent,unsent\nchase,2018-12-06T08:23:00Z,2,0\n"
    root = put({**timed(), "data/sent/runs.csv": runs}, tmp_path)
    for style in ("text", "markdown"):
        ran = boardpack("-C", root, "status", "--at", "2018-12-10T09:00", "--format", style)
        words = " ".join(ran.out.split())
        assert "Chasing last ran on 6 December 2018 at 08:23, and sent 2 messages" in words
        assert "IT IS OVERDUE: start it by hand (boardpack chase --send)." in words


def test_reviews_that_count_and_were_not_asked_for_are_named(tmp_path: Path) -> None:
    witness = "signoff: {provider: github, repository: o/r}\nservices:"
    tree = edited(minimal(), DIRECTORATE, "services:", witness)
    ran = boardpack("-C", put(tree, tmp_path), "status")
    assert "The reviews at o/r count too, and were not asked for here;" in ran.out


def test_markdown_that_would_point_to_a_person_is_withheld(tmp_path: Path) -> None:
    words = "Ring NHS 401 023 2137 on 07700 900123"
    root = put(edited(timed(), PACK, "what: Write", f"what: {words}"), tmp_path)
    ran = boardpack("-C", root, "status", "--format", "markdown")
    assert (ran.status, ran.out) == (2, "")
    assert "the status is withheld: it may identify a person, as it holds a telephone" in ran.err
    assert f"take it out of {PACK}" in ran.err
    assert "2137" not in ran.err
