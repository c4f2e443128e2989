"""A table may say that there was nothing: then nothing else is asked, and readers are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.adapters.workspace import open_workspace
from boardpack.analysis.blocks.table import TableBlock
from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.checks.run import CHECKS
from boardpack.load.instance import load_instance
from boardpack.load.tables import read_none_rows, read_table_rows
from boardpack.signoff.subject import build_subjects
from support.books import ROOT
from support.checking import check
from support.instances import SHIFT_ROWS, Files, edited, minimal, without_line

SECTION = ("seisdon", "extra-shifts")


def with_none(row: str = "seisdon,none,") -> dict[str, bytes]:
    return edited(minimal(), SHIFT_ROWS, "seisdon,Monday,11", row)


def edition_of(tree: Files, period: str = "2018-11") -> Edition:
    instance, findings = load_instance(tree)
    assert instance is not None, findings
    return analyse_edition(instance, "monthly", period)


def block_of(edition: Edition) -> TableBlock:
    entry = edition.find_entry(*SECTION)
    assert entry is not None
    (block,) = entry.blocks
    assert isinstance(block, TableBlock)
    return block


@pytest.mark.parametrize("word", ["none", "None", "NONE"])
def test_one_row_says_it_and_nothing_follows(tmp_path: Path, word: str) -> None:
    assert check(with_none(f"seisdon,{word},"), tmp_path) == (0, {})


def test_without_the_row_its_rows_are_missed(tmp_path: Path) -> None:
    said = check(without_line(minimal(), SHIFT_ROWS, "seisdon,Monday"), tmp_path).said
    assert {key.split()[0] for key in said} == {"M103", "M108"}


def test_beside_rows_of_the_same_service_it_is_refused(tmp_path: Path) -> None:
    status, said = check(with_none("seisdon,Monday,11\nseisdon,none,"), tmp_path)
    assert status == 1
    assert said[f"C105 {SHIFT_ROWS}:5"] == (
        "service 'seisdon' has rows, and 'none' here; keep one of the two"
    )


def test_of_a_service_that_there_is_not_it_is_refused(tmp_path: Path) -> None:
    said = check(with_none("seisdn,none,"), tmp_path).said
    assert said[f"M101 {SHIFT_ROWS}"] == "there is no service 'seisdn'; did you mean 'seisdon'?"
    assert said[f"M103 {SHIFT_ROWS}"].startswith("Seisdon Peninsula: no rows")


def test_with_another_cell_it_is_a_row_like_any_other(tmp_path: Path) -> None:
    said = check(with_none("seisdon,none,11"), tmp_path).said
    assert said[f"C105 {SHIFT_ROWS}:4"].startswith("day 'none' must be one of Monday")


def test_it_is_said_of_its_own_month_alone() -> None:
    tree = with_none()
    assert block_of(edition_of(tree)).is_none
    assert not block_of(edition_of(tree, "2018-12")).is_there


def test_the_word_is_signed_as_rows_are() -> None:
    before, after = (build_subjects(edition_of(tree))[SECTION] for tree in (minimal(), with_none()))
    assert before.data != after.data
    assert list(block_of(edition_of(with_none())).signed_rows()) == ["extra-shifts none"]


@pytest.mark.parametrize("words", ["nil,", "None this month,", ",", "n/a,", "Nil return,0", "-,-"])
def test_other_ways_to_say_it_are_told_the_one_that_counts(tmp_path: Path, words: str) -> None:
    said = check(with_none(f"seisdon,{words}"), tmp_path).said
    assert said[f"C105 {SHIFT_ROWS}:4"] == (
        "'seisdon' has nothing beside it; if there is none, write: none"
    )


def test_a_table_without_rows_is_told_how_it_says_that_there_are_none() -> None:
    edition = edition_of(without_line(minimal(), SHIFT_ROWS, "seisdon,Monday"))
    [fault] = CHECKS["M103"](edition)
    assert fault.advice.endswith("where there is nothing to list, one row says so: seisdon,none")


@pytest.mark.parametrize("folder", ["", "examples/emergency-care"])
def test_services_are_named_in_the_directorate_alone(folder: str) -> None:
    instance = open_workspace(ROOT / folder).instance
    assert instance is not None
    services = set(instance.service_ids)
    fields = [field for one in instance.datasets.values() for field in one.contract.fields]
    assert [field.name for field in fields if services & set(field.constraints.enum)] == []


def test_a_new_service_may_say_none_in_every_table_of_the_worked_example() -> None:
    instance = open_workspace(ROOT).instance
    assert instance is not None
    contracts = {id: dataset.contract for id, dataset in instance.datasets.items()}
    for name in ("ad-hoc-staffing", "budget-corrections", "funding-by-year", "practices"):
        names = [field.name for field in contracts[name].fields]
        first_other = next(column for column in names if column != "service")
        said = {"service": "east", first_other: "none"}
        row = ",".join(said.get(column, "") for column in names)
        data = f"{','.join(names)}\n{row}\n".encode()
        none_for, faults = read_none_rows(data, "x.csv", contracts[name], [])
        assert (set(none_for), faults) == ({"east"}, [])
        assert read_table_rows(data, "x.csv", contracts[name]) == ((), [])
