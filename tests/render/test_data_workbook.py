"""The figures of an edition as a workbook: typed, protected, and the same bytes each time."""

from __future__ import annotations

import io
import os
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from boardpack.adapters import figures_workbook
from boardpack.adapters.figures_workbook import to_figures_workbook
from boardpack.analysis.edition import Edition
from boardpack.model.sheet import Sheet
from boardpack.publish.passages import list_passages
from boardpack.render.data_files import list_data_tables
from boardpack.render.data_workbook import list_sheets, locate_workbook
from support.editions import edition_of
from support.instances import ACCESS, ACCESS_ROWS, edited, minimal


def make_workbook(edition: Edition) -> bytes:
    sheets = list_sheets(edition, list_data_tables(edition, {}, "engine"))
    return to_figures_workbook(edition.title, sheets)


def opened(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def list_rows(book: Workbook, name: str) -> list[list[Any]]:
    return [list(row) for row in book[name].values]


def rows_below_header(book: Workbook, name: str, first: str) -> list[dict[str, Any]]:
    """Return the rows of a sheet by the names of their columns; the header begins with `first`."""
    rows = list_rows(book, name)
    header = next(row for row in rows if row[0] == first)
    return [dict(zip(header, row, strict=True)) for row in rows[rows.index(header) + 1 :]]


def test_each_dataset_has_a_sheet_that_says_what_it_is_and_numbers_are_numbers() -> None:
    edition = edition_of(minimal())
    assert locate_workbook(edition) == "data/monthly-2018-11.xlsx"
    book = opened(make_workbook(edition))
    assert book.sheetnames[0] == "About"
    assert set(book.sheetnames[1:]) == set(edition.series)
    notes = [row[0] for row in list_rows(book, "extra-shifts")][:4]
    assert notes[1].startswith("Source: ")
    assert notes[2:] == [
        f"As reported in {edition.title}",
        "Illustrative figures, made up for this example",
    ]
    (monday, *_) = rows_below_header(book, "extra-shifts", "service")
    assert monday["shifts"] == 12
    assert monday["source"] == "data/datasets/extra-shifts/2018-11.csv:2"
    assert book.properties.title == edition.title


def test_a_withheld_count_is_a_star_and_what_is_not_available_is_empty() -> None:
    tree = edited(
        minimal(),
        ACCESS_ROWS,
        "2018-10,cannock-chase,missed,4.0,84,2100",
        "2018-10,cannock-chase,missed,*,*,",
    )
    cells = [
        (row["value"], row["numerator"], row["denominator"])
        for row in rows_below_header(opened(make_workbook(edition_of(tree))), "access", "period")
        if row["period"] == "2018-10"
        and row["service"] == "cannock-chase"
        and row["measure"] == "missed"
    ]
    assert cells == [("*", "*", None)]


def test_the_same_edition_gives_the_same_bytes_and_the_second_net_reads_every_row() -> None:
    edition = edition_of(minimal())
    data = make_workbook(edition)
    assert data == make_workbook(edition)
    passages = set(list_passages(locate_workbook(edition), data))
    for table in list_data_tables(edition, {}, "engine"):
        for row in table.make_rows():
            assert any(str(row[-1]) in passage for passage in passages)


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        (Decimal("4.10"), 4.1),
        (12, 12),
        (date(2018, 11, 30), "2018-11-30"),
        (date(1899, 12, 31), "1899-12-31"),
        (True, True),
        ("=1+1", "=1+1"),
        ("https://example.org/", "https://example.org/"),
        (Decimal("1234567890123456.78"), "1234567890123456.78"),
    ],
)
def test_a_cell_is_read_back_as_what_it_was(cell: object, read: object) -> None:
    data = to_figures_workbook("A", [Sheet("s", ["A"], ["name"], [[cell]])])  # type: ignore[list-item]
    found = opened(data)["s"]["A4"]
    value = found.value.date().isoformat() if found.is_date else found.value
    assert value == read
    assert found.data_type != "f"


def test_a_formula_in_a_header_a_row_or_a_title_is_a_text_with_a_quote() -> None:
    tree = edited(minimal(), ACCESS, "title: Access\n", "title: \"=cmd|' /C calc'!A0\"\n")
    sheet = opened(make_workbook(edition_of(tree)))["access"]
    assert sheet["A1"].value.startswith("'=cmd|")
    assert not [cell for row in sheet for cell in row if cell.data_type == "f"]


def test_names_of_sheets_are_short_and_none_is_like_another() -> None:
    names = ["a" * 40, "a" * 40 + "b", "History", "A/B", "a-b"]
    book = opened(to_figures_workbook("t", [Sheet(name, [], [], []) for name in names]))
    assert book.sheetnames == ["a" * 31, "a" * 29 + "-2", "History-2", "A-B", "a-b-2"]


@pytest.mark.rotating
def test_a_workbook_of_many_rows_goes_through_a_file_and_says_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    edition = edition_of(minimal())
    few = make_workbook(edition)
    monkeypatch.setattr(figures_workbook, "_MOST_ROWS_IN_MEMORY", 0)
    many, umask = make_workbook(edition), os.umask(0o077)
    try:
        assert make_workbook(edition) == many != few
    finally:
        os.umask(umask)
    assert opened(many).sheetnames == opened(few).sheetnames
    for name in opened(few).sheetnames:
        assert list_rows(opened(many), name) == list_rows(opened(few), name)
    path = locate_workbook(edition)
    assert set(list_passages(path, many)) == set(list_passages(path, few))


def test_what_a_cell_cannot_hold_is_cut_and_says_so() -> None:
    sheet = Sheet("s", ["A"], ["name"], [["x" * 40_000]])
    assert opened(to_figures_workbook("t", [sheet]))["s"]["A4"].value.endswith(
        "the CSV has all of it)"
    )


def test_the_second_net_reads_a_cell_behind_the_name_of_its_column() -> None:
    sheet = Sheet("s", ["Note"], ["service", "NHS number"], [["seisdon", 9434765919]])
    data = to_figures_workbook("t", [sheet])
    assert list(list_passages("data/x.xlsx", data))[1:] == [
        "s", "Note", "service; NHS number", "service seisdon; NHS number 9434765919",
    ]  # fmt: skip
