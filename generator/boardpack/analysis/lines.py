"""Facts as lines of text: what is signed, and what a difference shows.

Lines say facts, not how they are worded or drawn: a new template, a new sentence above a chart or
a new colour changes none of them. Free text stands in JSON quotes, so that no two contents have
the same lines.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any

from boardpack.analysis.unsigned import list_signed_values
from boardpack.model.dataset import Arrival, Contract
from boardpack.model.period import Period

_RESOLVED_FIELDS = ("measures", "rows", "services", "unchanged", "arrives", "within", "versions")
"""Fields of a contract of which a service signs its own part, or what holds of them, alone; that
it has such figures at all it signs by having them."""


def to_line(value: Any) -> str:
    """Return a value as one line: numbers as written, everything that is text in JSON quotes."""
    if value is None:
        return "none"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, str):
        # Quotes keep two texts apart from one that holds the separator between them.
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        # Sorted, so that the order of keys in a file is not signed.
        return "; ".join(f"{key}: {to_line(value[key])}" for key in sorted(value)) or "none"
    if isinstance(value, tuple):
        return "; ".join(map(to_line, value)) or "none"
    if hasattr(value, "__dataclass_fields__"):
        return ", ".join(list_signed_fields(value))
    return str(value)


def list_signed_fields(value: Any, resolved_names: Iterable[str] = ()) -> Iterator[str]:
    """Yield every field of a value that is signed, but those for which lines of their own stand."""
    resolved = frozenset(resolved_names)
    return (
        f"{name} {to_line(field_value)}"
        for name, field_value in list_signed_values(value)
        if name not in resolved
    )


def list_contract_lines(contract: Contract, service: str, period: Period) -> Iterator[str]:
    """Yield what is signed of a contract but its measures, as it holds for a service's period."""
    yield from list_signed_fields(contract, _RESOLVED_FIELDS)
    yield f"rows {to_line(contract.rows.get(service))}"
    if contract.arrives is not Arrival.EACH_PERIOD:
        yield f"arrives {contract.arrives} within {contract.within}"
    if period.id in contract.unchanged:
        yield f"unchanged {to_line(contract.unchanged[period.id])}"
