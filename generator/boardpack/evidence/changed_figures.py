"""Who changed the rows that feed a section, and the row by which it is waived."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from boardpack.analysis.blocks.row_keys import RowKey, list_row_keys
from boardpack.analysis.edition import Edition
from boardpack.evidence.compared_files import (
    AlteredUnits,
    ComparedFile,
    find_altered_units,
    find_origins,
)
from boardpack.load.row_cells import RowCells, read_row_cells
from boardpack.model.signoff import SectionId
from boardpack.signoff.authorship import Contribution

DATASETS_FOLDER = "data/datasets"
WAIVERS_FILE = "data/waivers.csv"
_WAIVER_COLUMNS = ("pack", "period", "service", "section")

SectionsByKey = Mapping[RowKey, Set[SectionId]]


def list_fed_sections(edition: Edition) -> SectionsByKey:
    """Return the sections that each row feeds, by the keys of rows."""
    sections: dict[RowKey, set[SectionId]] = {}
    for entry in edition.entries:
        section_id = entry.service, entry.section.id
        for block in (*entry.blocks, *entry.beside):
            for key in block.list_row_keys():
                sections.setdefault(key, set()).add(section_id)
        if entry.waiver is not None:
            key = WAIVERS_FILE, edition.pack_id, edition.period.id, *section_id
            sections.setdefault(key, set()).add(section_id)
    return sections


def is_source(edition: Edition, path: str) -> bool:
    """Return whether a file may hold rows that feed a section of an edition, or waive it."""
    parts = path.split("/")
    is_dataset = path.startswith(f"{DATASETS_FOLDER}/") and len(parts) > 3
    return path == WAIVERS_FILE or (
        is_dataset and parts[2] in edition.series and parts[-1] != "dataset.yml"
    )


def find_changers(
    edition: Edition, files: Sequence[ComparedFile], contents: Mapping[str, bytes]
) -> Iterator[Contribution]:
    """Yield who changed rows that feed sections, added and removed ones alike.

    A row that a commit moves from one file to another is also that of whoever brought it.
    """
    fed_sections = list_fed_sections(edition)
    altered = find_altered_units(files, contents, read_row_cells)
    moved_rows = {row for file in altered for row in file.moved}
    origins = find_origins(altered, moved_rows)
    for file in altered:
        commits = {file.change.commit.id: (file.change.commit, file.added | file.removed)}
        for row in file.moved:
            for origin in origins.get(row, ()):
                _, rows = commits.get(origin.commit.id, (origin.commit, frozenset()))
                commits[origin.commit.id] = origin.commit, rows | {row}
        for commit, rows in commits.values():
            for section_id in _find_sections(edition, file, rows, fed_sections):
                yield Contribution(section_id, commit.emails, commit.id)


def _find_sections(
    edition: Edition,
    file: AlteredUnits[RowCells],
    rows: Set[RowCells],
    fed_sections: SectionsByKey,
) -> Set[SectionId]:
    """Return the sections that some rows of a file feed."""
    path = file.change.path
    return {
        section_id
        for row in rows
        for key in _list_keys(edition, path, dict(row))
        for section_id in fed_sections.get(key, ())
    }


def _list_keys(edition: Edition, path: str, cells: Mapping[str, str]) -> Iterator[RowKey]:
    if path == WAIVERS_FILE:
        yield WAIVERS_FILE, *(cells.get(column, "") for column in _WAIVER_COLUMNS)
        return
    dataset = edition.instance.datasets[path.split("/")[2]]
    yield from list_row_keys(dataset.contract.kind, path, cells)
