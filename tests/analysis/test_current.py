from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from boardpack.analysis.current import collect_series
from boardpack.findings import Place
from boardpack.load.instance import load_instance
from boardpack.load.repeated_lines import MeasuresReader
from boardpack.model.dataset import Contract, Gap, Kind
from boardpack.model.rows import DataFile, Dataset
from boardpack.model.series import Series
from support.instances import ACCESS_ROWS, Files, minimal, with_file

LATER = "data/datasets/access/2018-12.csv"
HEADER = "period,service,measure,value,numerator,denominator\n"


def series(tree: Files, period: str, dataset: str = "access") -> Series:
    instance, _ = load_instance(tree)
    assert instance is not None
    return collect_series(instance.datasets[dataset], period)


def later(*rows: str) -> Files:
    return with_file(minimal(), LATER, (HEADER + "\n".join(rows) + "\n").encode())


def test_the_newest_file_wins_and_what_it_replaced_is_reported() -> None:
    found = series(later("2018-10,seisdon,booked,1150,,"), "2018-12")
    assert found.rows["seisdon", "booked"]["2018-10"].value == Decimal(1150)
    (restated,) = found.restatements
    assert (restated.old_value, restated.new_value) == (Decimal(1100), Decimal(1150))
    assert str(restated.old_place) == f"{ACCESS_ROWS}:8"
    assert str(restated.new_place) == f"{LATER}:2"


def test_a_file_of_a_later_period_is_not_known_yet() -> None:
    found = series(later("2018-10,seisdon,booked,1150,,"), "2018-11")
    assert found.rows["seisdon", "booked"]["2018-10"].value == Decimal(1100)
    assert found.restatements == ()


def test_the_same_value_again_is_no_restatement() -> None:
    assert series(later("2018-10,seisdon,booked,1100.0,,"), "2018-12").restatements == ()


def test_a_value_that_is_taken_back_is_a_restatement() -> None:
    (restated,) = series(later("2018-10,seisdon,booked,*,,"), "2018-12").restatements
    assert restated.new_value is Gap.SUPPRESSED


def test_a_row_twice_in_one_file_is_a_duplicate_and_no_restatement() -> None:
    found = series(later("2018-12,seisdon,booked,1,,", "2018-12,seisdon,booked,2,,"), "2018-12")
    assert [(a.line, b.line) for a, b in found.duplicates] == [(2, 3)]
    assert found.restatements == ()


def test_only_measures_have_series() -> None:
    assert series(minimal(), "2018-11", "budgets").rows == {}


told = st.tuples(st.sampled_from(["2018-10", "2018-11"]), st.sampled_from("ab"), st.integers(0, 2))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(told, max_size=4), min_size=1, max_size=4))
def test_figures_that_files_repeat_give_the_series_that_their_rows_give(
    files: list[list[tuple[str, str, int]]],
) -> None:
    contract = Contract("Access", Kind.MEASURES, "Source", "owner")
    reader = MeasuresReader(contract)
    data_files = []
    for number, rows in enumerate(files):
        text = HEADER.replace(",numerator,denominator", "")
        text += "".join(f"{period},{service},missed,{value}\n" for period, service, value in rows)
        read_rows, _ = reader.read_rows(text.encode(), f"{number}.csv")
        data_files.append(DataFile(f"2018-1{number}", f"{number}.csv", read_rows))
    dataset = Dataset("access", contract, Place(""), tuple(data_files))
    row_files = (replace(file, rows=tuple(file.rows)) for file in data_files)
    by_rows = collect_series(replace(dataset, files=tuple(row_files)), "2018-19")
    by_figures = collect_series(dataset, "2018-19")
    assert by_figures == by_rows
    assert list(by_figures.rows) == list(by_rows.rows)
    assert [*map(list, by_figures.rows.values())] == [*map(list, by_rows.rows.values())]
