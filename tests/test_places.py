"""What runs boardpack elsewhere: hooks for pre-commit, a container, and one to develop in."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import yaml

from boardpack.cli import build_parser
from support.instances import CANNOCK, minimal
from support.repository import texts
from support.running import boardpack, git, repository

HOOKS: list[dict[str, Any]] = yaml.safe_load(texts()[".pre-commit-hooks.yaml"])


def test_every_hook_runs_a_command_that_there_is() -> None:
    for hook in HOOKS:
        program, *words = hook["entry"].split()
        assert program == "boardpack"
        assert build_parser(words).parse_args(words).command in ("check", "schemas")
        assert not hook["pass_filenames"]


def run_hook(root: Path, name: str) -> tuple[int, str]:
    (entry,) = [hook["entry"] for hook in HOOKS if hook["id"] == name]
    ran = boardpack("-C", root, *entry.split()[1:])
    return ran.status, ran.out


def test_the_check_stops_a_change_that_breaks_something_and_no_other(tmp_path: Path) -> None:
    text = minimal()[CANNOCK].replace(b"status: ready", b"status: draft")
    root = repository({**minimal(), CANNOCK: text}, tmp_path / "reports")
    # What was not ready before is no reason to keep anything back.
    assert run_hook(root, "boardpack-check")[0] == 0
    data = root / "data/datasets/access/2018-11.csv"
    data.write_text(data.read_text().replace("2018-11,", "Nov-18,", 1))
    status, out = run_hook(root, "boardpack-check")
    assert status == 1
    assert "data/datasets/access/2018-11.csv:" in out


def test_the_hook_of_the_schemas_passes_those_of_this_boardpack(tmp_path: Path) -> None:
    root = repository(minimal(), tmp_path / "reports")
    assert run_hook(root, "boardpack-schemas")[0] == 1
    assert boardpack("-C", root, "schemas").status == 0
    git(root, "add", ".")
    assert run_hook(root, "boardpack-schemas")[0] == 0


def test_the_container_has_what_boardpack_asks_of_a_system() -> None:
    asked = re.findall(r'debian="([^"]+)"', texts()[".ci/system-libraries"])
    needed = {name for words in asked[:2] for name in words.split()}
    assert needed <= set(texts()["Containerfile"].split())


def test_the_container_takes_in_nothing_that_is_made() -> None:
    assert texts()[".containerignore"] == texts()[".dockerignore"]
    assert {".git", ".venv", "build"} <= set(texts()[".containerignore"].split())


def test_the_development_container_is_the_part_of_the_container_that_it_names() -> None:
    settings = json.loads(texts()[".devcontainer/devcontainer.json"])
    assert f" AS {settings['build']['target']}\n" in texts()["Containerfile"]
    assert settings["build"]["dockerfile"] == "../Containerfile"
