"""The pages of the guide: the instance's own Markdown with the draft banner below its heading."""

from __future__ import annotations

from boardpack.render.edition_view import EditionView
from boardpack.render.output import Output
from boardpack.render.site.site_page import plan_text


def plan_guide_page(edition_view: EditionView, name: str, text: str) -> Output:
    """Return a page of the guide; its first line is its heading."""
    head, _, rest = text.partition("\n")
    banner = edition_view.render_banner(edition_view.describe_missing())
    return plan_text(f"guide/{name}", f"{head}\n\n{banner}\n{rest}")


def find_title(text: str) -> str:
    """Return the first heading of a guide page."""
    return text.split("\n", 1)[0].lstrip("# ").strip()
