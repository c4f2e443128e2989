"""The form's editor, installed beside what is built."""

from __future__ import annotations

from pathlib import Path

from boardpack.adapters.build_folder import locate_build_folder
from boardpack.adapters.web_editor import install_web_editor


def install_form_editor(root: Path) -> Path:
    """Install the editor for the builds of an instance; return where it is kept.

    CannotRun where npm is not there, or refuses.
    """
    return install_web_editor(locate_build_folder(root))
