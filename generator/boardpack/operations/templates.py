"""The templates of an instance."""

from __future__ import annotations

from pathlib import Path

from boardpack.adapters.files import find_shipped, read_texts
from boardpack.errors import CannotRun

_THEME = "theme/"


def load_templates(root: Path) -> dict[str, str]:
    """Return the shipped templates by name, overridden one by one by the instance's own.

    CannotRun where one of them is a link, for what it leads to was never looked at in a proposal,
    and where one is a page of the theme, for the site builder would run it outside our sandbox.
    """
    own_folder = root / "site_templates"
    for path in (own_folder, *sorted(own_folder.rglob("*"))):
        if path.is_symlink():
            raise CannotRun(
                f"{path.relative_to(root)} is a link to another place; replace it by a copy"
            )
    shipped, own = read_texts(find_shipped("site_templates")), read_texts(own_folder)
    for name, text in own.items():
        if name.startswith(_THEME) and name.endswith(".html") and text != shipped.get(name):
            raise CannotRun(
                f"site_templates/{name} would run as a program while the site is built; take it "
                "out, and change the look in site_templates/theme/assets/boardpack.css"
            )
    return {**shipped, **own}
