"""Which sections a row of a data file feeds: keys that blocks and rows have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from boardpack.load.datasets import TOTALS_SUFFIX
from boardpack.model.dataset import Kind
from boardpack.model.directorate import WHOLE_DIRECTORATE

RowKey = tuple[str, ...]
"""The dataset, and what of it a block shows."""


def list_row_keys(kind: Kind, path: str, cells: Mapping[str, str]) -> Iterator[RowKey]:
    """Yield the keys of a row by its cells as they are written.

    `path` is `data/datasets/<dataset>/<file>`. A block that shows the row lists one of these keys.
    """
    dataset_id, _, name = path.removeprefix("data/datasets/").partition("/")
    period = name.removesuffix(TOTALS_SUFFIX).removesuffix(".csv")
    service = cells.get("service", "")
    match kind:
        case Kind.MEASURES:
            yield dataset_id, cells.get("period", ""), service, cells.get("measure", "")
        case Kind.FINANCE:
            yield dataset_id, period, service
        case Kind.RISKS:
            yield dataset_id, period, WHOLE_DIRECTORATE
            for stakeholder in cells.get("stakeholders", "").split(";"):
                yield dataset_id, period, stakeholder.strip()
        case Kind.ASSURANCE:
            yield dataset_id, period, WHOLE_DIRECTORATE
        case Kind.PLANS | Kind.TABLE:
            yield dataset_id, period, service
            yield dataset_id, period, WHOLE_DIRECTORATE
