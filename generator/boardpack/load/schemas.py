"""The JSON Schemas by which an editor completes and checks the YAML as it is typed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from boardpack.load.bind import build_json_schema
from boardpack.model.agenda import Agenda
from boardpack.model.cover import CoverSheet
from boardpack.model.dataset import Contract
from boardpack.model.directorate import Directorate
from boardpack.model.meeting import MinutesFront, TermsOfReference
from boardpack.model.pack import Pack
from boardpack.model.submission import FrontMatter

SCHEMAS: Mapping[str, type] = MappingProxyType(
    {
        "directorate": Directorate,
        "pack": Pack,
        "dataset": Contract,
        "submission": FrontMatter,
        "meeting": TermsOfReference,
        "minutes": MinutesFront,
        "agenda": Agenda,
        "paper": CoverSheet,
    }
)
"""What `data/schemas/<name>.schema.json` describes."""

Node = dict[str, Any]
_EMPTY: tuple[Any, ...] = (None, "", [], {})


def render_schemas() -> dict[str, str]:
    """Return the text of each schema by the name of its file."""
    return {f"{name}.schema.json": _render_schema(name, kind) for name, kind in SCHEMAS.items()}


def _render_schema(name: str, kind: type) -> str:
    raw = build_json_schema(kind, "")
    definitions: dict[str, Node] = raw.pop("$defs")
    # Choices are written out where they are used, so their definitions go.
    nested = {key: node for key, node in definitions.items() if "enum" not in node}
    tidied = {
        "$schema": raw.pop("$schema"),
        "title": f"boardpack {name}",
        **_tidy_node(raw, definitions),
        "$defs": {key: _tidy_node(node, definitions) for key, node in nested.items()},
    }
    return json.dumps(tidied, indent=2, ensure_ascii=False) + "\n"


def _tidy_node(node: Node, definitions: Mapping[str, Node]) -> Node:
    """Return a schema without what only repeats names, with choices where they are needed."""
    tidied = {key: value for key, value in node.items() if not _is_noise(key, value)}
    if "$ref" in tidied:
        tidied = _inline_choices(tidied, definitions)
    if "anyOf" in tidied:
        tidied = _reduce_to_one_type(tidied, definitions)
    if "properties" in tidied:
        properties: dict[str, Node] = tidied["properties"]
        tidied["properties"] = {
            name: _tidy_node(child, definitions) for name, child in properties.items()
        }
    for key in ("items", "additionalProperties"):
        if isinstance(tidied.get(key), dict):
            tidied[key] = _tidy_node(tidied[key], definitions)
    return tidied


def _is_noise(key: str, value: Any) -> bool:
    return key == "title" or (key == "default" and (value in _EMPTY or isinstance(value, dict)))


def _inline_choices(node: Node, definitions: Mapping[str, Node]) -> Node:
    definition = definitions[node["$ref"].rsplit("/", 1)[1]]
    if "enum" not in definition:
        return node
    other_keys = {key: value for key, value in node.items() if key != "$ref"}
    return {"type": "string", "enum": definition["enum"], **other_keys}


def _reduce_to_one_type(node: Node, definitions: Mapping[str, Node]) -> Node:
    """Return an optional value, or a number that may also be typed as text, as what it is."""
    choices = [choice for choice in node["anyOf"] if choice.get("type") != "null"]
    other_keys = {key: value for key, value in node.items() if key != "anyOf"}
    if isinstance(other_keys.get("default"), str):
        other_keys["default"] = json.loads(other_keys["default"])
    return {**_tidy_node(choices[0], definitions), **other_keys}
