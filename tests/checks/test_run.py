from __future__ import annotations

from pathlib import Path

from boardpack.checks.run import MODULES
from support.editions import everything_said
from support.instances import minimal


def test_no_rule_says_anything_about_a_good_instance() -> None:
    assert everything_said(minimal()) == []


def test_rules_stand_in_the_modules_that_are_listed() -> None:
    folder = Path(MODULES[0].__file__ or "").parent
    with_rules = {p.stem for p in folder.glob("*.py") if "\n@rule(" in p.read_text("utf-8")}
    assert with_rules == {module.__name__.rsplit(".", 1)[1] for module in MODULES}
