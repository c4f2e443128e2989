"""Plain YAML values to a frozen dataclass of the model, with a finding for each thing that is off.

The dataclass is the only description of a format: pydantic checks values against its type hints,
and `build_json_schema` turns the same hints and attribute docstrings into the JSON Schema that
editors use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from keyword import iskeyword
from types import GenericAlias, MappingProxyType
from typing import Any, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from boardpack.findings import Fault, Finding, Rule, suggest_word
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
    # An empty file is a mapping without keys, so that each missing key is named.
    raw = {} if document.value is None else document.value
    try:
        value = _get_adapter(kind).validate_python((raw,))[0]
    except ValidationError as error:
        # In words of ours: pydantic's name types of Python and no line of the file.
        return None, list(_explain_errors(error, document, kind))
    findings = [
        *_find_misreadable_texts(raw, value, (), document),
        *_find_long_texts(raw, longest, (), document),
    ]
    return (None, findings) if findings else (value, [])


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


def _explain_errors(error: ValidationError, document: YamlDocument, kind: Any) -> Iterator[Finding]:
    for problem in error.errors(include_url=False):
        # The first step is the one-element tuple around the value.
        loc: Loc = tuple(problem["loc"][1:])
        name = ".".join(str(part) for part in loc) or "the file"
        if problem["type"] == "unexpected_keyword_argument":
            hint = suggest_word(str(loc[-1]), tuple(_list_properties(kind, loc[:-1])))
            yield UNKNOWN_KEY.make_finding(
                document.find_place(loc), f"unknown key '{loc[-1]}'{hint}"
            )
        elif problem["type"] == "missing":
            yield MISSING_KEY.complete_fault(
                Fault(
                    document.find_place(loc),
                    f"'{name}' is missing",
                    advice=_advise_on_key(kind, loc),
                )
            )
        else:
            yield WRONG_VALUE.make_finding(
                document.find_place(loc), f"'{name}' {_describe_problem(problem)}"
            )


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
) -> Iterator[Finding]:
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
            name = ".".join(str(part) for part in loc)
            yield WRONG_VALUE.make_finding(
                document.find_place(loc), f"'{name}' must be {words}, not '{raw}'"
            )


def _find_long_texts(raw: Any, longest: int, loc: Loc, document: YamlDocument) -> Iterator[Finding]:
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
        name = ".".join(str(part)[:40] for part in loc)
        yield WRONG_VALUE.make_finding(document.find_place(loc), f"'{name}' {fault}")


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
