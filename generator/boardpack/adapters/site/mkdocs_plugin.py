"""What a build tells mkdocs while it runs, by the events that mkdocs offers to plugins."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config.base import LegacyConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files


class BuildPlugin(BasePlugin[LegacyConfig]):  # type: ignore[no-untyped-call]
    """Dates what is built, and keeps the theme's compiled templates on disk.

    mkdocs alone would ask the environment for the date, which is one for a whole process.
    """

    def __init__(self, build_date: datetime, bytecode_folder: Path) -> None:
        self._build_date = build_date
        self._bytecode_folder = bytecode_folder

    def on_env(self, env: Environment, *, files: Files, **_: object) -> Environment:
        """Take over what mkdocs would compile again in each process, and date every page."""
        self._bytecode_folder.mkdir(parents=True, exist_ok=True)
        env.bytecode_cache = FileSystemBytecodeCache(str(self._bytecode_folder))
        for file in files.documentation_pages():
            if file.page is not None:
                file.page.update_date = f"{self._build_date:%Y-%m-%d}"
        return env

    def on_template_context(self, context: Any, **_: object) -> Any:
        """Date a page that the theme adds."""
        context["build_date_utc"] = self._build_date
        return context

    def on_page_context(self, context: Any, **_: object) -> Any:
        """Date a page of the report."""
        context["build_date_utc"] = self._build_date
        return context
