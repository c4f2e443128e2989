from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.analysis.blocks.measures import (
    MeasuresBlock,
)
from boardpack.analysis.measures import (
    Measured,
    compute_change,
    format_value,
    select_numbers,
)
from boardpack.model.dataset import Gap, Unit
from boardpack.model.period import parse_period
from support.editions import edition_of
from support.instances import ACCESS, ACCESS_ROWS, Files, edited, minimal, without_line

VALUES = st.decimals(-(10**9), 10**9, places=4)


def missed(tree: Files) -> Measured:
    entry = edition_of(tree).find_entry("cannock-chase", "access")
    assert entry is not None
    return next(one for one in entry.measured if one.measure.id == "missed")


def test_a_measure_has_the_periods_that_its_contract_asks_for() -> None:
    found = missed(minimal())
    assert [period.id for period in found.periods] == ["2018-09", "2018-10", "2018-11"]
    assert select_numbers(found.values) == (Decimal("4.5"), Decimal("4.0"), Decimal("3.5"))
    assert (found.latest, found.previous) == (Decimal("3.5"), Decimal("4.0"))
    assert found.year_ago is Gap.MISSING
    assert compute_change(found) == Decimal("-0.5")
    assert (found.rating, found.previous_rating) == ("green", "green")


def test_the_year_ago_is_the_same_month_of_the_year_before() -> None:
    text = minimal()[ACCESS_ROWS].decode()
    months = [parse_period("2018-08").step_back(n).id for n in range(12)]
    more = "".join(f"{month},cannock-chase,missed,7.{n % 10},,\n" for n, month in enumerate(months))
    tree = edited(minimal(), ACCESS, "history: 3", "history: 15")
    assert missed({**tree, ACCESS_ROWS: (text + more).encode()}).year_ago == Decimal("7.9")


def test_a_row_that_is_not_there_is_missing_and_never_zero() -> None:
    found = missed(without_line(minimal(), ACCESS_ROWS, "2018-11,cannock-chase,missed"))
    assert found.latest is Gap.MISSING
    assert compute_change(found) is Gap.MISSING
    assert found.rows[-1] is None


def test_a_target_of_the_row_comes_before_the_measure_s_own() -> None:
    assert missed(minimal()).target == Decimal(5)
    tree = edited(
        minimal(), ACCESS_ROWS, "numerator,denominator\n", "numerator,denominator,target\n"
    )
    text = tree[ACCESS_ROWS].decode().splitlines()
    rows = [text[0], *(f"{row},4" if "2018-11" in row else f"{row}," for row in text[1:])]
    assert missed({**tree, ACCESS_ROWS: "\n".join(rows).encode()}).target == Decimal(4)
    assert missed(minimal()).benchmark is Gap.MISSING


def test_a_service_only_has_the_measures_that_it_reports() -> None:
    tree = edited(
        minimal(), ACCESS, "    title: Appointments booked\n",
        "    title: Appointments booked\n    services: [seisdon]\n",
    )  # fmt: skip
    for service, ids in (("cannock-chase", ["missed"]), ("seisdon", ["booked", "missed"])):
        entry = edition_of(tree).find_entry(service, "access")
        assert entry is not None
        assert isinstance(entry.blocks[0], MeasuresBlock)
        assert [one.measure.id for one in entry.measured] == ids


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "signed", "words"),
    [
        ("1234.5", Unit.COUNT, 0, False, "1,235"),
        ("-1234.5", Unit.COUNT, 0, False, "−1,235"),
        ("0.45", Unit.PERCENT, 1, False, "0.5%"),
        ("-0.04", Unit.PERCENT, 1, True, "0.0 points"),
        ("2", Unit.PERCENT, 1, True, "+2.0 points"),
        ("8940", Unit.GBP, 0, False, "£8,940"),
        ("-8940", Unit.GBP, 0, True, "−£8,940"),
        ("16", Unit.DAYS, 0, False, "16 days"),
        ("1.25", Unit.RATE, 1, False, "1.3"),
    ],
)
def test_values_are_shown_in_their_unit(
    value: str, unit: Unit, decimals: int, signed: bool, words: str
) -> None:
    assert format_value(Decimal(value), unit, decimals, signed) == words


def test_gaps_are_shown_in_words() -> None:
    assert format_value(Gap.MISSING, Unit.COUNT, 0) == "not available"
    assert format_value(Gap.SUPPRESSED, Unit.PERCENT, 1) == "suppressed"


@given(VALUES, st.integers(0, 3))
def test_halves_are_rounded_away_from_zero(value: Decimal, decimals: int) -> None:
    shown = format_value(value, Unit.COUNT, decimals)
    number = Decimal(shown.replace(",", "").replace("−", "-"))
    step = Decimal(1).scaleb(-decimals)
    # Written with whole numbers, to be another way of saying it than `quantize`.
    steps = (abs(value) / step * 2 + 1) // 2
    assert number == steps * step * (-1 if value < 0 else 1)
    assert abs(number - value) <= step / 2


@given(VALUES, st.sampled_from(Unit), st.integers(0, 2), st.booleans())
def test_a_shown_value_never_has_a_minus_zero(
    value: Decimal, unit: Unit, decimals: int, signed: bool
) -> None:
    shown = format_value(value, unit, decimals, signed)
    digits = [c for c in shown if c.isdigit()]
    assert set(digits) != {"0"} or not shown.startswith(("−", "+"))
