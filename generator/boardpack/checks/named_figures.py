"""Rules on figures that words name between braces."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.edition import Edition, index_figures
from boardpack.analysis.entry import Entry
from boardpack.analysis.named_figures import iterate_names
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_writer
from boardpack.findings import Fault, Place
from boardpack.model.report_labels import LABELS


@rule("N119", "Figures that words name are known")
def find_unknown_figures(edition: Edition) -> Iterator[Fault]:
    """Name a measure by its id, as in data/datasets/*/dataset.yml, or write the figure out."""
    for service in edition.services:
        entries = edition.list_service_entries(service)
        index = None
        for entry in entries:
            for name, place in _iterate_left_names(entry):
                index = index or index_figures(entries)
                _, fault = index.find_figure(name, entry.section.id)
                writer = find_writer(edition, entry)
                yield Fault(place, fault, writer, service, entry.section.id)


def _iterate_left_names(entry: Entry) -> Iterator[tuple[str, Place]]:
    """Yield the names for which no figure could be put in."""
    submission, narrative = entry.submission, entry.narrative
    if submission is None:
        return
    if narrative is not None:
        for name, line in iterate_names(narrative.text):
            yield name, submission.find_place(narrative.text_line + line)
    for index, report in enumerate(submission.exceptions):
        if report.section == entry.section.id:
            for field in LABELS:
                for name, _ in iterate_names(str(getattr(report, field) or "")):
                    yield name, submission.find_report_place(index, field)
