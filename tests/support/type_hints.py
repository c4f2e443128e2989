"""What type hints promise of a value: its attributes, its elements, what it returns."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property, partial
from typing import Any, ClassVar, Union, get_args, get_origin, get_type_hints

Hint = Any
"""A type hint; `Any` where nothing is promised."""


class MissingAttributeError(Exception):
    """A type without an attribute that was asked for."""


def find_attribute(hint: Hint, name: str) -> Hint:
    """Return the hint of an attribute, of a method that of what it returns.

    MissingAttributeError unless all that the value may be, None apart, have it.
    """
    options = [_find_attribute_of_type(option, name) for option in iterate_options(hint)]
    return join_hints(*options)


def _find_attribute_of_type(hint: Hint, name: str) -> Hint:
    if hint is Any:
        return Any
    if issubclass(to_class(hint), Mapping) and name == "values":
        return Sequence[find_element(hint, None)]  # type: ignore[misc]
    return _find_class_attribute(to_class(hint), name)


@cache
def _find_class_attribute(kind: type, name: str) -> Hint:
    hints = get_type_hints(kind)
    if name in hints:
        return hints[name]
    attribute = next((vars(base)[name] for base in kind.__mro__ if name in vars(base)), None)
    if attribute is None:
        raise MissingAttributeError(f"{kind.__name__} has no {name}")
    if isinstance(attribute, property):
        return find_returned(attribute.fget)
    if isinstance(attribute, cached_property):
        return find_returned(attribute.func)
    return find_returned(attribute)


def find_returned(function: Any) -> Hint:
    """Return the hint of what a function returns."""
    function = function.func if isinstance(function, partial) else function
    function = getattr(function, "__func__", function)
    annotations = getattr(function, "__annotations__", {})
    if not isinstance(function, types.FunctionType) or "return" not in annotations:
        return Any
    # What it takes may be imported for type checkers only; what it returns is asked for alone.
    returned = type("Returned", (), {"__annotations__": {"value": annotations["return"]}})
    return get_type_hints(returned, function.__globals__)["value"]


def find_element(hint: Hint, index: object) -> Hint:
    """Return the hint of what an index gives: of a sequence's element, of a mapping's value."""
    return join_hints(*(_find_element_of_type(option, index) for option in iterate_options(hint)))


def _find_element_of_type(hint: Hint, index: object) -> Hint:
    arguments = get_args(hint)
    if hint is str:
        return str
    if not arguments:
        return Any
    if _find_origin(hint) is tuple and arguments[-1] is not Ellipsis:
        return arguments[index] if isinstance(index, int) else join_hints(*arguments)
    return arguments[1] if issubclass(to_class(hint), Mapping) else arguments[0]


def find_iterated(hint: Hint) -> Hint:
    """Return the hint of what iteration gives."""
    return join_hints(
        *(
            get_args(option)[0]
            if option is not Any and get_args(option) and issubclass(to_class(option), Mapping)
            else _find_element_of_type(option, None)
            for option in iterate_options(hint)
        )
    )


def unpack(hint: Hint, count: int) -> tuple[Hint, ...]:
    """Return the hints of the parts of a tuple."""
    return tuple(find_element(hint, index) for index in range(count))


def join_hints(*hints: Hint) -> Hint:
    """Return the hint of a value that may be any of some types."""
    if not hints or Any in hints:
        return Any
    return Union[hints]  # noqa: UP007


def iterate_options(hint: Hint) -> Iterator[Hint]:
    """Yield what a value may be, None apart."""
    if _find_origin(hint) in (Union, types.UnionType):
        for option in get_args(hint):
            yield from iterate_options(option)
    elif _find_origin(hint) is ClassVar:
        yield from iterate_options(get_args(hint)[0])
    elif hint is not type(None):
        yield hint


def to_class(hint: Hint) -> type:
    """Return the class of a hint."""
    kind = _find_origin(hint) or hint
    return kind if isinstance(kind, type) else object


def _find_origin(hint: Hint) -> Any:
    return get_origin(hint)
