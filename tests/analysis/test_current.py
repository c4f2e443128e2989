from __future__ import annotations

from decimal import Decimal

from boardpack.analysis.current import Series, collect_series
from boardpack.load.instance import load_instance
from boardpack.model.dataset import Gap
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
