"""Nothing is half there: rules have tests, kinds have templates, commands have help."""

from __future__ import annotations

import ast
import re
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import boardpack
from boardpack.cli import COMMANDS
from boardpack.findings import RULES
from boardpack.model.dataset import Kind
from books import book_of, staged, templates
from instances import minimal
from running import boardpack as run

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "site_templates"
GENERATOR = ROOT / "generator/boardpack"


@cache
def test_names() -> frozenset[str]:
    """Return the names of all test functions."""
    trees = (ast.parse(path.read_text("utf-8")) for path in (ROOT / "tests").rglob("test_*.py"))
    return frozenset(
        node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
    )


test_names.__test__ = False  # type: ignore[attr-defined]


def declared() -> list[str]:
    for module in walk_packages(boardpack.__path__, "boardpack."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    return sorted(RULES)


@pytest.mark.parametrize("code", declared())
@pytest.mark.parametrize("outcome", ["passes", "finds"])
def test_every_rule_has_a_test_that_passes_and_one_that_finds(code: str, outcome: str) -> None:
    start = f"test_{code.lower()}_{outcome}"
    assert [name for name in test_names() if name.startswith(start)], f"{start}_* is missing"


def test_every_rule_is_on_the_rules_page_and_in_the_list() -> None:
    codes = set(declared())
    page = staged(book_of(minimal()))["rules.md"]
    assert set(re.findall(r'<th scope="row">([A-Z]\d+)</th>', page)) == codes
    assert codes <= set(re.findall(r"[A-Z]\d{3}", run("rules").out))


@pytest.mark.parametrize("code", declared())
def test_every_rule_has_a_title_and_advice_in_words(code: str) -> None:
    rule = RULES[code]
    assert rule.title
    assert not rule.title.endswith(".")
    assert rule.advice.endswith(".")


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
    given = {
        path.stem
        for path in (GENERATOR / "commands").glob("*.py")
        if "def run(" in path.read_text("utf-8")
    }
    assert given == set(COMMANDS)


@pytest.mark.parametrize("path", sorted(templates()))
def test_every_template_is_used(path: str) -> None:
    if path.startswith("sections/") and path[9:].partition(".")[0] in set(Kind):
        return  # asked for by the dataset's kind
    sources = [*GENERATOR.rglob("*.py"), ROOT / "mkdocs.yml", *TEMPLATES.rglob("*.*")]
    used = "".join(file.read_text("utf-8") for file in sources)
    name = path.removeprefix("pages/").removeprefix("theme/")
    stem = name.removesuffix(".md.jinja")
    assert name in used or f'"{stem}"' in used or name == "main.html"


def test_every_template_is_found_by_its_name() -> None:
    on_disk = {p.relative_to(TEMPLATES).as_posix() for p in TEMPLATES.rglob("*") if p.is_file()}
    assert on_disk == set(templates())
