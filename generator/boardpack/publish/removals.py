"""What was published before, and is described or shown nowhere any more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from boardpack.analysis.edition import Edition
from boardpack.checks.responsible import find_edition_opener
from boardpack.findings import Finding, Place, Rule
from boardpack.load.directorate import DIRECTORATE_FILE
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.publish.manifest import Manifest

REMOVED = Rule(
    "D111",
    "What was published before is described and shown, or has ended",
    "Put it back where it stood, with `until:` its last period and `because:` the reason, so that "
    "readers are told.",
)
RULES = (REMOVED,)
_MEASURES, _PAGE = "measures/", ".html"
_DATA, _TABLE = "data/", ".csv"


def find_removals(manifest: Manifest, edition: Edition) -> Iterator[Finding]:
    """Yield the services, sections, datasets and measures of a publication that are there no more.

    What has ended is still described, with an `until`, and its page says that and why. What was
    taken out of its file together with its words and rows would go without anybody being told.
    """
    opener = find_edition_opener(edition)
    for kind, name, path in _iterate_removed(manifest, edition):
        words = f"{manifest.version} has {kind} '{name}', which no file describes or shows any more"
        yield REMOVED.make_finding(Place(path), words, who=opener)


def _iterate_removed(manifest: Manifest, edition: Edition) -> Iterator[tuple[str, str, str]]:
    """Yield the kind and name of what was removed, and the file in which it is missed."""
    instance, sections = edition.instance, edition.pack.sections
    pack_file = f"data/packs/{edition.pack_id}.yml"
    subjects = [verdict.subject for verdict in manifest.sections]
    # A dataset that no section lists is shown nowhere, whatever describes it.
    datasets = [name for section in sections for name in section.shown_datasets]
    measures = [
        f"{name}.{measure.id}"
        for name in datasets
        if name in instance.datasets
        for measure in instance.datasets[name].contract.measures
    ]
    services = (WHOLE_DIRECTORATE, *instance.service_ids)
    for name in _list_missing((subject.service for subject in subjects), services):
        yield "service", name, DIRECTORATE_FILE
    for name in _list_missing(
        (subject.section for subject in subjects), (section.id for section in sections)
    ):
        yield "section", name, pack_file
    for name in _list_missing(_iterate_names(manifest, _DATA, _TABLE), datasets):
        yield "dataset", name, pack_file
    for name in _list_missing(_iterate_names(manifest, _MEASURES, _PAGE), measures):
        yield "measure", name, _locate_measure(name, datasets, pack_file)


def _list_missing(published: Iterable[str], described: Iterable[str]) -> list[str]:
    known = frozenset(described)
    return [name for name in dict.fromkeys(published) if name not in known]


def _locate_measure(name: str, datasets: Iterable[str], pack_file: str) -> str:
    """Return the file in which a measure, `dataset.measure`, is missed."""
    dataset = name.partition(".")[0]
    return f"data/datasets/{dataset}/dataset.yml" if dataset in datasets else pack_file


def _iterate_names(manifest: Manifest, folder: str, ending: str) -> Iterator[str]:
    """Yield what the files of a folder are called after: `dataset`, or `dataset.measure`."""
    for path in manifest.files:
        name = path.removeprefix(folder).removesuffix(ending)
        if path == f"{folder}{name}{ending}" and "/" not in name and name != "index":
            yield name
