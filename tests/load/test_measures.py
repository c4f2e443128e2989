from __future__ import annotations

from decimal import Decimal

import pytest

from boardpack.load.measures import read_observations
from boardpack.model.dataset import Contract, Gap, Kind
from boardpack.model.period import Cadence

MONTHLY = Contract("Access", Kind.MEASURES, "Source", "owner")
WEEKLY = Contract("Access", Kind.MEASURES, "Source", "owner", cadence=Cadence.WEEKLY)


def test_a_row_is_read_with_its_place() -> None:
    data = b"period,service,measure,value,target\n2018-11,seisdon,missed,4.10,5\n"
    [row], findings = read_observations(data, "a.csv", MONTHLY)
    assert findings == []
    assert (row.period, row.service, row.measure) == ("2018-11", "seisdon", "missed")
    assert str(row.value) == "4.10"
    assert row.target == Decimal(5)
    assert row.benchmark is Gap.MISSING
    assert str(row.place) == "a.csv:2"


@pytest.mark.parametrize(
    ("text", "gap"),
    [("", Gap.MISSING), ("-", Gap.MISSING), ("n/a", Gap.MISSING), ("*", Gap.SUPPRESSED)],
)
def test_gaps_are_kept_apart_from_zero_and_each_other(text: str, gap: Gap) -> None:
    data = f"period,service,measure,value\n2018-11,seisdon,missed,{text}\n".encode()
    [row], findings = read_observations(data, "a.csv", MONTHLY)
    assert findings == []
    assert row.value is gap


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",seisdon,missed,1", "period needs a value"),
        ("2018-11,,missed,1", "service needs a value"),
        ("2018-11,seisdon,,1", "measure needs a value"),
        ("2018-13,seisdon,missed,1", "period '2018-13' is not a period: '2018-13' is neither"),
        ("2018-W40,seisdon,missed,1", "period '2018-W40' is not a period: the dataset is monthly"),
        ("2018-11,seisdon,missed,lots", "value 'lots' must be a plain number such as 1234.5"),
    ],
)
def test_c105_finds_a_row_that_cannot_be_used(row: str, words: str) -> None:
    data = f"period,service,measure,value\n2018-11,a,b,1\n{row}\n".encode()
    rows, [fault] = read_observations(data, "a.csv", MONTHLY)
    assert len(rows) == 1
    assert (fault.code, str(fault.place), fault.who) == ("C105", "a.csv:3", "owner")
    assert fault.what.startswith(words)


def test_c105_finds_every_bad_cell_of_a_row() -> None:
    data = b"period,service,measure,value,target\nx,,missed,y,z\n"
    rows, faults = read_observations(data, "a.csv", MONTHLY)
    assert rows == ()
    assert [fault.what.split()[0] for fault in faults] == ["period", "service", "value", "target"]


def test_c105_finds_a_week_that_the_year_does_not_have() -> None:
    data = b"period,service,measure,value\n2018-W53,seisdon,missed,1\n"
    _, [fault] = read_observations(data, "a.csv", WEEKLY)
    assert "there is no 2018-W53: 2018 has 52 weeks" in fault.what
