from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.render.key_reference import render_reference_files
from support.instances import minimal
from support.running import boardpack, put

pytestmark = pytest.mark.rotating


def test_schemas_are_written_once_and_then_up_to_date(tmp_path: Path) -> None:
    put(minimal(), tmp_path)
    first = boardpack("-C", tmp_path, "schemas")
    assert first.status == 0
    assert len(first.out.splitlines()) == len(render_reference_files())
    assert boardpack("-C", tmp_path, "schemas") == (0, "data/schemas is up to date.\n", "")
    written = {path.name: path.read_text() for path in (tmp_path / "data/schemas").iterdir()}
    assert written == render_reference_files()


def test_check_says_which_are_stale_and_writes_nothing(tmp_path: Path) -> None:
    boardpack("-C", put(minimal(), tmp_path), "schemas")
    stale = tmp_path / "data/schemas/pack.schema.json"
    stale.write_text("{}")
    assert boardpack("-C", tmp_path, "schemas", "--check") == (
        1,
        "data/schemas/pack.schema.json is stale\nBring them up to date with: boardpack schemas\n",
        "",
    )
    assert stale.read_text() == "{}"


def test_check_is_clear_when_nothing_is_stale(tmp_path: Path) -> None:
    boardpack("-C", put(minimal(), tmp_path), "schemas")
    assert boardpack("-C", tmp_path, "schemas", "--check").status == 0
