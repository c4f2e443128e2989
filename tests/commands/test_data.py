"""The file for analysts."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from boardpack.analysis.tidy import iterate_tidy_rows
from support.editions import edition_of
from support.instances import ACCESS_ROWS, edited, minimal
from support.originals import ORIGINAL, with_original
from support.running import boardpack, put


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    return put(minimal(), tmp_path / "instance")


def test_a_csv_holds_every_figure_as_it_was_typed(instance: Path, tmp_path: Path) -> None:
    out = tmp_path / "figures.csv"
    assert boardpack("-C", instance, "data", "monthly", "--out", out).status == 0
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    expected = list(iterate_tidy_rows(edition_of(minimal())))
    assert [row["value"] for row in rows] == [str(row.value) for row in expected]


def test_json_has_a_record_a_line_and_tells_a_gap_from_a_number(tmp_path: Path) -> None:
    first = minimal()[ACCESS_ROWS].decode().splitlines()[1]
    gap = ",".join([*first.split(",")[:3], "*", *first.split(",")[4:]])
    put(edited(minimal(), ACCESS_ROWS, first, gap), tmp_path / "instance")
    out = tmp_path / "figures.json"
    assert boardpack("-C", tmp_path / "instance", "data", "--out", out).status == 0
    records = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    gaps = [record for record in records if record["gap"]]
    assert [(record["value"], record["gap"]) for record in gaps] == [(None, "suppressed")]
    assert all(isinstance(r["value"], float | int) for r in records if not r["gap"])


def test_a_workbook_is_the_same_bytes_every_time(instance: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    for out in (first, second):
        assert boardpack("-C", instance, "data", "--out", out).status == 0
    assert first.read_bytes() == second.read_bytes()


def test_a_workbook_holds_no_formula(instance: Path, tmp_path: Path) -> None:
    out = tmp_path / "figures.xlsx"
    boardpack("-C", instance, "data", "--out", out)
    with zipfile.ZipFile(out) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        found = [ElementTree.fromstring(book.read(name)) for name in sheets]
    assert len(found) == 2
    assert not [cell for sheet in found for cell in sheet.iter() if cell.tag.endswith("}f")]


def test_another_ending_is_refused_with_those_there_are(instance: Path, tmp_path: Path) -> None:
    ran = boardpack("-C", instance, "data", "--out", tmp_path / "figures.pdf")
    assert ran.status == 2
    assert "figures.pdf must end in .csv, .xlsx, .json" in ran.err


def test_each_figure_names_the_cell_that_it_was_read_from(tmp_path: Path) -> None:
    put(with_original(minimal()), tmp_path / "instance")
    out = tmp_path / "figures.csv"
    boardpack("-C", tmp_path / "instance", "data", "monthly", "--out", out)
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    cells = {row["source"]: row["original"] for row in rows}
    assert cells["data/datasets/access/2018-11.csv:10"] == f"{ORIGINAL} Activity!B10"
    assert cells["data/datasets/feedback/2018-11.csv:2"] == ""
