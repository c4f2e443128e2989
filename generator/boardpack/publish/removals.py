"""What was published before, and is described or shown nowhere any more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.instance import Instance
from boardpack.model.pack import Pack
from boardpack.publish.manifest import Manifest

_MEASURES, _PAGE = "measures/", ".html"
_DATA, _TABLE = "data/", ".csv"


def list_removals(manifest: Manifest, instance: Instance, pack: Pack) -> tuple[str, ...]:
    """Return the services, sections, datasets and measures of a publication that are there no more.

    What has ended is still described, with an `until`, and its page says that and why. What was
    taken out of its file together with its words and rows would go without anybody being told.
    """
    subjects = [verdict.subject for verdict in manifest.sections]
    # A dataset that no section lists is shown nowhere, whatever describes it.
    datasets = [name for section in pack.sections for name in (*section.datasets, *section.beside)]
    measures = (
        f"{name}.{measure.id}"
        for name in datasets
        if name in instance.datasets
        for measure in instance.datasets[name].contract.measures
    )
    services = (WHOLE_DIRECTORATE, *instance.service_ids)
    return (
        *_list_missing("service", (subject.service for subject in subjects), services),
        *_list_missing(
            "section",
            (subject.section for subject in subjects),
            (section.id for section in pack.sections),
        ),
        *_list_missing("dataset", _iterate_names(manifest, _DATA, _TABLE), datasets),
        *_list_missing("measure", _iterate_names(manifest, _MEASURES, _PAGE), measures),
    )


def _list_missing(kind: str, published: Iterable[str], described: Iterable[str]) -> Iterator[str]:
    known = frozenset(described)
    return (f"{kind} '{name}'" for name in dict.fromkeys(published) if name not in known)


def _iterate_names(manifest: Manifest, folder: str, ending: str) -> Iterator[str]:
    """Yield what the files of a folder are called after: `dataset`, or `dataset.measure`."""
    for path in manifest.files:
        name = path.removeprefix(folder).removesuffix(ending)
        if path == f"{folder}{name}{ending}" and "/" not in name and name != "index":
            yield name
