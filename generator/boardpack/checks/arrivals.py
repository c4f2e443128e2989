"""Rules on data that should be there: rows, history, control counts, files, figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from boardpack.analysis.blocks.block import Block
from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.measures import Measured
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_data_keeper, find_dataset_owner
from boardpack.checks.scope import (
    build_data_path,
    find_section_of_dataset,
    find_shown_file,
    list_owed_blocks,
    list_shown_blocks,
)
from boardpack.findings import Fault, Place, Severity
from boardpack.load.cells import NONE
from boardpack.model.dataset import (
    Arrival,
    Contract,
    Gap,
    Kind,
)
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.period import Period
from boardpack.model.rows import (
    Row,
)

_MOST_LISTED = 6


@rule("M103", "The data of every section that is due has arrived")
def find_missing_data(edition: Edition) -> Iterator[Fault]:
    """Add the rows to the period's file; where there is no figure, write n/a as the value."""
    for entry, block in _iterate_readable_blocks(edition):
        for words in block.list_missing():
            yield Fault(
                Place(_find_shown_path(block)),
                f"{find_service_title(edition, entry)}: {words}{_describe_limit(block.contract)}",
                find_data_keeper(edition, entry),
                entry.service,
                entry.section.id,
                _advise_on_none(block.contract, entry.service),
            )


def _advise_on_none(contract: Contract, service: str) -> str:
    """Return how a table says that there is nothing to list; other kinds cannot."""
    if contract.kind is not Kind.TABLE or "service" not in {
        field.name for field in contract.fields
    }:
        return ""
    return (
        "Add the rows to the period's file; where there is nothing to list, one row says so: "
        f"{service},{NONE}"
    )


@rule("M104", "History has no holes")
def find_history_gaps(edition: Edition) -> Iterator[Fault]:
    """Add the rows to the newest file; where there was no figure, write n/a as the value. What is
    new says since when it is there, with `from:`.
    """
    for entry, block in _iterate_readable_blocks(edition):
        for measured in block.measured:
            # The latest row is another rule's business, and no fault is said twice.
            if None in measured.rows[:-1]:
                yield Fault(
                    Place(_find_shown_path(block)),
                    f"{find_service_title(edition, entry)}: {_describe_history_gaps(measured)}",
                    find_data_keeper(edition, entry),
                    entry.service,
                    entry.section.id,
                )


@rule("M108", "Files have as many rows as their source")
def find_row_count_differences(edition: Edition) -> Iterator[Fault]:
    """Find the rows that were lost or doubled, or correct `rows` in the dataset's dataset.yml."""
    counts_by_path: dict[str, Counter[str]] = {}
    none_by_path: dict[str, frozenset[str]] = {}
    for service, block in _iterate_counted_blocks(edition):
        if block.path not in counts_by_path:
            file = find_shown_file(edition, block)
            if file is not None and not file.is_whole:
                continue
            none_by_path[block.path] = file.none_for if file else frozenset()
            counts_by_path[block.path] = _count_rows_by_service(file.rows if file else ())
        count, promised = counts_by_path[block.path][service], block.contract.rows[service]
        if count != promised and service not in none_by_path[block.path]:
            title = edition.instance.directorate.find_service_title(service)
            yield Fault(
                Place(block.path or build_data_path(block)),
                f"{count} {'row' if count == 1 else 'rows'} for {title}; the source has {promised}",
                find_dataset_owner(edition, block.contract),
                service,
                find_section_of_dataset(edition, block.dataset_id),
            )


@rule("M113", "Every figure of the edition's own period is known", Severity.WARNING)
def find_unknown_figures(edition: Edition) -> Iterator[Fault]:
    """Ask for the figure, or let the narrative say why there is none."""
    for entry, block in list_owed_blocks(edition):
        # Of a quarter it is said once, not in each month until the next.
        if not edition.is_new(entry, block):
            continue
        for measured in block.measured:
            row = measured.rows[-1]
            is_suppressed = row is not None and row.value is Gap.SUPPRESSED
            # Where small counts are suppressed by choice, it is no news that one of them is.
            if is_suppressed and block.contract.suppress_below is not None:
                continue
            if row is not None and isinstance(row.value, Gap):
                reason = "is suppressed" if is_suppressed else "has no figure"
                yield Fault(
                    row.place,
                    f"'{measured.measure.title}' {reason} in {block.period.title}",
                    find_data_keeper(edition, entry),
                    entry.service,
                    entry.section.id,
                )


@rule("M114", "Tables and registers are of the edition's own period", Severity.WARNING)
def find_outdated_files(edition: Edition) -> Iterator[Fault]:
    """Add the period's file; until then the pages show the newest one there is."""
    blocks = {block.dataset_id: block for _, block in list_shown_blocks(edition)}
    for block in blocks.values():
        # A quarter's file may come in any month after it.
        if block.path and PurePosixPath(block.path).stem < block.period.id:
            yield Fault(
                Place(build_data_path(block)),
                f"there is no file for {block.period.title}; {block.path} is shown instead",
                find_dataset_owner(edition, block.contract),
                section=find_section_of_dataset(edition, block.dataset_id),
            )


def find_service_title(edition: Edition, entry: Entry) -> str:
    """Return the title of the service that an entry is of."""
    return edition.instance.directorate.find_service_title(entry.service)


def _find_shown_path(block: Block) -> str:
    """Return the period's file, or the one that is shown in its place."""
    return block.path or build_data_path(block)


def _describe_limit(contract: Contract) -> str:
    """Return how old the figures may be, where they need not be of the period itself."""
    if contract.arrives is Arrival.EACH_PERIOD:
        return ""
    return f"; the latest may be up to {contract.within} periods old"


def _describe_history_gaps(measured: Measured) -> str:
    pairs = zip(measured.periods[:-1], measured.rows[:-1], strict=True)
    gaps = [period for period, row in pairs if row is None]
    title, length = measured.measure.title, len(measured.periods)
    return f"no row for '{title}' in {_format_periods(gaps)}; {length} periods are shown"


def _format_periods(periods: Sequence[Period]) -> str:
    if len(periods) <= _MOST_LISTED:
        return ", ".join(period.id for period in periods)
    return f"{len(periods)} periods between {periods[0].id} and {periods[-1].id}"


def _iterate_counted_blocks(edition: Edition) -> Iterator[tuple[str, Block]]:
    """Yield each service with a block whose dataset has a control count of it, once."""
    yielded_keys: set[tuple[str, str]] = set()
    spans = {reporter.id: reporter.span for reporter in edition.instance.directorate.reporters}
    for entry, block in list_owed_blocks(edition):
        if not block.is_counted:
            continue
        is_whole_directorate = entry.service == WHOLE_DIRECTORATE
        # Of a service that is not there any more nothing is counted, nor of one that is unknown.
        services = [
            service
            for service in block.contract.rows
            if service in spans and spans[service].covers(block.period)
        ]
        # Its own entry sees all rows, and so the counts of all services.
        for service in services if is_whole_directorate else {entry.service}.intersection(services):
            key = (block.dataset_id, service)
            if key not in yielded_keys:
                yielded_keys.add(key)
                yield service, block


def _count_rows_by_service(rows: Sequence[Row]) -> Counter[str]:
    """Return the number of rows by service; what is for everybody counts for the directorate."""
    return Counter(row.service or WHOLE_DIRECTORATE for row in rows)


def _iterate_readable_blocks(edition: Edition) -> Iterator[tuple[Entry, Block]]:
    """Yield the blocks that are owed, but those with a row that could not be read.

    That is said already, and such a row may be the one that is missed.
    """
    for entry, block in list_owed_blocks(edition):
        dataset = edition.instance.datasets.get(block.dataset_id)
        if dataset is None or all(file.is_whole for file in dataset.files):
            yield entry, block
