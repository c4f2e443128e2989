"""The files of a new instance, or of the worked example."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from boardpack import __version__
from boardpack.adapters.files import (
    find_shipped,
    find_starter_folder,
    is_read,
    iterate_files_in,
    write_atomically,
)
from boardpack.analysis.edition import analyse_edition
from boardpack.errors import CannotRun
from boardpack.load.instance import load_instance
from boardpack.model.instance import Instance
from boardpack.model.period import Period, parse_period
from boardpack.render.codeowners import PATH, render_codeowners
from boardpack.render.key_reference import render_reference_files
from boardpack.render.skeleton import render_skeletons

PACK = "monthly"
_MARKER = re.compile(r"@(period|start)(?:-([0-9]+))?@")
_INSTALLED_NAMES = {"gitignore": ".gitignore"}
"""Files that tools would heed if they lay in the package under their own names."""
_STARTER_FILES = ("README.md", "gitignore", "Makefile")
"""What the worked example has of a new instance."""
FORGE_FILES = (
    ".ci/system-libraries",
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
    ".gitlab-ci.yml",
)
"""What forges read and run, as in boardpack's own repository; `make install` is what differs."""


def initialise_instance(folder: Path, day: date) -> int:
    """Write an instance as of a day into a new or empty folder; return the number of files."""
    return _write_files(folder, compose_new_instance, day)


def initialise_worked_example(folder: Path, day: date) -> int:
    """Write the worked example into a new or empty folder; return the number of files.

    `day` decides who is in office in CODEOWNERS, and nothing else.
    """
    return _write_files(folder, _compose_worked_example, day)


def _write_files(folder: Path, compose: Callable[[date], dict[str, bytes]], day: date) -> int:
    _refuse_filled_folder(folder)
    files = compose(day)
    for path, data in files.items():
        write_atomically(folder / path, data)
    return len(files)


def compose_new_instance(day: date) -> dict[str, bytes]:
    """Return the files of a new instance whose edition is that of the month before a day."""
    period = parse_period(f"{day:%Y-%m}").step_back()
    files = {
        _fill_markers(_INSTALLED_NAMES.get(path, path), period): _fill_markers(
            data.decode(), period
        ).encode()
        for path, data in iterate_files_in(find_starter_folder())
    }
    instance, findings = load_instance({path: files[path] for path in files if is_read(path)})
    if instance is None or findings:
        raise RuntimeError(f"the files of a new instance are not in order: {findings}")
    empty_submissions = render_skeletons(analyse_edition(instance, PACK, period.id))
    files |= {path: text.encode() for path, text in empty_submissions.items()}
    guide_files = iterate_files_in(find_shipped("demo/content/guide"))
    files |= {f"content/guide/{path}": data for path, data in guide_files}
    return {**files, **_compose_generated_files(instance, day)}


def _compose_worked_example(day: date) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for top in ("content", "data"):
        files |= {
            f"{top}/{path}": data for path, data in iterate_files_in(find_shipped(f"demo/{top}"))
        }
    instance, _ = load_instance(files)
    if instance is None:
        raise RuntimeError("the worked example cannot be read")
    for name in _STARTER_FILES:
        files[_INSTALLED_NAMES.get(name, name)] = (find_starter_folder() / name).read_bytes()
    return {**files, **_compose_generated_files(instance, day)}


def _compose_generated_files(instance: Instance, day: date) -> dict[str, bytes]:
    """Return what follows from an instance, and what is the same for every one."""
    schemas = {
        f"data/schemas/{name}": text.encode() for name, text in render_reference_files().items()
    }
    settings = find_shipped("mkdocs.yml").read_text(encoding="utf-8")
    site_name = f"site_name: {json.dumps(instance.directorate.title)}"
    named_settings = re.sub(r"(?m)^site_name:.*$", lambda _: site_name, settings, count=1)
    return {
        **schemas,
        **{path: find_shipped(path).read_bytes() for path in FORGE_FILES},
        "mkdocs.yml": named_settings.encode(),
        "requirements.lock": find_shipped("requirements.lock").read_bytes(),
        "requirements.txt": f"boardpack=={__version__}\n".encode(),
        PATH: render_codeowners(instance, day).encode(),
    }


def _refuse_filled_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise CannotRun(f"{folder} is a file; name a folder that is new or empty")
    entry_names = (
        sorted(entry.name for entry in folder.iterdir() if entry.name != ".git")
        if folder.exists()
        else []
    )
    if entry_names:
        raise CannotRun(
            f"{folder} is not empty (it holds {entry_names[0]}); name a folder that is new or empty"
        )


def _fill_markers(text: str, period: Period) -> str:
    def replace_marker(match: re.Match[str]) -> str:
        marked_period = period.step_back(int(match[2] or 0))
        return marked_period.id if match[1] == "period" else marked_period.start.isoformat()

    return _MARKER.sub(replace_marker, text)
