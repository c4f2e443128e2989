from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from boardpack.adapters.workspace import Workspace
from boardpack.analysis.current import collect_series
from boardpack.load import datasets
from boardpack.load import instance as instance_loading
from boardpack.load.instance import load_instance
from boardpack.load.repeated_lines import MeasuresReader
from boardpack.operations.check import CheckReport, check_editions
from boardpack.operations.select import Selection
from support.instances import ACCESS, ACCESS_ROWS, Files, edited, minimal, with_file

HEADER = "period,service,measure,value,numerator,denominator\n"
MONTHS = ("2018-08", "2018-09", "2018-10")
EDITION = Selection((("monthly", "2018-11"),))


class Kept:
    """A memory that holds what it is told."""

    def __init__(self) -> None:
        self.notes: dict[tuple[str, ...], Mapping[str, list[str]]] = {}

    def recall(self, *subject: str) -> Mapping[str, list[str]] | None:
        return self.notes.get(subject)

    def note(self, value: Mapping[str, list[str]], *subject: str) -> None:
        self.notes[subject] = value


@pytest.fixture
def read_paths(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    paths: list[str] = []
    read = MeasuresReader.read_rows

    def watch(reader: MeasuresReader, data: bytes, path: str) -> object:
        if "/access/" in path:
            paths.append(path)
        return read(reader, data, path)

    monkeypatch.setattr(datasets, "FEWEST_KEPT", 0)
    monkeypatch.setattr(MeasuresReader, "read_rows", watch)
    return paths


def locate(month: str) -> str:
    return f"data/datasets/access/{month}.csv"


def history(odd_row: str = "", month: str = "2018-09") -> Files:
    """Return an instance with three months more, to one of which a row was added."""
    tree: Files = minimal()
    for each in MONTHS:
        rows = f"{each},seisdon,booked,1050,,\n2018-07,cannock-chase,booked,900,,\n"
        rows += f"{odd_row}\n" if odd_row and each == month else ""
        tree = with_file(tree, locate(each), (HEADER + rows).encode())
    return tree


def judge(tree: Files, kept: Kept | None = None) -> CheckReport:
    instance, findings = load_instance(tree, memory=kept)
    return check_editions(Workspace(Path(), tree, instance, tuple(findings)), EDITION)


def test_what_old_files_say_is_read_once(read_paths: list[str]) -> None:
    kept, plain = Kept(), judge(history())
    judge(history(), kept)
    read_paths.clear()
    again = judge(history(), kept)
    assert read_paths == [ACCESS_ROWS]
    assert again.findings == plain.findings
    assert again.editions[0].series == plain.editions[0].series
    old_rows, plain_rows = (
        report.editions[0].instance.datasets["access"].files[0].rows for report in (again, plain)
    )
    assert (len(old_rows), list(old_rows)) == (len(plain_rows), list(plain_rows))
    assert read_paths == [ACCESS_ROWS, *map(locate, MONTHS)]


@pytest.mark.parametrize(
    "row",
    [
        "2018-09,nowhere,booked,1,,",
        "2018-09,seisdon,unheard-of,1,,",
        "2018-12,seisdon,booked,1,,",
        "2018-09,seisdon,missed,*,,",
        "2018-09,seisdon,booked,n/a,,",
        "2018-09,seisdon,booked,-4505577104,,",
        "2018-09,seisdon,missed,1,2,4",
        "2018-10,seisdon,booked,1200,,",
        "2018-07,cannock-chase,booked,901,,",
        "2018-09,seisdon,booked,7,,",
        "2018-09,seisdon,booked,1050,,",
        '2018-09,"seisdon",missed,4,,',
        "2018-13,seisdon,booked,1,,",
        "2018-09,seisdon,booked,lots,,",
    ],
)
def test_what_is_wrong_with_an_old_file_is_said_each_time(row: str, read_paths: list[str]) -> None:
    del read_paths
    kept, tree = Kept(), history(row)
    plain = judge(tree)
    for _ in range(2):
        report = judge(tree, kept)
        assert report.findings == plain.findings
        series, plain_series = (each.editions[0].series["access"] for each in (report, plain))
        assert series == plain_series
        # In the same order too, in which findings and pages name them.
        assert repr(series) == repr(plain_series)


@pytest.mark.parametrize(
    "tree",
    [
        history("2018-09,nowhere,booked,1,,"),
        edited(history(), ACCESS, "title: Appointments booked", "title: Kept"),
        {path: data for path, data in history().items() if path != locate("2018-08")},
    ],
)
def test_what_changed_is_read_again(tree: Files, read_paths: list[str]) -> None:
    kept = Kept()
    judge(history(), kept)
    read_paths.clear()
    assert judge(tree, kept).findings == judge(tree).findings
    assert locate("2018-09") in read_paths


def test_an_old_edition_knows_nothing_of_later_files(read_paths: list[str]) -> None:
    del read_paths
    kept, tree = Kept(), history("2018-07,cannock-chase,booked,950,,", "2018-10")
    instances = [load_instance(tree, memory=memory)[0] for memory in (kept, kept, None)]
    for period in ("2018-09", "2018-10", "2018-11", "2018-12"):
        first, again, plain = (
            collect_series(instance.datasets["access"], period)
            for instance in instances
            if instance is not None
        )
        assert first == again == plain


def test_names_of_files_are_read_once_and_what_is_wrong_with_one_is_said_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(instance_loading, "_FEWEST_NAMES_KEPT", 0)
    kept, tree = Kept(), with_file(history(), "content/guide/450 557 7104.md", "Words.")
    plain = load_instance(tree)[1]
    assert {"F101", "I114"} <= {finding.code for finding in plain}
    for files in (history(), history(), tree, tree):
        assert load_instance(files, memory=kept)[1] == load_instance(files)[1]
