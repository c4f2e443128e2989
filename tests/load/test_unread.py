from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.adapters.files import read_tree
from boardpack.findings import Severity
from boardpack.load.unread import WatchedTree, find_unread_files
from support.instances import found, minimal, with_file

MINUTES = "content/meetings/board/2018-12-19.md"


def test_f110_passes_the_files_of_an_instance() -> None:
    tree = with_file(minimal(), "content/guide/house/rules.md", "# House rules\n")
    assert found(with_file(tree, "data/waivers.csv", minimal()["data/waivers.csv"]), "F110") == []


@pytest.mark.parametrize(
    ("path", "place", "words"),
    [
        ("data/papers/plan.md", "data/papers", "nothing reads this folder, with 1 file"),
        ("content/guide/plan.pdf", "content/guide/plan.pdf", "nothing reads this file"),
        (
            "data/dataset/access/2018-11.csv",
            "data/dataset",
            "nothing reads this folder, with 1 file; did you mean 'data/datasets'?",
        ),
        (
            "data/signoff/allowed_signers",
            "data/signoff",
            "nothing reads this folder, with 1 file; did you mean 'data/signoffs'?",
        ),
        (
            "data/waiver.csv",
            "data/waiver.csv",
            "nothing reads this file; did you mean 'data/waivers.csv'?",
        ),
        (
            "data/access.csv",
            "data/access.csv",
            "nothing reads this file; its place is data/datasets/access/<period>.csv",
        ),
        (
            "data/2018-11.csv",
            "data/2018-11.csv",
            "nothing reads this file; figures are read from data/datasets/<dataset>/<period>.csv",
        ),
        (
            "data/notes.md",
            "data/notes.md",
            "nothing reads this file; texts are read from content/<pack>/<period>/<service>.md, "
            "content/meetings/<series>/<day>.md and content/guide/<page>.md",
        ),
    ],
)
def test_f110_finds_what_nothing_reads_and_the_nearest_place(
    path: str, place: str, words: str
) -> None:
    tree = with_file(minimal(), "content/guide/how.md", "# How\n")
    [fault] = found(with_file(tree, path, "a,b\n"), "F110")
    assert (str(fault.place), fault.what) == (place, words)
    assert fault.severity is Severity.WARNING


def test_f110_finds_a_folder_once_however_many_files_it_has() -> None:
    tree = minimal()
    for day in range(10, 30):
        tree = with_file(tree, f"data/papers/2018-12-{day}.md", "# Paper\n")
    [fault] = found(tree, "F110")
    assert fault.what == "nothing reads this folder, with 20 files"


def test_f110_finds_a_folder_beside_content_and_data_that_is_misspelt(tmp_path: Path) -> None:
    for name in ("content", "contents", "data", "docs"):
        (tmp_path / name).mkdir()
    [fault] = read_tree(tmp_path)[1]
    assert (fault.code, str(fault.place)) == ("F110", "contents")
    assert fault.what == "nothing reads this folder; did you mean 'content'?"


def test_f110_passes_what_a_new_loader_asks_for() -> None:
    tree = WatchedTree({MINUTES: b"# Minutes\n"})
    assert [str(fault.place) for fault in find_unread_files(tree, [])] == ["content/meetings"]
    assert tree[MINUTES]
    assert list(find_unread_files(tree, [])) == []
