"""BAD-INPUT row 34: no spreadsheet takes what we write for a formula; numbers stay numbers."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.model.dataset import Gap
from boardpack.render.data_files import format_cell, list_data_tables, plan_data_files, to_csv
from support.books import demo_book
from support.editions import edition_of
from support.instances import GLOSSARY, SHIFT_ROWS, Files, edited, minimal, with_plans
from support.originals import ORIGINAL, with_original

STARTS = ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"]


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("before", ["", " ", "  ", "\u00a0", "\n"])
def test_text_that_looks_like_a_formula_gets_a_quote(start: str, before: str) -> None:
    assert format_cell(f"{before}{start}cmd|' /C calc'!A0").startswith("'")


@pytest.mark.parametrize("text", ["A-B", "1+1", "a@b", "x = y", "", "0123", "’ok"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert format_cell(text) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [(Decimal("-5.50"), "-5.50"), (-5, "-5"), (Decimal("1E+3"), "1E+3"), (True, "yes"),
     (False, "no"), (None, ""), (Gap.MISSING, ""), (Gap.SUPPRESSED, "*"),
     (date(2018, 12, 3), "2018-12-03"),
     (("a", "b"), "a; b"), (("=a", "b"), "'=a; b")],
)  # fmt: skip
def test_numbers_stay_numbers_and_gaps_are_never_zero(cell: object, text: str) -> None:
    assert format_cell(cell) == text


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


CELLS = st.one_of(
    st.text(st.characters(exclude_characters="\0", codec="utf-8")),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.integers(),
)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=5))
def test_what_is_written_is_read_back_and_no_text_is_a_formula(rows: list[list[object]]) -> None:
    header, *found = read(to_csv(("a", "b"), rows))
    assert header == ["a", "b"]
    assert found == [[format_cell(cell) for cell in row] for row in rows]
    for row, cells in zip(rows, found, strict=True):
        for cell, text in zip(row, cells, strict=True):
            if isinstance(cell, str):
                assert text.lstrip()[:1] not in STARTS or not text
            else:
                assert Decimal(text) == cell


def test_each_dataset_of_the_pack_has_a_file_whose_rows_say_where_they_come_from() -> None:
    files = {
        one.path: one.make()
        for one in plan_data_files(list_data_tables(edition_of(minimal()), {}, "engine"))
    }
    assert sorted(files) == [
        "data/access.csv", "data/budgets.csv", "data/extra-shifts.csv", "data/feedback.csv",
        "data/risk-register.csv",
    ]  # fmt: skip
    header, *rows = read(files["data/extra-shifts.csv"])
    assert header == ["service", "day", "shifts", "source"]
    assert rows[1] == ["cannock-chase", "Friday", "14", f"{SHIFT_ROWS}:3"]
    assert all(row[-1].partition(":")[0] in minimal() for row in rows)
    assert read(files["data/budgets.csv"])[1][:3] == ["cannock-chase", "Contracts", "GMS"]
    assert read(files["data/risk-register.csv"])[1][0] == "R1"


def test_a_row_that_no_section_shows_is_not_handed_out() -> None:
    tree = minimal()
    path = "data/datasets/access/2018-11.csv"
    _, first, *_ = tree[path].decode().splitlines()
    older = first.replace("2018-11", "2015-01", 1)
    pooled = first.replace("cannock-chase", "directorate", 1)
    tree[path] += f"{older}\n{pooled}\n".encode()
    files = {
        one.path: one.make()
        for one in plan_data_files(list_data_tables(edition_of(tree), {}, "engine"))
    }
    rows = read(files["data/access.csv"])
    assert "2015-01" not in {row[0] for row in rows[1:]}
    assert {row[1] for row in rows[1:]} == {"cannock-chase", "seisdon"}


def test_a_key_changes_with_the_contract_the_rows_and_the_engine() -> None:
    def keys(tree: dict[str, bytes], sources: dict[str, str], engine: str) -> set[str]:
        return {
            one.key for one in plan_data_files(list_data_tables(edition_of(tree), sources, engine))
        }

    same = keys(minimal(), {}, "engine")
    assert same == keys(edited(minimal(), GLOSSARY, "Did not", "Never did"), {}, "engine")
    assert len(same - keys(minimal(), {"access": "other"}, "engine")) == 1
    assert not same & keys(minimal(), {}, "other engine")


def test_every_row_of_the_example_has_as_many_cells_as_its_header() -> None:
    for one in plan_data_files(list_data_tables(demo_book().edition, {}, "engine")):
        header, *rows = read(one.make())
        assert rows, one.path
        assert {len(row) for row in rows} == {len(header)}, one.path


def test_a_column_that_is_named_like_a_formula_opens_as_text() -> None:
    assert to_csv(["a", "=HYPERLINK(1)"], []) == "a,'=HYPERLINK(1)\n"


def test_plans_can_be_downloaded_with_their_savings_and_their_place() -> None:
    files = {
        o.path: o.make()
        for o in plan_data_files(list_data_tables(edition_of(with_plans()), {}, "engine"))
    }
    header, *rows = read(files["data/plans.csv"])
    assert header[:4] == ["id", "title", "theme", "service"]
    desk = dict(zip(header, rows[1], strict=True))
    assert (desk["planned_saving"], desk["actual_saving"]) == ("120", "70")
    assert desk["responsible"] == "director-of-primary-care; practice-manager"
    assert desk["source"] == "data/datasets/plans/2018-11.csv:3"


def downloads(tree: Files) -> dict[str, list[dict[str, str]]]:
    outputs = plan_data_files(list_data_tables(edition_of(tree), {}, "engine"))
    return {one.path: list(csv.DictReader(io.StringIO(one.make()))) for one in outputs}


def test_a_download_names_the_cells_of_what_was_taken_in() -> None:
    (first, *_) = downloads(with_original(minimal()))["data/access.csv"]
    place, line = first["source"].rsplit(":", 1)
    assert place == "data/datasets/access/2018-11.csv"
    assert first["original"] == f"{ORIGINAL} Activity!B{line}"


def test_a_download_of_what_was_typed_has_no_column_for_cells() -> None:
    assert all("original" not in rows[0] for rows in downloads(minimal()).values())
