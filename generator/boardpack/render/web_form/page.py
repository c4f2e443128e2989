"""The page of the form, beside the draft, and what the editor is told of each file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.load.submissions import list_headed_sections
from boardpack.model.forms import list_form_headings
from boardpack.model.report_labels import LABELS, REPORT_TITLE
from boardpack.model.web_form import WebForm
from boardpack.render.edition_view import EditionView
from boardpack.render.output import Output
from boardpack.render.page import render_page
from boardpack.render.site.site_page import plan_text
from boardpack.render.web_form.backend import compose_backend, list_connections
from boardpack.render.web_form.fields import compose_fields, list_leads

FORM_FOLDER = "write"
FORM_PAGE = f"{FORM_FOLDER}/index.html"
_FORMAT = "boardpack"


@dataclass(frozen=True, slots=True)
class FormPage:
    """Which submissions can be written: their names and titles.

    `connections` are the addresses to which the page may speak.
    """

    template: ClassVar[str] = "write/index.html.jinja"
    title: str
    connections: Sequence[str]
    files: Sequence[tuple[str, str]]


def plan_form(edition_view: EditionView) -> Iterator[Output]:
    """Yield the page and the settings of each file that can be written in the form."""
    edition = edition_view.edition
    directorate = edition.instance.directorate
    form = directorate.form
    entries_by_name = {
        name: entries
        for name, entries in edition.by_submission.items()
        if can_be_written(edition_view, name)
    }
    if form is None or not entries_by_name:
        return
    service_titles = {service.id: service.title for service in directorate.services}
    titles = {name: service_titles.get(name, directorate.title) for name in entries_by_name}
    page = FormPage(edition.title, list_connections(form), tuple(titles.items()))
    yield plan_text(FORM_PAGE, render_page(edition_view.env, page))
    for name, entries in entries_by_name.items():
        settings = {
            "editor": _compose_editor_settings(
                edition, form, _compose_file(edition, name, titles[name], entries)
            ),
            "plan": compose_plan(edition, name),
        }
        yield plan_text(f"{FORM_FOLDER}/{name}.json", json.dumps(settings, ensure_ascii=False))


def can_be_written(edition_view: EditionView, name: str) -> bool:
    """Return whether a submission can be written in the form: none of a publication, no paper."""
    edition = edition_view.edition
    return (
        edition.instance.directorate.form is not None
        and edition_view.has_editor
        and edition_view.certificate is None
        and not edition.pack.committee
        and edition.find_submission(name) is not None
    )


def compose_plan(edition: Edition, name: str) -> dict[str, Any]:
    """Return what may stand in a submission, by which the form finds its fields in the text."""
    sections = {section.id: section for section in edition.pack.sections}
    return {
        "sections": [
            {
                "id": identifier,
                "title": title,
                "parts": [heading.title for heading in list_form_headings(sections[identifier])],
            }
            for title, identifier in list_headed_sections(edition.pack, name).items()
        ],
        "labels": list(LABELS.items()),
        "report": REPORT_TITLE,
        "leads": list(list_leads(edition, name).items()),
    }


def _compose_file(
    edition: Edition, name: str, title: str, entries: Sequence[Entry]
) -> Mapping[str, Any]:
    return {
        "name": name,
        "label": title,
        "file": edition.locate_submission(name),
        "fields": compose_fields(edition, entries, list_leads(edition, name)),
    }


def _compose_editor_settings(
    edition: Edition, form: WebForm, file: Mapping[str, Any]
) -> Mapping[str, Any]:
    return {
        "backend": {
            **compose_backend(form),
            "commit_messages": {"update": f"Write {edition.title} of {file['label']}"},
        },
        "publish_mode": "editorial_workflow",
        # The editor wants one; the form has no field for pictures, which no submission may have.
        "media_folder": "content",
        "search": False,
        "show_preview_links": False,
        "editor": {"preview": False},
        "collections": [
            {
                "name": edition.id,
                "label": edition.title,
                "format": _FORMAT,
                # Whoever may merge does so on the forge, where the checks are.
                "publish": False,
                "delete": False,
                "files": [file],
            }
        ],
    }
