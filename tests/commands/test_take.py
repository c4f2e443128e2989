"""`boardpack take`."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.instances import minimal
from support.running import boardpack, put

GOOD = 'Practice,booked\nCannock Chase,"2,300"\nSeisdon Peninsula,1300\n'


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    return put(minimal(), tmp_path / "instance")


def file_of(folder: Path, text: str) -> Path:
    (folder / "december.csv").write_text(text)
    return folder / "december.csv"


def test_it_says_what_was_read_changed_and_written(instance: Path, tmp_path: Path) -> None:
    path = file_of(tmp_path, GOOD)
    ran = boardpack("-C", instance, "take", path, "--dataset", "access", "--period", "2018-12")
    assert (ran.status, ran.err) == (0, "")
    assert "read      2 rows below the headings in row 1" in ran.out
    assert "'2,300' read as 2300 (B2)" in ran.out
    assert ran.out.endswith(
        "Written:\n"
        "  data/originals/access/2018-12.csv\n"
        "  data/originals/access/2018-12.json\n"
        "  data/datasets/access/dataset.yml\n"
        "  data/datasets/access/2018-12.csv\n"
    )


def test_a_dry_run_says_so_and_writes_nothing(instance: Path, tmp_path: Path) -> None:
    path = file_of(tmp_path, GOOD)
    words = ("take", path, "--dataset", "access", "--period", "2018-12", "--dry-run")
    ran = boardpack("-C", instance, *words)
    assert ran.status == 0
    assert "Would be written:" in ran.out
    assert not (instance / "data/originals").exists()


def test_what_is_wrong_shuts_the_gate_and_names_the_cell(instance: Path, tmp_path: Path) -> None:
    path = file_of(tmp_path, GOOD.replace("1300", "about 1300"))
    ran = boardpack("-C", instance, "take", path, "--dataset", "access", "--period", "2018-12")
    assert ran.status == 1
    assert "december.csv:3  J103  B3: booked value 'about 1300' cannot be read surely" in ran.out
    assert ran.out.endswith("Nothing was written.\n")


def test_the_inbox_is_taken_in_as_a_whole(instance: Path) -> None:
    put({"data/inbox/access/Dec-18.csv": GOOD.encode()}, instance)
    ran = boardpack("-C", instance, "take", "--inbox")
    assert ran.status == 0
    assert "data/inbox/access/Dec-18.csv (taken away)" in ran.out
    assert boardpack("-C", instance, "take", "--inbox").out == "The inbox is empty.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "take needs a file, --dataset and --period"),
        (("x.csv", "--dataset", "access"), "take needs a file, --dataset and --period"),
        (("--inbox", "x.csv"), "--inbox takes neither file"),
        (("no.csv", "--dataset", "access", "--period", "2018-12"), "there is no file no.csv"),
    ],
)
def test_words_that_are_not_enough_say_what_is_missing(
    instance: Path, words: tuple[str, ...], said: str
) -> None:
    ran = boardpack("-C", instance, "take", *words)
    assert ran.status == 2
    assert said in ran.err
