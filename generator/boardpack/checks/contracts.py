"""Rules on what packs and dataset contracts promise each other."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.edition import Edition
from boardpack.analysis.roles import format_role
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_dataset_owner, find_edition_opener
from boardpack.checks.scope import (
    advise_on_unknown_services,
    find_section_of_dataset,
    list_datasets,
)
from boardpack.findings import Fault, Place, suggest_word
from boardpack.model.rows import Dataset


@rule("M109", "Every section's datasets exist and have the pack's rhythm")
def find_unusable_datasets(edition: Edition) -> Iterator[Fault]:
    """Correct the dataset's id in the pack's file, or add data/datasets/<dataset>/dataset.yml."""
    known_datasets, cadence = edition.instance.datasets, edition.pack.cadence.of_editions
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
            elif known_datasets[name].contract.cadence.of_editions is not cadence:
                rhythm = known_datasets[name].contract.cadence
                words = f"section '{section.id}': dataset '{name}' is {rhythm}, the pack {cadence}"
                yield Fault(place, words, responsible, section=section.id)


@rule("M112", "Every service that has a section, a dataset or a measure exists")
def find_unknown_reporting_services(edition: Edition) -> Iterator[Fault]:
    """Correct the service's id under `services`."""
    for section in edition.pack.sections:
        for service in section.services:
            if words := _describe_unknown_service(edition, service):
                place = Place(f"data/packs/{edition.pack_id}.yml")
                words = f"section '{section.id}': {words}"
                yield Fault(place, words, find_edition_opener(edition), section=section.id)
    unknown_services = [
        (dataset, f"{name}: {words}", service)
        for dataset in list_datasets(edition)
        for name, services in _iterate_named_services(dataset)
        for service in services
        if (words := _describe_unknown_service(edition, service))
    ]
    advice_by_service = advise_on_unknown_services(
        edition, (service for _, _, service in unknown_services)
    )
    for dataset, words, service in unknown_services:
        yield Fault(
            dataset.place,
            words,
            find_dataset_owner(edition, dataset.contract),
            section=find_section_of_dataset(edition, dataset.id),
            advice=advice_by_service.get(service, ""),
        )


def _iterate_named_services(dataset: Dataset) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield f"dataset '{dataset.id}'", dataset.contract.services
    for measure in dataset.contract.measures:
        yield f"measure '{measure.id}'", measure.services


def _describe_unknown_service(edition: Edition, service: str) -> str:
    """Return that there is no such service; nothing where there is."""
    if edition.instance.is_service(service):
        return ""
    return f"there is no service '{service}'{suggest_word(service, edition.instance.service_ids)}"
