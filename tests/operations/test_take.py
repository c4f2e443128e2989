"""Taking a file in: what is written where, all of it or nothing, and what it says of its cells."""

from __future__ import annotations

import json
import os
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from boardpack.adapters import files
from boardpack.errors import CannotRun
from boardpack.load.instance import load_instance
from boardpack.model.intake import DateOrder
from boardpack.operations.take import TakeRequest, take_file, take_inbox
from boardpack.render.intake.words import Taken
from support.instances import ACCESS, minimal
from support.running import put
from support.workbooks import table

C, S = "Cannock Chase", "Seisdon Peninsula"
DECEMBER = table(["Practice", "Booked", "Missed"], [C, 2300, 3.4], [S, 1300, 4.1])
ROWS = "data/datasets/access/2018-12.csv"
ORIGINAL = "data/originals/access/2018-12.xlsx"
CELLS = "data/originals/access/2018-12.json"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return put(minimal(), tmp_path / "instance")


def take(root: Path, data: bytes, period: str = "2018-12", **options: Any) -> Taken:
    path = root.parent / options.pop("name", "December.xlsx")
    path.write_bytes(data)
    rehearsal = options.pop("is_rehearsal", False)
    return take_file(root, TakeRequest(path, "access", period, **options), is_rehearsal=rehearsal)


def codes(taken: Taken) -> list[str]:
    return [finding.code for finding in taken.findings]


def state(root: Path) -> dict[str, bytes]:
    paths = (path for folder in ("data", "content") for path in (root / folder).rglob("*"))
    return {str(path.relative_to(root)): path.read_bytes() for path in paths if path.is_file()}


def test_j101_passes_a_workbook(root: Path) -> None:
    assert codes(take(root, table(["Practice", "booked"], [C, 2300], [S, 1300]))) == []


def test_j102_passes_what_is_called_as_the_dataset_calls_it(root: Path) -> None:
    taken = take(root, table(["Practice", "booked", "missed"], [C, 2300, 3.4], [S, 1300, 4.1]))
    assert (taken.is_settled, codes(taken)) == (True, [])
    assert (root / ROWS).read_text() == (
        "period,service,measure,value\n"
        "2018-12,cannock-chase,booked,2300\n"
        "2018-12,cannock-chase,missed,3.4\n"
        "2018-12,seisdon,booked,1300\n"
        "2018-12,seisdon,missed,4.1\n"
    )


def test_j102_passes_columns_called_otherwise_with_a_footnote_below(
    root: Path,
) -> None:
    taken = take(
        root,
        table(
            ["Practice group", "Indicator", "Dec-18"],
            [C, "booked", 2300],
            [S, "booked", 1300],
            ["Note: provisional"],
        ),
    )
    assert (codes(taken), taken.is_settled) == ([], True)
    assert 'service: "Practice group"' in taken.mapping


def test_j101_finds_a_file_that_cannot_be_opened(root: Path) -> None:
    before = state(root)
    assert codes(take(root, b"PK\x03\x04nonsense")) == ["J101"]
    assert codes(take(root, b"")) == ["J101"]
    assert state(root) == before


def test_j102_finds_a_sheet_of_which_nothing_can_be_told(root: Path) -> None:
    assert codes(take(root, table(["Dear colleague"], ["soon", "more"]))) == ["J102"]


def test_j103_passes_numbers_as_people_write_them(root: Path) -> None:
    taken = take(root, table(["Practice", "booked"], [C, "2,300"], [S, "1 300".replace(" ", ",")]))
    assert codes(taken) == []


def test_j103_finds_a_cell_that_could_be_two_things_and_names_it(root: Path) -> None:
    taken = take(root, table(["Practice", "booked"], [C, "12k"], [S, 1300]))
    assert codes(taken) == ["J103"]
    assert "Activity!B2: booked value '12k'" in taken.findings[0].what
    assert not (root / ROWS).exists()


def test_j104_passes_what_a_person_looked_at_and_keeps_how_it_is_read(root: Path) -> None:
    data = table(["Practice", "booked", "Comments"], [C, 2300, "x"], [S, 1300, None])
    assert take(root, data, is_accepted=True).is_settled
    assert "pass_over: [Comments]" in (root / ACCESS).read_text()


def test_j104_finds_what_a_person_should_look_at_and_writes_nothing(root: Path) -> None:
    before = state(root)
    taken = take(root, table(["Practice", "booked", "Comments"], [C, 2300, "x"], [S, 1300, None]))
    assert (codes(taken), taken.is_settled) == (["J104"], False)
    assert state(root) == before


def test_a_rehearsal_writes_nothing(root: Path) -> None:
    before = state(root)
    taken = take(root, table(["Practice", "booked"], [C, 1], [S, 2]), is_rehearsal=True)
    assert ROWS in (taken.files or {})
    assert state(root) == before


def test_the_second_month_needs_no_mapping_and_tells_a_new_column(root: Path) -> None:
    take(root, table(["Practice", "booked"], [C, 2300], [S, 1300]))
    contract = (root / ACCESS).read_bytes()
    assert take(root, table(["Practice", "booked"], [C, 2400], [S, 1400]), "2019-01").is_settled
    assert (root / ACCESS).read_bytes() == contract
    new = take(root, table(["Practice", "booked", "Cancelled"], [C, 1, 2], [S, 3, 4]), "2019-02")
    assert codes(new) == ["J102"]
    assert "'Cancelled' is not known" in new.findings[0].what


def test_what_people_wrote_in_the_contract_stays_as_it_is(root: Path) -> None:
    before = "# Ask the data team first.\r\n" + (root / ACCESS).read_text().replace("\n", "\r\n")
    (root / ACCESS).write_bytes(before.encode())
    take(root, table(["Practice", "booked"], [C, 2300], [S, 1300]))
    after = (root / ACCESS).read_bytes().decode()
    assert after.startswith(before)
    assert after.removeprefix(before).replace("\r\n", "\n").startswith("intake:\n  columns:\n")


def test_the_original_is_kept_as_it_came_with_its_digest_and_the_cell_of_each_figure(
    root: Path,
) -> None:
    data = table(["Access"], ["Practice", "booked"], [C, 2300], [S, 1300])
    take(root, data)
    assert (root / ORIGINAL).read_bytes() == data
    kept = json.loads((root / CELLS).read_text())
    assert (kept["name"], kept["sha256"]) == ("December.xlsx", sha256(data).hexdigest())
    (entry,) = kept["files"]
    assert entry["sha256"] == sha256((root / ROWS).read_bytes()).hexdigest()
    assert entry["columns"] == ["period", "service", "measure", "value"]
    assert entry["cells"] == [
        ["", "Activity!A3", "Activity!B2", "Activity!B3"],
        ["", "Activity!A4", "Activity!B2", "Activity!B4"],
    ]


def test_what_was_taken_in_is_an_instance_without_findings_of_its_own(root: Path) -> None:
    take(root, table(["Practice", "booked"], [C, 2300], [S, 1300]))
    instance, findings = load_instance(state(root))
    assert findings == []
    assert instance is not None
    dataset = instance.datasets["access"]
    (row,) = [one for one in dataset.files[-1].rows if one.service == "seisdon"]
    assert dataset.find_original_cell(row.place, "value") == f"{ORIGINAL} Activity!B3"


def test_the_same_file_again_changes_nothing(root: Path) -> None:
    data = table(["Practice", "booked"], [C, 2300], [S, 1300])
    take(root, data)
    before = state(root)
    assert take(root, data).files == {}
    assert state(root) == before


def test_a_corrected_file_replaces_the_first_only_when_somebody_looked(root: Path) -> None:
    take(root, table(["Practice", "booked"], [C, 2300], [S, 1300]))
    corrected = b"Practice,booked\nCannock Chase,2301\nSeisdon Peninsula,1300\n"
    assert codes(take(root, corrected, name="December.csv")) == ["J104"]
    assert take(root, corrected, name="December.csv", is_accepted=True).is_settled
    assert "2301" in (root / ROWS).read_text()
    # Of two originals nobody could tell which was read.
    assert not (root / ORIGINAL).exists()
    assert (root / "data/originals/access/2018-12.csv").read_bytes() == corrected


@pytest.mark.parametrize("failing", [1, 2, 3, 4])
def test_a_disk_that_fails_half_way_leaves_all_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    before, calls, replace = state(root), [0], os.replace

    def fail_once(source: str, target: str) -> None:
        calls[0] += 1
        if calls[0] == failing:
            raise OSError(28, "No space left on device", target)
        replace(source, target)

    monkeypatch.setattr(os, "replace", fail_once)
    with pytest.raises(OSError, match="No space"):
        take(root, table(["Practice", "booked"], [C, 2300], [S, 1300]))
    assert state(root) == before


def test_a_folder_that_leads_elsewhere_is_not_written_into(root: Path) -> None:
    elsewhere = root.parent / "elsewhere"
    elsewhere.mkdir()
    (root / "data/originals").symlink_to(elsewhere)
    with pytest.raises(CannotRun, match="is a link"):
        take(root, table(["Practice", "booked"], [C, 2300], [S, 1300]))
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize(
    ("dataset", "period", "words"),
    [
        (
            "acess",
            "2018-12",
            "no readable dataset 'acess'; there is access, .*; did you mean 'access'?",
        ),
        ("access", "December", "'December' is neither a month"),
        ("access", "2018-W50", "'access' is monthly; its files are named for months"),
    ],
)
def test_a_dataset_or_period_that_there_is_not_is_refused(
    root: Path, dataset: str, period: str, words: str
) -> None:
    path = root.parent / "x.csv"
    path.write_bytes(b"a,b\n")
    with pytest.raises(CannotRun, match=words):
        take_file(root, TakeRequest(path, dataset, period), is_rehearsal=True)


def test_an_order_of_dates_that_the_mapping_contradicts_is_refused(root: Path) -> None:
    days = b"Month,Practice,booked\n03/12/2018,Cannock Chase,1\n03/12/2018,Seisdon Peninsula,2\n"
    assert take(root, days, name="a.csv", dates=DateOrder.DAY_FIRST).is_settled
    with pytest.raises(CannotRun, match="says dates: day-first, and not month-first"):
        take(root, days, name="a.csv", dates=DateOrder.MONTH_FIRST)


def test_a_file_is_read_by_what_is_in_it_whatever_it_is_called(root: Path) -> None:
    data = table(["Practice", "booked"], [C, 2300], [S, 1300])
    assert take(root, data, name="export.csv").is_settled
    assert (root / ORIGINAL).is_file()


# The inbox


def into_inbox(root: Path, name: str, data: bytes, dataset: str = "access") -> Path:
    path = root / "data/inbox" / dataset / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def inbox(root: Path, *, is_rehearsal: bool = False) -> list[list[str]]:
    taken = take_inbox(root, is_accepted=False, is_rehearsal=is_rehearsal)
    return [codes(one) for one in taken]


@pytest.mark.parametrize("name", ["2018-12.xlsx", "Access Dec-18 final.xlsx", "December 2018.xlsx"])
def test_a_file_in_the_inbox_is_taken_in_for_the_month_in_its_name_and_leaves_it(
    root: Path, name: str
) -> None:
    path = into_inbox(root, name, table(["Practice", "booked"], [C, 2300], [S, 1300]))
    assert inbox(root) == [[]]
    assert not path.exists()
    assert (root / ROWS).is_file()
    assert json.loads((root / CELLS).read_text())["name"] == name


def test_two_months_in_the_inbox_come_one_after_the_other(root: Path) -> None:
    into_inbox(root, "2018-12.xlsx", table(["Practice", "booked"], [C, 2300], [S, 1300]))
    into_inbox(root, "2019-01.xlsx", table(["Practice", "booked"], [C, 2400], [S, 1400]))
    assert inbox(root) == [[], []]
    assert (root / ACCESS).read_text().count("intake:") == 1


@pytest.mark.parametrize("name", ["figures.xlsx", "Oct-18 to Dec-18.xlsx", "2018-13.xlsx"])
def test_a_file_whose_name_says_no_month_or_two_waits_and_is_named(root: Path, name: str) -> None:
    path = into_inbox(root, name, DECEMBER)
    assert inbox(root) == [["J102"]]
    assert path.exists()


def test_what_cannot_be_read_stays_in_the_inbox(root: Path) -> None:
    path = into_inbox(root, "2018-12.xlsx", b"PK\x03\x04")
    before = state(root)
    assert inbox(root) == [["J101"]]
    assert state(root) == before
    assert path.exists()


def test_a_rehearsal_leaves_the_inbox_alone(root: Path) -> None:
    path = into_inbox(root, "2018-12.xlsx", table(["Practice", "booked"], [C, 2300], [S, 1300]))
    assert inbox(root, is_rehearsal=True) == [[]]
    assert path.exists()
    assert not (root / ROWS).exists()


def test_a_link_in_the_inbox_is_not_followed(root: Path) -> None:
    secret = root.parent / "secret.csv"
    secret.write_text("Practice,booked\nCannock Chase,1\n")
    (root / "data/inbox/access").mkdir(parents=True)
    (root / "data/inbox/access/2018-12.csv").symlink_to(secret)
    with pytest.raises(CannotRun, match="is a link"):
        inbox(root)


def test_a_file_beside_the_datasets_of_the_inbox_is_refused(root: Path) -> None:
    (root / "data/inbox").mkdir()
    (root / "data/inbox/2018-12.csv").write_text("x")
    with pytest.raises(CannotRun, match="must lie in data/inbox/<dataset>/"):
        inbox(root)


def test_an_inbox_of_no_dataset_is_named(root: Path) -> None:
    into_inbox(root, "2018-12.xlsx", DECEMBER, "acces")
    (taken,) = take_inbox(root, is_accepted=False, is_rehearsal=False)
    assert taken.findings[0].what == "there is no dataset 'acces'; did you mean 'access'?"


def test_what_waits_in_the_inbox_is_no_part_of_the_instance(root: Path) -> None:
    into_inbox(root, "a name (with marks).xlsx", DECEMBER)
    tree, findings = files.read_tree(root)
    assert findings == []
    assert not [path for path in tree if "inbox" in path]


def test_dates_that_a_sheet_shows_as_months_are_months(root: Path) -> None:
    shown = [{"value": date(2018, month, 1), "format": "mmm-yy"} for month in (11, 12)]
    header = ["Indicator", "Practice", *shown]
    taken = take(root, table(header, ["booked", C, 2200, 2300], ["booked", S, 1200, 1300]))
    assert any("2 earlier figures are as they were" in line for line in taken.lines)
    assert (root / ROWS).read_text().count("2018-12,") == 2
