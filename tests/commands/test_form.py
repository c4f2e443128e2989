"""`boardpack form`: npm fetches the editor, and the next draft has the form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from boardpack.adapters import web_editor
from boardpack.adapters.web_editor import find_editor_files, read_editor_version
from support.instances import DIRECTORATE, minimal, with_file
from support.printing import printing
from support.running import boardpack, put

pytestmark = pytest.mark.rotating

NPM = """#!/bin/sh
test "$1" = ci && grep -q sha512- package-lock.json && grep -q decap-cms package.json || exit 3
mkdir -p node_modules/decap-cms/dist
cd node_modules/decap-cms/dist
echo editor >decap-cms.js
echo part >7.decap-cms.js
echo notes >decap-cms.js.map
"""
FORM = "form:\n  forge: local\n"


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    tree = minimal()
    with printing():
        yield put(
            with_file(tree, DIRECTORATE, tree[DIRECTORATE].decode() + FORM), tmp_path / "instance"
        )


def install(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a script stand in for npm, so that nothing is fetched."""
    put({"npm": text.encode()}, tmp_path / "bin")
    (tmp_path / "bin/npm").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")


def test_a_build_says_that_the_form_is_left_out_until_its_editor_is_installed(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = boardpack("build", "--root", root)
    assert ran.status == 0
    assert "The form in the browser is left out" in ran.out
    site = root / "build/monthly-2018-11/site"
    assert not (site / "write").exists()
    install(NPM, tmp_path, monkeypatch)
    ran = boardpack("form", "--root", root)
    assert (ran.status, ran.err) == (0, "")
    assert f"decap-cms-{read_editor_version()}" in ran.out
    assert [path.name for path in find_editor_files(root / "build")] == [
        "7.decap-cms.js", "decap-cms.js",
    ]  # fmt: skip
    ran = boardpack("build", "--root", root)
    assert "left out" not in ran.out
    assert "Cannock Chase</a>" in (site / "write/index.html").read_text("utf-8")
    link = 'href="../write/index.html?file=cannock-chase">Write it in a form</a>'
    page = site / "services/cannock-chase.html"
    assert link in page.read_text("utf-8")
    names = {path.name for path in (site / "assets/write").iterdir()}
    assert names == {"7.decap-cms.js", "decap-cms.js", "form.js", "form.css", "submission.js"}
    editor = root / f"build/.editor/decap-cms-{read_editor_version()}"
    (editor / "7.decap-cms.js").rename(editor / "8.decap-cms.js")
    (editor / "decap-cms.js").write_text("another editor")
    boardpack("build", "--root", root)
    names = {path.name for path in (site / "assets/write").iterdir()}
    assert names == {"8.decap-cms.js", "decap-cms.js", "form.js", "form.css", "submission.js"}
    assert (site / "assets/write/decap-cms.js").read_text("utf-8") == "another editor"
    put({DIRECTORATE: minimal()[DIRECTORATE]}, root)
    assert "left out" not in boardpack("build", "--root", root).out
    assert not (site / "write/index.html").exists()
    assert link not in page.read_text("utf-8")
    assert not (site / "assets/write").exists()


def test_npm_that_refuses_leaves_nothing_behind(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install("#!/bin/sh\necho 'no such digest' >&2\nexit 1\n", tmp_path, monkeypatch)
    ran = boardpack("form", "--root", root)
    assert ran.status == 2
    assert "npm could not fetch the form's editor: no such digest" in ran.err
    assert list((root / "build").iterdir()) == []


def test_npm_that_does_not_end_is_a_sentence_and_leaves_nothing_behind(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install("#!/bin/sh\nexec sleep 60\n", tmp_path, monkeypatch)
    monkeypatch.setattr(web_editor, "_LONGEST_SECONDS", 0.1)
    ran = boardpack("form", "--root", root)
    assert ran.status == 2
    assert "npm fetched nothing within 0.1 seconds; try again" in ran.err
    assert list((root / "build").iterdir()) == []


def test_without_npm_it_says_what_to_install(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    ran = boardpack("form", "--root", root)
    assert ran.status == 2
    assert "install Node.js" in ran.err
