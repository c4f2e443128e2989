"""What machines do: a disk that is full or may only be read, files that are huge or go away."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.instances import ACCESS_ROWS, CANNOCK, GLOSSARY, edited, minimal
from support.printing import printing
from support.repository import ROOT
from support.running import boardpack, put

SITE = "build/monthly-2018-11/site"
CHANGED = edited(minimal(), CANNOCK, "second line", "third line")
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT / 'generator'}:{ROOT / 'tests'}"}


def shown(root: Path) -> dict[str, bytes]:
    paths = (path for path in sorted((root / SITE).rglob("*")) if path.is_file())
    return {str(path.relative_to(root)): path.read_bytes() for path in paths}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Return a small disk of its own, where one may be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not mount(folder, "-t", "tmpfs", "-o", "size=24m", "tmpfs"):
        pytest.skip("only root may mount a disk here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def mount(folder: Path, *options: str) -> bool:
    command = ["mount", *options, str(folder)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def fill(disk: Path, blocks: int) -> None:
    """Leave room for so many blocks."""
    with (disk / "filling").open("ab") as file:
        while os.statvfs(disk).f_bavail > blocks:
            os.write(file.fileno(), b"x" * os.statvfs(disk).f_frsize)


@pytest.mark.exhaustive
def test_a_full_disk_is_said_and_the_old_site_stays_whole(disk: Path) -> None:
    with printing():
        root = put(minimal(), disk)
        assert boardpack("-C", root, "build").status == 0
        before = shown(root)
        put(CHANGED, root)
        fill(disk, 4)
        ran = boardpack("-C", root, "build")
        assert (ran.status, ran.out) == (2, "")
        assert ": the disk is full; free some space and run the command again" in ran.err
        assert shown(root) == before
        assert not (root / f"{SITE}.new").exists()
        fill(disk, 0)
        data = boardpack("-C", root, "data", "--out", disk / "all.csv")
        assert data.err.startswith(f"boardpack: {disk / 'all.csv'}: the disk is full")
        (disk / "filling").unlink()
        assert boardpack("-C", root, "build").status == 0
    assert b"third line" in shown(root)[f"{SITE}/services/cannock-chase.html"]


@pytest.mark.exhaustive
def test_a_folder_that_may_only_be_read_can_be_checked_and_says_so_otherwise(disk: Path) -> None:
    root = put(minimal(), disk)
    assert mount(root, "-o", "remount,ro")
    assert boardpack("-C", root, "check").status == 0
    assert boardpack("-C", root, "status").status == 0
    for words in (["build"], ["schemas"], ["codeowners"], ["new", "monthly", "2018-12"]):
        ran = boardpack("-C", root, *words)
        assert ran.status == 2, words
        assert "the disk may only be read; work in a folder that may be written to" in ran.err


@pytest.mark.exhaustive
def test_a_write_that_fails_midway_leaves_the_old_site(tmp_path: Path, plain_minimal: Path) -> None:
    subprocess.run(["cp", "-a", f"{plain_minimal}/.", tmp_path], check=True)
    before = shown(tmp_path)
    put(edited(CHANGED, GLOSSARY, "Did not attend", "Did not come"), tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "support.printing", "-C", str(tmp_path), "build"],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
    assert shown(tmp_path) == before


@pytest.mark.exhaustive
def test_a_file_of_two_hundred_megabytes_is_one_finding_and_never_read(tmp_path: Path) -> None:
    root = put(minimal(), tmp_path)
    row = b"2018-11,cannock-chase,booked,1,,\n"
    with (root / ACCESS_ROWS).open("ab") as file:
        for _ in range(200):
            file.write(row * (1024**2 // len(row)))
    command = [sys.executable, "-c", MEASURED, str(root)]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    *said, kilobytes = done.stdout.splitlines()
    assert "F107  200.0 MiB, and 16 MiB is the limit" in said[0].replace("199.9", "200.0")
    assert "1 error in monthly 2018-11: the gate is shut." in said
    assert int(kilobytes) < 256 * 1024


MEASURED = """
import resource, sys
from boardpack.cli import main
main(["-C", sys.argv[1], "check"])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.rotating
def test_ten_thousand_findings_are_summed_up(tmp_path: Path) -> None:
    rows = minimal()[ACCESS_ROWS] + b"2018-11,cannock-chase,booked,x,,\n" * 10_000
    out = boardpack("-C", put({**minimal(), ACCESS_ROWS: rows}, tmp_path), "check").out
    assert len(out.splitlines()) < 20
    assert "and 9990 more of C105 in this file" in out
    assert out.endswith("10000 errors in monthly 2018-11: the gate is shut.\n")
