from __future__ import annotations

import pytest

from boardpack.load.measures import read_observations
from boardpack.load.repeated_lines import MeasuresReader
from boardpack.model.dataset import Contract, Kind
from boardpack.model.observed import ObservedRows
from boardpack.model.past_rows import iterate_distinct
from boardpack.model.rows import DataFile

MONTHLY = Contract("Access", Kind.MEASURES, "Source", "owner")
HEADER = "period,service,measure,value\n"
OCTOBER, NOVEMBER = "2018-10,seisdon,missed,4.10\n", "2018-11,seisdon,missed,*\n"


def test_what_an_earlier_file_said_is_one_figure_and_a_row_of_each_file() -> None:
    reader = MeasuresReader(MONTHLY)
    earlier, _ = reader.read_rows((HEADER + OCTOBER).encode(), "2018-10.csv")
    later, _ = reader.read_rows((HEADER + NOVEMBER + OCTOBER).encode(), "2018-11.csv")
    assert isinstance(earlier, ObservedRows)
    assert isinstance(later, ObservedRows)
    assert later.figures[1] is earlier.figures[0]
    assert str(later[1].place) == "2018-11.csv:3"
    files = [DataFile("2018-10", "2018-10.csv", earlier), DataFile("2018-11", "2018-11.csv", later)]
    assert [told.period for told in iterate_distinct(files)] == ["2018-10", "2018-11"]


@pytest.mark.parametrize(
    "text",
    [
        HEADER + OCTOBER + NOVEMBER,
        HEADER + OCTOBER + OCTOBER,
        "\ufeff" + HEADER + OCTOBER.replace("\n", "\r\n"),
        "value, period ,measure,service,target,\n4, 2018-10 ,missed,seisdon,5,\n",
        "benchmark,value,period,measure,service\n1,4,2018-10,missed,seisdon\n",
        HEADER.strip(),
        HEADER + OCTOBER.strip(),
        HEADER + "\n" + OCTOBER + ",,,\n" + NOVEMBER,
        HEADER + '2018-10,"seisdon",missed,4\n',
        HEADER + "2018-10,sei\u200bsdon,missed,4\n",
        HEADER + "2018-10,seisdon,missed,4\v\n",
        HEADER + "2018-10,seisdon,missed\n",
        HEADER + "2018-10,seisdon,missed,lots\n",
        HEADER + "Oct-18,seisdon,missed,4\n",
        HEADER + ",seisdon,missed,4\n",
        HEADER + "x" * 20_001 + "\n",
        "period,service,measure\n",
        "sep=,\n" + HEADER,
        "",
    ],
)
def test_a_file_is_read_as_it_is_cell_by_cell(text: str) -> None:
    data = text.encode()
    reader = MeasuresReader(MONTHLY)
    reader.read_rows((HEADER + OCTOBER).encode(), "2018-09.csv")
    rows, findings = reader.read_rows(data, "2018-10.csv")
    assert (tuple(rows), findings) == read_observations(data, "2018-10.csv", MONTHLY)


def test_a_file_with_a_fault_leaves_no_figure_to_those_after_it() -> None:
    reader = MeasuresReader(MONTHLY)
    reader.read_rows((HEADER + OCTOBER + "2018-13,seisdon,missed,1\n").encode(), "2018-10.csv")
    later, _ = reader.read_rows((HEADER + OCTOBER).encode(), "2018-11.csv")
    assert isinstance(later, ObservedRows)
    assert later.new == later.figures
