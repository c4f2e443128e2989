"""`data/datasets/<dataset>/`: a contract and the CSV files that land under it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from boardpack.findings import Finding, Place, Rule, suggest_word
from boardpack.load.assurance import read_assurance
from boardpack.load.contracts import find_unmatched_rebases, settle_contract
from boardpack.load.finance import read_finance_lines, read_totals
from boardpack.load.kept_notes import KeptNotes, Memory
from boardpack.load.measures import read_observations
from boardpack.load.originals import load_originals
from boardpack.load.past_figures import (
    FEWEST_KEPT,
    PAST_FIGURES,
    digest_past,
    keep_past,
    recall_past,
)
from boardpack.load.plans import read_plans
from boardpack.load.refused_rows import find_refused_identifiers
from boardpack.load.repeated_lines import MeasuresReader
from boardpack.load.risks import read_risks
from boardpack.load.tables import read_none_rows, read_table_rows
from boardpack.load.tree import Tree, iterate_files_under
from boardpack.load.yaml_files import read_yaml
from boardpack.model.dataset import (
    Contract,
    Kind,
)
from boardpack.model.past_rows import PastRows
from boardpack.model.period import parse_period
from boardpack.model.rows import (
    DataFile,
    Dataset,
    Row,
)

STRAY_DATA = Rule(
    "D104",
    "Every data file lies in a dataset's folder and is named for its period",
    "Name the file for the period it came for, such as 2018-11.csv, beside a dataset.yml.",
)
RowReader = Callable[[bytes, str, Contract], tuple[Sequence[Row], list[Finding]]]
ROW_READERS: Mapping[Kind, RowReader] = {
    Kind.MEASURES: read_observations,
    Kind.FINANCE: read_finance_lines,
    Kind.RISKS: read_risks,
    Kind.ASSURANCE: read_assurance,
    Kind.PLANS: read_plans,
    Kind.TABLE: read_table_rows,
}
TOTALS_SUFFIX = ".totals.csv"


def load_datasets(
    tree: Tree, left_out: Collection[str] = (), memory: Memory | None = None
) -> tuple[dict[str, Dataset], list[Finding]]:
    """Return the datasets by id; one whose contract cannot be read is left out.

    `left_out` are the paths of files that are there and are not in the tree. What `memory` knows of
    the files before the newest is not read again before somebody asks for a row.
    """
    datasets: dict[str, Dataset] = {}
    findings: list[Finding] = []
    files_by_dataset = _group_by_dataset(tree)
    is_worthwhile = sum(map(len, files_by_dataset.values())) >= FEWEST_KEPT
    notes = KeptNotes(memory, PAST_FIGURES) if memory and is_worthwhile else None
    originals, original_findings = load_originals(tree)
    findings += original_findings
    for dataset_id, files in files_by_dataset.items():
        path = _locate_contract(dataset_id)
        # Without a contract nobody can say what the files beside it mean, so none is read.
        if path not in files:
            ids = [name for name in files_by_dataset if _locate_contract(name) in tree]
            words = "there is no dataset.yml beside it"
            if f"data/datasets/{dataset_id}" in files:
                words = "it is in no dataset's folder: data/datasets/<dataset>/<period>.csv"
            hint = suggest_word(dataset_id.removesuffix(".csv"), ids)
            findings.append(STRAY_DATA.make_finding(Place(min(files)), f"{words}{hint}"))
            findings += _search_unread_files(files)
            continue
        contract_data = files.pop(path)
        contract, document, new_findings = read_yaml(contract_data, path, Contract)
        findings += new_findings
        if contract is None or document is None:
            findings += _search_unread_files(files)
            continue
        written_contract = contract
        contract, new_findings = settle_contract(dataset_id, contract, document)
        findings += new_findings
        past_files = _select_past_files(contract, files) if notes else {}
        digest = digest_past(contract_data, past_files)
        past_rows = (
            recall_past(notes, dataset_id, digest, contract, past_files)
            if notes and past_files
            else {}
        )
        data_files, new_findings = _read_data_files(contract, files, past_rows)
        findings += new_findings
        if notes and past_files and not past_rows:
            read_files = [file for file in data_files if file.path in past_files]
            keep_past(notes, dataset_id, digest, read_files)
        findings += find_unmatched_rebases(written_contract, document, data_files)
        unread_files = _iterate_unread_files(dataset_id, contract, left_out)
        data_files = tuple(sorted((*data_files, *unread_files), key=lambda file: file.period))
        own_originals = {
            period: original for (name, period), original in originals.items() if name == dataset_id
        }
        datasets[dataset_id] = Dataset(dataset_id, contract, Place(path), data_files, own_originals)
    if notes:
        notes.save()
    return datasets, findings


def _select_past_files(contract: Contract, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of measures before the newest, in their order; none where one is odd."""
    names = [path.split("/", 3)[3] for path in files]
    is_odd = any(_find_name_fault(name, contract) for name in names)
    return {} if is_odd or contract.kind is not Kind.MEASURES else dict([*files.items()][:-1])


def _iterate_unread_files(
    dataset_id: str, contract: Contract, left_out: Collection[str]
) -> Iterator[DataFile]:
    """Yield files of which nobody can tell what is in them."""
    folder = f"data/datasets/{dataset_id}/"
    for path in left_out:
        name = path.removeprefix(folder)
        if path.startswith(folder) and not _find_name_fault(name, contract):
            yield DataFile(name.removesuffix(".csv"), path, (), is_whole=False)


def _locate_contract(dataset_id: str) -> str:
    return f"data/datasets/{dataset_id}/dataset.yml"


def _search_unread_files(files: Mapping[str, bytes]) -> Iterator[Finding]:
    for path, data in files.items():
        yield from find_refused_identifiers(data, path, ())


def _group_by_dataset(tree: Tree) -> dict[str, dict[str, bytes]]:
    folders: dict[str, dict[str, bytes]] = {}
    for path, data in iterate_files_under(tree, "data/datasets"):
        folders.setdefault(path.split("/")[2], {})[path] = data
    return folders


def _read_data_files(
    contract: Contract, files: Mapping[str, bytes], past_rows: Mapping[str, PastRows]
) -> tuple[tuple[DataFile, ...], list[Finding]]:
    data_files: list[DataFile] = []
    findings: list[Finding] = []
    read_rows = _choose_reader(contract)
    for path, data in files.items():
        name = path.split("/", 3)[3]
        is_totals = name.endswith(TOTALS_SUFFIX)
        if fault := (
            _find_totals_fault(path, contract, files)
            if is_totals
            else _find_name_fault(name, contract)
        ):
            findings.append(STRAY_DATA.make_finding(Place(path), fault, who=contract.owner))
            findings += find_refused_identifiers(data, path, (), contract.owner)
        if path in past_rows:
            data_files.append(DataFile(name.removesuffix(".csv"), path, past_rows[path]))
        if fault or is_totals or path in past_rows:
            continue
        rows, row_findings = read_rows(data, path)
        totals_path = path.removesuffix(".csv") + TOTALS_SUFFIX
        totals, total_findings = read_totals(files.get(totals_path), totals_path, contract)
        none_for, none_findings = read_none_rows(data, path, contract, rows)
        findings += [*row_findings, *total_findings, *none_findings]
        is_whole = not (row_findings or total_findings or none_findings)
        # Only where something was refused: what was read is searched where it is shown.
        if not is_whole:
            findings += _search_refused_rows(data, path, rows, contract)
            findings += _search_refused_rows(
                files.get(totals_path, b""), totals_path, totals, contract
            )
        period = name.removesuffix(".csv")
        data_files.append(DataFile(period, path, rows, totals, is_whole, none_for))
    return tuple(sorted(data_files, key=lambda file: file.period)), findings


def _choose_reader(
    contract: Contract,
) -> Callable[[bytes, str], tuple[Sequence[Row], list[Finding]]]:
    if contract.kind is Kind.MEASURES:
        return MeasuresReader(contract).read_rows
    read_rows = ROW_READERS[contract.kind]
    return lambda data, path: read_rows(data, path, contract)


def _search_refused_rows(
    data: bytes, path: str, rows: Sequence[Row], contract: Contract
) -> Iterator[Finding]:
    read_lines = {row.place.line for row in rows}
    return find_refused_identifiers(data, path, read_lines, contract.owner)


def _find_totals_fault(path: str, contract: Contract, files: Mapping[str, bytes]) -> str:
    if contract.kind is not Kind.FINANCE:
        return "only a finance dataset has totals"
    totalled_path = path.removesuffix(TOTALS_SUFFIX) + ".csv"
    return "" if totalled_path in files else "the file that it totals is missing"


def _find_name_fault(name: str, contract: Contract) -> str:
    if "/" in name:
        folder = name.partition("/")[0]
        return f"'{folder}' is a folder; a dataset's files lie beside its dataset.yml"
    if not name.endswith(".csv"):
        return "this is not a CSV file"
    try:
        period = parse_period(name.removesuffix(".csv"))
    except ValueError as error:
        return str(error)
    if period.cadence is not contract.cadence.of_editions:
        return f"the files of a {contract.cadence} dataset are {contract.cadence.of_editions}"
    return ""
