"""The pipeline for GitLab: each job's own script, run by a shell over a real repository."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.instances import CANNOCK, Files, edited, minimal
from support.repository import ROOT, texts
from support.running import git, repository

pytestmark = pytest.mark.rotating

PIPELINE: dict[str, Any] = yaml.safe_load(texts()[".gitlab-ci.yml"])
PROTOCOL, HOST = "https", "gitlab.example.org"
ADDRESS = f"{PROTOCOL}://boardpack:secret@{HOST}:443/our/reports.git"


def clone(tree: Files, folder: Path) -> Path:
    """Return a clone of a bare repository, with a boardpack where `make install` would put it."""
    origin = repository(tree, folder / "first")
    bare = folder / "bare.git"
    git(folder, "clone", "--quiet", "--bare", str(origin), str(bare))
    git(bare, "config", "receive.advertisePushOptions", "true")
    hook = bare / "hooks/pre-receive"
    options = folder / "options"
    hook.write_text(f"#!/bin/sh\nenv | grep ^GIT_PUSH_OPTION_[0-9] >{options} || true\n")
    hook.chmod(0o755)
    work = folder / "work"
    git(folder, "clone", "--quiet", str(bare), str(work))
    return work


def run_job(name: str, work: Path, program: str, **variables: str) -> tuple[int, str]:
    """Run the script of a job; `program` stands where boardpack is installed."""
    job = {**PIPELINE.get(PIPELINE[name]["extends"], {}), **PIPELINE[name]}
    places = work.parent / "bin"
    places.mkdir(exist_ok=True)
    for path, text in (
        (places / "make", '#!/bin/sh\ncase "$*" in -C*) cp -r .venv "$2" ;; esac\n'),
        (work / ".venv/bin/boardpack", f"#!/bin/sh\n{program}\n"),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)
    (work / ".git/info/exclude").write_text(".venv\n")
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(job["script"])],
        cwd=work,
        env={
            **os.environ,
            **{key: str(value) for key, value in PIPELINE["variables"].items()},
            **{key: str(value) for key, value in job.get("variables", {}).items()},
            "PATH": f"{places}:{os.environ['PATH']}",
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": f"url.{work.parent / 'bare.git'}.insteadOf",
            "GIT_CONFIG_VALUE_0": ADDRESS,
            "CI_SERVER_PROTOCOL": PROTOCOL,
            "CI_SERVER_HOST": HOST,
            "CI_SERVER_PORT": "443",
            "CI_PROJECT_PATH": "our/reports",
            "CI_DEFAULT_BRANCH": "main",
            "BOARDPACK_PUSH_TOKEN": "secret",
            "GITLAB_USER_NAME": "Manager of Cannock Chase",
            "GITLAB_USER_EMAIL": "manager@example.org",
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stdout + done.stderr


REAL = f'PYTHONPATH={ROOT / "generator"} exec {sys.executable} -m boardpack "$@"'
NOTING = 'echo "$@" >>../calls\ncase "$1" in status) echo \'[{"pack": "monthly", "period": "2018-11"}]\' ;; check) exit ${CHECKED:-0} ;; esac'  # noqa: E501


def test_the_pipeline_is_one_that_gitlab_takes() -> None:
    words = ["check_jsonschema", "--builtin-schema", "vendor.gitlab-ci", ".gitlab-ci.yml"]
    subprocess.run([sys.executable, "-m", *words], cwd=ROOT, check=True, capture_output=True)


@pytest.mark.parametrize("is_good", [True, False])
def test_a_merge_request_is_checked_by_the_branch_it_is_for(tmp_path: Path, is_good: bool) -> None:
    work = clone(minimal(), tmp_path)
    base = git(work, "rev-parse", "HEAD").strip()
    if not is_good:
        (work / CANNOCK).write_bytes(edited(minimal(), CANNOCK, "## Access", "## Acess")[CANNOCK])
    status, out = run_job("check", work, REAL, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert status == (0 if is_good else 1), out
    assert ("cannock-chase.md" in out) is not is_good
    assert "<testsuites" in (work / "check.xml").read_text()


def test_editions_are_opened_by_a_merge_request_in_the_name_of_who_started_it(
    tmp_path: Path,
) -> None:
    work = clone(minimal(), tmp_path)
    program = REAL.replace('"$@"', '"$@" --at 2018-12-31T09:00')
    status, out = run_job("open", work, program)
    assert status == 0, out
    bare = tmp_path / "bare.git"
    names = git(bare, "show", "--format=%ae", "--name-only", "open/editions").split()
    assert names[0] == "manager@example.org"
    assert "content/monthly/2018-12/cannock-chase.md" in names
    options = (tmp_path / "options").read_text()
    assert "=merge_request.create\n" in options
    assert "=merge_request.target=main\n" in options
    assert "secret" not in out
    git(work, "checkout", "--quiet", "main")
    again = run_job("open", work, program)
    assert again[0] == 0
    assert "open/editions is there already" in again[1]


def test_where_all_is_open_nothing_is_proposed(tmp_path: Path) -> None:
    program = REAL.replace('"$@"', '"$@" --at 2018-12-07T09:00')
    status, out = run_job("open", clone(minimal(), tmp_path), program)
    assert (status, "There is nothing to propose." in out) == (0, True)


def test_what_is_complete_and_signed_is_published(tmp_path: Path) -> None:
    status, out = run_job("publish", clone(minimal(), tmp_path), NOTING)
    assert status == 0, out
    assert (tmp_path / "calls").read_text().splitlines() == [
        "status --format json",
        "check monthly 2018-11 --publishable --main main",
        "publish monthly 2018-11 --main main",
    ]


@pytest.mark.parametrize(("checked", "status"), [("1", 0), ("2", 2)])
def test_what_is_not_ready_waits_and_what_cannot_be_asked_stops(
    tmp_path: Path, checked: str, status: int
) -> None:
    ran = run_job("publish", clone(minimal(), tmp_path), NOTING, CHECKED=checked)
    assert ran[0] == status
    assert "publish" not in (tmp_path / "calls").read_text().split("\n")[-2].split()[:1]


def test_what_is_published_is_left_alone_until_a_person_asks(tmp_path: Path) -> None:
    work = clone(minimal(), tmp_path)
    git(work, "checkout", "--quiet", "--orphan", "gh-pages")
    git(work, "rm", "-rfq", ".")
    (work / "monthly-2018-11").mkdir()
    (work / "monthly-2018-11/index.html").write_text("published")
    git(work, "add", ".")
    git(work, "commit", "--quiet", "-m", "Pages")
    git(work, "push", "--quiet", "origin", "gh-pages")
    git(work, "checkout", "--quiet", "main")
    assert "is published already" in run_job("publish", work, NOTING)[1]
    words = {"TASK": "publish", "PACK": "monthly", "PERIOD": "2018-11", "REASON": "A slip"}
    assert run_job("publish", work, NOTING, **words)[0] == 0
    last = (tmp_path / "calls").read_text().splitlines()[-1]
    assert last == "publish monthly 2018-11 --main main --reason A slip"
    assert run_job("pages", work, NOTING)[0] == 0
    assert (work / "public/monthly-2018-11/index.html").read_text() == "published"


def test_a_reason_without_a_pack_corrects_nothing(tmp_path: Path) -> None:
    status, out = run_job("publish", clone(minimal(), tmp_path), NOTING, REASON="x")
    assert (status, "name its pack" in out) == (2, True)
