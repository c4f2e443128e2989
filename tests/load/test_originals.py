"""Originals and what is said of them: believed only while each digest is right."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from boardpack.findings import Finding
from boardpack.load.instance import load_instance
from support.instances import ACCESS_ROWS, Files, edited, minimal, with_file, without_file
from support.originals import CELLS, ORIGINAL, WORKBOOK, with_original
from support.workbooks import table

NUMBER = "401 023 2137"


def taken(data: bytes = WORKBOOK) -> Files:
    return with_original(minimal(), data)


def said(tree: Files) -> list[Finding]:
    return [finding for finding in load_instance(tree)[1] if finding.code != "F110"]


def cell_of(tree: Files, line: int = 2) -> str:
    instance, _ = load_instance(tree)
    assert instance is not None
    dataset = instance.datasets["access"]
    (row,) = [one for one in dataset.files[0].rows if one.place.line == line]
    return dataset.find_original_cell(row.place, "value")


def test_j105_passes_an_original_that_points_to_nobody() -> None:
    assert load_instance(taken())[1] == []
    assert cell_of(taken()) == f"{ORIGINAL} Activity!B2"


@pytest.mark.parametrize(
    "data",
    [
        table(["Practice"], [NUMBER]),
        table(["Practice"], [4010232137]),
        table(["Practice"], [f"seen: {NUMBER}"], hidden_rows=[2]),
        table(["Practice"], comments={"A1": NUMBER}),
        table(["Case", "NHS number"], [1, None]),
        b"Case,Date of birth\n1,x\n",
        f"Case\n{NUMBER}\n".encode(),
    ],
)
def test_j105_finds_a_patient_wherever_a_workbook_keeps_one(data: bytes) -> None:
    (finding,) = said(taken(data))
    assert (finding.code, finding.place.path) == ("J105", ORIGINAL)
    assert "401" not in finding.what


def repacked(part: str, old: str, new: str | bytes, data: bytes = WORKBOOK) -> bytes:
    """Return a workbook of which one part was written by no spreadsheet program."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                text = content.decode()
                assert old in text
                changed = new if isinstance(new, bytes) else text.replace(old, new, 1).encode()
                content = changed
            target.writestr(name, content)
    return packed.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
RICH = (
    "<c r='Z1' t='inlineStr'><is><r><t>401 023</t></r><r><rPr><b/></rPr><t> 2137</t></r></is></c>"
)


@pytest.mark.parametrize(
    "data",
    [
        repacked(SHEET, "</row>", f"{RICH}</row>"),
        table(["Practice", "Seen"], ["Mary Jones, born", date(1951, 4, 3)]),
        repacked(SHEET, "</sheetData>", f'</sheetData><x prompt="{NUMBER}"/>'),
    ],
)
def test_j105_finds_a_patient_in_runs_dates_and_prompts(data: bytes) -> None:
    assert "J105" in {finding.code for finding in said(taken(data))}


@pytest.mark.parametrize(
    "data",
    [
        repacked(SHEET, "</row>", "<c><v><![CDATA[401 023 2137]]></v></c></row>"),
        repacked(SHEET, "</row>", "<c><v>401<!-- x -->0232137</v></c></row>"),
        repacked(SHEET, "<", f"<a>{NUMBER}</a>".encode("utf-16")),
    ],
)
def test_j106_finds_what_no_spreadsheet_program_writes(data: bytes) -> None:
    (finding,) = said(taken(data))
    assert (finding.code, "as no spreadsheet program writes" in finding.what) == ("J106", True)


@pytest.mark.rotating
def test_j106_finds_rows_that_repeat_a_text_without_end() -> None:
    text = f"NHS number {NUMBER}" + "x" * 1_000_000
    sheet = repacked(SHEET, "<", "<", table([text], *([text] for _ in range(500))))
    assert {finding.code for finding in said(taken(sheet))} <= {"J105", "J106"}
    assert said(taken(sheet))


@pytest.mark.parametrize(
    "address",
    ["Withdrawn: the board does not stand behind this figure", "\\ud800 x", "'It!s'A1", "B0", "b2"],
)
def test_j106_finds_an_address_that_is_none(address: str) -> None:
    tree = taken()
    text = tree[CELLS].decode().replace("Activity!B2", address, 1)
    (finding,) = said({**tree, CELLS: text.encode()})
    assert (finding.code, finding.what) == ("J106", "this is not as boardpack take writes it")


def test_j106_passes_originals_of_which_both_files_are_there() -> None:
    assert said(taken()) == []


@pytest.mark.parametrize(
    "tree",
    [
        with_file(taken(), ORIGINAL, table(["Practice", "booked"], ["Cannock Chase", 9])),
        without_file(taken(), ORIGINAL),
        with_file(taken(), CELLS, "{"),
        with_file(taken(), CELLS, "[" * 100_000),
        with_file(taken(), CELLS, '{"version": 1}'),
        edited(taken(), CELLS, '"version": 1', '"version": 2'),
        edited(taken(), CELLS, '"2018-11.xlsx"', '"../../people.csv"'),
        edited(taken(), CELLS, '["value"]', '["value", "target"]'),
    ],
)
def test_j106_finds_an_original_that_is_not_what_was_taken_in(tree: Files) -> None:
    assert [finding.code for finding in said(tree)] == ["J106"]
    assert cell_of(tree) == ""


def test_j107_passes_figures_as_they_were_read() -> None:
    assert said(taken()) == []


def test_j107_finds_figures_that_were_edited_and_traces_none_of_them() -> None:
    tree = edited(taken(), ACCESS_ROWS, "cannock-chase,booked,2000", "cannock-chase,booked,2001")
    (finding,) = said(tree)
    assert (finding.code, str(finding.place)) == ("J107", ACCESS_ROWS)
    assert cell_of(tree) == ""


def test_an_original_of_which_nothing_is_said_is_one_that_nothing_reads() -> None:
    found = [finding.code for finding in load_instance(without_file(taken(), CELLS))[1]]
    assert found == ["F110"]
