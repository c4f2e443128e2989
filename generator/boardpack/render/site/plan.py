"""The pages of an edition, as Markdown for the site builder."""

from __future__ import annotations

from boardpack.render.edition_view import EditionView
from boardpack.render.output import Output
from boardpack.render.site.agenda import plan_agenda_page
from boardpack.render.site.areas import plan_areas_page
from boardpack.render.site.certificate import plan_certificate_page
from boardpack.render.site.compare import plan_compare_page
from boardpack.render.site.decisions import plan_decisions_page
from boardpack.render.site.forward_plan import plan_forward_plan_page
from boardpack.render.site.guide import plan_guide_pages
from boardpack.render.site.home import plan_home_page
from boardpack.render.site.links import list_compared_sections
from boardpack.render.site.measures import plan_measure_pages
from boardpack.render.site.meetings import plan_meeting_pages
from boardpack.render.site.reference import plan_reference_pages
from boardpack.render.site.responsibilities import plan_responsibilities_page
from boardpack.render.site.risks import plan_risks_page
from boardpack.render.site.sections import plan_section_page
from boardpack.render.site.service_list import plan_service_list_pages
from boardpack.render.site.services import plan_service_page
from boardpack.render.site.targets import plan_targets_page
from boardpack.render.site.timetable import plan_timetable_page


def _plan_home_page(edition_view: EditionView) -> Output:
    agenda = edition_view.edition.agenda
    return plan_agenda_page(edition_view, agenda) if agenda else plan_home_page(edition_view)


def plan_pages(edition_view: EditionView) -> tuple[Output, ...]:
    """Return every page."""
    return (
        _plan_home_page(edition_view),
        *plan_service_list_pages(edition_view),
        *(plan_service_page(edition_view, service) for service in edition_view.views_by_service),
        *(
            plan_section_page(edition_view, section)
            for section in list_compared_sections(edition_view.edition)
        ),
        *plan_measure_pages(edition_view),
        *plan_targets_page(edition_view),
        *plan_areas_page(edition_view),
        *plan_risks_page(edition_view),
        *plan_certificate_page(edition_view),
        *plan_compare_page(edition_view),
        plan_responsibilities_page(edition_view),
        *plan_timetable_page(edition_view),
        *plan_reference_pages(edition_view),
        *plan_meeting_pages(edition_view),
        *plan_decisions_page(edition_view),
        *plan_forward_plan_page(edition_view),
        *plan_guide_pages(edition_view),
    )
