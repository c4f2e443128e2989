"""The templates of an instance."""

from __future__ import annotations

from pathlib import Path

from boardpack.adapters.files import find_shipped, read_texts
from boardpack.errors import CannotRun


def load_templates(root: Path) -> dict[str, str]:
    """Return the shipped templates by name, overridden one by one by the instance's own.

    CannotRun where one of them is a link: what it leads to was never looked at in a proposal.
    """
    own_folder = root / "site_templates"
    for path in (own_folder, *sorted(own_folder.rglob("*"))):
        if path.is_symlink():
            raise CannotRun(
                f"{path.relative_to(root)} is a link to another place; replace it by a copy"
            )
    return {**read_texts(find_shipped("site_templates")), **read_texts(own_folder)}
