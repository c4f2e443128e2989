"""Rules on what packs and dataset contracts promise each other."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.edition import Edition
from boardpack.analysis.roles import in_words
from boardpack.checks.reach import datasets, hint, section_of
from boardpack.checks.registry import rule
from boardpack.checks.who import opener, owner
from boardpack.findings import Fault, Place


@rule("M109", "Every section's datasets exist and have the pack's rhythm")
def dataset_exists(edition: Edition) -> Iterator[Fault]:
    """Correct the dataset's id in the pack's file, or add data/datasets/<dataset>/dataset.yml."""
    found, cadence = edition.instance.datasets, edition.pack.cadence
    place = Place(f"data/packs/{edition.pack_id}.yml")
    for section in edition.pack.sections:
        who = in_words(edition, section.data_by) or opener(edition)
        for name in section.datasets:
            if name not in found:
                words = f"section '{section.id}': there is no dataset '{name}'{hint(name, found)}"
                yield Fault(place, words, who, section=section.id)
            elif found[name].contract.cadence is not cadence:
                rhythm = found[name].contract.cadence
                words = f"section '{section.id}': dataset '{name}' is {rhythm}, the pack {cadence}"
                yield Fault(place, words, who, section=section.id)


@rule("M112", "Every service that reports a measure exists")
def reporting_service_exists(edition: Edition) -> Iterator[Fault]:
    """Correct the service's id under `services` of the measure."""
    for dataset in datasets(edition):
        for measure in dataset.contract.measures:
            for service in measure.services:
                if not edition.instance.is_service(service):
                    near = hint(service, edition.instance.service_ids)
                    yield Fault(
                        dataset.place,
                        f"measure '{measure.id}': there is no service '{service}'{near}",
                        owner(edition, dataset.contract),
                        section=section_of(edition, dataset.id),
                    )
