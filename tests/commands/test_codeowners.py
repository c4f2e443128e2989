from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from boardpack.adapters.clock import today
from boardpack.adapters.files import read_tree
from boardpack.commands import codeowners as command
from boardpack.load.instance import load_instance
from boardpack.render.codeowners import PATH, render_codeowners
from support.instances import APPOINTMENTS, PEOPLE, edited, minimal
from support.repository import ROOT
from support.running import boardpack, put


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "today", lambda: date(2018, 12, 10))


def test_it_writes_the_file_and_then_finds_it_up_to_date(tmp_path: Path) -> None:
    put(minimal(), tmp_path)
    assert boardpack("-C", tmp_path, "codeowners") == (
        0,
        ".github/CODEOWNERS written, by who is in office on 2018-12-10.\n",
        "",
    )
    assert "cannock.director@example.org" in (tmp_path / PATH).read_text()
    assert boardpack("-C", tmp_path, "codeowners", "--check") == (
        0,
        ".github/CODEOWNERS is up to date for 2018-12-10.\n",
        "",
    )


def test_a_check_writes_nothing_and_says_what_to_do(tmp_path: Path) -> None:
    put(minimal(), tmp_path)
    ran = boardpack("-C", tmp_path, "codeowners", "--check")
    assert ran == (
        1,
        ".github/CODEOWNERS is not what it would be on 2018-12-10; write it anew with: boardpack "
        "codeowners\n",
        "",
    )
    assert not (tmp_path / PATH).exists()


def test_an_appointment_that_ends_makes_it_old(tmp_path: Path) -> None:
    row = "director-cannock,service-director,cannock-chase,2018-04-01,"
    put(edited(minimal(), APPOINTMENTS, row, row + "2018-12-31"), tmp_path)
    boardpack("-C", tmp_path, "codeowners")
    assert boardpack("-C", tmp_path, "codeowners", "--check", "--day", "2018-12-31").status == 0
    assert boardpack("-C", tmp_path, "codeowners", "--check", "--day", "2019-01-01").status == 1


def test_whoever_cannot_be_asked_is_a_warning(tmp_path: Path) -> None:
    put(edited(minimal(), PEOPLE, "cannock.director@example.org", ""), tmp_path)
    boardpack("-C", tmp_path, "codeowners")
    ran = boardpack("-C", tmp_path, "codeowners", "--check")
    assert ran.status == 0
    assert ran.out.endswith(
        "warning: GitHub cannot ask Director of Cannock Chase, who has no login and no e-mail in "
        "data/people.csv.\n"
    )


def test_owners_are_not_left_out_because_a_register_is_broken(tmp_path: Path) -> None:
    put(edited(minimal(), APPOINTMENTS, "2018-04-01", "1/4/18", count=7), tmp_path)
    ran = boardpack("-C", tmp_path, "codeowners")
    assert (ran.status, ran.out) == (2, "")
    assert "boardpack: a register cannot be read whole (data/appointments.csv:2)" in ran.err
    assert not (tmp_path / PATH).exists()


def test_what_is_no_day_is_refused(tmp_path: Path) -> None:
    put(minimal(), tmp_path)
    ran = boardpack("-C", tmp_path, "codeowners", "--day", "17/12/2018")
    assert ran == (2, "", "boardpack: --day takes a day such as 2018-12-17, not '17/12/2018'\n")


def test_the_codeowners_of_this_repository_are_up_to_date() -> None:
    instance, _ = load_instance(read_tree(ROOT)[0])
    assert instance is not None
    assert (ROOT / PATH).read_text() == render_codeowners(instance, today())
