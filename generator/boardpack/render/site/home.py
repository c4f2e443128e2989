"""The home page: what is escalated, every measure and every section at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from boardpack.analysis.approval import list_approvals
from boardpack.analysis.attention import find_escalated_items, select_level
from boardpack.analysis.edition import Edition
from boardpack.analysis.rag import Rating
from boardpack.analysis.states import State
from boardpack.model.pack import EscalationLevel
from boardpack.render.ask_views import list_ask_views
from boardpack.render.changes import ChangeRow, WaiverRow, list_change_rows, list_waiver_rows
from boardpack.render.data_workbook import locate_workbook
from boardpack.render.downloads import Download
from boardpack.render.edition_view import DataSource, EditionView
from boardpack.render.output import Output
from boardpack.render.pdf.links import find_documents, list_document_links, select_service
from boardpack.render.sentence import describe_in_a_sentence
from boardpack.render.signoff.certificate import CertificateView, build_certificate_view
from boardpack.render.site.attention_rows import (
    AttentionGroup,
    AttentionRow,
    PlanRow,
    RiskRow,
    list_attention_groups,
    list_attention_rows,
    list_late_plans,
    list_risk_rows,
)
from boardpack.render.site.lead_summaries import LeadSummary, list_lead_summaries
from boardpack.render.site.links import SERVICES, link_to_entry, to_link
from boardpack.render.site.matrix import Matrix, build_matrix
from boardpack.render.site.measure_summaries import (
    MeasureSummary,
    list_measure_summaries,
    list_service_columns,
)
from boardpack.render.site.service_list import (
    StandingRow,
    count_ratings,
    has_service_list,
    list_section_rows,
)
from boardpack.render.site.site_page import SitePage, plan_quick_page
from boardpack.render.words import LEVEL_TITLES

MOST_SHOWN = 10
"""So many escalated measures of a level are in view; the others unfold."""
MOST_LEADING = 4
"""So many summaries stand in full above what is escalated; the others unfold."""
_DATA = Download("data.html", "The figures behind every table", "CSV")
_WORKBOOK_TITLE = "The figures behind every table, in one workbook"


@dataclass(frozen=True, slots=True)
class EscalatedPart:
    """What reaches one level; `id` is its anchor."""

    id: str
    title: str
    groups: Sequence[AttentionGroup]


@dataclass(frozen=True, slots=True)
class AskRow:
    """What a service asks readers to decide; `link` leads to where it asks."""

    service: str
    link: str
    html: Markup


@dataclass(frozen=True)
class HomePage(SitePage):
    """What a reader should see first.

    `counts` says how many measures have each rating, `service_columns` has the services that have
    a column each in the table of measures, `previous` is the title of the period before. Of many
    services `section_rows` stand in place of the `matrix`.
    """

    template: ClassVar[str] = "pages/home.md.jinja"
    certificate: CertificateView | None
    sentence: str
    about: str
    counts: Sequence[tuple[Rating, int]]
    complete_count: int
    due_count: int
    lead_summaries: Sequence[LeadSummary]
    most_leading: int
    asks: Sequence[AskRow]
    escalated: Sequence[EscalatedPart]
    in_sections: Sequence[AttentionRow]
    approvals: Sequence[str]
    data_sources: Sequence[DataSource]
    most_shown: int
    measure_summaries: Sequence[MeasureSummary]
    service_columns: Sequence[str]
    risks: Sequence[RiskRow]
    late_plans: Sequence[PlanRow]
    matrix: Matrix | None
    section_rows: Sequence[StandingRow]
    service_count: int
    waivers: Sequence[WaiverRow]
    previous: str
    changes: Sequence[ChangeRow]
    is_compared: bool
    downloads: Sequence[Download]


def plan_home_page(edition_view: EditionView) -> Output:
    """Return the home page; it is quick to make and changes seldom."""
    return plan_quick_page(edition_view, "index.md", _build_home_page(edition_view))


def _build_home_page(edition_view: EditionView) -> HomePage:
    edition, is_long = edition_view.edition, has_service_list(edition_view)
    due_entries = [entry for entry in edition.entries if entry.state is not State.NOT_DUE]
    items = find_escalated_items(edition)
    return HomePage(
        edition=edition,
        banner=edition_view.render_banner(edition_view.describe_missing()),
        certificate=build_certificate_view(edition_view),
        sentence=describe_in_a_sentence(edition_view),
        about=edition.instance.directorate.about,
        counts=count_ratings(edition.entries),
        complete_count=sum(entry.state.is_complete for entry in due_entries),
        due_count=len(due_entries),
        lead_summaries=list_lead_summaries(edition_view),
        most_leading=MOST_LEADING,
        asks=[
            AskRow(ask.service, link_to_entry(ask.entry), ask.html)
            for ask in list_ask_views(edition_view)
        ],
        escalated=[
            EscalatedPart(
                id=level.value,
                title=LEVEL_TITLES[level],
                groups=list_attention_groups(edition_view, select_level(items, level)),
            )
            for level in (EscalationLevel.LEADERSHIP, EscalationLevel.BOARD)
        ],
        in_sections=list_attention_rows(edition_view, select_level(items, EscalationLevel.SECTION)),
        approvals=list_approvals(edition),
        data_sources=edition_view.list_sources(item.measured for item in items if item.measured),
        most_shown=MOST_SHOWN,
        measure_summaries=list_measure_summaries(edition_view),
        service_columns=[
            edition_view.name_service(service) for service in list_service_columns(edition)
        ],
        risks=list_risk_rows(edition_view),
        late_plans=list_late_plans(edition_view),
        matrix=None if is_long else build_matrix(edition_view, edition_view.views_by_service),
        section_rows=list_section_rows(edition_view) if is_long else (),
        service_count=len(edition_view.present_services),
        waivers=list_waiver_rows(edition_view),
        previous=edition.period.step_back().title,
        changes=list_change_rows(edition_view),
        is_compared=edition_view.is_compared,
        downloads=[*_list_downloads(edition_view), *_list_figures(edition)],
    )


def _list_figures(edition: Edition) -> list[Download]:
    if not edition.series:
        return [_DATA]
    return [_DATA, Download(locate_workbook(edition), _WORKBOOK_TITLE, "Excel")]


def _list_downloads(edition_view: EditionView) -> list[Download]:
    if has_service_list(edition_view):
        names = [name for name in find_documents(edition_view) if not select_service(name)]
        links = [link for name in names for link in list_document_links(edition_view, name)]
        return [*links, Download(to_link(SERVICES), "The document of each service", "list of PDFs")]
    return list_document_links(edition_view)
