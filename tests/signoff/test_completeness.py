"""No case is left out."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest


@cache
def numbers() -> frozenset[str]:
    files = Path(__file__).parent.glob("test_signoff_cases_*.py")
    trees = [ast.parse(file.read_text("utf-8")) for file in files]
    return frozenset(
        node.name[: len("test_case_00_")]
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    )


@pytest.mark.parametrize("number", range(1, 41))
def test_every_case_has_a_test_that_is_named_by_its_number(number: int) -> None:
    assert f"test_case_{number:02}_" in numbers()
