"""The totals that a budget prints below its lines: kept beside them, to be added up again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from boardpack.analysis.intake.reshape import Cells
from boardpack.analysis.intake.table import Record, SheetTable
from boardpack.analysis.intake.taken import TakenRow, TakenTable
from boardpack.analysis.intake.vocabulary import fold_name, is_total
from boardpack.load.finance import TOTAL_FIELDS
from boardpack.model.dataset import Contract, Field, Level

_FROM_LABEL = ("level", "group", "order")
_SUM_WORDS = ("total", "sub", "subtotal", "sub total")


def read_finance_totals(
    tables: Sequence[SheetTable],
    contract: Contract,
    read_cell: Callable[[Field, Cells], str],
) -> TakenTable | None:
    """Return the totals of a budget's sheets, in their order; None where there is none."""
    rows: list[TakenRow] = []
    orders: dict[str, int] = {}
    for record in (record for table in tables for record in table.totals):
        texts = {
            field.name: read_cell(field, record.cells)
            for field in TOTAL_FIELDS
            if field.name not in _FROM_LABEL
        }
        service = texts["service"]
        orders[service] = orders.get(service, 0) + 1
        level, group = _name_level(record, contract)
        texts |= {"level": level, "group": group, "order": str(orders[service])}
        sources = {name: cell for name, cell in record.cells.items() if name in texts}
        rows.append(TakenRow(texts, sources))
    return TakenTable(tuple(field.name for field in TOTAL_FIELDS), tuple(rows)) if rows else None


def _name_level(record: Record, contract: Contract) -> tuple[str, str]:
    """Return of what a row is the total, and the group where it is that of one."""
    label = _find_label(record)
    name = fold_name(label)
    if name in ("sub total", "subtotal") and Level.SUB_TOTAL in contract.totals:
        return Level.SUB_TOTAL, ""
    if name in ("total", "grand total", "overall", "overall total"):
        return Level.GRAND_TOTAL, ""
    group = record.cells.get("group")
    if group is not None and not is_total(group.text):
        return Level.GROUP, group.text
    # `Total Enhanced Services`, `Enhanced Services sub-total`.
    words = label.split()
    kept = [
        word for word in words if fold_name(word) not in ("total", "sub", "subtotal", "sub total")
    ]
    return Level.GROUP, " ".join(kept)


def _find_label(record: Record) -> str:
    labels = [record.cells[name].text for name in ("line", "group") if name in record.cells]
    return next((label for label in labels if is_total(label)), "")
