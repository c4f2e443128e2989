"""The form in a real Chromium, with the editor itself and the server that it has for one computer.

What is saved is a branch of a real repository, as it would be a pull request on a forge.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from boardpack.adapters.web_editor import find_editor_files
from boardpack.operations.staging import FORM_SCRIPTS
from boardpack.render.web_form.page import FORM_FOLDER, plan_form
from support.books import ROOT, book_of, templates
from support.browsing import Opened, served
from support.instances import CANNOCK, DIRECTORATE, Files, edited, minimal, with_file
from support.running import boardpack, git, put

pytestmark = pytest.mark.rotating

SERVER = ROOT / "tests/openapi/node_modules/decap-server/dist/index.js"
BRANCH = "cms/monthly-2018-11/cannock-chase"
FORM = "write/index.html?file=cannock-chase"
PHONE = {"width": 390, "height": 844}
# Not of all that is there: what says that something was saved slides in from the right.
WIDEST = """() => Math.max(...Array.from(
    document.querySelectorAll("[class*='-EditorContainer'] *"),
    (element) => element.getBoundingClientRect().right))"""
WORDS = (
    "Waits fell again.\n\n- One practice  opened on a Saturday & *stayed* open; see {{ missed }}."
)


@contextmanager
def proposing(repository: Path) -> Iterator[str]:
    """Let the editor's own server make a branch of what is saved; give its address."""
    assert SERVER.is_file(), f"{SERVER} is not there: npm ci --prefix tests/openapi"
    node = shutil.which("node")
    assert node, "Node.js is not installed: .ci/system-libraries node"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        **os.environ, "MODE": "git", "PORT": str(port), "BIND_HOST": "127.0.0.1",
        "GIT_REPO_DIRECTORY": str(repository),
    }  # fmt: skip
    command = [node, str(SERVER)]
    with subprocess.Popen(
        command, env=settings, stdout=subprocess.PIPE, text=True, cwd=repository
    ) as process:
        assert process.stdout
        try:
            assert "listening" in process.stdout.readline()
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def make_site(tree: Files, folder: Path) -> Path:
    """Write the form alone, as it lies in a site."""
    pages = {
        one.path: one.make().encode() for one in plan_form(replace(book_of(tree), has_editor=True))
    }
    scripts = {f"assets/{name}": templates()[name].encode() for name in FORM_SCRIPTS}
    put({**pages, **scripts}, folder)
    editor = find_editor_files(ROOT / "build")
    assert editor, "the editor of the form is not installed: boardpack form"
    for path in editor:
        (folder / f"assets/{FORM_FOLDER}" / path.name).symlink_to(path)
    return folder


def with_form(address: str) -> dict[str, bytes]:
    tree = minimal()
    text = tree[DIRECTORATE].decode() + f"form:\n  forge: local\n  server: {address}\n"
    # What somebody wrote by hand, as no program would.
    return edited(
        with_file(tree, DIRECTORATE, text),
        CANNOCK,
        "## Access\n",
        "## Access ##\n\n<!-- mine -->\n",
    )


def test_what_is_written_in_the_form_is_proposed_and_passes_and_nothing_else_changes(
    browser: Browser, tmp_path: Path
) -> None:
    repository = tmp_path / "repository"
    repository.mkdir()
    git(repository, "init", "--quiet", "--initial-branch=main", ".")
    with proposing(repository) as address:
        tree = with_form(address)
        put(tree, repository)
        git(repository, "config", "user.name", "A. Writer")
        git(repository, "config", "user.email", "writer@example.org")
        git(repository, "add", "--all")
        git(repository, "commit", "--quiet", "--message=Begin")
        with served(make_site(tree, tmp_path / "site")) as base:
            with Opened(browser, base, FORM, viewport=PHONE) as one:
                write(one.page)
                width = one.page.evaluate(WIDEST)
                asked = {url for url in one.asked if not url.startswith((base, address, "blob:"))}
            assert asked == set()
    assert width <= PHONE["width"], "what is to the right of a phone's screen cannot be reached"
    old = tree[CANNOCK].decode()
    git(repository, "checkout", "--quiet", BRANCH)
    new = (repository / CANNOCK).read_bytes().decode()
    section = old[old.index("## Access ##") : old.index("\n## ", old.index("## Access ##") + 5)]
    start = section.index("-->") + len("-->\n")
    assert new == old.replace(section, f"{section[:start]}\n{WORDS}\n\n{REPORT}")
    before = boardpack("check", "--root", put(tree, tmp_path / "before"))
    after = boardpack("check", "--root", repository)
    assert after.out == before.out


REPORT = """### Exception report

Issue: Patients wait too long.
Cause: Too few people answer on Mondays.
Action: A second line is opened.
Lead: manager-cannock
Due: 18 January 2019
Measured by: Nobody waits longer than ten minutes in January.
Systems and processes: The rota names a second person for Mondays.
"""


def write(page: Page) -> None:
    """Sign in, write a section and an exception report, and save."""
    page.set_default_timeout(30_000)
    page.get_by_role("button", name="Login").click()
    page.get_by_role("link", name="Cannock Chase").click()
    section = page.locator("[id^=access-field]")
    section.get_by_label("Expand").first.click()
    section.locator("textarea[id^=words-field]").fill(WORDS)
    section.get_by_role("button", name="Add exception report").click()
    section.locator("[id^=issue-field]").fill("Patients wait\ntoo long.")
    section.locator("[id^=cause-field]").fill("Too few people answer on Mondays.")
    section.locator("[id^=action-field]").fill("A second line is opened.")
    section.locator("[id^=due-field]").fill("18 January 2019")
    section.locator("[id^=measurable-field]").fill(
        "Nobody waits longer than ten minutes in January."
    )
    section.locator("[id^=systems-field]").fill("The rota names a second person for Mondays.")
    section.locator("[id^=lead-field]").fill("Manager")
    page.get_by_role("option", name="Manager of Cannock Chase").click()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Entry saved").first.wait_for()
