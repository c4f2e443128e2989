"""Rules on acronyms."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.acronyms import find_acronyms, list_explained_acronyms
from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_writer
from boardpack.findings import Fault, Severity
from boardpack.load.directorate import GLOSSARY_FILE
from boardpack.model.submission import Submission


@rule("N110", "Acronyms are in the glossary", Severity.WARNING, [GLOSSARY_FILE])
def find_unexplained_acronyms(edition: Edition) -> Iterator[Fault]:
    """Write the words out, or add the acronym and its meaning to data/glossary.csv."""
    glossary_words = list_explained_acronyms(edition.instance.glossary)
    for entries in edition.by_submission.values():
        settled_words = set(glossary_words)
        for entry in entries:
            for word, line in _find_entry_acronyms(entry):
                if word not in settled_words and entry.submission:
                    # Once a file, at its first place: each further one would say the same.
                    settled_words.add(word)
                    yield Fault(
                        entry.submission.find_place(line),
                        f"'{word}' is not in the glossary",
                        find_writer(edition, entry),
                        entry.service,
                        entry.section.id,
                    )


def _find_entry_acronyms(entry: Entry) -> Iterator[tuple[str, int | None]]:
    if entry.narrative:
        for word, line in find_acronyms(entry.narrative.text):
            yield word, entry.narrative.text_line + line
    if entry.submission:
        yield from _find_statement_acronyms(entry.submission, entry.section.id)


def _find_statement_acronyms(
    submission: Submission, section: str
) -> Iterator[tuple[str, int | None]]:
    for index, report in enumerate(submission.exceptions):
        if report.section == section:
            for field_name in ("issue", "cause", "action", "measurable"):
                for word, _ in find_acronyms(getattr(report, field_name)):
                    yield word, submission.find_report_place(index, field_name).line
    for index, event in enumerate(submission.front.events):
        if event.section == section:
            for word, _ in find_acronyms(event.words):
                yield word, submission.front_lines.get(f"events.{index}.words")
