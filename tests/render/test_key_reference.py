"""The page of keys: whatever a file may say is explained there, and nothing else."""

from __future__ import annotations

import json
import re
from functools import cache

from boardpack.load.schemas import SCHEMAS, render_schemas
from boardpack.render.key_reference import PAGE, render_key_page, render_reference_files
from support.repository import ROOT


@cache
def schemas() -> dict[str, str]:
    """Return the text of every schema, made once: to make them takes long."""
    return render_schemas()


@cache
def text() -> str:
    """Return the page."""
    return render_key_page(schemas())


def rows_below(heading: str) -> dict[str, str]:
    """Return by key the row of the table below a heading."""
    part = text().split(f" {heading}\n", 1)[1].split("\n#", 1)[0]
    return {match[1]: match[0] for match in re.finditer(r"(?m)^\| \**`([^`]+)`.*$", part)}


def test_every_key_of_every_schema_has_a_row_that_explains_it() -> None:
    headings = dict(zip(SCHEMAS, re.findall(r"(?m)^## (.+)$", text()), strict=True))
    for name, heading in headings.items():
        schema = json.loads(schemas()[f"{name}.schema.json"])
        rows = rows_below(heading)
        assert set(rows) == set(schema["properties"])
        assert [key for key, row in rows.items() if row.split(" | ")[1].strip() == ""] == []


def test_every_part_of_a_schema_has_a_table_to_which_links_lead() -> None:
    headings = re.findall(r"(?m)^#+ (.+)$", text())
    assert len(headings) == len(set(headings))
    anchors = {re.sub(r"[^a-z0-9 _-]", "", one.lower()).replace(" ", "-") for one in headings}
    assert set(re.findall(r"\(#([^)]+)\)", text())) <= anchors
    parts = sum(len(json.loads(schema)["$defs"]) for schema in schemas().values())
    assert len(re.findall(r"(?m)^### ", text())) == parts


def test_every_file_that_has_keys_is_named_by_where_it_lies() -> None:
    assert not re.search(r"(?m)^## .* files$", text())


def test_a_row_says_what_may_be_written_and_what_holds_without_it() -> None:
    rows = rows_below("data/datasets/DATASET/dataset.yml")
    assert "| `measures`, `finance`, `risks`, " in rows["kind"]
    assert rows["within"].endswith("| whole number | `3` |")
    assert "| list of [measure (dataset)](#measure-dataset) |" in rows["measures"]
    assert rows["title"].startswith("| **`title`** |")


def test_the_page_of_this_repository_is_up_to_date() -> None:
    page = ROOT / "data/schemas" / PAGE
    assert page.read_text(encoding="utf-8") == render_reference_files()[PAGE]
