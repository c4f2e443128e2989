"""The edition in brief, for a board: a few pages whatever the number of services."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from boardpack.analysis.attention import MOST_COLUMNS
from boardpack.analysis.edition import Edition
from boardpack.model.directorate import Term
from boardpack.render.edition_view import EditionView
from boardpack.render.pdf.attention import AttentionTable
from boardpack.render.pdf.front import DocumentFront, build_front
from boardpack.render.pdf.links import BOARD_SUMMARY
from boardpack.render.pdf.parts import DocumentPart, PrintedEntry, list_summary_parts
from boardpack.render.signoff.certificate import CertificateView, build_certificate_view
from boardpack.render.site.attention_rows import (
    PlanRow,
    RiskRow,
    list_late_plans,
    list_risk_rows,
)
from boardpack.render.site.matrix import Matrix, build_matrix
from boardpack.render.site.measure_summaries import (
    MeasureSummary,
    list_measure_summaries,
    list_service_columns,
)

_MOST_ESCALATED = 20
_MOST_ROWS = 30
"""So many escalated measures of a level, and rows of any other table, leave room for the rest."""


@dataclass(frozen=True, slots=True)
class BoardSummaryPage:
    """The document in brief as HTML for the printer.

    `summaries` are what services say in front; `hidden` says of which tables the full pack has
    more, and how much. `service_columns` has the services that have a column each in the table of
    measures. `matrix` is None where services or sections are too many for columns.
    """

    template: ClassVar[str] = "pdf/board_summary.html.jinja"
    edition: Edition
    front: DocumentFront
    certificate: CertificateView | None
    summaries: Sequence[DocumentPart]
    measure_summaries: Sequence[MeasureSummary]
    service_columns: Sequence[str]
    risks: Sequence[RiskRow]
    late_plans: Sequence[PlanRow]
    matrix: Matrix | None
    hidden: Sequence[str]
    terms: Sequence[Term] = ()


def build_board_summary_page(edition_view: EditionView) -> BoardSummaryPage:
    """Return the edition in brief."""
    edition = edition_view.edition
    # Those of many services are many pages.
    is_short = len(edition.present_services) <= MOST_COLUMNS
    parts = list_summary_parts(edition_view) if is_short else []
    leading = [part for part in parts if part.leads]
    measures = list_measure_summaries(edition_view)
    risks, late_plans = list_risk_rows(edition_view), list_late_plans(edition_view)
    matrix = build_matrix(edition_view, edition_view.views_by_service) if is_short else None
    front = build_front(edition_view, BOARD_SUMMARY, _list_entries(edition_view), leading)
    return BoardSummaryPage(
        edition=edition,
        front=replace(front, attention=[*shorten_tables(front.attention)]),
        certificate=build_certificate_view(edition_view),
        summaries=[part for part in parts if not part.leads],
        measure_summaries=measures[:_MOST_ROWS],
        service_columns=[
            edition_view.name_service(service) for service in list_service_columns(edition)
        ],
        risks=risks[:_MOST_ROWS],
        late_plans=late_plans[:_MOST_ROWS],
        matrix=matrix if matrix and len(matrix.columns) <= MOST_COLUMNS + 1 else None,
        hidden=[
            f"{len(rows) - shown} more {name}"
            for rows, shown, name in (
                (measures, _MOST_ROWS, "measures"),
                (risks, _MOST_ROWS, "risks"),
                (late_plans, _MOST_ROWS, "late plans"),
            )
            if len(rows) > shown
        ],
    )


def shorten_tables(tables: Iterable[AttentionTable]) -> Iterator[AttentionTable]:
    """Yield the worst rows of each level; what stays in its section is no matter for a board."""
    for table in tables:
        more_count = len(table.rows) - _MOST_ESCALATED
        more = f"; {more_count} more are in the full pack" if more_count > 0 else ""
        if table.is_explained:
            rows = table.rows[:_MOST_ESCALATED]
            yield replace(table, caption=f"{table.caption}{more}", rows=rows)


def _list_entries(edition_view: EditionView) -> list[PrintedEntry]:
    """Return all entries: what is escalated of any is in the brief, though its section is not."""
    return [PrintedEntry("", "", entry) for entry in edition_view.edition.entries]
