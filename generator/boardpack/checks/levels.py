"""A rule on the levels of targets and thresholds."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.edition import Edition
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_dataset_owner
from boardpack.checks.scope import find_section_of_dataset, list_datasets
from boardpack.findings import Fault, suggest_word


@rule("T101", "Targets and thresholds are for services that exist")
def find_levels_of_unknown_services(edition: Edition) -> Iterator[Fault]:
    """Correct the service's id; a level is `directorate`, a service or `service/team`."""
    for dataset in list_datasets(edition):
        for measure in dataset.contract.measures:
            for level in dict.fromkeys(
                (
                    *measure.targets,
                    *measure.thresholds_by_service,
                    *(later.level for later in measure.later_targets),
                )
            ):
                service = level.partition("/")[0]
                if not edition.instance.is_service(service):
                    suggestion = suggest_word(service, edition.instance.service_ids)
                    yield Fault(
                        dataset.place,
                        f"measure '{measure.id}': there is no service '{service}'{suggestion}",
                        find_dataset_owner(edition, dataset.contract),
                        section=find_section_of_dataset(edition, dataset.id),
                    )
