"""The editor in the form: Decap CMS as npm gives it, checked by a lock, kept in a build folder.

Its script is finished and holds every package that it needs, so the lock names it alone: the other
six hundred packages that it was made of would be installed for nothing.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from boardpack.adapters.files import replace_folder, to_staging_path
from boardpack.errors import CannotRun

PACKAGE = "decap-cms"
SCRIPT = "decap-cms.js"
_LOCK_FILES = ("package.json", "package-lock.json")
_SERVED = ("*decap-cms.js", "*.wasm", "decap-cms.js.LICENSE.txt")
_LONGEST_SECONDS = 600
_NPM = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def read_editor_version() -> str:
    """Return which version of the editor the lock fixes."""
    lock = json.loads((_find_own_folder() / "package-lock.json").read_text("utf-8"))
    version: str = lock["packages"][f"node_modules/{PACKAGE}"]["version"]
    return version


def find_editor_files(build_folder: Path) -> tuple[Path, ...]:
    """Return the files of the editor that a site serves; none where it is not installed."""
    folder = _locate_web_editor(build_folder)
    return tuple(sorted(folder.iterdir())) if (folder / SCRIPT).is_file() else ()


def install_web_editor(build_folder: Path) -> Path:
    """Let npm fetch the editor and check it against the lock; return where it is kept.

    CannotRun where npm is not there, refuses or does not end.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise CannotRun("npm is not installed, which fetches the form's editor; install Node.js")
    target = _locate_web_editor(build_folder)
    build_folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=build_folder, prefix=".editor-") as name:
        folder = Path(name)
        for file_name in _LOCK_FILES:
            shutil.copy(_find_own_folder() / file_name, folder)
        try:
            process = subprocess.run(
                [npm, *_NPM],
                cwd=folder,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=_LONGEST_SECONDS,
            )
        except subprocess.TimeoutExpired:
            raise CannotRun(
                f"npm fetched nothing within {_LONGEST_SECONDS} seconds; try again, or ask whoever "
                "looks after the network"
            ) from None
        if process.returncode:
            raise CannotRun(f"npm could not fetch the form's editor: {process.stderr.strip()}")
        _keep_served_files(folder / "node_modules" / PACKAGE / "dist", target)
    return target


def _locate_web_editor(build_folder: Path) -> Path:
    """Return where the editor of this version is kept, whether or not it is there."""
    return build_folder / ".editor" / f"{PACKAGE}-{read_editor_version()}"


def _keep_served_files(source: Path, target: Path) -> None:
    new_folder = to_staging_path(target)
    shutil.rmtree(new_folder, ignore_errors=True)
    new_folder.mkdir(parents=True)
    for pattern in _SERVED:
        for path in source.glob(pattern):
            shutil.copy(path, new_folder)
    replace_folder(target)


def _find_own_folder() -> Path:
    return Path(__file__).parent
