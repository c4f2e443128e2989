"""Rules on what is no longer reported: nothing ends without a reason."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.edition import Edition
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_edition_opener
from boardpack.findings import Fault, Place


@rule("S114", "What is no longer reported has a reason")
def find_unexplained_endings(edition: Edition) -> Iterator[Fault]:
    """Put it back, or say why under `because:` beside its `until:`; directors sign the reason."""
    for entry in edition.entries:
        for ending in entry.endings:
            if not ending.reason:
                yield Fault(
                    Place(ending.path),
                    f"'{ending.title}' was last reported in {ending.last}, and nobody says why",
                    find_edition_opener(edition),
                    entry.service,
                    entry.section.id,
                )
