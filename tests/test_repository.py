from __future__ import annotations

import csv
import os
import re
import subprocess
import tomllib
from ipaddress import ip_address
from pathlib import Path, PurePosixPath

import pytest

from boardpack import __version__
from boardpack.cli import COMMANDS
from support.repository import ROOT, files, make_targets, texts

HOSTS = {
    "api.github.com",
    "api.trust.ghe.com",
    "docs.github.com",
    "example.org",
    "feross.org",
    "git.example.org",
    "github.com",
    "gitlab.com",
    "json-schema.org",
    "keepachangelog.com",
    "opencollective.com",
    "schemas.openxmlformats.org",
    "semver.org",
    "sign-in.example.org",
    "specs.frictionlessdata.io",
    "trust.ghe.com",
    "schema.oparl.org",
    "www.example.org",
    "www.patreon.com",
    "www.w3.org",
}
"""Addresses that files may name. None of them is where packages come from."""
LARGEST = 512 * 1024
LONGEST_MODULE = 450
DECISION = re.compile(r"generator/decisions/([0-9]{4})-[a-z0-9-]+\.md")
DOCUMENTS = sorted(path for path in files() if path.endswith(".md") and "/2018-" not in path)
SCRIPTS = (".ci/run", ".ci/system-libraries")


def found(pattern: str, flags: int = 0) -> list[str]:
    seen = re.compile(pattern, flags)
    return [
        f"{path}:{number}: {line.strip()[:100]}"
        for path, text in texts().items()
        for number, line in enumerate(text.splitlines(), 1)
        if seen.search(line)
    ]


def project() -> dict[str, object]:
    table: dict[str, object] = tomllib.loads(texts()["pyproject.toml"])["project"]
    return table


def locked(name: str) -> dict[str, str]:
    return dict(re.findall(r"(?m)^([a-z0-9-]+)==([^\s;\\]+)", texts()[name]))


# What must not be in any file


def test_every_address_is_one_that_we_know() -> None:
    addresses = re.compile(r"[a-z][a-z+]*://([\w.-]+)")
    hosts = {host for text in texts().values() for host in addresses.findall(text)}
    # A test may well try to make us fetch something from the machine itself or its own network.
    numbers = {host for host in hosts if re.fullmatch(r"[0-9.]+", host)}
    assert not {host for host in numbers if ip_address(host).is_global}
    assert hosts - HOSTS - numbers <= {"localhost"}


def test_no_file_says_where_packages_come_from() -> None:
    options = ("index" + "-url", "find" + "-links", "trusted" + "-host", "registry" + "=")
    assert not found("|".join(options))


def test_no_file_names_a_mailbox_but_an_example() -> None:
    # Nobody reads mail at the address that GitHub itself commits with.
    assert not found(r"[\w.+-]+@(?![Ee]xample\.|(users\.noreply\.)?github\.com)[\w-]+\.[a-z]{2,}")


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    places = "|".join(("work", "root", "home", "Users"))
    assert not found(rf"(?<![\w.}}])/({places})/")


def test_nothing_is_put_off_in_a_comment() -> None:
    assert not found(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")


def test_the_people_of_the_worked_example_are_roles() -> None:
    people = csv.DictReader(texts()["data/people.csv"].splitlines())
    titles = re.findall(r"(?m)^  - id: (.*)\n    title: \"(.*)\"$", texts()["data/directorate.yml"])
    words = {title.lower() for _, title in titles}
    unknown = [p["name"] for p in people if not any(w in p["name"].lower() for w in words)]
    assert not unknown


def test_no_file_is_large() -> None:
    assert not {path for path, data in files().items() if len(data) > LARGEST}


def test_no_module_is_long() -> None:
    modules = {p: t for p, t in texts(".py").items() if p.startswith("generator/")}
    assert not {p for p, text in modules.items() if len(text.splitlines()) > LONGEST_MODULE}


def test_every_file_ends_its_lines_as_unix_does() -> None:
    assert not {path for path, text in texts().items() if "\r" in text}


# What the documents say is so


@pytest.mark.parametrize("path", DOCUMENTS)
def test_the_links_of_a_document_lead_somewhere(path: str) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", texts()[path]):
        place = os.path.normpath(PurePosixPath(path).parent / target)
        assert place in files(), f"{path} links to {target}"


@pytest.mark.parametrize("path", DOCUMENTS)
def test_the_commands_in_a_document_exist(path: str) -> None:
    text = texts()[path]
    assert set(re.findall(r"(?:`|bin/)boardpack ([a-z]+)", text, re.M)) <= set(COMMANDS)
    assert set(re.findall(r"(?:`|^)make ([a-z]+)", text, re.M)) <= make_targets()


def test_the_readme_has_a_line_for_every_command() -> None:
    rows = re.findall(r"(?m)^\| `boardpack ([a-z]+)", texts()["README.md"])
    assert rows == [name for name in COMMANDS if name in rows]
    assert set(rows) == set(COMMANDS)


def test_the_readme_begins_with_two_commands_that_exist() -> None:
    assert "\nmake demo\n" in texts()["README.md"]
    assert {"demo", "test"} <= make_targets()


def test_the_readme_names_every_exit_status() -> None:
    assert re.findall(r"(?m)^\| ([0-9]+) \|", texts()["README.md"]) == ["0", "1", "2", "3", "130"]


def test_make_alone_says_what_there_is() -> None:
    made = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert re.findall(r"(?m)^    ([a-z]+) +\S", made.stdout) == re.findall(
        r"(?m)^([a-z]+):.*## ", texts()["Makefile"]
    )


def test_the_changelog_tells_of_this_version() -> None:
    assert f"\n## [{__version__}] - " in texts()["CHANGELOG.md"]


def test_the_licence_is_the_one_that_the_package_names() -> None:
    assert texts()["LICENSE"].startswith(f"{project()['license']} License")


def test_the_guide_begins_each_page_with_its_title() -> None:
    pages = [text for path, text in texts(".md").items() if path.startswith("content/guide/")]
    assert len(pages) == 7
    assert all(re.match(r"# \S.*\n\n", page) for page in pages)


def test_decisions_are_numbered_from_one_and_have_their_three_parts() -> None:
    pages = {p: t for p, t in texts(".md").items() if p.startswith("generator/decisions/")}
    numbers = []
    for path, text in sorted(pages.items()):
        number = DECISION.fullmatch(path)
        assert number, path
        numbers.append(int(number[1]))
        assert text.startswith(f"# {numbers[-1]}. ")
        assert re.findall(r"(?m)^## (.*)$", text) == ["Context", "Decision", "Consequences"]
    assert numbers == list(range(1, len(numbers) + 1))


# What is installed


def test_locks_pin_what_the_project_asks_for() -> None:
    groups = tomllib.loads(texts()["pyproject.toml"])["dependency-groups"]
    wanted = [re.split(r"[<>=]", str(one))[0] for one in project()["dependencies"]]  # type: ignore[attr-defined]
    also = [re.split(r"[<>=]", one)[0] for one in groups["dev"]]
    assert set(wanted) <= locked("requirements.lock").keys()
    assert {*wanted, *also} <= locked("requirements-dev.lock").keys()


def test_both_locks_agree() -> None:
    assert locked("requirements.lock").items() <= locked("requirements-dev.lock").items()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_has_its_digests_and_no_address(name: str) -> None:
    entries = re.split(r"(?m)^(?=[a-z0-9])", texts()[name])[1:]
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in texts()[name]


@pytest.mark.parametrize("path", SCRIPTS)
def test_scripts_run_as_they_are_and_hold_no_slip(path: str) -> None:
    assert os.access(ROOT / path, os.X_OK)
    shell = files()[path].split(b"\n")[0].decode().split("/")[-1].removeprefix("env ")
    subprocess.run([shell, "-n", str(ROOT / path)], check=True)


def test_what_the_system_lacks_is_said_with_the_words_to_type(tmp_path: Path) -> None:
    old = tmp_path / "python"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2\n')
    old.chmod(0o755)
    said = subprocess.run(
        ["/bin/sh", str(ROOT / ".ci/system-libraries"), "python"],
        env={"PATH": os.environ["PATH"], "PYTHON": str(old)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert "boardpack needs Python 3.11 or newer" in said.stderr
    assert "sudo apt-get install python3 python3-venv" in said.stderr
    assert "Python 3.9.2 is too old" in said.stderr
