"""The navigation of an edition's site, with a title for every page."""

from __future__ import annotations

from typing import Any

from boardpack.analysis.attention import list_attention_summaries
from boardpack.model.meeting import Committee
from boardpack.render.edition_view import EditionView
from boardpack.render.meetings import name_meeting
from boardpack.render.signoff.certificate import CERTIFICATE
from boardpack.render.site.areas import has_areas
from boardpack.render.site.forward_plan import has_forward_plan
from boardpack.render.site.links import (
    AREAS,
    COMPARE,
    DECISIONS,
    FORWARD_PLAN,
    RESPONSIBILITIES,
    RISKS,
    SERVICES,
    TARGETS,
    TIMETABLE,
    list_compared_sections,
    locate_committee_page,
    locate_meeting_page,
    locate_section_page,
    locate_service_page,
)
from boardpack.render.site.risks import has_risks
from boardpack.render.site.service_list import has_service_list, list_matrix_pages
from boardpack.render.site.targets import has_targets
from boardpack.render.site.timetable import has_timetable_page

Nav = list[dict[str, Any]]


def build_navigation(edition_view: EditionView) -> Nav:
    """Return the navigation."""
    groups: dict[str, Nav] = {
        "Services": _list_services(edition_view),
        "Sections": _list_sections(edition_view),
        "Measures": _list_measures(edition_view),
        "Meetings": _list_meetings(edition_view),
        "Guide": [
            {page.title: f"guide/{page.name}"} for page in edition_view.edition.instance.guide
        ],
        "Reference": _list_reference(edition_view),
    }
    return [
        {"Home": "index.md"},
        *({title: pages} for title, pages in groups.items() if pages or title == "Services"),
    ]


def _list_services(edition_view: EditionView) -> Nav:
    services: Nav = [
        {edition_view.name_service(service): locate_service_page(service)}
        for service in edition_view.views_by_service
    ]
    if not has_service_list(edition_view):
        return services
    matrix: Nav = [{title: path} for title, path in list_matrix_pages(edition_view)]
    return [{"All services": SERVICES}, *matrix, *services]


def _list_sections(edition_view: EditionView) -> Nav:
    titles = {section.id: section.title for section in edition_view.edition.pack.sections}
    return [
        {titles[section_id]: locate_section_page(section_id)}
        for section_id in list_compared_sections(edition_view.edition)
    ]


def _list_measures(edition_view: EditionView) -> Nav:
    measures: Nav = [
        {summary.comparison.measure.title: summary.page}
        for summary in list_attention_summaries(edition_view.edition)
    ]
    return [
        *measures,
        *([{"Benchmark areas": AREAS}] if has_areas(edition_view) else []),
        *([{"Risks": RISKS}] if has_risks(edition_view) else []),
        *([{"Targets": TARGETS}] if has_targets(edition_view) else []),
    ]


def _list_meetings(edition_view: EditionView) -> Nav:
    committees: Nav = [
        {committee.terms.title: _list_meeting_pages(edition_view, committee)}
        for committee in edition_view.shown_committees
    ]
    if not committees:
        return []
    plan: Nav = [{"Forward plan": FORWARD_PLAN}] if has_forward_plan(edition_view) else []
    return [*committees, {"Register of decisions": DECISIONS}, *plan]


def _list_meeting_pages(edition_view: EditionView, committee: Committee) -> Nav:
    instance = edition_view.edition.instance
    meetings: Nav = [
        {name_meeting(instance, meeting): locate_meeting_page(committee.id, meeting.name)}
        for meeting in reversed(committee.meetings)
    ]
    return [{"Actions, attendance, terms": locate_committee_page(committee.id)}, *meetings]


def _list_reference(edition_view: EditionView) -> Nav:
    return [
        *([{"Sign-off certificate": CERTIFICATE}] if edition_view.certificate else []),
        *([{"Compare two editions": COMPARE}] if edition_view.is_compared else []),
        {"Who does what": RESPONSIBILITIES},
        *([{"Timetable": TIMETABLE}] if has_timetable_page(edition_view) else []),
        {"Findings": "findings.md"},
        {"Rules": "rules.md"},
        {"Glossary": "glossary.md"},
        {"Data": "data.md"},
    ]


def _list_guide(edition_view: EditionView) -> Nav:
    return [{page.title: f"guide/{page.name}"} for page in edition_view.edition.instance.guide]
