"""Rules on the levels of targets and thresholds, and on targets that rows bring."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from boardpack.analysis.edition import Edition
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_data_keeper, find_dataset_owner
from boardpack.checks.scope import find_section_of_dataset, list_datasets, list_owed_blocks
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


@rule("T102", "No row brings another target than its measure has")
def find_contradicted_targets(edition: Edition) -> Iterator[Fault]:
    """Take the target out of the row; if it did change, correct the measure in dataset.yml, or give
    it `later_targets`. Only where dataset.yml has none do the rows bring it.
    """
    for entry, block in list_owed_blocks(edition):
        for measured in block.measured:
            row, measure = measured.rows[-1], measured.measure
            if row is None or not isinstance(row.target, Decimal):
                continue
            target = measure.find_target(measured.service, measured.periods[-1].id)
            if target is not None and row.target != target:
                words = (
                    f"'{measure.title}': the row says {row.target}, and its measure's target is "
                    f"{target}"
                )
                keeper = find_data_keeper(edition, entry)
                yield Fault(row.place, words, keeper, entry.service, entry.section.id)
