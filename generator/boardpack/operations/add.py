"""Another service, dataset, measure, section or person: written where it belongs, or not at all."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from boardpack.adapters.files import replace_files
from boardpack.adapters.workspace import Workspace, load_workspace, open_workspace
from boardpack.errors import CannotRun
from boardpack.findings import Finding
from boardpack.load.directorate import DIRECTORATE_FILE
from boardpack.model.dataset import Kind
from boardpack.model.instance import Instance
from boardpack.model.period import parse_period
from boardpack.operations.add_person import NewPerson, compose_person
from boardpack.operations.added_text import add_item
from boardpack.operations.check import check_editions
from boardpack.operations.choices import require_choice, require_role
from boardpack.operations.select import Selection, require_instance
from boardpack.render.yaml_items import render_mapping

_SCHEMA_LINE = "# yaml-language-server: $schema=../../schemas/dataset.schema.json"


@dataclass(frozen=True, slots=True)
class NewService:
    """A service, with the first month or week that it reports on; the next one where none is."""

    id: str
    title: str
    since: str = ""


@dataclass(frozen=True, slots=True)
class NewDataset:
    """A dataset of a kind, from a source, for whose figures a role answers."""

    id: str
    title: str
    kind: Kind
    source: str
    owner: str


@dataclass(frozen=True, slots=True)
class NewMeasure:
    """An indicator of a dataset, owed from a period on; from the next one where none is named."""

    dataset: str
    id: str
    title: str
    unit: str = ""
    better: str = ""
    target: Decimal | None = None
    since: str = ""


@dataclass(frozen=True, slots=True)
class NewSection:
    """A part of a pack from a period on, or from the next one, with the datasets that it shows."""

    pack: str
    id: str
    title: str
    group: str
    narrated_by: str
    datasets: Sequence[str] = ()
    prompt: str = ""
    since: str = ""


NewThing = NewService | NewPerson | NewDataset | NewMeasure | NewSection


@dataclass(frozen=True, slots=True)
class Added:
    """The paths of the files that were written, and what is to be done next, in sentences."""

    paths: tuple[str, ...]
    next_steps: tuple[str, ...]


def add_thing(root: Path, thing: NewThing) -> Added:
    """Write something new into the files of an instance, and return what is to be done next.

    CannotRun, with nothing written, where the files would not be in order with it.
    """
    workspace = open_workspace(root)
    require_instance(workspace)
    files, next_steps = _compose(workspace, thing)
    data = {path: text.encode() for path, text in files.items()}
    _refuse_faults(workspace, data)
    replace_files(root, data)
    return Added(tuple(data), next_steps)


def _compose(workspace: Workspace, thing: NewThing) -> tuple[dict[str, str], tuple[str, ...]]:
    match thing:
        case NewService():
            return _compose_service(workspace, thing)
        case NewPerson():
            return compose_person(workspace, thing)
        case NewDataset():
            return _compose_dataset(workspace, thing)
        case NewMeasure():
            return _compose_measure(workspace, thing)
        case NewSection():
            return _compose_section(workspace, thing)


def _compose_service(
    workspace: Workspace, service: NewService
) -> tuple[dict[str, str], tuple[str, ...]]:
    since = service.since or _find_next_period(require_instance(workspace))
    item = {"id": service.id, "title": service.title, **({"from": since} if since else {})}
    return {DIRECTORATE_FILE: add_item(workspace, DIRECTORATE_FILE, "services", item)}, (
        f"Say who does what for it: boardpack add person ID --name NAME --role ROLE "
        f"--service {service.id}",
        f"It reports from {since or 'the first edition'} on: alter `from` in {DIRECTORATE_FILE} "
        "if it is another month",
        "Open its files when that begins: boardpack new",
        "Then: boardpack check",
    )


def _compose_dataset(
    workspace: Workspace, dataset: NewDataset
) -> tuple[dict[str, str], tuple[str, ...]]:
    require_role(require_instance(workspace), dataset.owner)
    path = _locate_contract(dataset.id)
    if path in workspace.tree:
        raise CannotRun(f"there is a dataset '{dataset.id}' already: {path}")
    lines = [
        _SCHEMA_LINE,
        *render_mapping(
            {
                "title": dataset.title,
                "kind": dataset.kind.value,
                "source": dataset.source,
                "owner": dataset.owner,
            }
        ),
        *_list_first_lines(dataset),
        "",
    ]
    steps = (
        f"Say the rest in {path}; data/schemas/keys.md explains each key",
        *(
            (f"Add its other measures: boardpack add measure {dataset.id} ID --title TITLE",)
            if dataset.kind is Kind.MEASURES
            else ()
        ),
        f"Show it in a section: boardpack add section PACK ID --title TITLE --group GROUP "
        f"--narrated-by ROLE --dataset {dataset.id}",
        f"Take in its figures: boardpack take FILE --dataset {dataset.id} --period PERIOD",
    )
    return {path: "\n".join(lines)}, steps


def _list_first_lines(dataset: NewDataset) -> list[str]:
    """Return what a dataset of its kind cannot be without."""
    match dataset.kind:
        case Kind.MEASURES:
            title = render_mapping({"title": dataset.title})[0]
            return ["measures:", f"  - id: {dataset.id}", f"    {title}"]
        case Kind.TABLE:
            return [
                "fields:",
                "  - name: service",
                '    title: "Service"',
                "    constraints: {required: true}",
                "  - name: item",
                '    title: "Item"',
                "    constraints: {required: true}",
            ]
        case Kind.RISKS:
            return [
                "bands:",
                "  - {title: Low, minimum: 1, maximum: 6}",
                "  - {title: Medium, minimum: 8, maximum: 12}",
                "  - {title: High, minimum: 15, maximum: 25}",
            ]
        case Kind.FINANCE:
            return ['unit: "GBP thousand"']
        case Kind.PLANS | Kind.ASSURANCE:
            return []


def _compose_measure(
    workspace: Workspace, measure: NewMeasure
) -> tuple[dict[str, str], tuple[str, ...]]:
    path = _locate_contract(measure.dataset)
    datasets = require_instance(workspace).datasets
    require_choice("dataset", measure.dataset, sorted(datasets))
    item: dict[str, str | Decimal] = {"id": measure.id, "title": measure.title}
    item |= {"unit": measure.unit} if measure.unit else {}
    item |= {"better": measure.better} if measure.better else {}
    item |= {"target": measure.target} if measure.target is not None else {}
    files = datasets[measure.dataset].files
    since = measure.since or (parse_period(files[-1].period).step_back(-1).id if files else "")
    item |= {"from": since} if since else {}
    return {path: add_item(workspace, path, "measures", item)}, (
        f"Say in {path} how it is counted (description), and where red begins (thresholds)",
        *(
            [f"It is owed from {since} on: alter `from` if there are earlier figures"]
            if since
            else []
        ),
        f"Add its rows to data/datasets/{measure.dataset}/PERIOD.csv, or take in a file: "
        f"boardpack take FILE --dataset {measure.dataset} --period PERIOD",
        "Then: boardpack check",
    )


def _compose_section(
    workspace: Workspace, section: NewSection
) -> tuple[dict[str, str], tuple[str, ...]]:
    instance = require_instance(workspace)
    path = f"data/packs/{section.pack}.yml"
    # One that cannot be read is there all the same, and is what its own findings are about.
    if path not in workspace.tree:
        require_choice("pack", section.pack, sorted(instance.packs))
    require_role(instance, section.narrated_by)
    item: dict[str, str | Sequence[str]] = {
        "id": section.id,
        "title": section.title,
        "group": section.group,
        "narrated_by": section.narrated_by,
    }
    item |= {"datasets": section.datasets} if section.datasets else {}
    for name in section.datasets:
        require_choice("dataset", name, sorted(instance.datasets))
    for name in section.datasets[:1]:
        contract = instance.datasets[name].contract
        item |= {"source": contract.source, "data_by": contract.owner}
    item |= {"prompt": section.prompt} if section.prompt else {}
    since = section.since or _find_next_period(instance, section.pack)
    item |= {"from": since} if since else {}
    return {path: add_item(workspace, path, "sections", item)}, (
        f"It is the last section of {path}: move it to where readers shall find it",
        f"It is part of the pack from {since or 'the first edition'} on: alter `from` if it is not",
        "Then: boardpack check",
    )


def _find_next_period(instance: Instance, pack: str = "") -> str:
    """Return the period after the newest edition, of a pack or of any; empty before the first.

    When a committee meets next nobody can work out.
    """
    periods = [
        parse_period(period)
        for pack_id, period in instance.edition_ids
        if pack in ("", pack_id) and not instance.packs[pack_id].committee
    ]
    newest = max(periods, key=lambda period: period.end, default=None)
    return newest.step_back(-1).id if newest else ""


def _locate_contract(dataset: str) -> str:
    return f"data/datasets/{dataset}/dataset.yml"


def _refuse_faults(workspace: Workspace, files: Mapping[str, bytes]) -> None:
    """Raise CannotRun where the files that would be written are not in order.

    Asked are those who read them and every rule, on the newest edition of each pack.
    """
    new_workspace = load_workspace(workspace.root, {**workspace.tree, **files}, [])
    faults = _find_faults(new_workspace, files)
    known_faults = _find_faults(workspace, files) if faults else {}
    for fault, finding in faults.items():
        if fault not in known_faults:
            raise CannotRun(f"nothing was written: {finding.what}. {finding.advice}")


def _find_faults(workspace: Workspace, paths: Container[str]) -> dict[tuple[str, ...], Finding]:
    """Return the errors in some files by what they say: a line more moves those below it."""
    editions = dict(workspace.instance.edition_ids) if workspace.instance else {}
    report = check_editions(workspace, Selection(tuple(editions.items())))
    return {
        (finding.code, finding.place.path, finding.what): finding
        for finding in report.findings
        if finding.is_error and finding.place.path in paths
    }
