"""The register of decisions: what every committee resolved, the latest first, with its minutes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from boardpack.analysis.meetings.decisions import Decision, list_decisions
from boardpack.render.data_files import to_csv
from boardpack.render.edition_view import EditionView
from boardpack.render.meetings import describe_state, summarise_quorum
from boardpack.render.output import Output
from boardpack.render.site.links import (
    DECISIONS,
    DECISIONS_FILE,
    locate_committee_page,
    locate_meeting_page,
    to_link,
)
from boardpack.render.site.site_page import SitePage, plan_quick_page, plan_text

_COLUMNS = (
    "meeting_date", "committee", "service", "decision", "item", "words", "minutes", "quorum",
    "source",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What was resolved; `link` leads to the minutes, `state` says how far those have come."""

    day: date
    committee: str
    service: str
    link: str
    kind: str
    item: str
    words: str
    state: str
    quorum: str
    source: str


@dataclass(frozen=True, slots=True)
class CommitteeDecisions:
    """The decisions of one committee; `link` leads to its page."""

    id: str
    title: str
    link: str
    rows: Sequence[DecisionRow]


@dataclass(frozen=True)
class DecisionsPage(SitePage):
    """What every committee resolved."""

    template: ClassVar[str] = "pages/decisions.md.jinja"
    csv_path: str
    parts: Sequence[CommitteeDecisions]


def plan_decisions_page(edition_view: EditionView) -> Iterator[Output]:
    """Yield the register of decisions, where there is any committee."""
    if committees := edition_view.shown_committees:
        page = DecisionsPage(
            edition=edition_view.edition,
            banner=edition_view.render_banner(edition_view.describe_missing()),
            csv_path=DECISIONS_FILE,
            parts=[
                CommitteeDecisions(
                    committee.id,
                    committee.terms.title,
                    to_link(locate_committee_page(committee.id)),
                    [
                        _build_row(edition_view, decision)
                        for decision in list_decisions((committee,))
                    ],
                )
                for committee in committees
            ],
        )
        yield plan_quick_page(edition_view, DECISIONS, page)


def plan_decisions_file(edition_view: EditionView) -> Iterator[Output]:
    """Yield the register of decisions as CSV, where there is any committee."""
    if committees := edition_view.shown_committees:
        rows = [_build_row(edition_view, decision) for decision in list_decisions(committees)]
        yield plan_text(DECISIONS_FILE, to_csv(_COLUMNS, map(_list_cells, rows)))


def _build_row(edition_view: EditionView, decision: Decision) -> DecisionRow:
    committee, meeting, resolution = decision.committee, decision.meeting, decision.resolution
    directorate = edition_view.edition.instance.directorate
    return DecisionRow(
        day=meeting.day,
        committee=committee.terms.title,
        service=directorate.find_service_title(meeting.service) if meeting.service else "",
        link=to_link(locate_meeting_page(committee.id, meeting.name)),
        kind=resolution.kind.value.capitalize(),
        item=resolution.item,
        words=resolution.words,
        state=describe_state(meeting),
        quorum=summarise_quorum(committee.terms, meeting),
        source=str(resolution.place),
    )


def _list_cells(row: DecisionRow) -> tuple[object, ...]:
    return (
        row.day, row.committee, row.service, row.kind, row.item, row.words, row.state, row.quorum,
        row.source,
    )  # fmt: skip
