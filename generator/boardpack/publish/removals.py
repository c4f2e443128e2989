"""What was published before, and is described nowhere any more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.instance import Instance
from boardpack.model.pack import Pack
from boardpack.publish.manifest import Manifest

_MEASURES, _PAGE = "measures/", ".html"


def list_removals(manifest: Manifest, instance: Instance, pack: Pack) -> tuple[str, ...]:
    """Return the services, sections and measures of a publication that are described no more.

    What has ended is still described, with an `until`, and its page says that and why. What was
    taken out of its file together with its words and rows would go without anybody being told.
    """
    subjects = [verdict.subject for verdict in manifest.sections]
    measures = (
        f"{dataset.id}.{measure.id}"
        for dataset in instance.datasets.values()
        for measure in dataset.contract.measures
    )
    services = (WHOLE_DIRECTORATE, *instance.service_ids)
    return (
        *_list_missing("service", (subject.service for subject in subjects), services),
        *_list_missing(
            "section",
            (subject.section for subject in subjects),
            (section.id for section in pack.sections),
        ),
        *_list_missing("measure", _iterate_measures(manifest), measures),
    )


def _list_missing(kind: str, published: Iterable[str], described: Iterable[str]) -> Iterator[str]:
    known = frozenset(described)
    return (f"{kind} '{name}'" for name in dict.fromkeys(published) if name not in known)


def _iterate_measures(manifest: Manifest) -> Iterator[str]:
    """Yield `dataset.measure` for each page of a measure."""
    for path in manifest.files:
        if path.startswith(_MEASURES) and path.endswith(_PAGE):
            name = path.removeprefix(_MEASURES).removesuffix(_PAGE)
            if "." in name:
                yield name
