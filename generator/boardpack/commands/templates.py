"""The templates of an instance."""

from __future__ import annotations

from pathlib import Path

from boardpack.world.disk import shipped, texts_in


def templates_of(root: Path) -> dict[str, str]:
    """Return the shipped templates by name, overridden one by one by the instance's own."""
    return {**texts_in(shipped("site_templates")), **texts_in(root / "site_templates")}
