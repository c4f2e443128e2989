"""What a director signs of a section, as lines of text: the same lines that a difference shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from boardpack.analysis.edition import Edition, Entry
from boardpack.analysis.lines import list_fields, to_line

_SECTION_FIELDS = ("title", "source", "lag")


@dataclass(frozen=True, slots=True)
class SignedLines:
    """The four components of a subject, each as lines."""

    narrative: tuple[str, ...]
    data: tuple[str, ...]
    definitions: tuple[str, ...]
    figures: tuple[str, ...]


def list_signed_lines(edition: Edition, entry: Entry) -> SignedLines:
    """Return what is signed of an entry."""
    blocks = (*entry.blocks, *entry.beside)
    section = (f"section {line}" for line in list_fields(entry.section, _SECTION_FIELDS))
    definitions = (line for block in blocks for line in block.signed_definitions(entry.service))
    return SignedLines(
        narrative=tuple(_iterate_narrative_lines(entry)),
        data=tuple(line for block in blocks for line in block.signed_rows()),
        definitions=(*section, *definitions),
        figures=tuple(
            line for block in blocks for line in block.signed_figures(edition.variations)
        ),
    )


def _iterate_narrative_lines(entry: Entry) -> Iterator[str]:
    yield f"state {to_line(entry.state)}"
    if entry.waiver is not None:
        waiver = entry.waiver
        yield f"waived by {waiver.owner} until {waiver.until}: {to_line(waiver.reason)}"
    if entry.not_applicable:
        yield f"not applicable: {to_line(entry.not_applicable)}"
    narrative = entry.narrative
    if narrative is not None and entry.submission is not None:
        yield f"author {entry.submission.front.author}"
        yield from (f"text {line}" for line in narrative.prose.split("\n"))
    yield from (f"exception {to_line(report)}" for report in entry.exceptions)
    yield from (f"event {to_line(event)}" for event in entry.events)
