"""What every page of an edition's site has, and how one becomes a file."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from boardpack.analysis.edition import Edition
from boardpack.model.canonical import compute_digest
from boardpack.render.edition_view import EditionView
from boardpack.render.output import Output
from boardpack.render.page import Page, render_page


@dataclass(frozen=True)
class SitePage:
    """A page of an edition. `banner` says what is missing of a draft; else it is empty."""

    edition: Edition
    banner: Markup


def plan_quick_page(edition_view: EditionView, path: str, page: Page) -> Output:
    """Return a page keyed by its own text: it is quick to make."""
    return plan_text(path, render_page(edition_view.env, page))


def plan_text(path: str, text: str) -> Output:
    """Return a page whose text is there already."""
    return Output(path, compute_digest(text), lambda: text)
