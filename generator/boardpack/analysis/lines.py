"""Facts as lines of text: what is signed, and what a difference shows.

Lines say facts, not how they are worded or drawn: a new template, a new sentence above a chart or
a new colour changes none of them. Free text stands in JSON quotes, so that no two contents have
the same lines.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from enum import Enum
from typing import Any

from boardpack.model.dataset import Contract

_CONTRACT_FIELDS = ("title", "kind", "source", "licence", "illustrative", "unit", "rounding")


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
        return ", ".join(list_fields(value, (field.name for field in fields(value))))
    return str(value)


def list_fields(value: Any, names: Iterable[str]) -> Iterator[str]:
    """Yield some fields of a value as `name value`."""
    return (f"{name} {to_line(getattr(value, name))}" for name in names)


def list_contract_lines(contract: Contract, *more_names: str) -> Iterator[str]:
    """Yield what is signed of every contract, and some further fields of it."""
    return list_fields(contract, (*_CONTRACT_FIELDS, *more_names))
