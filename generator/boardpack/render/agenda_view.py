"""The agenda of a meeting as pages and documents show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boardpack.analysis.states import State
from boardpack.model.agenda import Agenda, AgendaItem, Delivery, Purpose, Shown
from boardpack.render.cover_view import describe_supplement, name_seat
from boardpack.render.edition_view import EditionView

PURPOSE_WORDS = {
    Purpose.APPROVAL: "Approval",
    Purpose.RATIFICATION: "Ratification",
    Purpose.ASSURANCE: "Assurance",
    Purpose.INFORMATION: "Information",
    Purpose.DISCUSSION: "Discussion",
}
_DELIVERY_WORDS = {Delivery.VERBAL: "Verbal", Delivery.PRESENTATION: "Present."}


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """An item: `anchor` is the id of its enclosure, empty without one; `state` that of its paper.

    `enclosure` is `04`, `Verbal` or `Present.`; `purpose` names each purpose behind its code.
    """

    item: AgendaItem
    anchor: str
    enclosure: str
    leads: Sequence[str]
    purpose: str
    state: State | None
    late: str


def find_anchor(item: AgendaItem) -> str:
    """Return the id under which an item's enclosure stands."""
    return item.paper or (f"enclosure-{item.enclosure}" if item.shows else "")


def list_agenda_rows(edition_view: EditionView, agenda: Agenda) -> list[AgendaRow]:
    """Return the items in their order."""
    edition = edition_view.edition
    states = {entry.section.id: entry.state for entry in edition.entries}
    return [
        AgendaRow(
            item=item,
            anchor=find_anchor(item),
            enclosure=item.enclosure or _DELIVERY_WORDS[item.delivery],
            leads=[name_seat(edition, name) for name in item.lead],
            purpose=", ".join(f"{PURPOSE_WORDS[each]} ({each})" for each in item.purpose),
            state=states.get(item.paper),
            late=describe_supplement(item),
        )
        for item in agenda.items
    ]


def name_enclosure(item: AgendaItem) -> str:
    """Return `Enclosure 04: Finance report`, or the title where it has no number."""
    return f"Enclosure {item.enclosure}: {item.title}" if item.enclosure else item.title


def find_shown_item(agenda: Agenda, shown: Shown) -> AgendaItem | None:
    """Return the item whose enclosure shows something that boardpack makes."""
    return next((item for item in agenda.items if item.shows is shown), None)
