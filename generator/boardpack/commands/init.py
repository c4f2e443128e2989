"""`boardpack init`."""

from __future__ import annotations

import argparse
import json
import re
from datetime import date
from pathlib import Path
from typing import TextIO

from boardpack import __version__
from boardpack.analysis.edition import analyse
from boardpack.errors import CannotRun, Exit
from boardpack.load.instance import load_instance
from boardpack.load.schemas import render_schemas
from boardpack.model.instance import Instance
from boardpack.model.period import Period, parse_period
from boardpack.render.codeowners import PATH, codeowners
from boardpack.render.skeleton import skeletons
from boardpack.world.clock import today
from boardpack.world.disk import files_in, is_read, shipped, starter, write_atomically

HELP = "Write a new instance, or the worked example, into an empty folder."
PACK = "monthly"
_MARKER = re.compile(r"@(period|start)(?:-([0-9]+))?@")
_NAMES = {"gitignore": ".gitignore"}
"""Files that tools would heed if they lay in the package under their own names."""
_OWN = ("README.md", "gitignore", "Makefile")
"""What the worked example has of a new instance."""
FORGE = (
    ".ci/system-libraries",
    ".github/dependabot.yml",
    ".github/pull_request_template.md",
    ".github/rulesets/main.json",
    ".github/rulesets/pages.json",
    ".github/workflows/publish.yml",
    ".github/workflows/report.yml",
    ".github/workflows/signoff.yml",
)
"""What GitHub reads and runs, as in boardpack's own repository; `make install` is what differs."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("folder", metavar="DIR", type=Path, help="a folder that is new or empty")
    parser.add_argument("--demo", action="store_true", help="write the worked example instead")


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Write an instance and say what to do next."""
    folder: Path = args.folder
    _refuse_what_is_there(folder)
    files = _demo(today()) if args.demo else new_instance(today())
    for path, data in files.items():
        write_atomically(folder / path, data)
    print(f"{len(files)} files written to {folder}.", file=out)
    print("Next, in that folder: boardpack status, then boardpack check.", file=out)
    return Exit.CLEAR


def new_instance(day: date) -> dict[str, bytes]:
    """Return the files of a new instance whose edition is that of the month before a day."""
    period = parse_period(f"{day:%Y-%m}").back()
    files = {
        _filled(_NAMES.get(path, path), period): _filled(data.decode(), period).encode()
        for path, data in files_in(starter())
    }
    instance, findings = load_instance({path: files[path] for path in files if is_read(path)})
    if instance is None or findings:
        raise RuntimeError(f"the files of a new instance are not in order: {findings}")
    empty = skeletons(analyse(instance, PACK, period.id))
    files |= {path: text.encode() for path, text in empty.items()}
    guide = files_in(shipped("demo/content/guide"))
    files |= {f"content/guide/{path}": data for path, data in guide}
    return {**files, **_made(instance, day)}


def _demo(day: date) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for top in ("content", "data"):
        files |= {f"{top}/{path}": data for path, data in files_in(shipped(f"demo/{top}"))}
    instance, _ = load_instance(files)
    if instance is None:
        raise RuntimeError("the worked example cannot be read")
    for name in _OWN:
        files[_NAMES.get(name, name)] = (starter() / name).read_bytes()
    return {**files, **_made(instance, day)}


def _made(instance: Instance, day: date) -> dict[str, bytes]:
    """Return what follows from an instance, and what is the same for every one."""
    schemas = {f"data/schemas/{name}": text.encode() for name, text in render_schemas().items()}
    settings = shipped("mkdocs.yml").read_text(encoding="utf-8")
    name = f"site_name: {json.dumps(instance.directorate.title)}"
    named = re.sub(r"(?m)^site_name:.*$", lambda _: name, settings, count=1)
    return {
        **schemas,
        **{path: shipped(path).read_bytes() for path in FORGE},
        "mkdocs.yml": named.encode(),
        "requirements.txt": f"boardpack=={__version__}\n".encode(),
        PATH: codeowners(instance, day).encode(),
    }


def _refuse_what_is_there(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise CannotRun(f"{folder} is a file; name a folder that is new or empty")
    inside = sorted(f.name for f in folder.iterdir() if f.name != ".git") if folder.exists() else []
    if inside:
        raise CannotRun(
            f"{folder} is not empty (it holds {inside[0]}); name a folder that is new or empty"
        )


def _filled(text: str, period: Period) -> str:
    def value(match: re.Match[str]) -> str:
        meant = period.back(int(match[2] or 0))
        return meant.id if match[1] == "period" else meant.start.isoformat()

    return _MARKER.sub(value, text)
