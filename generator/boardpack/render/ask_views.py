"""What readers are asked to decide, as the home page and each document show it first."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from boardpack.analysis.entry import Entry
from boardpack.render.edition_view import EditionView
from boardpack.render.narrative import render_narrative


@dataclass(frozen=True, slots=True)
class AskView:
    """Who asks, where, and the words as they were signed, as harmless HTML."""

    service: str
    entry: Entry
    html: Markup


def list_ask_views(edition_view: EditionView, service: str = "") -> list[AskView]:
    """Return what a service asks, or all."""
    return [
        AskView(
            service=edition_view.name_service(ask.entry.service),
            entry=ask.entry,
            # Acronyms are explained where the words stand in their section.
            html=render_narrative(ask.words, {}).html,
        )
        for ask in edition_view.asks.select(service)
    ]
