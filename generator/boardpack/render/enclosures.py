"""What lies behind the agenda of a meeting, enclosure by enclosure, in its order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import escape

from boardpack.analysis.meetings.actions import compile_register
from boardpack.analysis.texts import join_words
from boardpack.model.agenda import Agenda, AgendaItem, Shown
from boardpack.model.directorate import Term
from boardpack.model.meeting import Committee
from boardpack.render.agenda_view import find_anchor, name_enclosure
from boardpack.render.edition_view import EditionView
from boardpack.render.entry_view import EntryView
from boardpack.render.glossary import list_used_terms
from boardpack.render.meetings import ActionRow, build_action_row
from boardpack.render.minutes_view import MinutesView, build_minutes_view

_BELOW_ITEM = 4
"""The level of headings within an item of minutes, below that of the item."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """What stands behind an item: a paper, or what boardpack makes; the others are empty.

    `digest` is that of what was signed, for a paper.
    """

    item: AgendaItem
    anchor: str
    title: str
    digest: str = ""
    paper: EntryView | None = None
    minutes: MinutesView | None = None
    actions: Sequence[ActionRow] = ()
    terms: Sequence[Term] = ()


def find_committee(edition_view: EditionView) -> Committee | None:
    """Return the committee whose papers an edition holds, with the minutes that may be shown."""
    series = edition_view.edition.pack.committee
    shown = (each for each in edition_view.shown_committees if each.id == series)
    return next(shown, None)


def list_enclosures(
    edition_view: EditionView, agenda: Agenda, digests: dict[str, str]
) -> list[Enclosure]:
    """Return the enclosures of an agenda; `digests` are those of its papers, by their names."""
    committee = find_committee(edition_view)
    papers = {view.entry.section.id: view for view in edition_view.entry_views}
    return [
        _build_enclosure(edition_view, committee, item, papers.get(item.paper), digests)
        for item in agenda.items
        if item.paper in papers or item.shows
    ]


def _build_enclosure(
    edition_view: EditionView,
    committee: Committee | None,
    item: AgendaItem,
    paper: EntryView | None,
    digests: dict[str, str],
) -> Enclosure:
    return Enclosure(
        item=item,
        anchor=find_anchor(item),
        title=name_enclosure(item),
        digest=digests.get(item.paper, ""),
        paper=paper,
        minutes=_find_last_minutes(edition_view, committee, item),
        actions=_list_actions(edition_view, committee, item),
        terms=_list_terms(edition_view, committee) if item.shows is Shown.GLOSSARY else (),
    )


def _list_terms(edition_view: EditionView, committee: Committee | None) -> tuple[Term, ...]:
    """Return the terms that papers, minutes and actions use, in titles, words and tables."""
    papers = (
        f"{escape(view.entry.section.title)}\n{view.html}" for view in edition_view.entry_views
    )
    heard = (committee.meetings[-1:], committee.actions) if committee else ()
    text = "\n".join((*papers, str(escape(join_words(heard)))))
    return list_used_terms(edition_view.edition.instance.glossary, text)


def _find_last_minutes(
    edition_view: EditionView, committee: Committee | None, item: AgendaItem
) -> MinutesView | None:
    if item.shows is not Shown.MINUTES or committee is None or not committee.meetings:
        return None
    instance = edition_view.edition.instance
    return build_minutes_view(instance, committee, committee.meetings[-1], _BELOW_ITEM)


def _list_actions(
    edition_view: EditionView, committee: Committee | None, item: AgendaItem
) -> list[ActionRow]:
    if item.shows is not Shown.ACTIONS or committee is None:
        return []
    edition = edition_view.edition
    day = edition.period.start
    register = compile_register(committee, day)
    return [
        build_action_row(edition.instance, committee, action, day) for action in register.current
    ]
