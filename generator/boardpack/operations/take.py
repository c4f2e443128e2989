"""A workbook or CSV as it comes becomes the rows of a dataset, and is kept beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from boardpack.adapters.build_folder import locate_build_folder
from boardpack.adapters.files import MAX_BYTES, list_inbox, replace_files
from boardpack.adapters.lock import hold_lock
from boardpack.adapters.workspace import Workspace, open_workspace
from boardpack.analysis.intake.compare import Comparison, compare_taken
from boardpack.analysis.intake.faults import (
    DOUBT,
    UNCLEAR,
    UNREADABLE,
    SheetFault,
    report_cells,
)
from boardpack.analysis.intake.periods import find_period_in_name, find_title_periods
from boardpack.analysis.intake.propose import propose_intake
from boardpack.analysis.intake.reading import BookReading, read_book
from boardpack.analysis.intake.sums import find_wrong_sums
from boardpack.analysis.intake.taken import TakenTable
from boardpack.analysis.intake.vocabulary import build_vocabulary
from boardpack.checks.responsible import name_responsible
from boardpack.errors import CannotRun
from boardpack.findings import Finding, Place, has_errors, sort_findings, suggest_word
from boardpack.load.datasets import ROW_READERS, TOTALS_SUFFIX
from boardpack.load.finance import read_totals
from boardpack.load.originals import FOLDER, find_personal_passages
from boardpack.load.packed import PackageFault
from boardpack.load.row_cells import read_row_cells
from boardpack.load.text_grid import TextFault, read_text_grid
from boardpack.load.unread import INBOX
from boardpack.load.yaml_files import read_yaml
from boardpack.model.dataset import Contract, Kind
from boardpack.model.grid import Book
from boardpack.model.instance import Instance
from boardpack.model.intake import DateOrder, Intake
from boardpack.model.period import Period, parse_period
from boardpack.operations.choices import require_choice
from boardpack.operations.select import require_instance
from boardpack.render.intake.files import render_mapping, render_provenance, render_tidy_csv
from boardpack.render.intake.words import Taken, describe_taken

_WORKBOOK_STARTS = (b"PK", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True, slots=True)
class TakeRequest:
    """What is to be taken in, for which dataset and period, and how far a person answers for it."""

    path: Path
    dataset: str
    period: str
    dates: DateOrder | None = None
    is_accepted: bool = False
    """Whether somebody looked at what is doubtful."""


def take_file(root: Path, request: TakeRequest, *, is_rehearsal: bool) -> Taken:
    """Take one file in, and write what it becomes unless it is only a rehearsal.

    Nothing is written where anything is wrong or doubtful; CannotRun for a dataset or period that
    there is not.
    """
    # Two at once could each propose a mapping, and one of them would be lost.
    with hold_lock(locate_build_folder(root) / ".take.lock", "what is taken in"):
        taken = prepare_take(open_workspace(root), request)
        if taken.files is not None and not is_rehearsal:
            replace_files(root, taken.files)
    return taken


def list_datasets(root: Path) -> list[str]:
    """Return the ids of the datasets that figures can be taken into."""
    return sorted(require_instance(open_workspace(root)).datasets)


def take_inbox(root: Path, *, is_accepted: bool, is_rehearsal: bool) -> tuple[Taken, ...]:
    """Take in each file of the inbox by itself, and take it out of there where that went well."""
    with hold_lock(locate_build_folder(root) / ".take.lock", "what is taken in"):
        return tuple(
            _take_waiting(root, dataset, name, is_accepted, is_rehearsal)
            for dataset, name in list_inbox(root, INBOX)
        )


def _take_waiting(
    root: Path, dataset: str, name: str, is_accepted: bool, is_rehearsal: bool
) -> Taken:
    # Read anew for each file: the one before may have brought the mapping.
    workspace = open_workspace(root)
    instance = require_instance(workspace)
    path = f"{INBOX}/{dataset}/{name}"
    if dataset not in instance.datasets:
        words = f"there is no dataset '{dataset}'{suggest_word(dataset, instance.datasets)}"
        return Taken(path, findings=(UNCLEAR.make_finding(Place(path), words),))
    contract = instance.datasets[dataset].contract
    period = find_period_in_name(PurePath(name).stem, contract)
    if not period:
        words = "its name says no month or week, or several: call it such as 2018-12.xlsx"
        finding = UNCLEAR.make_finding(Place(path), words, who=contract.owner)
        return Taken(path, findings=name_responsible(instance, [finding]))
    request = TakeRequest(root / path, dataset, period, None, is_accepted)
    taken = prepare_take(workspace, request)
    if taken.files is None:
        return taken
    taken = replace(taken, files={**taken.files, path: None})
    if not is_rehearsal and taken.files is not None:
        replace_files(root, taken.files)
    return taken


def prepare_take(workspace: Workspace, request: TakeRequest) -> Taken:
    """Return what a file becomes, without writing anything."""
    taken = _prepare_take(workspace, request)
    findings = name_responsible(require_instance(workspace), taken.findings)
    return replace(taken, findings=findings)


def _prepare_take(workspace: Workspace, request: TakeRequest) -> Taken:
    instance = require_instance(workspace)
    contract, period = _require_target(instance, request)
    data = _read_bounded(request.path)
    name = request.path.name
    place = Place(name)
    try:
        book = _read_book_file(data, name)
    except (PackageFault, TextFault) as fault:
        line = getattr(fault, "line", 0) or None
        return Taken(name, findings=(UNREADABLE.make_finding(Place(name, line), str(fault)),))
    # Before anything of it is quoted.
    if personal := tuple(find_personal_passages(data, name)):
        return Taken(name, findings=personal)
    taking = _Taking(workspace, instance, contract, request, period, place, book, data)
    try:
        return taking.take()
    except SheetFault as fault:
        finding = UNCLEAR.make_finding(place, str(fault), who=contract.owner)
        return Taken(name, findings=(finding,))


def _require_target(instance: Instance, request: TakeRequest) -> tuple[Contract, Period]:
    require_choice("readable dataset", request.dataset, sorted(instance.datasets))
    contract = instance.datasets[request.dataset].contract
    try:
        period = parse_period(request.period)
    except ValueError as error:
        raise CannotRun(str(error)) from None
    if period.cadence is not contract.cadence.of_editions:
        raise CannotRun(
            f"'{request.dataset}' is {contract.cadence}; its files are named for "
            f"{contract.cadence.of_editions.units}"
        )
    return contract, period


def _read_bounded(path: Path) -> bytes:
    if not path.is_file():
        raise CannotRun(f"there is no file {path}")
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise CannotRun(f"{path} is bigger than {MAX_BYTES // 1024**2} MiB; keep what is needed")
    return data


def _read_book_file(data: bytes, name: str) -> Book:
    """Return the sheets of a file by what is in it, whatever it is called."""
    if not data.strip():
        raise TextFault("the file is empty")
    if data.startswith(_WORKBOOK_STARTS):
        # Imported here, because it takes a while and a CSV needs none of it.
        from boardpack.adapters.workbook_grids import read_workbook

        return read_workbook(data, name)
    return read_text_grid(data, name)


@dataclass(slots=True)
class _Taking:
    """One file on its way into one dataset."""

    workspace: Workspace
    instance: Instance
    contract: Contract
    request: TakeRequest
    period: Period
    place: Place
    book: Book
    data: bytes

    def take(self) -> Taken:
        intake, doubts, is_new = self._settle_mapping()
        mapping = render_mapping(intake) if is_new else ""
        services = self.instance.directorate.services
        vocabulary = build_vocabulary(self.contract, services, intake)
        try:
            reading = read_book(self.book, self.contract, intake, vocabulary, self.period)
            dataset = self.instance.datasets[self.request.dataset]
            comparison = compare_taken(reading, self.contract, dataset, self.period)
        except SheetFault as fault:
            finding = UNCLEAR.make_finding(self.place, str(fault), who=self.contract.owner)
            return Taken(self.place.path, findings=(finding,), mapping=mapping)
        findings = list(
            report_cells((*reading.faults, *comparison.faults), self.place, self.contract.owner)
        )
        tables = self._list_tables(reading, comparison)
        if not findings:
            findings += self._judge_rows(tables)
        doubts += self._list_doubts(reading, tables)
        for sheet in reading.tables:
            doubts += find_wrong_sums(sheet, self.contract, intake, vocabulary)
        lines = describe_taken(self.book, reading, comparison, self.contract)
        if self.request.is_accepted:
            lines += [f"accepted  {words}" for words in doubts]
        else:
            findings += [
                DOUBT.make_finding(self.place, words, who=self.contract.owner) for words in doubts
            ]
        is_settled = not has_errors(findings) and (not doubts or self.request.is_accepted)
        return Taken(
            self.place.path,
            tuple(lines),
            sort_findings(findings),
            mapping,
            self._compose_files(tables, mapping) if is_settled else None,
        )

    def _settle_mapping(self) -> tuple[Intake, list[str], bool]:
        """Return the mapping that is kept or the one that is proposed, and what is doubtful."""
        kept, order = self.contract.intake, self.request.dates
        if kept is None:
            services = self.instance.directorate.services
            proposal = propose_intake(self.book, self.contract, services, order)
            return proposal.intake, list(proposal.doubts), True
        if order is not None and kept.dates not in (None, order):
            raise CannotRun(
                f"dataset.yml says dates: {kept.dates}, and not {order}; change it there"
            )
        return (kept if order is None else replace(kept, dates=order)), [], False

    def _list_tables(
        self, reading: BookReading, comparison: Comparison
    ) -> Mapping[str, tuple[TakenTable, bytes]]:
        """Return by name of a data file its rows, and its bytes."""
        tables = {f"{self.period.id}.csv": comparison.kept}
        if reading.totals is not None:
            tables[f"{self.period.id}{TOTALS_SUFFIX}"] = reading.totals
        return {name: (table, render_tidy_csv(table)) for name, table in tables.items()}

    def _judge_rows(self, tables: Mapping[str, tuple[TakenTable, bytes]]) -> Iterator[Finding]:
        """Yield what the readers of the dataset say of the new files, at the cells of the book."""
        for name, (table, data) in tables.items():
            path = f"data/datasets/{self.request.dataset}/{name}"
            if name.endswith(TOTALS_SUFFIX):
                findings = read_totals(data, path, self.contract)[1]
            else:
                findings = ROW_READERS[self.contract.kind](data, path, self.contract)[1]
            for finding in findings:
                yield self._place_finding(finding, table)

    def _place_finding(self, finding: Finding, table: TakenTable) -> Finding:
        line = finding.place.line or 1
        if not 2 <= line < len(table.rows) + 2:
            return replace(finding, place=self.place)
        sources = table.rows[line - 2].sources
        column = finding.what.partition(" ")[0]
        cell = sources.get(column) or next(iter(sources.values()), None)
        what = f"{cell.address}: {finding.what}" if cell else finding.what
        own_line = cell.row if cell and not cell.sheet and cell.row else None
        return replace(finding, place=Place(self.place.path, own_line), what=what)

    def _list_doubts(
        self, reading: BookReading, tables: Mapping[str, tuple[TakenTable, bytes]]
    ) -> list[str]:
        doubts = list(self._find_other_periods(reading))
        for name, (_, data) in tables.items():
            path = f"data/datasets/{self.request.dataset}/{name}"
            old_data = self.workspace.tree.get(path)
            if old_data is None or old_data == data:
                continue
            old_rows, new_rows = read_row_cells(old_data), read_row_cells(data)
            if old_rows != new_rows:
                doubts.append(
                    f"{path} is there already: {len(new_rows - old_rows)} of its rows are new or "
                    f"other than they were, and {len(old_rows - new_rows)} go"
                )
        if self.contract.kind is Kind.FINANCE and self.contract.totals and not reading.totals:
            doubts.append("it prints no totals, which dataset.yml says that the source prints")
        return doubts

    def _find_other_periods(self, reading: BookReading) -> Iterator[str]:
        """Yield each title that names another month than the one that was asked for."""
        if any("period" in row.sources for row in reading.taken.rows):
            return
        due = self.contract.find_period(self.period).id
        for table in reading.tables:
            for cell in table.titles:
                periods = find_title_periods(cell.text)
                if periods and due not in periods and self.period.id not in periods:
                    yield f"{cell.address} says '{cell.text[:60]}', and it is taken for {due}"

    def _compose_files(
        self, tables: Mapping[str, tuple[TakenTable, bytes]], mapping: str
    ) -> Mapping[str, bytes | None]:
        """Return what is written: the original first, so that no figure is there without it."""
        dataset = self.request.dataset
        folder = f"{FOLDER}/{dataset}"
        is_workbook = self.data.startswith(_WORKBOOK_STARTS)
        original = f"{self.period.id}{'.xlsx' if is_workbook else '.csv'}"
        other = f"{self.period.id}{'.csv' if is_workbook else '.xlsx'}"
        provenance = render_provenance(self.place.path, original, self.data, tables)
        files: dict[str, bytes | None] = {f"{folder}/{original}": self.data}
        if f"{folder}/{other}" in self.workspace.tree:
            files[f"{folder}/{other}"] = None
        files[f"{folder}/{self.period.id}.json"] = provenance
        if mapping:
            path = f"data/datasets/{dataset}/dataset.yml"
            files[path] = _add_mapping(self.workspace.tree[path], path, mapping)
        for name, (_, data) in tables.items():
            files[f"data/datasets/{dataset}/{name}"] = data
        return {path: data for path, data in files.items() if self.workspace.tree.get(path) != data}


def _add_mapping(contract_data: bytes, path: str, mapping: str) -> bytes:
    """Return a dataset.yml with the mapping at its end; what people wrote in it stays as it is."""
    text = contract_data.decode("utf-8-sig")
    end = "\r\n" if "\r\n" in text else "\n"
    added = text.rstrip() + end + mapping.replace("\n", end)
    contract, _, findings = read_yaml(added.encode(), path, Contract)
    if contract is None or contract.intake is None or findings:
        raise CannotRun(f"{path} cannot take the mapping at its end; add it by hand:\n{mapping}")
    return added.encode()
