"""Workbooks and CSVs as they come: a folder for each, in tests/cases/intake.

`book.yml` is a workbook in plain words, `input.csv` a file as it is but for its encoding.
`dataset.yml` and `before/` are what the dataset holds already, `case.yml` says how the file is
taken in. `expected.txt` is all that is said, and the CSVs that are expected are all that is written
into the dataset.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from boardpack.adapters.workspace import load_workspace
from boardpack.findings import Finding
from boardpack.load.tree import Tree
from boardpack.model.intake import DateOrder
from boardpack.operations.take import TakeRequest, prepare_take
from boardpack.render.intake.words import Taken, render_taken
from support.instances import minimal
from support.workbooks import workbook

CASES = Path(__file__).parents[1] / "cases/intake"
DATASET = "data/datasets/activity"


def instance_of(case: Path) -> Tree:
    before = {f"{DATASET}/{file.name}": file.read_bytes() for file in case.glob("before/*.csv")}
    return {**minimal(), f"{DATASET}/dataset.yml": (case / "dataset.yml").read_bytes(), **before}


def file_of(case: Path, settings: dict[str, Any], folder: Path) -> Path:
    if (case / "input.csv").is_file():
        encoding = settings.get("encoding", "utf-8")
        text = (case / "input.csv").read_text("utf-8")
        data = text.replace("\n", settings.get("line_ends", "\n")).encode(encoding)
    else:
        book = yaml.safe_load((case / "book.yml").read_text("utf-8"))
        data = workbook(*book["sheets"], **book.get("options", {}))
    path = folder / str(settings.get("name", "input.csv" if data[:2] != b"PK" else "input.xlsx"))
    path.write_bytes(data)
    return path


def take(case: Path, folder: Path) -> Taken:
    settings = yaml.safe_load((case / "case.yml").read_text("utf-8"))
    dates = DateOrder(settings["dates"]) if "dates" in settings else None
    request = TakeRequest(
        file_of(case, settings, folder),
        "activity",
        settings["period"],
        dates,
        settings.get("accept", False),
    )
    none: list[Finding] = []
    return prepare_take(load_workspace(folder, instance_of(case), none), request)


def expected_files(case: Path) -> dict[str, str]:
    return {
        path.name.removeprefix("expected."): path.read_text("utf-8")
        for path in case.glob("expected.*csv")
    }


@pytest.mark.rotating
@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_a_file_becomes_the_rows_that_are_expected_or_says_why_not(
    case: Path, tmp_path: Path
) -> None:
    taken = take(case, tmp_path)
    period = yaml.safe_load((case / "case.yml").read_text("utf-8"))["period"]
    written = {
        path.removeprefix(f"{DATASET}/{period}."): data.decode()
        for path, data in (taken.files or {}).items()
        if path.startswith(f"{DATASET}/{period}.") and data is not None
    }
    assert render_taken(taken, is_rehearsal=True) + "\n" == (case / "expected.txt").read_text(
        "utf-8"
    )
    assert written == expected_files(case)


def test_there_are_sixty_of_them() -> None:
    assert len(list(CASES.iterdir())) >= 60
