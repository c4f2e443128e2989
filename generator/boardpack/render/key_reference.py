"""The page with every key of every YAML file, made from the schemas, and so from the model."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from boardpack.load.schemas import render_schemas

PAGE = "keys.md"
_PLACES: Mapping[str, str] = MappingProxyType(
    {
        "directorate": "data/directorate.yml",
        "pack": "data/packs/PACK.yml",
        "dataset": "data/datasets/DATASET/dataset.yml",
        "submission": "the top of content/PACK/PERIOD/SERVICE.md",
        "meeting": "data/meetings/SERIES.yml",
        "agenda": "data/packs/PACK/DAY.yml",
        "paper": "the top of content/PACK/DAY/PAPER.md",
        "minutes": "the top of content/meetings/SERIES/DAY.md",
    }
)
"""Where what each schema describes stands; with the same names."""
_TYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "array": "list",
    "object": "mapping",
}
_Node = dict[str, Any]


def render_reference_files() -> dict[str, str]:
    """Return the schemas by which editors complete files, and the page for people, by name."""
    schemas = render_schemas()
    return {**schemas, PAGE: render_key_page(schemas)}


def render_key_page(schemas: Mapping[str, str]) -> str:
    """Return the page as Markdown: a table for each file and for each part of one."""
    parsed = {name.split(".", 1)[0]: json.loads(text) for name, text in schemas.items()}
    lines = [
        "# Every key of every file",
        "",
        "Made from boardpack itself by `boardpack schemas`, which also writes the schemas by which",
        "an editor completes and checks the files as you type. Keys in **bold** must be there. A",
        "key that is not listed is an error.",
        "",
    ]
    lines += [f"- [{_find_place(name)}](#{_anchor(_find_place(name))})" for name in parsed]
    for name, schema in parsed.items():
        lines += ["", f"## {_find_place(name)}", "", *_iterate_table(schema, name)]
        for part, node in schema["$defs"].items():
            lines += ["", f"### {_name_part(name, part)}", "", *_iterate_table(node, name)]
    return "\n".join(lines) + "\n"


def _iterate_table(node: _Node, file: str) -> Iterator[str]:
    if words := node.get("description"):
        yield from (_escape(words), "")
    yield "| key | what it is | value | when left out |"
    yield "|---|---|---|---|"
    required = node.get("required", ())
    for key, child in node.get("properties", {}).items():
        name = f"**`{key}`**" if key in required else f"`{key}`"
        default = "" if key in required else _render_default(child)
        cells = (name, _escape(child.get("description", "")), _describe_type(child, file), default)
        yield f"| {' | '.join(cells)} |"


def _describe_type(node: _Node, file: str) -> str:
    if "$ref" in node:
        part = _name_part(file, node["$ref"].rsplit("/", 1)[1])
        return f"[{part}](#{_anchor(part)})"
    if "enum" in node:
        return ", ".join(f"`{choice}`" for choice in node["enum"])
    if node.get("type") == "array":
        return f"list of {_describe_type(node.get('items', {}), file)}"
    values = node.get("additionalProperties")
    if isinstance(values, dict):
        return f"mapping of names to {_describe_type(values, file)}"
    return _TYPES.get(node.get("type", ""), "text")


def _render_default(node: _Node) -> str:
    default = node.get("default")
    if default is None:
        return "nothing"
    return f"`{default if isinstance(default, str) else json.dumps(default)}`"


def _find_place(name: str) -> str:
    return _PLACES.get(name, f"{name} files")


def _name_part(file: str, part: str) -> str:
    """Return the heading of a part; of two files that have the same, each has its own."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in part)
    return f"{words.strip()} ({file})"


def _anchor(heading: str) -> str:
    kept = (letter for letter in heading.lower() if letter.isalnum() or letter in " -_")
    return "".join(kept).replace(" ", "-")


def _escape(words: str) -> str:
    return words.replace("|", "\\|").replace("\n", " ")
