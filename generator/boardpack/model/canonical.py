"""One way of writing a value down, so that equal values have equal digests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any

from boardpack.model.period import Period


def to_canonical_json(value: Any) -> bytes:
    """Return a value of the model as canonical JSON: sorted keys, no spaces, UTF-8.

    Dataclasses are objects of their fields, decimals and dates text as written, periods
    their ids, tuples lists, sets lists in their order.
    """
    return json.dumps(
        value, default=_to_plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()


def compute_digest(value: Any) -> str:
    """Return the SHA-256 of a value's canonical JSON, in hexadecimal."""
    return hashlib.sha256(to_canonical_json(value)).hexdigest()


def _to_plain(value: Any) -> Any:
    kind: Any = type(value)
    # json asks only for what it does not know, so that texts and numbers take no detour.
    return _choose_conversion(kind)(value)


@cache
def _choose_conversion(kind: Any) -> Callable[[Any], Any]:
    """Return how values of a type become plain; found out once, for there are many values."""
    # As written: a float would lose the digits that 1.10 was given with.
    if issubclass(kind, Decimal | date):
        return str
    if issubclass(kind, Enum):
        return attrgetter("value")
    if issubclass(kind, Period):
        return attrgetter("id")
    if is_dataclass(kind):
        names = tuple(field.name for field in fields(kind))
        return lambda value: {name: getattr(value, name) for name in names}
    if issubclass(kind, Mapping):
        return dict
    if issubclass(kind, frozenset):
        return sorted
    raise TypeError(f"no canonical form for {kind.__name__}")
