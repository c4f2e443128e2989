from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from boardpack.commands import status
from support.instances import CANNOCK, edited, minimal
from support.running import boardpack, put


@pytest.fixture(autouse=True)
def _plain_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status, "today", lambda: date(2018, 12, 1))
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


def test_an_unknown_edition_is_a_sentence(tmp_path: Path) -> None:
    ran = boardpack("-C", put(minimal(), tmp_path), "status", "monthly", "2019-01")
    assert ran == (2, "", "boardpack: 'monthly' has no edition '2019-01'; there is 2018-11\n")
