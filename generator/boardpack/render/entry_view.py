"""One entry to the one fragment that the service's page and every PDF show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from jinja2 import Environment
from markupsafe import Markup

from boardpack.analysis.due import explain_not_due
from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.states import State
from boardpack.model.canonical import compute_digest
from boardpack.model.pack import Need
from boardpack.model.period import format_day
from boardpack.render.cover_view import CoverView, build_cover_view
from boardpack.render.narrative import TOP_LEVEL, NarrativeView, render_narrative
from boardpack.render.page import render_page


@dataclass(frozen=True, slots=True)
class EntryFragment:
    """What a page or document shows of an entry below its heading.

    `not_due`, `waived` and `lacking` are words for the states of these names. `data_url` leads to
    the folder of the data files. `is_live` says whether charts carry their data for the browser;
    in print `anchor` is the id of the entry's heading. `cover` is the cover sheet of a paper.
    """

    template: ClassVar[str] = "sections/entry.html.jinja"
    entry: Entry
    author: str
    edit_url: str
    narrative: Markup
    not_due: str
    waived: str
    lacking: str
    data_url: str
    heading_level: int
    is_live: bool
    anchor: str
    cover: CoverView | None


@dataclass(frozen=True)
class EntryView:
    """An entry's HTML, made when first asked for. `key` changes when the HTML would."""

    entry: Entry
    edition: Edition
    env: Environment
    meanings: Mapping[str, str]
    engine: str

    @cached_property
    def key(self) -> str:
        """The digest of everything that the HTML is made from."""
        entry = self.entry
        front = entry.submission.front if entry.submission else None
        return compute_digest(
            (
                # Templates and boardpack itself count: an entry is made anew when they change.
                self.engine,
                self.edition.pack.thresholds_approval,
                self.edition.instance.directorate.spc,
                self.edition.instance.directorate.spc_run,
                entry.section,
                entry.service,
                entry.state,
                entry.narrative.prose if entry.narrative else None,
                front.author if front else None,
                entry.submission.cover if entry.submission else None,
                self.edition.agenda,
                entry.not_applicable,
                entry.unchanged,
                entry.exceptions,
                entry.events,
                entry.endings,
                entry.waiver,
                self.figures,
                entry.beside,
            )
        )

    @cached_property
    def figures(self) -> str:
        """The digest of its own figures: what the words around them say plays no part."""
        return compute_digest(self.entry.blocks)

    @cached_property
    def _narrative(self) -> NarrativeView:
        return self._render_narrative(TOP_LEVEL)

    @property
    def narrative(self) -> Markup:
        """The narrative alone, safe to show."""
        return self._narrative.html

    @property
    def html(self) -> Markup:
        """The whole entry as the site shows it, without its heading; made anew at each use."""
        return self._render_fragment(self.narrative, TOP_LEVEL, is_live=True, anchor="")

    def render_for_print(self, anchor: str, heading_level: int = TOP_LEVEL) -> Markup:
        """Return the whole entry without its heading, and without what paper cannot use.

        `anchor` is the heading's id, `heading_level` that of its own first headings.
        """
        is_like_site = heading_level == TOP_LEVEL
        narrative = self.narrative if is_like_site else self._render_narrative(heading_level).html
        return self._render_fragment(narrative, heading_level, is_live=False, anchor=anchor)

    def _render_narrative(self, heading_level: int) -> NarrativeView:
        text = self.entry.narrative.prose if self.entry.narrative else ""
        return render_narrative(text, self.meanings, heading_level)

    def _render_fragment(
        self, narrative: Markup, heading_level: int, is_live: bool, anchor: str
    ) -> Markup:
        fragment = EntryFragment(
            entry=self.entry,
            author=self._name_author(),
            edit_url=self._find_edit_url(),
            narrative=narrative,
            not_due=explain_not_due(self.entry.section),
            waived=describe_waiver(self.edition, self.entry),
            lacking=describe_lacking(self.entry),
            data_url="../data",
            heading_level=heading_level,
            is_live=is_live,
            anchor=anchor,
            cover=build_cover_view(self.edition, self.entry),
        )
        return Markup(render_page(self.env, fragment))

    def _name_author(self) -> str:
        submission = self.entry.submission
        author = submission.front.author if submission and self.entry.narrative else ""
        person = self.edition.instance.people.get(author)
        return person.name if person else author

    def _find_edit_url(self) -> str:
        directorate, entry = self.edition.instance.directorate, self.entry
        if not directorate.edit_url or entry.section.narrative is Need.NONE:
            return ""
        # To edit it would make its sign-off stale.
        if entry.state is State.SIGNED_OFF:
            return ""
        path = self.edition.locate_submission(self.edition.name_submission(entry))
        return directorate.edit_url.replace("{path}", path)


def build_entry_views(
    edition: Edition, env: Environment, meanings: Mapping[str, str], engine: str
) -> tuple[EntryView, ...]:
    """Return a fragment for each entry, none of them made yet."""
    return tuple(EntryView(entry, edition, env, meanings, engine) for entry in edition.entries)


def describe_waiver(edition: Edition, entry: Entry) -> str:
    """Return why an entry is not there, on whose word and until when."""
    waiver = entry.waiver
    if waiver is None or waiver.until is None:
        return f"The writer says that it does not apply: {entry.not_applicable}"
    name = edition.instance.name_person_or_role(waiver.owner)
    return f"{waiver.reason} Granted by {name} until {format_day(waiver.until)}."


def describe_lacking(entry: Entry) -> str:
    """Return what is still to come for an entry that is not complete."""
    state: Any = entry.state
    return {
        "missing": "The narrative or the figures have not come in.",
        "placeholder": "The heading is there, the words are not.",
        "draft": "The writer has not marked it as ready.",
    }.get(state, "")
