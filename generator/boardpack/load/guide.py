"""The guide's pages."""

from __future__ import annotations

from boardpack.load.tree import Tree
from boardpack.model.guide import GuidePage

GUIDE_FOLDER = "content/guide/"


def load_guide(tree: Tree) -> tuple[GuidePage, ...]:
    """Return every page of the guide, in the order of their paths."""
    return tuple(
        # Replaced, not refused: no verdict rests on the guide.
        GuidePage(path.removeprefix(GUIDE_FOLDER), path, data.decode("utf-8", "replace"))
        for path, data in sorted(tree.items())
        if path.startswith(GUIDE_FOLDER) and path.endswith(".md")
    )
