"""Nothing is half there: rules have tests, kinds have templates, commands have help."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import boardpack
from boardpack.checks.registry import Check
from boardpack.cli import COMMANDS
from boardpack.findings import Rule, collect_rules, index_rules
from boardpack.model.dataset import Kind
from boardpack.operations.rules import ALL_RULES
from boardpack.signoff import findings as signoff
from support.books import book_of, staged, templates
from support.instances import minimal
from support.running import boardpack as run

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "site_templates"
GENERATOR = ROOT / "generator/boardpack"
FRESH = {**os.environ, "PYTHONPATH": str(ROOT / "generator")}
TITLE = r"[A-Z'].{10,80}[^.]"
ADVICE = r"[A-Z].{5,220}\."


@cache
def test_names() -> frozenset[str]:
    """Return the names of all test functions."""
    trees = (ast.parse(path.read_text("utf-8")) for path in (ROOT / "tests").rglob("test_*.py"))
    return frozenset(
        node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
    )


test_names.__test__ = False  # type: ignore[attr-defined]


def rules_in_the_code() -> dict[str, Rule]:
    """Return every rule that stands in any module of the package."""
    names = [module.name for module in walk_packages(boardpack.__path__, "boardpack.")]
    modules = [import_module(name) for name in names if not name.endswith("__main__")]
    alone = collect_rules(*modules)
    checked = [v.rule for m in modules for v in vars(m).values() if isinstance(v, Check)]
    return index_rules(alone, checked, signoff.RULES)


def test_every_rule_in_the_code_is_in_the_register() -> None:
    assert rules_in_the_code() == ALL_RULES


def test_a_fresh_process_lists_every_rule_that_any_command_can_report() -> None:
    command = [sys.executable, "-m", "boardpack", "rules", "--format", "json"]
    ran = subprocess.run(command, capture_output=True, env=FRESH, cwd=ROOT, check=True)
    listed = [rule["code"] for rule in json.loads(ran.stdout)["rules"]]
    assert listed == list(rules_in_the_code())


def test_every_rule_has_a_test_that_passes_and_one_that_finds() -> None:
    starts = {f"test_{code.lower()}_{end}" for code in ALL_RULES for end in ("passes", "finds")}
    assert [one for one in sorted(starts) if not any(n.startswith(one) for n in test_names())] == []


def test_every_rule_is_on_the_rules_page() -> None:
    page = staged(book_of(minimal()))["rules.md"]
    assert re.findall(r'<th scope="row">([A-Z]\d+)</th>', page) == list(ALL_RULES)


def test_every_rule_says_what_is_true_and_what_to_do_otherwise() -> None:
    titles = {c: r.title for c, r in ALL_RULES.items() if not re.fullmatch(TITLE, r.title)}
    advice = {c: r.advice for c, r in ALL_RULES.items() if not re.fullmatch(ADVICE, r.advice)}
    assert (titles, advice) == ({}, {})


@pytest.mark.parametrize("kind", [kind.value for kind in Kind])
def test_every_section_kind_has_a_template_a_golden_page_and_a_loader(kind: str) -> None:
    assert f"sections/{kind}.html.jinja" in templates()
    assert (ROOT / f"tests/cases/sections/{kind}/expected.html").is_file()
    loader = "tables" if kind == "table" else kind
    assert (GENERATOR / f"load/{loader}.py").is_file()


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_help_a_test_and_a_line_in_the_readme(command: str) -> None:
    module = import_module(f"boardpack.commands.{command}")
    assert COMMANDS[command] == module.HELP
    ran = run(command, "--help")
    assert ran.status == 0
    assert COMMANDS[command] in " ".join(ran.out.split())
    assert re.search(rf"`(boardpack )?{command}\b", (ROOT / "README.md").read_text("utf-8"))
    tests = {path.stem for path in (ROOT / "tests/commands").glob("test_*.py")}
    assert tests & {f"test_{command}", f"test_{command}_command"}


def test_every_command_s_module_is_a_command() -> None:
    folder = GENERATOR / "commands"
    given = {
        path.parent.name if path.stem == "__init__" else path.stem
        for path in [*folder.glob("*.py"), *folder.glob("*/__init__.py")]
        if "def run(" in path.read_text("utf-8")
    }
    assert given == set(COMMANDS)


@cache
def sources() -> str:
    """Return the text of whatever may ask for a template."""
    files = [*GENERATOR.rglob("*.py"), ROOT / "mkdocs.yml", *TEMPLATES.rglob("*.*")]
    return "".join(file.read_text("utf-8") for file in files)


@pytest.mark.parametrize("path", sorted(templates()))
def test_every_template_is_used(path: str) -> None:
    if path.startswith("sections/") and path[9:].partition(".")[0] in set(Kind):
        return  # asked for by the dataset's kind
    used = sources()
    name = path.removeprefix("pages/").removeprefix("theme/")
    stem = name.removesuffix(".md.jinja")
    assert name in used or f'"{stem}"' in used or name in {"main.html", "404.html"}


def test_every_template_is_found_by_its_name() -> None:
    on_disk = {p.relative_to(TEMPLATES).as_posix() for p in TEMPLATES.rglob("*") if p.is_file()}
    assert on_disk == set(templates())
