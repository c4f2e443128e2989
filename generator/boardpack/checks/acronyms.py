"""Rules on acronyms."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.acronyms import acronyms, explained
from boardpack.analysis.edition import Edition, Entry
from boardpack.checks.registry import rule
from boardpack.checks.who import writer
from boardpack.findings import Fault, Severity
from boardpack.model.submission import Submission


@rule("N110", "Acronyms are in the glossary", Severity.WARNING)
def acronym_is_explained(edition: Edition) -> Iterator[Fault]:
    """Write the words out, or add the acronym and its meaning to data/glossary.csv."""
    known = explained(edition.instance.glossary)
    for service in edition.services:
        said = set(known)
        for entry in edition.of_service(service):
            for word, line in _used(entry):
                if word not in said and entry.submission:
                    said.add(word)
                    yield Fault(
                        entry.submission.place(line),
                        f"'{word}' is not in the glossary",
                        writer(edition, entry),
                        service,
                        entry.section.id,
                    )


def _used(entry: Entry) -> Iterator[tuple[str, int | None]]:
    if entry.narrative:
        for word, line in acronyms(entry.narrative.text):
            yield word, entry.narrative.text_line + line
    if entry.submission:
        yield from _in_front_matter(entry.submission, entry.section.id)


def _in_front_matter(submission: Submission, section: str) -> Iterator[tuple[str, int | None]]:
    front, lines = submission.front, submission.front_lines
    for index, one in enumerate(front.exceptions):
        if one.section == section:
            for name in ("issue", "cause", "action", "measurable"):
                for word, _ in acronyms(getattr(one, name)):
                    yield word, lines.get(f"exceptions.{index}.{name}")
    for index, event in enumerate(front.events):
        if event.section == section:
            for word, _ in acronyms(event.words):
                yield word, lines.get(f"events.{index}.words")
