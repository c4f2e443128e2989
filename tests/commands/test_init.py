from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from boardpack import __version__
from boardpack.adapters import ssh
from boardpack.commands import init
from boardpack.operations.initialise import FORGE_FILES, compose_new_instance
from support.repository import ROOT
from support.running import boardpack, git, put

pytestmark = pytest.mark.rotating


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(init, "today", lambda: date(2026, 1, 15))


def test_a_new_instance_lacks_only_what_people_write(tmp_path: Path) -> None:
    ran = boardpack("init", tmp_path / "new")
    assert (ran.status, ran.err) == (0, "")
    checked = boardpack("-C", tmp_path / "new", "check")
    heads = [line.split("  ") for line in checked.out.splitlines() if line.startswith("content/")]
    assert {what for _, _, what in heads} == {
        "the submission is still a draft",
        "'Executive summary' has no words yet",
        "'Appointments' has no words yet",
        "'PREM' has no words yet",
    }
    assert checked.out.endswith("8 errors in monthly 2025-12: the gate is shut.\n")
    assert boardpack("-C", tmp_path / "new", "schemas", "--check").status == 0
    assert boardpack("-C", tmp_path / "new", "status").status == 0


@pytest.mark.parametrize("month", range(1, 13))
def test_a_new_instance_can_be_made_in_any_month(month: int) -> None:
    files = compose_new_instance(date(2024, month, 29))
    assert not [path for path in files if "@" in path]
    texts = [data.decode() for path, data in files.items() if not path.startswith("data/schemas")]
    assert not [text for text in texts if "@period" in text or "@start" in text]


def test_a_new_instance_has_all_that_it_needs(tmp_path: Path) -> None:
    assert sorted(compose_new_instance(date(2026, 1, 15))) == [
        ".ci/system-libraries",
        ".github/CODEOWNERS",
        ".github/dependabot.yml",
        ".github/pull_request_template.md",
        ".github/rulesets/main.json",
        ".github/rulesets/pages.json",
        ".github/workflows/intake.yml",
        ".github/workflows/messages.yml",
        ".github/workflows/open.yml",
        ".github/workflows/publish.yml",
        ".github/workflows/report.yml",
        ".github/workflows/signoff.yml",
        ".gitignore",
        ".gitlab-ci.yml",
        "Makefile",
        "README.md",
        "content/guide/contribute.md",
        "content/guide/data.md",
        "content/guide/direct.md",
        "content/guide/keep.md",
        "content/guide/minutes.md",
        "content/guide/papers.md",
        "content/guide/read.md",
        "content/monthly/2025-12/north-practice.md",
        "content/monthly/2025-12/south-practice.md",
        "data/appointments.csv",
        "data/datasets/appointments/2025-12.csv",
        "data/datasets/appointments/dataset.yml",
        "data/directorate.yml",
        "data/glossary.csv",
        "data/packs/monthly.yml",
        "data/people.csv",
        "data/schemas/agenda.schema.json",
        "data/schemas/dataset.schema.json",
        "data/schemas/directorate.schema.json",
        "data/schemas/keys.md",
        "data/schemas/meeting.schema.json",
        "data/schemas/minutes.schema.json",
        "data/schemas/pack.schema.json",
        "data/schemas/paper.schema.json",
        "data/schemas/submission.schema.json",
        "data/signoffs/allowed_signers",
        "data/waivers.csv",
        "mkdocs.yml",
        "requirements.lock",
        "requirements.txt",
    ]


def test_the_workflows_of_an_instance_are_those_of_this_repository() -> None:
    files = compose_new_instance(date(2026, 1, 15))
    for path in FORGE_FILES:
        assert files[path] == (ROOT / path).read_bytes()
    ours = {p.name for p in (ROOT / ".github/workflows").iterdir()}
    theirs = {path.split("/")[-1] for path in files if path.startswith(".github/workflows/")}
    # The one that is left out is about boardpack's own code.
    assert ours - theirs == {"ci.yml"}


def test_an_instance_installs_the_boardpack_that_made_it() -> None:
    assert (
        compose_new_instance(date(2026, 1, 15))["requirements.txt"]
        == f"boardpack=={__version__}\n".encode()
    )


def test_an_instance_installs_what_boardpack_was_tested_with_by_its_digests() -> None:
    files = compose_new_instance(date(2026, 1, 15))
    assert files["requirements.lock"] == (ROOT / "requirements.lock").read_bytes()


def test_make_install_puts_what_the_requirements_name_into_a_virtual_environment(
    tmp_path: Path,
) -> None:
    put(compose_new_instance(date(2026, 1, 15)), tmp_path / "new")
    python = tmp_path / "python"
    python.write_text(
        '#!/bin/sh\necho "$*" >>"$LOG"\nif [ "$2" = venv ]; then\n'
        'mkdir -p .venv/bin; cp "$0" .venv/bin/python; fi\n'
    )
    python.chmod(0o755)
    log = tmp_path / "log"
    command = ["make", "--silent", f"PYTHON={python}", "install"]
    for _ in range(2):
        subprocess.run(
            command, cwd=tmp_path / "new", env={**os.environ, "LOG": str(log)}, check=True
        )
    pip = "-m pip install --quiet --disable-pip-version-check --no-input --no-deps"
    calls = [line for line in log.read_text().splitlines() if line.startswith("-m")]
    assert calls == [
        "-m venv --clear .venv",
        f"{pip} --require-hashes --requirement requirements.lock",
        f"{pip} --requirement requirements.txt",
    ]


def test_a_new_instance_says_nothing_about_itself_that_nobody_wrote() -> None:
    text = compose_new_instance(date(2026, 1, 15))["data/directorate.yml"].decode()
    assert "\n# about: " in text
    assert "\nabout: " not in text


def test_a_new_instance_is_signed_by_whom_its_own_example_would_name(
    tmp_path: Path,
) -> None:
    """The file holds comments only; its example, with a key, is a line that ssh-keygen takes."""
    given = compose_new_instance(date(2026, 1, 15))["data/signoffs/allowed_signers"]
    assert all(line.startswith(b"#") for line in given.splitlines())
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    public = key.with_name("key.pub").read_bytes().removeprefix(b"ssh-ed25519 ")
    example = given.splitlines()[-1].removeprefix(b"# ").replace(b"AAAA...", public)
    signature = ssh.sign_message(ssh.SigningKey(key), b"record")
    words = (b"record", signature, "director-north", "2026-01-15T09:00:00Z")
    assert ssh.find_signature_fault(*words, given, b"") != ""
    assert ssh.find_signature_fault(*words, given + example, b"") == ""


def test_what_a_new_instance_tells_about_signing_is_there(tmp_path: Path) -> None:
    text = compose_new_instance(date(2026, 1, 15))["README.md"].decode()
    commands = re.findall(r"`boardpack ([a-z -]+)", text)
    for words in ("signoff status", "signoff approve", "check --publishable", "publish", "verify"):
        assert any(command.startswith(words) for command in commands), words
    for command in commands:
        assert boardpack(*command.split()[:1], "--help").status == 0
    assert 'YOUR-ID namespaces="signoff@boardpack" ssh-ed25519' in text


def test_the_codeowners_of_a_new_instance_are_up_to_date(tmp_path: Path) -> None:
    boardpack("init", tmp_path / "new")
    ran = boardpack("-C", tmp_path / "new", "codeowners", "--check", "--day", "2026-01-15")
    assert ran.status == 0
    # Nobody has an account or an address yet, and that is said.
    assert ran.out.count("warning: GitHub cannot ask ") == 4


@pytest.mark.parametrize("words", [(), ("--demo",)])
def test_zizmor_finds_nothing_in_the_workflows_of_an_instance(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    boardpack("init", tmp_path / "new", *words)
    zizmor = str(Path(sys.executable).parent / "zizmor")
    command = [zizmor, "--offline", "--pedantic", "--no-progress", "--quiet", ".github"]
    done = subprocess.run(command, cwd=tmp_path / "new", capture_output=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_site_bears_the_name_of_the_directorate() -> None:
    settings = compose_new_instance(date(2026, 1, 15))["mkdocs.yml"].decode()
    assert 'site_name: "Our primary care directorate"\n' in settings


def test_the_worked_example_opens_the_gate(tmp_path: Path) -> None:
    ran = boardpack("init", tmp_path / "demo", "--demo")
    assert (ran.status, ran.err) == (0, "")
    assert boardpack("-C", tmp_path / "demo", "check").status == 0
    assert boardpack("-C", tmp_path / "demo", "schemas", "--check").status == 0


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    put({"mine.txt": b"mine"}, tmp_path)
    assert boardpack("init", tmp_path) == (
        2,
        "",
        f"boardpack: {tmp_path} is not empty (it holds mine.txt); name a folder that is new or "
        "empty\n",
    )
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    put({"mine.txt": b"mine"}, tmp_path)
    ran = boardpack("init", tmp_path / "mine.txt")
    assert (ran.status, ran.out) == (2, "")
    assert "is a file" in ran.err


def test_a_new_repository_counts_as_empty(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    assert boardpack("init", tmp_path).status == 0
