"""The summaries that lead the home page: what each alerts to, advises of and assures of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from boardpack.analysis.form_parts import split_form_parts
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.forms import FORMS
from boardpack.render.edition_view import EditionView
from boardpack.render.entry_view import EntryView
from boardpack.render.narrative import render_narrative
from boardpack.render.site.links import link_to_entry

_BELOW_PART = 5
"""The level of the headings that stand under one of the form's: service, part, then these."""


@dataclass(frozen=True, slots=True)
class LeadPart:
    """A heading of the form, empty for words before the first, and what stands under it."""

    title: str
    html: Markup


@dataclass(frozen=True, slots=True)
class LeadSummary:
    """The summary of a service, or of the whole directorate; `link` leads to its section."""

    title: str
    link: str
    parts: Sequence[LeadPart]


def list_lead_summaries(edition_view: EditionView) -> list[LeadSummary]:
    """Return the summaries that lead: the directorate's own where it has one, else each service's.

    A summary that is not written yet is left out; what is missing is said at the top of the page.
    """
    leading = [
        view
        for view in edition_view.entry_views
        if FORMS[view.entry.section.form].leads
        and view.entry.narrative
        and view.entry.narrative.words
    ]
    whole = [view for view in leading if view.entry.service == WHOLE_DIRECTORATE]
    return [_build_lead_summary(edition_view, view) for view in whole or leading]


def _build_lead_summary(edition_view: EditionView, entry_view: EntryView) -> LeadSummary:
    entry = entry_view.entry
    return LeadSummary(
        title=edition_view.name_service(entry.service),
        link=link_to_entry(entry),
        parts=[
            LeadPart(part.title, render_narrative(part.text, entry_view.meanings, _BELOW_PART).html)
            for part in split_form_parts(entry)
        ],
    )
