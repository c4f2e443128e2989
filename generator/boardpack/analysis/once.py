"""What is worked out of an edition once, however many rules, pages and documents ask for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

from boardpack.analysis.edition import Edition

T = TypeVar("T")


def worked_out_once(function: Callable[[Edition], T]) -> Callable[[Edition], T]:
    """Let a function of an edition alone remember its answer as long as the edition is there."""
    # By name, so that an edition can be handed to another process.
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def look_up(edition: Edition) -> T:
        if name not in edition.worked_out:
            edition.worked_out[name] = function(edition)
        return cast("T", edition.worked_out[name])

    return look_up
