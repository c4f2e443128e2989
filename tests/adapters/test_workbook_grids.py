"""Workbooks that are traps, damaged or odd: read within limits, or refused in a sentence."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from boardpack.adapters import workbook_grids
from boardpack.adapters.workbook_grids import read_workbook
from boardpack.load.packed import MOST_UNPACKED_BYTES, PackageFault
from boardpack.model.grid import Grid
from support.workbooks import repacked, table, workbook

SHEET = "xl/worksheets/sheet1.xml"


def grid_of(data: bytes) -> Grid:
    return read_workbook(data, "input.xlsx").grids[0]


def refusal(data: bytes) -> str:
    with pytest.raises(PackageFault) as caught:
        read_workbook(data, "input.xlsx")
    return str(caught.value)


def without_part(data: bytes, name: str) -> bytes:
    return repacked(data, lambda parts: parts.__delitem__(name))


def with_part(data: bytes, name: str, part: bytes) -> bytes:
    return repacked(data, lambda parts: parts.update({name: part}))


def replaced(data: bytes, old: bytes, new: bytes, part: str = SHEET) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new)

    return repacked(data, change)


def test_values_keep_what_they_are_and_money_is_decimal() -> None:
    shown = {"value": 0.432, "format": "0.0%"}
    cells = grid_of(table(["Words", 61240, 0.1, shown, date(2018, 12, 1), True])).cells
    values = [cells[1, column].value for column in range(1, 7)]
    assert values == ["Words", Decimal(61240), Decimal("0.1"), Decimal("0.432"),
                      date(2018, 12, 1), True]  # fmt: skip
    assert [cells[1, column].is_percent for column in (3, 4)] == [False, True]
    assert cells[1, 4].address == "Activity!D1"


def test_a_percent_sign_in_quotation_marks_is_no_percentage() -> None:
    assert not grid_of(table([{"value": 5, "format": '0" % of all"'}])).cells[1, 1].is_percent


def test_hidden_rows_merged_cells_and_formulas_are_known() -> None:
    grid = grid_of(
        table(
            ["Title", None],
            [{"formula": "=1+1", "value": 2}, {"formula": "=[1]Sheet1!A1", "value": 3}],
            merge=["A1:B1"],
            hidden_rows=[2],
            hidden_columns=["B:B"],
        )
    )
    assert grid.merged == ((1, 1, 1, 2),)
    assert (set(grid.hidden_rows), set(grid.hidden_columns)) == ({2}, {2})
    assert grid.formulas == {(2, 1), (2, 2)}
    assert grid.linked == {(2, 2)}


@pytest.mark.exhaustive
def test_a_million_empty_rows_cost_no_cells() -> None:
    rows = b"".join(b'<row r="%d"/>' % number for number in range(3, 1_000_001))
    data = replaced(table(["Practice"], [5]), b"</sheetData>", rows + b"</sheetData>")
    assert list(grid_of(data).cells) == [(1, 1), (2, 1)]


def test_a_stray_cell_in_the_last_corner_is_one_cell() -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    data = replaced(table(["Practice"], [5]), b"</sheetData>", far)
    assert list(grid_of(data).cells) == [(1, 1), (2, 1), (1048576, 16384)]


def test_more_cells_than_anybody_reads_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_grids, "MOST_CELLS", 3)
    assert "more than 3 filled cells" in refusal(table(["a", "b"], ["c", "d"]))


@pytest.mark.rotating
def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = with_part(table(["a"]), "xl/media/image1.bin", b"\0" * (MOST_UNPACKED_BYTES + 1))
    assert len(bomb) < 1024 * 1024
    assert "96 MiB is the limit" in refusal(bomb)


@pytest.mark.parametrize(
    "markup",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_entities_are_refused(markup: bytes) -> None:
    data = replaced(table(["a"]), b"<worksheet", markup + b"<worksheet")
    assert "as no spreadsheet program writes" in refusal(data)


def test_a_row_beyond_the_last_is_refused() -> None:
    data = replaced(table(["a"]), b"</sheetData>", b'<row r="99999999"/></sheetData>')
    assert "beyond the last" in refusal(data)


@pytest.mark.parametrize(
    ("number_format", "value"), [('[<5]"*";0', 3), ('"<5"', 16), ("0,", 27000)]
)
def test_a_number_that_is_shown_as_something_else_is_a_fault(
    number_format: str, value: int
) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = value
    sheet["A1"].number_format = number_format
    packed = io.BytesIO()
    book.save(packed)
    [cell] = read_workbook(packed.getvalue(), "input.xlsx").grids[0].cells.values()
    assert cell.fault


def test_a_program_in_a_workbook_is_refused() -> None:
    assert "macros" in refusal(with_part(table(["a"]), "xl/vbaProject.bin", b"x"))


def test_links_to_other_workbooks_are_said_and_not_followed() -> None:
    data = with_part(table(["a"]), "xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    book = read_workbook(data, "input.xlsx")
    assert book.notes == ("it refers to other workbooks; nothing was fetched from them",)


def test_a_part_that_stands_twice_is_refused() -> None:
    buffer = io.BytesIO(table(["a"]))
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, b"<worksheet/>")
    assert "packed as no workbook is" in refusal(buffer.getvalue())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a password, or is an old .xls"),
        (table(["a"])[:400], "half of one"),
        (b"PK\x03\x04", "half of one"),
        (without_part(table(["a"]), "xl/workbook.xml"), "no Excel workbook"),
        (without_part(table(["a"]), "xl/_rels/workbook.xml.rels"), "damaged"),
        (with_part(table(["a"]), SHEET, b"<worksheet hidden=>"), "damaged"),
        (replaced(table([5]), b'r="A1"', b'r="??"'), "damaged"),
    ],
)
def test_what_cannot_be_opened_says_what_to_do(data: bytes, words: str) -> None:
    assert words in refusal(data)


def test_letters_that_only_look_odd_are_read_as_what_they_mean() -> None:
    cells = grid_of(table(["Cannock\u00a0Chase", "\u202e12"])).cells
    assert cells[1, 1].value == "Cannock Chase"
    assert cells[1, 2].fault == "holds a letter that cannot be printed"


def test_dates_since_1904_are_the_days_that_they_show() -> None:
    sheet = {"title": "Activity", "rows": [[date(2018, 12, 1)]]}
    assert grid_of(workbook(sheet, date_1904=True)).cells[1, 1].value == date(2018, 12, 1)


def test_a_time_of_day_is_no_figure() -> None:
    (cell,) = grid_of(table([{"value": 0.5, "format": "hh:mm"}])).cells.values()
    assert "time of day" in cell.fault
