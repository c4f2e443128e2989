"""The JSON Schemas by which an editor completes and checks the YAML as it is typed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from boardpack.load.bind import schema
from boardpack.model.dataset import Contract
from boardpack.model.directorate import Directorate
from boardpack.model.pack import Pack
from boardpack.model.submission import FrontMatter

SCHEMAS: Mapping[str, type] = MappingProxyType(
    {
        "directorate": Directorate,
        "pack": Pack,
        "dataset": Contract,
        "submission": FrontMatter,
    }
)
"""What `data/schemas/<name>.schema.json` describes."""

Node = dict[str, Any]
_EMPTY: tuple[Any, ...] = (None, "", [], {})


def render_schemas() -> dict[str, str]:
    """Return the text of each schema by the name of its file."""
    return {f"{name}.schema.json": _render(name, kind) for name, kind in SCHEMAS.items()}


def _render(name: str, kind: type) -> str:
    raw = schema(kind, "")
    definitions: dict[str, Node] = raw.pop("$defs")
    nested = {key: node for key, node in definitions.items() if "enum" not in node}
    tidy = {
        "$schema": raw.pop("$schema"),
        "title": f"boardpack {name}",
        **_tidy(raw, definitions),
        "$defs": {key: _tidy(node, definitions) for key, node in nested.items()},
    }
    return json.dumps(tidy, indent=2, ensure_ascii=False) + "\n"


def _tidy(node: Node, definitions: Mapping[str, Node]) -> Node:
    """Return a schema without what only repeats names, with choices where they are needed."""
    kept = {key: value for key, value in node.items() if not _is_noise(key, value)}
    if "$ref" in kept:
        kept = _with_choices(kept, definitions)
    if "anyOf" in kept:
        kept = _with_one_type(kept, definitions)
    if "properties" in kept:
        inside: dict[str, Node] = kept["properties"]
        kept["properties"] = {name: _tidy(child, definitions) for name, child in inside.items()}
    for key in ("items", "additionalProperties"):
        if isinstance(kept.get(key), dict):
            kept[key] = _tidy(kept[key], definitions)
    return kept


def _is_noise(key: str, value: Any) -> bool:
    return key == "title" or (key == "default" and (value in _EMPTY or isinstance(value, dict)))


def _with_choices(node: Node, definitions: Mapping[str, Node]) -> Node:
    meant = definitions[node["$ref"].rsplit("/", 1)[1]]
    if "enum" not in meant:
        return node
    others = {key: value for key, value in node.items() if key != "$ref"}
    return {"type": "string", "enum": meant["enum"], **others}


def _with_one_type(node: Node, definitions: Mapping[str, Node]) -> Node:
    """Return an optional value, or a number that may also be typed as text, as what it is."""
    choices = [choice for choice in node["anyOf"] if choice.get("type") != "null"]
    others = {key: value for key, value in node.items() if key != "anyOf"}
    if isinstance(others.get("default"), str):
        others["default"] = json.loads(others["default"])
    return {**_tidy(choices[0], definitions), **others}
