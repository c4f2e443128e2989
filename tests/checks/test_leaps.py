"""A figure that leaps is looked at again."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from boardpack.checks.leaps import has_leapt
from boardpack.findings import Severity
from support.editions import said
from support.instances import ACCESS, ACCESS_ROWS, Files, edited, minimal

MONTHS = [f"2017-{month:02d}" for month in range(12, 13)] + [f"2018-{m:02d}" for m in range(1, 9)]


def with_history(latest: str) -> Files:
    """Return an instance whose missed appointments have twelve figures, the last one as given."""
    rows = "".join(
        f"{month},seisdon,missed,{4 + n % 2}.0,,\n{month},cannock-chase,missed,4.0,,\n"
        f"{month},seisdon,booked,1000,,\n{month},cannock-chase,booked,2000,,\n"
        for n, month in enumerate(MONTHS)
    )
    tree = edited(minimal(), ACCESS, "history: 3", "history: 12")
    tree = edited(tree, ACCESS_ROWS, "2018-11,seisdon,missed,3.5,42,1200", f"2018-11,seisdon,missed,{latest},,")  # fmt: skip # noqa: E501
    return tree | {ACCESS_ROWS: tree[ACCESS_ROWS] + rows.encode()}


def test_m115_passes_a_figure_of_the_size_of_those_before_it() -> None:
    assert said(with_history("5.5"), "M115") == []


def test_m115_passes_a_short_history_of_which_nothing_is_known() -> None:
    tree = edited(minimal(), ACCESS_ROWS, "missed,3.5,42,1200", "missed,90,,")
    assert said(tree, "M115") == []


@pytest.mark.parametrize("typed", ["55", "350"])
def test_m115_finds_a_figure_that_lost_its_decimal_point(typed: str) -> None:
    tree = with_history(typed)
    [fault] = said(tree, "M115")
    assert fault.severity is Severity.WARNING
    assert f"'Appointments missed' is {typed}" in fault.what
    assert "such a leap is not usual" in fault.what
    assert fault.service == "seisdon"
    assert str(fault.place).startswith(f"{ACCESS_ROWS}:")


def test_a_leap_is_judged_by_how_far_figures_usually_move() -> None:
    from support.editions import edition_of

    def measured(latest: str) -> Sequence[bool]:
        edition = edition_of(with_history(latest))
        return [has_leapt(m) for e in edition.list_service_entries("seisdon") for m in e.measured]

    assert True not in measured("4.5")
    assert True in measured("44.5")
