"""Rules on data that should be there: rows, history, control counts, files, figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from boardpack.analysis.edition import Block, Edition, Entry
from boardpack.analysis.finance import FinanceBlock
from boardpack.analysis.measures import Measured, MeasuresBlock
from boardpack.analysis.risks import RisksBlock
from boardpack.analysis.tables import TableBlock
from boardpack.checks.reach import owed, path_of, section_of, shown, shown_file
from boardpack.checks.registry import rule
from boardpack.checks.who import data_keeper, owner
from boardpack.findings import Fault, Place, Severity
from boardpack.model.dataset import Gap, PrintedTotal, Risk, Row
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.period import Period

_FEW = 6


@rule("M103", "The data of every section that is due has arrived")
def data_is_there(edition: Edition) -> Iterator[Fault]:
    """Add the rows to the period's file; where there is no figure, write n/a as the value."""
    for entry, block in owed(edition):
        for words in _missing(block):
            yield Fault(
                Place(_where(block)),
                f"{title_of(edition, entry)}: {words}",
                data_keeper(edition, entry),
                entry.service,
                entry.section.id,
            )


@rule("M104", "History has no holes")
def history_is_whole(edition: Edition) -> Iterator[Fault]:
    """Add the rows to the newest file; where there was no figure, write n/a as the value."""
    for entry, block in owed(edition):
        if isinstance(block, MeasuresBlock):
            for measured in block.measured:
                if None in measured.rows[:-1]:
                    yield Fault(
                        Place(_where(block)),
                        f"{title_of(edition, entry)}: {_holes(measured)}",
                        data_keeper(edition, entry),
                        entry.service,
                        entry.section.id,
                    )


@rule("M108", "Files have as many rows as their source")
def rows_are_counted(edition: Edition) -> Iterator[Fault]:
    """Find the rows that were lost or doubled, or correct `rows` in the dataset's dataset.yml."""
    counts: dict[str, Counter[str]] = {}
    for service, block in _counted(edition):
        if block.path not in counts:
            file = shown_file(edition, block)
            counts[block.path] = _counts(file.rows if file else ())
        found, promised = counts[block.path][service], block.contract.rows[service]
        if found != promised:
            title = edition.instance.directorate.service_title(service)
            yield Fault(
                Place(block.path or path_of(block)),
                f"{found} {'row' if found == 1 else 'rows'} for {title}; the source has {promised}",
                owner(edition, block.contract),
                service,
                section_of(edition, block.dataset_id),
            )


@rule("M113", "Every figure of the edition's own period is known", Severity.WARNING)
def figure_is_known(edition: Edition) -> Iterator[Fault]:
    """Ask for the figure, or let the narrative say why there is none."""
    for entry, block in owed(edition):
        for measured in block.measured if isinstance(block, MeasuresBlock) else ():
            row = measured.rows[-1]
            if row is not None and isinstance(row.value, Gap):
                why = "is suppressed" if row.value is Gap.SUPPRESSED else "has no figure"
                yield Fault(
                    row.place,
                    f"'{measured.measure.title}' {why} in {block.period.title}",
                    data_keeper(edition, entry),
                    entry.service,
                    entry.section.id,
                )


@rule("M114", "Tables and registers are of the edition's own period", Severity.WARNING)
def file_is_of_the_period(edition: Edition) -> Iterator[Fault]:
    """Add the period's file; until then the pages show the newest one there is."""
    blocks = (one for _, one in shown(edition) if isinstance(one, TableBlock | RisksBlock))
    for block in {one.dataset_id: one for one in blocks}.values():
        if block.path not in ("", path_of(block)):
            yield Fault(
                Place(path_of(block)),
                f"there is no file for {block.period.title}; {block.path} is shown instead",
                owner(edition, block.contract),
                section=section_of(edition, block.dataset_id),
            )


def title_of(edition: Edition, entry: Entry) -> str:
    """Return the title of the service that an entry is of."""
    return edition.instance.directorate.service_title(entry.service)


def _missing(block: Block) -> Iterator[str]:
    when = block.period.title
    match block:
        case MeasuresBlock():
            missing = [m.measure for m in block.measured if m.rows[-1] is None]
            if len(missing) == len(block.measured) > 1:
                yield f"no rows for {when}; {len(missing)} measures are awaited"
            else:
                yield from (f"no row for '{m.title}' ({m.id}) in {when}" for m in missing)
        case FinanceBlock():
            if not block.groups:
                yield f"no budget lines for {when}"
        case TableBlock():
            if not block.rows:
                yield f"no rows for {when}"
        case RisksBlock():
            if not block.path:
                yield f"no risk register up to {when}"


def _where(block: Block) -> str:
    """Return the period's file, or the one that is shown in its place."""
    return path_of(block) if isinstance(block, MeasuresBlock) else block.path or path_of(block)


def _holes(measured: Measured) -> str:
    pairs = zip(measured.periods[:-1], measured.rows[:-1], strict=True)
    holes = [period for period, row in pairs if row is None]
    length = len(measured.periods)
    return f"no row for '{measured.measure.title}' in {_listed(holes)}; {length} periods are shown"


def _listed(periods: Sequence[Period]) -> str:
    if len(periods) <= _FEW:
        return ", ".join(period.id for period in periods)
    return f"{len(periods)} periods between {periods[0].id} and {periods[-1].id}"


def _counted(edition: Edition) -> Iterator[tuple[str, FinanceBlock | RisksBlock | TableBlock]]:
    """Yield each service with a block whose dataset has a control count of it, once."""
    seen: set[tuple[str, str]] = set()
    for entry, block in owed(edition):
        if isinstance(block, MeasuresBlock):
            continue
        everybody = entry.service == WHOLE_DIRECTORATE
        rows = block.contract.rows
        for service in rows if everybody else ({entry.service} & rows.keys()):
            key = (block.dataset_id, service)
            if key not in seen:
                seen.add(key)
                yield service, block


def _counts(rows: Sequence[Row]) -> Counter[str]:
    """Return the number of rows by service; what is for everybody counts for the directorate."""
    return Counter(_service(row) for row in rows)


def _service(row: Row) -> str:
    if isinstance(row, Risk):
        return WHOLE_DIRECTORATE
    assert not isinstance(row, PrintedTotal)
    return row.service or WHOLE_DIRECTORATE
