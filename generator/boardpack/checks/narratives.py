"""Rules on what people write."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.edition import Edition
from boardpack.checks.registry import rule
from boardpack.checks.who import writer
from boardpack.findings import Fault, Place


@rule("N101", "Every service has its submission")
def submission_exists(edition: Edition) -> Iterator[Fault]:
    """Write the file; the status page's link opens an empty one with all its headings."""
    for service in edition.services:
        owed = [e for e in edition.of_service(service) if e.is_owed and e.needs_narrative]
        if owed and owed[0].submission is None:
            yield Fault(
                Place(edition.submission_path(service)),
                f"there is no submission; {len(owed)} sections are to be narrated",
                who=writer(edition, owed[0]),
                service=service,
            )
