"""The finance tables of the example, cell by cell, against the committee paper's own.

`tests/cases/finance` holds the paper's tables as they were transcribed: lines, and printed totals.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from support.books import demo_book, staged

pytestmark = pytest.mark.rotating

FOLDER = Path(__file__).parents[1] / "cases/finance"
AMOUNTS = (
    "ytd_budget", "ytd_actual", "ytd_variance",
    "forecast_budget", "forecast_actual", "forecast_variance",
)  # fmt: skip
TITLES = {"delegated": "Delegated budgets", "commissioning": "Other primary care budgets"}
SERVICES = ("cannock-chase", "south-east-staffs-and-seisdon")
Row = tuple[str, ...]


def rows_of(name: str, service: str) -> list[dict[str, str]]:
    with (FOLDER / f"finance_{name}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["ccg"] == service]


def as_shown(title: str, row: dict[str, str]) -> Row:
    """Return the cells of a row: six amounts as printed, then over, under or level, twice."""
    six = [int(row[name]) for name in AMOUNTS]
    cells = [f"{'+' if n in (2, 5) and six[n] > 0 else ''}{six[n]:,}" for n in range(6)]
    words = ["over" if six[n] > 0 else "under" if six[n] < 0 else "level" for n in (2, 5)]
    return (title, *(cell.replace("-", "−") for cell in cells), ", ".join(words))


def expected(name: str, service: str) -> Iterator[Row]:
    """Yield every row of a table: each group with its lines and subtotal, then the total."""
    lines = rows_of(name, service)
    totals = rows_of(f"{name}_totals", service)
    subtotals = {row["group"]: row for row in totals if row["level"] == "group_subtotal"}
    for group in dict.fromkeys(row["group"] for row in lines):
        inside = [row for row in lines if row["group"] == group]
        if len(inside) > 1:
            yield (group,)
        yield from (as_shown(row["line"], row) for row in inside)
        if len(inside) > 1:
            yield as_shown(f"{group}: subtotal", subtotals[group])
    [grand] = [row for row in totals if row["level"] == "grand_total"]
    yield as_shown("Total", grand)


def shown(page: str, title: str) -> list[Row]:
    """Return the rows of the table with a caption, as text."""
    [table] = re.findall(rf"<caption>{title}, October 2018, .*?</table>", page, re.DOTALL)
    body = table.split("</thead>")[1]
    cells = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in body.split("</tr>"))
    return [tuple(unescape(cell) for cell in row) for row in cells if row]


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("name", TITLES)
def test_every_figure_is_that_of_the_committee_paper(name: str, service: str) -> None:
    page = staged(demo_book())[f"services/{service}.md"]
    assert shown(page, TITLES[name]) == list(expected(name, service))


def test_the_total_that_is_printed_twice_is_the_same_twice() -> None:
    for service in SERVICES:
        twice = [r for r in rows_of("delegated_totals", service) if r["level"] != "group_subtotal"]
        assert len(twice) == 2
        assert as_shown("", twice[0]) == as_shown("", twice[1])
