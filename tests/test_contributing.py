"""What CONTRIBUTING says of a change is tried on the code."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from boardpack.model.dataset import Kind
from support.repository import ROOT

GUIDE = (ROOT / ".github/CONTRIBUTING.md").read_text("utf-8")
MODULE_OF = {"table": "tables"}
"""A reader of many tables is called by the plural."""


def touched(what: str) -> list[str]:
    """Return the files that the guide's table names for a change."""
    [cells] = re.findall(rf"^\| {what} \| (.*) \|$", GUIDE, re.MULTILINE)
    return re.findall(r"`([^`]+)`", cells)


@pytest.mark.rotating
def test_a_rule_is_one_function_in_one_module_of_checks(tmp_path: Path) -> None:
    [module, test_module] = touched("a rule")
    assert test_module.startswith("tests/checks/test_")
    shutil.copytree(ROOT / "generator/boardpack", tmp_path / "boardpack")
    [example] = re.findall(r"```python\n(@rule.*?)```", GUIDE, re.DOTALL)
    path = tmp_path / module.removeprefix("generator/").replace("<subject>", "waivers")
    severity = "from boardpack.findings import Severity\n\n\n"
    path.write_text(f"{path.read_text('utf-8')}\n\n{severity}{example}", "utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "boardpack", "rules", "--format", "json"],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        check=True,
    )
    listed = {rule["code"]: rule for rule in json.loads(ran.stdout)["rules"]}
    assert listed["W199"]["advice"] == "Agree a working day with the owner of the waiver."


def test_a_kind_is_known_just_where_the_guide_says() -> None:
    names = touched("a kind of dataset")
    for kind in Kind:
        for name in names:
            reader = MODULE_OF.get(kind, kind) if "/load/" in name else kind
            assert (ROOT / name.replace("<kind>", reader)).is_file(), (kind, name)
    knowing = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "generator/boardpack").rglob("*.py")
        if all(f"Kind.{kind.name}" in path.read_text("utf-8") for kind in Kind)
    }
    rows = "generator/boardpack/model/rows.py"
    assert {*knowing, rows} == {name for name in names if "<" not in name}
