"""The files that a theme brings to a site, without a look at thousands that it does not.

mkdocs lists all files of the theme, and then leaves out one by one those in folders that begin with
a dot: 11,000 icons.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from mkdocs.theme import Theme


class VisibleFiles(FileSystemLoader):
    """Loads every template of some folders, and lists those that are in no hidden folder."""

    def list_templates(self) -> list[str]:
        """Return the names of the templates, sorted."""
        return sorted({name for folder in self.searchpath for name in _list_visible(folder)})


def hide_icons(theme: Theme) -> None:
    """Let mkdocs list the files of a theme without what it would leave out again."""
    make_env = theme.get_env

    def get_env() -> Environment:
        env = make_env()
        env.loader = VisibleFiles(theme.dirs)
        return env

    theme.get_env = get_env  # type: ignore[method-assign]


def _list_visible(top: str) -> Iterator[str]:
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            yield Path(folder, name).relative_to(top).as_posix()
