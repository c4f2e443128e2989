from __future__ import annotations

import csv
from pathlib import Path

import pytest

from support.instances import PACK, edited, minimal
from support.repository import ROOT
from support.running import boardpack, put


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return put(minimal(), tmp_path_factory.mktemp("matrix"))


def rows_of(*words: str | Path) -> dict[str, dict[str, str]]:
    ran = boardpack(*words, "matrix", "--format", "csv")
    assert ran.status == 0
    return {row["Section"]: row for row in csv.DictReader(ran.out.splitlines())}


def test_every_section_says_its_source_who_asks_who_writes_and_who_signs(instance: Path) -> None:
    ran = boardpack("-C", instance, "matrix", "monthly")
    assert ran.status == 0
    assert ran.out.startswith("# Monthly pack: who does what\n\n| Section | For | Source |")
    assert (
        "| Access | Each service | Appointment system | Directorate development manager "
        "| Directorate development manager | Pull and check the figures | Practice manager "
        "| Write the narrative, at least 10 words "
        "| Service director | Each month |\n"
    ) in ran.out


def test_what_nobody_asks_for_is_made_by_whoever_writes_it(instance: Path) -> None:
    row = rows_of("-C", instance)["Summary"]
    assert (row["Source"], row["Requested or made by"]) == ("Not stated", "Practice manager")
    assert (row["Who prepares the figures"], row["What they do for the figures"]) == (
        "",
        "No figures",
    )


def test_a_section_that_nobody_narrates_says_so_and_when_it_is_due(instance: Path) -> None:
    row = rows_of("-C", instance)["Risk register"]
    assert (row["Who writes"], row["What they write"]) == ("", "No narrative")
    assert row["For"] == "The directorate as a whole"
    assert row["Who signs"] == "Director of primary care"
    assert row["When"] == "Each month, only in month 2 of each quarter"


def test_the_demo_has_a_row_for_every_section_of_both_packs_with_duties_in_words() -> None:
    rows = rows_of("-C", ROOT)
    assert {row["Pack"] for row in rows.values()} == {
        "Monthly integrated service pack",
        "Weekly safety pack",
    }
    finance, training = rows["Finance"], rows["Mandatory and statutory training"]
    assert finance["Requested or made by"] == "Income manager"
    assert finance["What they do for the figures"] == "Supply and check the figures"
    assert training["What they do for the figures"] == (
        "Request the latest training figures from the named contact"
    )
    assert all(row["Source"] and row["Who signs"] for row in rows.values())


def test_a_pack_that_there_is_not_is_refused(instance: Path) -> None:
    ran = boardpack("-C", instance, "matrix", "monthyl")
    assert ran == (
        2,
        "",
        "boardpack: there is no pack 'monthyl'; there is monthly; did you mean 'monthly'?\n",
    )


def test_no_duty_is_left_out_because_a_pack_is_broken(tmp_path: Path) -> None:
    put(edited(minimal(), PACK, "narrative: optional", "narrative: perhaps"), tmp_path)
    ran = boardpack("-C", tmp_path, "matrix")
    assert (ran.status, ran.out) == (2, "")
    assert "and duties would be missing; see what is wrong with: boardpack check" in ran.err
