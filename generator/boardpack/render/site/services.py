"""The page of a service: each of its sections whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from markupsafe import Markup

from boardpack.model.canonical import compute_digest
from boardpack.model.directorate import Service
from boardpack.render.downloads import Download
from boardpack.render.edition_view import EditionView
from boardpack.render.meetings import ActionTable
from boardpack.render.output import Output
from boardpack.render.page import render_page
from boardpack.render.pdf.links import list_document_links
from boardpack.render.site.links import locate_service_page
from boardpack.render.site.risks import NamedRisk, list_named_risks
from boardpack.render.site.site_page import SitePage
from boardpack.render.web_form.page import FORM_PAGE, can_be_written


@dataclass(frozen=True, slots=True)
class ServicePart:
    """A section of the service; `id` is its anchor."""

    id: str
    title: str
    html: Markup


@dataclass(frozen=True)
class ServicePage(SitePage):
    """A service's sections in the pack's order, and its documents."""

    template: ClassVar[str] = "pages/service.md.jinja"
    id: str
    title: str
    predecessors: Sequence[Service]
    downloads: Sequence[Download]
    is_compared: bool
    form_link: str
    action_tables: Sequence[ActionTable]
    named_risks: Sequence[NamedRisk]
    parts: Sequence[ServicePart]


def plan_service_page(edition_view: EditionView, service: str) -> Output:
    """Return the page of a service, made only when one of its sections changed."""
    key = compute_digest(
        (
            edition_view.engine,
            [entry_view.key for entry_view in edition_view.views_by_service[service]],
            edition_view.describe_missing((service,)),
            edition_view.name_service(service),
            edition_view.edition.title,
            _list_predecessors(edition_view, service),
            edition_view.action_tables.get(service, ()),
            list_named_risks(edition_view, service),
            edition_view.is_compared,
            _find_form_link(edition_view, service),
        )
    )
    return Output(
        locate_service_page(service), key, partial(_render_service_page, edition_view, service)
    )


def _render_service_page(edition_view: EditionView, service: str) -> str:
    page = ServicePage(
        edition=edition_view.edition,
        banner=edition_view.render_banner(edition_view.describe_missing((service,))),
        id=service,
        title=edition_view.name_service(service),
        predecessors=_list_predecessors(edition_view, service),
        downloads=list_document_links(edition_view, service, base="../"),
        is_compared=edition_view.is_compared,
        form_link=_find_form_link(edition_view, service),
        named_risks=list_named_risks(edition_view, service),
        action_tables=edition_view.action_tables.get(service, ()),
        parts=[
            ServicePart(
                entry_view.entry.section.id, entry_view.entry.section.title, entry_view.html
            )
            for entry_view in edition_view.views_by_service[service]
        ],
    )
    return render_page(edition_view.env, page)


def _list_predecessors(edition_view: EditionView, service: str) -> tuple[Service, ...]:
    edition = edition_view.edition
    return edition.instance.directorate.find_predecessors(service, edition.period.start)


def _find_form_link(edition_view: EditionView, service: str) -> str:
    """Return where a service's submission is written in the form; "" where it cannot be."""
    return f"../{FORM_PAGE}?file={service}" if can_be_written(edition_view, service) else ""
