"""The record of what was sent, and which of its rows are not believed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from boardpack.adapters.files import iterate_files_in, read_if_present
from boardpack.adapters.git import plumbing
from boardpack.adapters.git.pages_branch import BRANCH, find_known_commit, find_pages_branch
from boardpack.cycle.believed import find_disbelief
from boardpack.errors import CannotRun
from boardpack.evidence.sent_arrivals import RowArrivals, find_row_arrivals
from boardpack.findings import Finding
from boardpack.load.directorate import ID
from boardpack.load.sent import RUNS_FILE, SENT_FOLDER, load_runs, load_sent, locate_sent
from boardpack.model.message import SendingRun, SentMessage
from boardpack.model.period import parse_edition_period
from boardpack.operations.publications import read_publications
from boardpack.signoff.authority import to_london_day


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row that is not believed, and why: what it says was sent counts as not sent."""

    row: SentMessage
    reason: str


@dataclass(frozen=True, slots=True)
class SentRecord:
    """What was sent, of each file the oldest first, and the rows that are not believed."""

    rows: tuple[SentMessage, ...]
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class SentWitness:
    """What a clone knows against which a record of what was sent is held.

    `publication_days` has the day in London on which each version was published.
    """

    publication_days: Mapping[str, date]
    arrivals: RowArrivals

    def judge_rows(self, data: bytes, rows: Sequence[SentMessage]) -> SentRecord:
        """Return the rows of a file that holds `data`, parted by whether they are believed."""
        lines = data.splitlines()
        believed, doubts = [], []
        for row in rows:
            line = lines[row.place.line - 1] if row.place.line else b""
            arrival = self.arrivals.get((row.place.path, line))
            if reason := find_disbelief(row, self.publication_days, arrival):
                doubts.append(Doubt(row, reason))
            else:
                believed.append(row)
        return SentRecord(tuple(believed), tuple(doubts))


def find_sent_witness(root: Path) -> SentWitness:
    """Return what this clone knows, without asking anybody; outside Git that is nothing."""
    if not plumbing.is_repository(root):
        return SentWitness({}, {})
    pages = find_pages_branch(root, BRANCH, None)
    publications = read_publications(pages, find_known_commit(pages))
    days = {each.version: to_london_day(each.published) for each in publications}
    return SentWitness(days, find_row_arrivals(root))


def read_sent(root: Path) -> SentRecord:
    """Return all that was sent.

    CannotRun where a record cannot be read: somebody would be sent something twice.
    """
    folder = root / SENT_FOLDER
    files = iterate_files_in(folder) if folder.is_dir() else ()
    witness = find_sent_witness(root)
    records = [
        witness.judge_rows(data, _read_rows(name, data))
        for name, data in files
        if name != RUNS_FILE.removeprefix(f"{SENT_FOLDER}/")
    ]
    return SentRecord(
        tuple(row for record in records for row in record.rows),
        tuple(doubt for record in records for doubt in record.doubts),
    )


def read_runs(root: Path) -> tuple[SendingRun, ...]:
    """Return when which job sent what there was, the oldest first; CannotRun if unreadable."""
    runs, findings = load_runs(read_if_present(root / RUNS_FILE))
    _refuse_faults(findings)
    return runs


def _read_rows(name: str, data: bytes) -> Sequence[SentMessage]:
    pack, _, file_name = name.partition("/")
    period = file_name.removesuffix(".csv")
    if not _is_record(name, pack, period):
        raise CannotRun(f"nothing reads {SENT_FOLDER}/{name}; take it out, and run this again")
    messages, findings = load_sent(data, pack, period)
    _refuse_faults(findings)
    return messages


def _is_record(name: str, pack: str, period: str) -> bool:
    try:
        parse_edition_period(period)
    except ValueError:
        return False
    is_located = f"{SENT_FOLDER}/{name}" == locate_sent(pack, period)
    return is_located and ID.fullmatch(pack) is not None


def _refuse_faults(findings: Sequence[Finding]) -> None:
    if findings:
        fault = findings[0]
        raise CannotRun(
            f"{fault.place}: {fault.what}; restore the record of what was sent from Git, so that "
            "nobody is sent anything twice"
        )
