"""`data/datasets/<dataset>/`: a contract and the CSV files that land under it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from boardpack.findings import Finding, Place, declare
from boardpack.load.contracts import contract_faults, usable
from boardpack.load.finance import read_lines, read_totals
from boardpack.load.measures import read_observations
from boardpack.load.risks import read_risks
from boardpack.load.tables import read_rows
from boardpack.load.tree import Tree, under
from boardpack.load.yaml_files import read_yaml
from boardpack.model.dataset import Contract, DataFile, Dataset, Kind, Row
from boardpack.model.period import parse_period

STRAY_DATA = declare(
    "D104",
    "Every data file lies in a dataset's folder and is named for its period",
    "Name the file for the period it came for, such as 2018-11.csv, beside a dataset.yml.",
)
Reader = Callable[[bytes, str, Contract], tuple[tuple[Row, ...], list[Finding]]]
_READERS: Mapping[Kind, Reader] = {
    Kind.MEASURES: read_observations,
    Kind.FINANCE: read_lines,
    Kind.RISKS: read_risks,
    Kind.TABLE: read_rows,
}
TOTALS = ".totals.csv"


def load_datasets(tree: Tree) -> tuple[dict[str, Dataset], list[Finding]]:
    """Return the datasets by id; one whose contract cannot be read is left out."""
    datasets: dict[str, Dataset] = {}
    findings: list[Finding] = []
    for dataset_id, files in _folders(tree).items():
        path = f"data/datasets/{dataset_id}/dataset.yml"
        if path not in files:
            findings.append(STRAY_DATA.at(Place(min(files)), "there is no dataset.yml beside it"))
            continue
        contract, document, wrong = read_yaml(files.pop(path), path, Contract)
        findings += wrong
        if contract is None or document is None:
            continue
        findings += contract_faults(dataset_id, contract, document)
        contract = usable(contract)
        read, wrong = _files(contract, files)
        findings += wrong
        datasets[dataset_id] = Dataset(dataset_id, contract, Place(path), read)
    return datasets, findings


def _folders(tree: Tree) -> dict[str, dict[str, bytes]]:
    folders: dict[str, dict[str, bytes]] = {}
    for path, data in under(tree, "data/datasets"):
        folders.setdefault(path.split("/")[2], {})[path] = data
    return folders


def _files(
    contract: Contract, files: Mapping[str, bytes]
) -> tuple[tuple[DataFile, ...], list[Finding]]:
    read: list[DataFile] = []
    findings: list[Finding] = []
    for path, data in files.items():
        name = path.split("/", 3)[3]
        if name.endswith(TOTALS):
            if fault := _totals_fault(path, contract, files):
                findings.append(STRAY_DATA.at(Place(path), fault, who=contract.owner))
            continue
        if fault := _name_fault(name, contract):
            findings.append(STRAY_DATA.at(Place(path), fault, who=contract.owner))
            continue
        rows, wrong = _READERS[contract.kind](data, path, contract)
        totals_path = path.removesuffix(".csv") + TOTALS
        totals, odd = read_totals(files.get(totals_path), totals_path, contract)
        findings += [*wrong, *odd]
        read.append(DataFile(name.removesuffix(".csv"), path, rows, totals))
    return tuple(sorted(read, key=lambda file: file.period)), findings


def _totals_fault(path: str, contract: Contract, files: Mapping[str, bytes]) -> str:
    if contract.kind is not Kind.FINANCE:
        return "only a finance dataset has totals"
    summed = path.removesuffix(TOTALS) + ".csv"
    return "" if summed in files else "the file that it totals is missing"


def _name_fault(name: str, contract: Contract) -> str:
    if not name.endswith(".csv"):
        return "this is not a CSV file"
    try:
        period = parse_period(name.removesuffix(".csv"))
    except ValueError as error:
        return str(error)
    if period.cadence is not contract.cadence:
        return f"the dataset is {contract.cadence}, the file's period is not"
    return ""
