"""One entry to the one fragment that the service's page and every PDF show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from boardpack.analysis.due import explain_not_due
from boardpack.analysis.edition import Edition, Entry
from boardpack.analysis.states import State
from boardpack.model.canonical import compute_digest
from boardpack.model.pack import Need
from boardpack.model.period import format_day
from boardpack.render.narrative import explain_acronyms, to_html


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
                self.engine,
                entry.section,
                entry.service,
                entry.state,
                entry.narrative.text if entry.narrative else None,
                front.author if front else None,
                entry.not_applicable,
                entry.exceptions,
                entry.events,
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
    def _narrative(self) -> tuple[str, frozenset[str]]:
        text = self.entry.narrative.text if self.entry.narrative else ""
        return explain_acronyms(to_html(text), self.meanings)

    @property
    def narrative(self) -> Markup:
        """The narrative alone, safe to show."""
        return Markup(self._narrative[0])

    @property
    def acronyms(self) -> frozenset[str]:
        """The acronyms that the narrative uses."""
        return self._narrative[1]

    @cached_property
    def html(self) -> Markup:
        """The whole entry without its heading."""
        entry, instance = self.entry, self.edition.instance
        submission = entry.submission
        author = submission.front.author if submission and entry.narrative else ""
        person = instance.people.get(author)
        return Markup(
            self.env.get_template("sections/entry.html.jinja").render(
                entry=entry,
                author=person.name if person else author,
                edit_url=self._find_edit_url(),
                narrative=self.narrative,
                not_due=explain_not_due(entry.section),
                waived=describe_waiver(self.edition, entry),
                owed=describe_lacking(entry),
                data_url="../data",
            )
        )

    def _find_edit_url(self) -> str:
        directorate, entry = self.edition.instance.directorate, self.entry
        if not directorate.edit_url or entry.section.narrative is Need.NONE:
            return ""
        if entry.state is State.SIGNED_OFF:
            return ""
        path = self.edition.locate_submission(self.entry.service)
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
    owner = edition.instance.people.get(waiver.owner)
    name = owner.name if owner else waiver.owner
    return f"{waiver.reason} Granted by {name} until {format_day(waiver.until)}."


def describe_lacking(entry: Entry) -> str:
    """Return what is still to come for an entry that is not complete."""
    state: Any = entry.state
    return {
        "missing": "The narrative or the figures have not come in.",
        "placeholder": "The heading is there, the words are not.",
        "draft": "The writer has not marked it as ready.",
    }.get(state, "")
