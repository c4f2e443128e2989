"""Rows of months that were published, altered where they stand: nobody would be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from boardpack.analysis.edition import Edition
from boardpack.checks.responsible import find_dataset_owner
from boardpack.findings import Finding, Place, Rule, Severity
from boardpack.load.row_cells import RowCells, locate_row_cells
from boardpack.load.tree import Tree

ALTERED = Rule(
    "M121",
    "Rows of published months stay as they were",
    "Put it back, and write the right figure with its old period into the newest file, so that "
    "it is said to be restated; or publish that old edition anew first. Until then nothing newer "
    "is published.",
    Severity.WARNING,
)
RULES = (ALTERED,)
_FOLDER = "data/datasets/"


def is_closed(edition: Edition, path: str, last_period: str) -> bool:
    """Return whether a file's rows were published, in an edition of this pack up to a period.

    That of the edition's own period is open: to publish it anew takes signatures and a reason.
    """
    if not path.startswith(_FOLDER) or not path.endswith(".csv"):
        return False
    period = get_file_period(path)
    is_shown = get_dataset(path) in edition.series
    return is_shown and period <= last_period and period != edition.period.id


def get_file_period(path: str) -> str:
    """Return the period in the name of a data file."""
    return PurePosixPath(path).name.partition(".")[0]


def get_dataset(path: str) -> str:
    """Return the dataset in whose folder a data file lies."""
    return path.removeprefix(_FOLDER).partition("/")[0]


def find_altered_rows(
    edition: Edition, tree: Tree, published_files: Mapping[str, bytes], version: str
) -> Iterator[Finding]:
    """Yield the files whose rows are not those with which a version was published.

    A file that was merely saved again has the same rows. No value is repeated: it may be one that
    is suppressed now.
    """
    for path, data in published_files.items():
        if tree.get(path) == data:
            continue
        now, then = locate_row_cells(tree.get(path, b"")), locate_row_cells(data)
        added = [row for row in now if row not in then]
        lost = [row for row in then if row not in now]
        if added or lost:
            dataset = edition.instance.datasets[get_dataset(path)]
            yield ALTERED.make_finding(
                Place(path, now[added[0]] if added else None),
                f"{_describe_rows(added, lost)} since {version} was published",
                who=find_dataset_owner(edition, dataset.contract),
            )


def _describe_rows(added: list[RowCells], lost: list[RowCells]) -> str:
    if not added:
        return f"{_count_rows(len(lost))} taken out"
    columns = _list_differing_columns(added[0], lost)
    names = ", ".join(f"'{column}'" for column in columns)
    more = f", and {_count_rows(len(added) - 1)} altered" if len(added) > 1 else ""
    return f"the row was altered in {names}{more}" if names else f"the row was added{more}"


def _list_differing_columns(row: RowCells, lost: list[RowCells]) -> list[str]:
    """Return in what a row differs from that which is most like it; nothing where there is none."""
    cells = set(row)
    nearest = max(lost, key=lambda other: len(cells & set(other)), default=())
    if not cells & set(nearest):
        return []
    return sorted({column for column, _ in cells ^ set(nearest)})


def _count_rows(count: int) -> str:
    return "1 row was" if count == 1 else f"{count} rows were"
