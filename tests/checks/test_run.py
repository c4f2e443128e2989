from __future__ import annotations

import re
from pathlib import Path

import pytest

from boardpack.checks.registry import CHECKS
from boardpack.checks.run import MODULES
from boardpack.findings import RULES
from editions import everything_said
from instances import minimal

HERE = Path(__file__).parent
TESTS = "\n".join(path.read_text(encoding="utf-8") for path in HERE.glob("test_*.py"))


def test_no_rule_says_anything_about_a_good_instance() -> None:
    assert everything_said(minimal()) == []


def test_rules_stand_in_the_modules_that_are_listed() -> None:
    folder = Path(MODULES[0].__file__ or "").parent
    with_rules = {p.stem for p in folder.glob("*.py") if "\n@rule(" in p.read_text("utf-8")}
    assert with_rules == {module.__name__.rsplit(".", 1)[1] for module in MODULES}


@pytest.mark.parametrize("code", sorted(CHECKS))
def test_every_rule_has_a_test_that_passes_and_one_that_finds(code: str) -> None:
    assert f"def test_{code.lower()}_passes_" in TESTS
    assert f"def test_{code.lower()}_finds_" in TESTS


@pytest.mark.parametrize("code", sorted(CHECKS))
def test_every_rule_says_what_is_true_and_what_to_do_otherwise(code: str) -> None:
    rule = RULES[code]
    assert re.fullmatch(r"[A-Z'].{10,80}[^.]", rule.title)
    assert re.fullmatch(r"[A-Z].{15,200}\.", rule.advice)
