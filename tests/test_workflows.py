from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from repository import ROOT, make_targets, texts

WORKFLOWS = sorted(path for path in texts() if path.startswith(".github/workflows/"))
PINNED = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+")


def read(path: str) -> dict[str, Any]:
    # YAML 1.1 reads the key `on` as true; the base loader leaves every word as it is.
    document: dict[str, Any] = yaml.load(texts()[path], Loader=yaml.BaseLoader)
    return document


def jobs() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in WORKFLOWS:
        for name, job in read(path)["jobs"].items():
            yield f"{path} {name}", job


def steps() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, job in jobs():
        for step in job["steps"]:
            yield f"{name}: {step['name']}", step


def test_there_are_the_workflows_that_we_look_at() -> None:
    assert [Path(path).name for path in WORKFLOWS] == ["ci.yml", "report.yml"]


@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        ("vendor.github-workflows", ".github/workflows/*.yml"),
        ("custom.github-workflows-require-timeout", ".github/workflows/*.yml"),
        ("vendor.dependabot", ".github/dependabot.yml"),
    ],
)
def test_the_files_are_what_github_reads(schema: str, pattern: str) -> None:
    paths = [str(path) for path in sorted(ROOT.glob(pattern))]
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_zizmor_finds_nothing() -> None:
    zizmor = str(Path(sys.executable).parent / "zizmor")
    command = [zizmor, "--offline", "--pedantic", "--no-progress", "--quiet", ".github"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_action_is_pinned_to_a_commit_and_says_its_version() -> None:
    used = [one for path in WORKFLOWS for one in re.findall(r"uses: (.*)", texts()[path])]
    assert used
    assert not [one for one in used if not PINNED.fullmatch(one)]
    assert len(set(used)) == len({one.split("@")[0] for one in used})


def test_nothing_is_permitted_but_reading_the_code() -> None:
    assert all(read(path)["permissions"] == {} for path in WORKFLOWS)
    assert {str(job["permissions"]) for _, job in jobs()} == {"{'contents': 'read'}"}


def test_no_workflow_runs_for_a_pull_request_with_the_rights_of_the_repository() -> None:
    assert not [
        path for path in WORKFLOWS if {"pull_request_target", "workflow_run"} & {*read(path)["on"]}
    ]


def test_no_checkout_leaves_its_token_behind() -> None:
    checkouts = [s for _, s in steps() if s.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] == "false" for step in checkouts)


def test_no_command_holds_text_from_outside() -> None:
    assert not [name for name, step in steps() if "${{" in step.get("run", "")]


def test_every_make_that_is_run_exists() -> None:
    run = " ".join(step.get("run", "") for _, step in steps())
    assert set(re.findall(r"make ([a-z]+)", run)) <= make_targets()


def test_ci_runs_what_a_person_runs() -> None:
    run = {step["run"] for _, step in steps() if "run" in step}
    assert {"make check", "make demo"} <= run
