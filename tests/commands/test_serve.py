from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from support.books import ROOT
from support.instances import CANNOCK, DIRECTORATE, edited, minimal, without_file
from support.printing import EITHER_WAY, PLAIN
from support.running import boardpack, put

pytestmark = pytest.mark.rotating(whole_file=True)

PAGE = "services/cannock-chase.html"


class Serving:
    """A server in a process of its own, and what it has said so far."""

    def __init__(self, root: Path, log: Path, way: str) -> None:
        self.root, self.log = root, log
        program = ["-m", "support.printing" if way == PLAIN else "boardpack"]
        command = [sys.executable, *program, "-C", str(root), "serve", "--port", "0"]
        path = f"{ROOT / 'generator'}{os.pathsep}{ROOT / 'tests'}"
        environment = {**os.environ, "PYTHONPATH": path}
        with log.open("w") as out:
            self.process = subprocess.Popen(
                [*command, "--jobs", "1"],
                env=environment,
                stdout=out,
                stderr=out,
                # Whoever runs the tests in the background of a script has switched Ctrl-C off.
                preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
            )
        self.wait(lambda: "until you press Ctrl-C" in self.said)

    @property
    def said(self) -> str:
        return self.log.read_text()

    @property
    def url(self) -> str:
        return self.said.partition("Showing it on ")[2].split()[0]

    def get(self, page: str) -> str:
        with urlopen(self.url + page, timeout=20) as answer:
            return str(answer.read().decode())

    def wait(self, until: Callable[[], bool]) -> None:
        end = time.monotonic() + 40
        while not until():
            assert time.monotonic() < end, self.said
            assert self.process.poll() is None, self.said
            time.sleep(0.05)


@pytest.fixture(params=EITHER_WAY)
def serving(
    tmp_path: Path, plain_minimal: Path, request: pytest.FixtureRequest
) -> Iterator[Serving]:
    root = tmp_path / "instance"
    subprocess.run(["cp", "-a", plain_minimal, root], check=True)
    server = Serving(root, tmp_path / "log", request.param)
    yield server
    server.process.kill()
    server.process.wait()


def test_a_site_is_served_built_anew_on_a_change_and_kept_when_a_build_fails(
    serving: Serving,
) -> None:
    assert serving.url.startswith("http://127.0.0.1:")
    assert "second line" in serving.get(PAGE)
    assert "livereload" in serving.get("index.html")

    put({CANNOCK: edited(minimal(), CANNOCK, "second line", "third line")[CANNOCK]}, serving.root)
    serving.wait(lambda: "Built (" in serving.said)
    assert "third line" in serving.get(PAGE)

    put({DIRECTORATE: b"title: ["}, serving.root)
    serving.wait(lambda: "Not built, the site before stays" in serving.said)
    assert "boardpack check" in serving.said
    assert "third line" in serving.get(PAGE)

    put({DIRECTORATE: minimal()[DIRECTORATE], CANNOCK: minimal()[CANNOCK]}, serving.root)
    serving.wait(lambda: serving.said.count("Built (") == 2)
    assert "second line" in serving.get(PAGE)

    for address in ("nothing.html", "x%00.html"):
        with pytest.raises(HTTPError) as missing:
            serving.get(address)
        assert missing.value.code == 404
        missing.value.close()

    serving.process.send_signal(signal.SIGINT)
    assert serving.process.wait(60) == 0
    assert serving.said.endswith("Stopped.\n")
    assert "Traceback" not in serving.said


def test_an_instance_that_cannot_be_read_is_not_served(tmp_path: Path) -> None:
    ran = boardpack("-C", put({DIRECTORATE: b"title: ["}, tmp_path), "serve")
    assert ran.status == 2
    assert "boardpack check" in ran.err


def test_a_port_that_cannot_be_used_is_said_so(plain_minimal: Path, printed_plainly: None) -> None:
    ran = boardpack("-C", plain_minimal, "serve", "--port", "99999", "--jobs", "1")
    assert ran.status == 2
    assert "choose another with --port" in ran.err


def test_other_editions_are_named(plain_demo: Path, printed_plainly: None) -> None:
    ran = boardpack("-C", plain_demo, "serve", "--port", "99999", "--jobs", "1")
    assert "To see another edition: boardpack serve safety 2018-W50" in ran.out


def test_the_help_says_how_it_ends() -> None:
    ran = boardpack("serve", "--help")
    assert ran.status == 0
    assert "Ctrl-C ends the command with exit status 0." in " ".join(ran.out.split())


def test_a_draft_may_be_served(tmp_path: Path, printed_plainly: None) -> None:
    root = put(without_file(minimal(), CANNOCK), tmp_path)
    ran = boardpack("-C", root, "serve", "--port", "99999", "--jobs", "1")
    assert "a DRAFT was built" in ran.out
