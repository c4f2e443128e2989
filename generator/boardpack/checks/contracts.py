"""Rules on what packs and dataset contracts promise each other."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.edition import Edition
from boardpack.analysis.roles import format_role
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_dataset_owner, find_edition_opener
from boardpack.checks.scope import find_section_of_dataset, list_datasets
from boardpack.findings import Fault, Place, suggest_word


@rule("M109", "Every section's datasets exist and have the pack's rhythm")
def find_unusable_datasets(edition: Edition) -> Iterator[Fault]:
    """Correct the dataset's id in the pack's file, or add data/datasets/<dataset>/dataset.yml."""
    known_datasets, cadence = edition.instance.datasets, edition.pack.cadence
    place = Place(f"data/packs/{edition.pack_id}.yml")
    for section in edition.pack.sections:
        responsible = format_role(edition, section.data_by) or find_edition_opener(edition)
        for name in section.datasets:
            if f"data/datasets/{name}/dataset.yml" in edition.instance.unread:
                # It is there, and why it cannot be read is said beside the line.
                continue
            if name not in known_datasets:
                suggestion = suggest_word(name, known_datasets)
                words = f"section '{section.id}': there is no dataset '{name}'{suggestion}"
                yield Fault(place, words, responsible, section=section.id)
            elif known_datasets[name].contract.cadence is not cadence:
                rhythm = known_datasets[name].contract.cadence
                words = f"section '{section.id}': dataset '{name}' is {rhythm}, the pack {cadence}"
                yield Fault(place, words, responsible, section=section.id)


@rule("M112", "Every service that reports a measure exists")
def find_unknown_reporting_services(edition: Edition) -> Iterator[Fault]:
    """Correct the service's id under `services` of the measure."""
    for dataset in list_datasets(edition):
        for measure in dataset.contract.measures:
            for service in measure.services:
                if not edition.instance.is_service(service):
                    suggestion = suggest_word(service, edition.instance.service_ids)
                    yield Fault(
                        dataset.place,
                        f"measure '{measure.id}': there is no service '{service}'{suggestion}",
                        find_dataset_owner(edition, dataset.contract),
                        section=find_section_of_dataset(edition, dataset.id),
                    )
