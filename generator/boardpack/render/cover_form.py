"""The empty cover sheet of a paper: a line for each row of its form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.model.cover import CoverForm, CoverSheet
from boardpack.model.cover_forms import COVER_FORMS


def iterate_cover_lines(edition: Edition, entry: Entry) -> Iterator[str]:
    """Yield the lines of YAML that the writer of a paper fills in; what is known stands there."""
    item = edition.agenda.find_item(entry.section.id) if edition.agenda else None
    form = CoverForm.COMMITTEE
    yield f"form: {form}"
    if item is not None and item.enclosure:
        yield f'enclosure: "{item.enclosure}"'
    known = {"executive_lead": entry.section.signed_off_by, "authors": entry.section.narrated_by}
    defaults = {field.name: field.default for field in fields(CoverSheet)}
    for row in COVER_FORMS[form]:
        must = " (must be filled in)" if row.is_required else ""
        yield f"# {row.title}{must}"
        yield _format_line(row.field, defaults[row.field], known.get(row.field, ""))


def _format_line(key: str, default: object, known: str) -> str:
    if isinstance(default, str):
        return f"{key}: {known}" if known else f'{key}: ""'
    if isinstance(default, tuple):
        return f"{key}: [{known}]"
    if default is None:
        return f'# {key}: {{done: no, why: "Say why in words"}}'
    return f"# {key}:"
