"""The pages of an alias, such as `latest`: each leads to the same page of a version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from boardpack.render.page import create_environment, render_page


@dataclass(frozen=True, slots=True)
class RedirectPage:
    """A page that leads on; `target` is relative, and safe in a script."""

    template: ClassVar[str] = "archive/redirect.html.jinja"
    target: str


def render_redirects(
    paths: Iterable[str], aliases: Iterable[str], version: str, templates: Mapping[str, str]
) -> dict[str, bytes]:
    """Return by path the pages of some aliases that lead to the pages of a version.

    `paths` are the files of the version; what is no page has no redirect.
    """
    environment = create_environment(templates)
    text_by_path = {
        path: render_page(environment, RedirectPage(_build_target(path, version))) + "\n"
        for path in paths
        if path.endswith(".html")
    }
    return {
        f"{alias}/{path}": text.encode() for alias in aliases for path, text in text_by_path.items()
    }


def _build_target(path: str, version: str) -> str:
    # Relative, because a site may lie at any depth below its host.
    return "../" * (path.count("/") + 1) + f"{version}/{path}"
