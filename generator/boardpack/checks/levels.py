"""A rule on the levels of targets and thresholds."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.edition import Edition
from boardpack.checks.reach import datasets, hint, section_of
from boardpack.checks.registry import rule
from boardpack.checks.who import owner
from boardpack.findings import Fault


@rule("T101", "Targets and thresholds are for services that exist")
def level_exists(edition: Edition) -> Iterator[Fault]:
    """Correct the service's id; a level is `directorate`, a service or `service/team`."""
    for dataset in datasets(edition):
        for measure in dataset.contract.measures:
            for level in dict.fromkeys((*measure.targets, *measure.thresholds_by_service)):
                service = level.partition("/")[0]
                if not edition.instance.is_service(service):
                    near = hint(service, edition.instance.service_ids)
                    yield Fault(
                        dataset.place,
                        f"measure '{measure.id}': there is no service '{service}'{near}",
                        owner(edition, dataset.contract),
                        section=section_of(edition, dataset.id),
                    )
