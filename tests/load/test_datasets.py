from __future__ import annotations

import pytest

from boardpack.load.instance import load_instance
from support.instances import (
    ACCESS,
    ACCESS_ROWS,
    FINANCE,
    FINANCE_ROWS,
    RISKS,
    SHIFTS,
    edited,
    found,
    line_of,
    minimal,
    with_file,
    without_file,
)


def test_d104_passes_files_named_for_their_period() -> None:
    assert found(minimal(), "D104") == []


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("data/datasets/access/2018-13.csv", "'2018-13' is neither a month like 2018-11 nor"),
        ("data/datasets/access/November.csv", "'November' is neither a month like"),
        ("data/datasets/access/2018-W49.csv", "the files of a monthly dataset are monthly"),
        ("data/datasets/access/notes.txt", "this is not a CSV file"),
        ("data/datasets/access/old/2018-10.csv", "'old' is a folder; a dataset's files lie"),
        ("data/datasets/access/2018-10.csv/rows.csv", "'2018-10.csv' is a folder; a dataset's"),
        ("data/datasets/acess/2018-10.csv", "no dataset.yml beside it; did you mean 'access'?"),
        ("data/datasets/access/2018-11.totals.csv", "only a finance dataset has totals"),
        ("data/datasets/budgets/2018-10.totals.csv", "the file that it totals is missing"),
        ("data/datasets/elsewhere/2018-11.csv", "there is no dataset.yml beside it"),
        ("data/datasets/2018-11.csv", "in no dataset's folder: data/datasets/<dataset>/<period>"),
        ("data/datasets/acess.csv", "<dataset>/<period>.csv; did you mean 'access'?"),
    ],
)
def test_d104_finds_a_file_that_lies_astray(path: str, words: str) -> None:
    [fault] = found(with_file(minimal(), path, "period,service,measure,value\n"), "D104")
    assert str(fault.place) == path
    assert words in fault.what


def test_d104_finds_a_finance_file_gone_from_beside_its_totals() -> None:
    [fault] = found(without_file(minimal(), FINANCE_ROWS), "D104")
    assert fault.place.path == "data/datasets/budgets/2018-11.totals.csv"
    assert fault.who == "finance-manager"


def test_d105_passes_contracts_without_contradiction() -> None:
    assert found(minimal(), "D105") == []


@pytest.mark.parametrize(
    ("path", "old", "new", "words"),
    [
        (ACCESS, "history: 3", "history: 0", "history must be between 1 and 600 periods"),
        (ACCESS, "{board: 6, slt: 8}", "{board: 8, slt: 6}", "'missed' would be red before amber"),
        (ACCESS, "better: lower", "better: neutral", "'missed' has thresholds but no better side"),
        (ACCESS, "decimals: 1", "decimals: 99", "'missed' must have 0 to 6 decimals"),
        (ACCESS, "maximum: 100", "maximum: -1", "'missed' has a minimum above its maximum"),
        (ACCESS, "maximum: 100", "fix_after: 1", "must work its limits out from 12 points"),
        (
            ACCESS,
            "maximum: 100",
            "rebase: [{date: 2018-W40, reason: New system}]",
            "'missed' is rebased at '2018-W40', which is not a monthly period",
        ),
        (FINANCE, "rounding: 1", "rounding: 0", "rounding must be more than 0"),
        (
            FINANCE,
            "rounding: 1",
            "unchanged: {2018-W40: It was shut}",
            "'2018-W40' is not a monthly period",
        ),
        (FINANCE, "rounding: 1", "within: 0", "within must be between 1 and 600 periods"),
        (FINANCE, "kind: finance", "kind: measures", "a dataset of measures lists none"),
        (FINANCE, "kind: finance", "kind: table", "a table lists no fields"),
        (FINANCE, "kind: finance", "kind: risks", "a risk register gives no bands of scores"),
        (RISKS, "minimum: 5", "minimum: 4", "'Medium' must begin above 'Low'"),
        (RISKS, "maximum: 4}", "maximum: 0}", "'Low' has a minimum above its maximum"),
        (SHIFTS, "- name: day", "- name: service", "'service' is described twice"),
        (
            SHIFTS,
            "  - name: day\n",
            "".join(f"  - name: c{number}\n" for number in range(50)) + "  - name: day\n",
            "53 columns fit on no page; a table has 50 at most",
        ),
        (SHIFTS, "- name: day", "- name: ' day'", "' day' cannot be the name of a column"),
        (
            SHIFTS,
            "minimum: 0}",
            "pattern: '['}",
            "the pattern of 'shifts' is not a regular expression",
        ),
    ],
)
def test_d105_finds_a_contract_that_contradicts_itself(
    path: str, old: str, new: str, words: str
) -> None:
    count = 1 if path != ACCESS or old != "minimum: 0" else 2
    tree = edited(minimal(), path, old, new, count)
    [fault] = found(tree, "D105")
    assert fault.place.path == path
    assert words in fault.what


def test_d105_finds_thresholds_the_wrong_way_round_where_higher_is_better() -> None:
    path = "data/datasets/feedback/dataset.yml"
    tree = edited(minimal(), path, "{board: 85, slt: 80}", "{board: 80, slt: 85}")
    [fault] = found(tree, "D105")
    assert fault.place.line == line_of(tree, path, "{board: 80, slt: 85}")
    assert "the wrong way round" in fault.what


def test_d105_finds_a_folder_that_is_not_a_short_name() -> None:
    tree = with_file(minimal(), "data/datasets/List_size/dataset.yml", minimal()[FINANCE])
    [fault] = found(tree, "D105")
    assert "the folder 'List_size' is not a short name such as 'list-size'" in fault.what


def test_files_of_a_dataset_come_oldest_first() -> None:
    header = "period,service,measure,value\n"
    tree = with_file(minimal(), "data/datasets/access/2018-09.csv", header)
    tree = with_file(tree, "data/datasets/access/2017-12.csv", header)
    instance, findings = load_instance(tree)
    assert findings == []
    assert instance is not None
    periods = [file.period for file in instance.datasets["access"].files]
    assert periods == ["2017-12", "2018-09", "2018-11"]


def test_a_dataset_whose_contract_cannot_be_read_is_left_out() -> None:
    instance, findings = load_instance(edited(minimal(), ACCESS, "kind: measures", "kind: other"))
    assert instance is not None
    assert "access" not in instance.datasets
    [fault] = findings
    assert fault.code == "Y106"
    assert fault.what.startswith(
        "'kind' must be one of measures, finance, risks, assurance, plans or table, not"
    )


def test_rows_know_their_file_and_line() -> None:
    instance, _ = load_instance(minimal())
    assert instance is not None
    [file] = instance.datasets["access"].files
    assert str(file.rows[2].place) == f"{ACCESS_ROWS}:4"
