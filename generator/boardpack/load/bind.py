"""Plain YAML values to a frozen dataclass of the model, with a finding for each thing that is off.

The dataclass is the only description of a format: pydantic checks values against its type hints,
and `build_json_schema` turns the same hints and attribute docstrings into the JSON Schema that
editors use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from keyword import iskeyword
from types import GenericAlias, MappingProxyType
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from boardpack.findings import Fault, Finding, Rule, find_near_word, suggest_word
from boardpack.load.strict_yaml import Loc, YamlDocument

UNKNOWN_KEY = Rule(
    "Y104", "Every key is one that the format knows", "Correct the key's spelling or remove it."
)
MISSING_KEY = Rule("Y105", "Required keys are there", "Add the key.")
WRONG_VALUE = Rule("Y106", "Values are of the right kind", "Write the value as the message says.")

_LONGEST_LINE = 1000

T = TypeVar("T")
# Decimal itself would also take 1e999999999, which no computer can write out. So many digits can be
# counted with, and shown with the most decimals, without rounding.
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,12})?", re.ASCII)
_ENUM_CHOICE = re.compile(r"<[\w.]+: ('[^']*')>")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_PLAIN = {
    bool: (re.compile("true|false"), "true or false"),
    int: (re.compile(r"-?[0-9]{1,18}", re.ASCII), "a whole number such as 12"),
    Decimal: (_NUMBER, "a plain number such as 12.5"),
    date: (_DAY, "a day such as 2018-11-30"),
}
_TYPES = {"bool": bool, "int": int, "decimal": Decimal, "finite": Decimal, "date": date}
_EXPECTED = {
    "missing": "is missing",
    "string_type": "must be text",
    "tuple_type": "must be a list: put each entry on its own line after `- `",
    "mapping_type": "must be a mapping: one `key: value` a line",
    "dict_type": "must be a mapping: one `key: value` a line",
    "dataclass_type": "must be a mapping: one `key: value` a line",
    "dataclass_exact_type": "must be a mapping: one `key: value` a line",
}


def bind_document(
    document: YamlDocument, kind: type[T], longest: int = 0
) -> tuple[T | None, list[Finding]]:
    """Return the document as the dataclass `kind`, or None and everything that is wrong.

    A text may have several lines and so many letters where `longest` is given; else it is a title,
    a name or a sentence, which stands in one line.
    """
    value, unread, findings = bind_readable_keys(document, kind, longest)
    return None if unread else value, findings


def bind_readable_keys(
    document: YamlDocument, kind: type[T], longest: int = 0
) -> tuple[T | None, frozenset[str], list[Finding]]:
    """Return what a document says where it can be read, and everything that is wrong.

    Between them the keys of which nothing is known: those have their defaults, or no text where
    they have none. None where that makes no `kind`. A key that nobody knows leaves the one unknown
    that it looks like.
    """
    raw = _get_raw(document)
    hashable: Any = kind
    value, faults = _bind_value(raw, document, kind, longest)
    findings = [finding for _, finding in faults]
    unread: frozenset[str] = frozenset()
    # Again, because what is seen only when all are of the right kind comes second.
    while value is None and isinstance(raw, dict):
        faulty = unread.union(key for loc, _ in faults for key in _list_unread_keys(kind, loc))
        if faulty == unread:
            return None, frozenset(), findings
        unread = faulty
        kept = {key: each for key, each in raw.items() if key not in unread}
        # Whoever left out a text that must be there left it unknown.
        blank = {key: "" for key in unread if key in _list_required_texts(hashable)}
        value, faults = _bind_value({**kept, **blank}, document, kind, longest)
        findings += [finding for loc, finding in faults if loc and str(loc[0]) not in unread]
    return value, unread, findings


def _list_unread_keys(kind: Any, loc: Loc) -> Iterator[str]:
    """Yield the key at the top of a faulty place, and the one that it was meant to be."""
    if loc:
        key, known = str(loc[0]), tuple(_list_properties(kind, ()))
        yield key
        if key not in known and (near := find_near_word(key, known)):
            yield near


def bind_nothing(kind: type[T]) -> tuple[T, frozenset[str]]:
    """Return what a document says of which nothing can be read, and all its keys."""
    hashable: Any = kind
    blank = dict.fromkeys(_list_required_texts(hashable), "")
    known = frozenset(_list_properties(hashable, ()))
    return _get_adapter(kind).validate_python((blank,))[0], known


@cache
def _list_required_texts(kind: Any) -> frozenset[str]:
    return frozenset(
        each.name
        for each in fields(kind)
        if each.default is MISSING
        and each.default_factory is MISSING
        and _list_properties(kind, ()).get(each.name, {}).get("type") == "string"
    )


def _get_raw(document: YamlDocument) -> Any:
    # An empty file is a mapping without keys, so that each missing key is named.
    return {} if document.value is None else document.value


def _bind_value(
    raw: Any, document: YamlDocument, kind: type[T], longest: int
) -> tuple[T | None, list[tuple[Loc, Finding]]]:
    """Return a value, or None and each thing that is wrong with the place where it is."""
    try:
        value = _get_adapter(kind).validate_python((raw,))[0]
    except ValidationError as error:
        # In words of ours: pydantic's name types of Python and no line of the file.
        return None, list(_explain_errors(error, document, kind))
    faults = [
        *_find_misreadable_texts(raw, value, (), document),
        *_find_long_texts(raw, longest, (), document),
    ]
    return (None, faults) if faults else (value, [])


def name_field(key: str) -> str:
    """Return the field of the model that holds a key; `from` is no name to Python."""
    return f"{key}_" if iskeyword(key) else key


def build_json_schema(kind: type[Any], title: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a dataclass."""
    wrapped_schema = _get_adapter(kind, documented=True).json_schema()
    definitions = wrapped_schema.pop("$defs")
    root = definitions.pop(wrapped_schema["prefixItems"][0]["$ref"].rsplit("/", 1)[1])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **root,
        "title": title,
        "$defs": definitions,
    }


def _get_adapter(kind: type[T], documented: bool = False) -> TypeAdapter[tuple[T]]:
    hashable: Any = kind
    adapter: TypeAdapter[tuple[T]] = _build_adapter(hashable, documented)
    return adapter


@cache
def _build_adapter(kind: Any, documented: bool) -> TypeAdapter[Any]:
    # The one-element tuple passes the configuration on to plain dataclasses. Docstrings are read
    # from the source, which is slow, and only the schema needs them.
    config = ConfigDict(
        extra="forbid",
        use_attribute_docstrings=documented,
        alias_generator=lambda name: name.removesuffix("_"),
    )
    wrapped_type: Any = GenericAlias(tuple, (kind,))
    return TypeAdapter(wrapped_type, config=config)


def _explain_errors(
    error: ValidationError, document: YamlDocument, kind: Any
) -> Iterator[tuple[Loc, Finding]]:
    for problem in error.errors(include_url=False):
        # The first step is the one-element tuple around the value.
        loc: Loc = tuple(problem["loc"][1:])
        name = _name_loc(loc)
        if problem["type"] == "unexpected_keyword_argument":
            hint = suggest_word(str(loc[-1]), tuple(_list_properties(kind, loc[:-1])))
            words = f"unknown key '{loc[-1]}'{hint}"
            yield loc, UNKNOWN_KEY.make_finding(document.find_place(loc), words)
        elif problem["type"] == "missing":
            fault = Fault(
                document.find_place(loc), f"{name} is missing", advice=_advise_on_key(kind, loc)
            )
            yield loc, MISSING_KEY.complete_fault(fault)
        else:
            words = f"{name} {_describe_problem(problem)}"
            yield loc, WRONG_VALUE.make_finding(document.find_place(loc), words)


def _name_loc(loc: Loc) -> str:
    """Return a place in words, entries of lists counted from one: `'date' of entry 2 of events`."""
    if not loc:
        return "'the file'"
    *path, last = loc
    steps = [f"entry {part + 1}" if isinstance(part, int) else str(part)[:40] for part in path]
    name = f"entry {last + 1}" if isinstance(last, int) else f"'{str(last)[:40]}'"
    return " of ".join([name, *reversed(steps)])


def _describe_problem(problem: Any) -> str:
    input_value = problem["input"]
    quoted_input = (
        f", not '{input_value}'" if isinstance(input_value, str) and len(input_value) < 60 else ""
    )
    if problem["type"] == "value_error":
        # The model's own words, of `model.words`.
        return str(problem["ctx"]["error"])
    if problem["type"] in _EXPECTED:
        return _EXPECTED[problem["type"]] + quoted_input
    if problem["type"] in ("enum", "literal_error"):
        # Of a part of an enumeration, pydantic shows each choice as Python prints it.
        expected = _ENUM_CHOICE.sub(r"\1", problem["ctx"]["expected"]).replace("'", "")
        choices = expected.replace(" or ", ", ").split(", ")
        hint = suggest_word(str(input_value), choices)
        return f"must be one of {expected}{quoted_input}{hint}"
    if problem["type"].startswith("date") and _DAY.fullmatch(str(input_value)):
        return f"is a day that does not exist{quoted_input.replace(', not', ':')}"
    kind = next(
        (plain_type for prefix, plain_type in _TYPES.items() if problem["type"].startswith(prefix)),
        None,
    )
    if kind is not None:
        return f"must be {_PLAIN[kind][1]}{quoted_input}"
    return f"{problem['msg'][0].lower()}{problem['msg'][1:]}{quoted_input}"


def _find_misreadable_texts(
    raw: Any, value: Any, loc: Loc, document: YamlDocument
) -> Iterator[tuple[Loc, Finding]]:
    """Yield what pydantic would read but a person could misread, such as 1_000 or a timestamp."""
    if isinstance(raw, dict):
        for key, child in raw.items():
            child_value = getattr(value, name_field(key)) if is_dataclass(value) else value[key]
            yield from _find_misreadable_texts(child, child_value, (*loc, key), document)
    elif isinstance(raw, list):
        for index, child in enumerate(raw):
            yield from _find_misreadable_texts(child, value[index], (*loc, index), document)
    # Not isinstance: a bool is an int to it.
    elif type(value) in _PLAIN:
        pattern, words = _PLAIN[type(value)]
        if not pattern.fullmatch(raw):
            fault = f"{_name_loc(loc)} must be {words}, not '{raw}'"
            yield loc, WRONG_VALUE.make_finding(document.find_place(loc), fault)


def _find_long_texts(
    raw: Any, longest: int, loc: Loc, document: YamlDocument
) -> Iterator[tuple[Loc, Finding]]:
    """Yield each text that has more lines or letters than its place."""
    if isinstance(raw, dict | list):
        children = raw.items() if isinstance(raw, dict) else enumerate(raw)
        for key, child in children:
            if isinstance(key, str):
                yield from _find_long_texts(key, 0, (*loc, key), document)
            yield from _find_long_texts(child, longest, (*loc, key), document)
        return
    most = longest or _LONGEST_LINE
    fault = f"has {len(raw):,} letters, more than {most:,}" if len(raw) > most else ""
    if not longest and "\n" in raw:
        fault = "has more than one line"
    if fault:
        yield loc, WRONG_VALUE.make_finding(document.find_place(loc), f"{_name_loc(loc)} {fault}")


def _advise_on_key(kind: Any, loc: Loc) -> str:
    """Return the line that is to be added, with what may stand in it."""
    key, node = loc[-1], _list_properties(kind, loc[:-1]).get(str(loc[-1]), {})
    choices = _follow_reference(node, _get_adapter(kind).json_schema()).get("enum", ())
    if choices:
        return f"Add the line `{key}: ...` with one of {', '.join(choices)}."
    types = {choice.get("type") for choice in (node, *node.get("anyOf", ()))}
    if "array" in types:
        return f"Add `{key}:` and under it a line for each entry, after `- `."
    if "object" in types or "$ref" in node:
        return f"Add `{key}:` and under it a `key: value` in each line."
    if types & {"number", "integer"}:
        return f"Add the line `{key}: ...` with a number."
    return f'Add the line `{key}: "..."`.'


@cache
def _list_properties(kind: Any, loc: Loc) -> Mapping[str, Any]:
    """Return by key what may stand at a location; keys of other levels would be refused there."""
    schema = _get_adapter(kind).json_schema()
    node = _follow_reference(schema["prefixItems"][0], schema)
    for step in loc:
        inner = node.get("items") if isinstance(step, int) else node.get("properties", {}).get(step)
        node = _follow_reference(inner or node.get("additionalProperties") or {}, schema)
    return MappingProxyType(node.get("properties", {}))


def _follow_reference(node: Any, schema: Any) -> dict[str, Any]:
    if not isinstance(node, dict):
        return {}
    choices = [node, *node.get("anyOf", ())]
    names = [choice["$ref"].rsplit("/", 1)[1] for choice in choices if "$ref" in choice]
    if names:
        return dict(schema["$defs"][names[0]])
    return next((choice for choice in choices if "items" in choice), node)
