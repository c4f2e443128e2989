"""The templates of an instance."""

from __future__ import annotations

from pathlib import Path

from boardpack.adapters.files import find_shipped, read_texts


def load_templates(root: Path) -> dict[str, str]:
    """Return the shipped templates by name, overridden one by one by the instance's own."""
    return {**read_texts(find_shipped("site_templates")), **read_texts(root / "site_templates")}
