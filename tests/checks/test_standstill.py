from __future__ import annotations

import pytest

from boardpack.findings import Severity
from support.editions import said
from support.instances import (
    ACCESS,
    ACCESS_ROWS,
    FINANCE_ROWS,
    SHIFT_ROWS,
    SHIFTS,
    edited,
    minimal,
    with_file,
    without_line,
)
from support.months import DECEMBER, NOVEMBER, copied_month

KEEPER = "Directorate development manager"
DECEMBERS = ACCESS_ROWS.replace(NOVEMBER, DECEMBER)
MISSED = "2018-12,cannock-chase,missed,3.5,77,2200"
REASON = 'cadence: monthly\nunchanged: {"2018-12": The system was down.}\n'


def found(tree: dict[str, bytes], code: str) -> dict[str, str]:
    """Return what a rule says of December, by section."""
    return {fault.section: fault.what for fault in said(tree, code, period=DECEMBER)}


def test_m117_passes_a_month_of_its_own() -> None:
    assert said(minimal(), "M117") == []
    assert "access" not in found(edited(copied_month(minimal()), DECEMBERS, MISSED, NEW), "M117")


NEW = "2018-12,cannock-chase,missed,3.6,79.2,2200"


def test_m117_finds_a_file_that_was_copied_with_the_period_changed() -> None:
    tree = copied_month(minimal())
    access, budgets = said(tree, "M117", period=DECEMBER)
    assert access.what == "all 4 figures equal those of November 2018 to the last digit"
    assert str(access.place) == f"{DECEMBERS}:2"
    assert (access.who, access.section, access.severity) == (KEEPER, "access", Severity.ERROR)
    assert str(budgets.place) == FINANCE_ROWS.replace(NOVEMBER, DECEMBER)
    assert budgets.what == "all 5 rows equal those of November 2018 to the last digit"


@pytest.mark.parametrize("code", ["M116", "M117"])
def test_m117_passes_figures_that_are_said_to_be_unchanged(code: str) -> None:
    tree = edited(copied_month(minimal()), ACCESS, "cadence: monthly\n", REASON)
    assert "access" not in found(tree, code)


def test_m117_passes_few_small_counts_which_repeat_by_chance() -> None:
    assert "feedback" not in found(copied_month(minimal()), "M117")


def test_m117_passes_a_budget_in_which_one_line_moved() -> None:
    tree = copied_month(minimal())
    path = FINANCE_ROWS.replace(NOVEMBER, DECEMBER)
    assert "finance" not in found(edited(tree, path, "100,105,5", "112,117,5"), "M117")


def test_m116_passes_a_month_of_its_own() -> None:
    assert said(minimal(), "M116") == []


def test_m116_finds_several_figures_that_stand_still_at_once() -> None:
    tree = edited(copied_month(minimal()), DECEMBERS, MISSED, NEW)
    [fault] = [one for one in said(tree, "M116", period=DECEMBER) if one.section == "access"]
    assert fault.what == "3 of 4 figures equal those of November 2018 to the last digit"
    assert (str(fault.place), fault.severity) == (f"{DECEMBERS}:2", Severity.WARNING)


def test_m116_passes_one_figure_that_stands_still() -> None:
    tree = copied_month(minimal())
    for row in ("2018-12,seisdon,missed", "2018-12,seisdon,booked", MISSED):
        tree = without_line(tree, DECEMBERS, row)
    assert "access" not in found(tree, "M116")


def test_m116_finds_a_table_of_last_month_although_its_days_were_changed() -> None:
    tree = copied_month(minimal())
    assert found(tree, "M116")["extra-shifts"] == (
        "all 3 rows equal those of November 2018 to the last digit"
    )
    path = SHIFT_ROWS.replace(NOVEMBER, DECEMBER)
    tree = edited(tree, SHIFTS, "  - name: day\n", "  - {name: on, type: date}\n  - name: day\n")
    for month, where in (("11", SHIFT_ROWS), ("12", path)):
        rows = tree[where].decode().replace("service,", "service,on,")
        for service in ("cannock-chase", "seisdon"):
            rows = rows.replace(f"{service},", f"{service},2018-{month}-30,")
        tree = with_file(tree, where, rows)
    assert "extra-shifts" in found(tree, "M116")
    tree = edited(tree, path, "30,Friday,14", "30,Friday,13")
    assert "extra-shifts" not in found(tree, "M116")
