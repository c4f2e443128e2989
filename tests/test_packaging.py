"""The wheel: all that somebody else gets. It is built, and used far from this repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from boardpack import __version__
from support.repository import ROOT, files

pytestmark = pytest.mark.rotating(whole_file=True, turns=16)

NEEDED = (
    "boardpack/py.typed",
    "boardpack/starter/gitignore",
    "boardpack/adapters/web_editor/package-lock.json",
    "boardpack/_shipped/mkdocs.yml",
    "boardpack/_shipped/requirements.lock",
    "boardpack/_shipped/.github/workflows/publish.yml",
    "boardpack/_shipped/demo/content/guide/contribute.md",
    "boardpack/_shipped/demo/data/directorate.yml",
)


def built(kind: str, source: Path, into: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(into)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (found,) = into.iterdir()
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def inside(wheel: Path) -> frozenset[str]:
    with zipfile.ZipFile(wheel) as archive:
        return frozenset(archive.namelist())


class Elsewhere:
    """An environment that holds the wheel, and a folder to work in that is no checkout."""

    def __init__(self, wheel: Path, folder: Path) -> None:
        self.folder = folder
        python = folder / "venv" / "bin" / "python"
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)
        # What boardpack needs is borrowed from the environment of the tests.
        packages = sysconfig.get_path("purelib", vars={"base": str(folder / "venv")})
        (Path(packages) / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
        pip = [sys.executable, "-m", "pip", "--python", str(python), "install"]
        options = ["--quiet", "--no-deps", "--no-index", "--disable-pip-version-check"]
        subprocess.run([*pip, *options, str(wheel)], check=True, env=self.environment)
        self.boardpack = python.with_name("boardpack")

    @property
    def environment(self) -> dict[str, str]:
        """No folder of this repository is on any path."""
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder)}

    def run(self, *words: str, at: str = "") -> tuple[int, str]:
        done = subprocess.run(
            [self.boardpack, *words],
            cwd=self.folder / at,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Elsewhere:
    return Elsewhere(wheel, tmp_path_factory.mktemp("elsewhere"))


def test_the_wheel_is_of_this_version(wheel: Path) -> None:
    assert wheel.name == f"boardpack-{__version__}-py3-none-any.whl"


def test_the_wheel_holds_the_whole_package_and_what_it_needs(inside: frozenset[str]) -> None:
    ours = {path for path in files() if path.startswith("generator/boardpack/")}
    assert {path.removeprefix("generator/") for path in ours} <= inside
    assert inside.issuperset(NEEDED)


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("site_templates/", "site_templates/"),
        ("content/", "demo/content/"),
        ("data/", "demo/data/"),
    ],
)
def test_the_wheel_holds_templates_and_the_worked_example(
    here: str, there: str, inside: frozenset[str]
) -> None:
    wanted = {there + path.removeprefix(here) for path in files() if path.startswith(here)}
    assert wanted
    assert {f"boardpack/_shipped/{path}" for path in wanted} <= inside


def test_the_wheel_holds_the_licence_and_nothing_else(inside: frozenset[str]) -> None:
    tops = {path.split("/")[0] for path in inside}
    assert tops == {"boardpack", f"boardpack-{__version__}.dist-info"}
    assert f"boardpack-{__version__}.dist-info/licenses/LICENSE" in inside
    assert not [path for path in inside if "__pycache__" in path or path.endswith(".pyc")]


def test_the_source_archive_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    archive = built("sdist", ROOT, tmp_path / "sdist")
    subprocess.run(["tar", "-xf", archive, "-C", tmp_path], check=True)
    again = built("wheel", tmp_path / f"boardpack-{__version__}", tmp_path / "again")
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(again) as other:
        assert sorted(one.namelist()) == sorted(other.namelist())


def test_the_installed_package_is_the_one_that_runs(elsewhere: Elsewhere) -> None:
    assert elsewhere.run("--version") == (0, f"boardpack {__version__}\n")


def test_a_new_instance_from_the_wheel_lacks_only_its_narratives(elsewhere: Elsewhere) -> None:
    assert elsewhere.run("init", "ours")[0] == 0
    status, said = elsewhere.run("check", at="ours")
    codes = {line.split("  ")[1] for line in said.splitlines() if line.startswith("content/")}
    assert (status, codes) == (1, {"N103", "N104"}), said


def test_a_new_instance_from_the_wheel_is_built_as_a_draft(elsewhere: Elsewhere) -> None:
    elsewhere.run("init", "draft")
    status, said = elsewhere.run("build", "--draft", at="draft")
    assert status == 0, said
    (site,) = (elsewhere.folder / "draft" / "build").glob("*/site")
    assert "DRAFT" in (site / "index.html").read_text(encoding="utf-8")
    assert [pdf.read_bytes()[:5] for pdf in site.glob("pdf/*.pdf")] == [b"%PDF-"] * 3


def test_the_worked_example_from_the_wheel_is_complete(elsewhere: Elsewhere) -> None:
    assert elsewhere.run("init", "--demo", "example")[0] == 0
    status, said = elsewhere.run("check", at="example")
    assert status == 0, said
    shutil.rmtree(elsewhere.folder / "example")


@pytest.mark.exhaustive  # of what is built from the wheel
def test_the_worked_example_from_the_wheel_is_built(elsewhere: Elsewhere) -> None:
    assert elsewhere.run("init", "--demo", "example")[0] == 0
    status, said = elsewhere.run("build", "safety", at="example")
    assert status == 0, said
    assert list((elsewhere.folder / "example/build").glob("safety-*/site/guide/contribute.html"))
    shutil.rmtree(elsewhere.folder / "example")
