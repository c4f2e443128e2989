"""An item more in a list of a YAML file, with every other byte of the file as it was."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal

import yaml

Item = Mapping[str, str | int | Decimal | Sequence[str]]
_INDENT = "  "


class NoSuchList(Exception):  # noqa: N818  (the reason, not an error of the program)
    """A file has no list of this name, written with a dash for each item, to add to."""


def add_list_item(text: str, key: str, item: Item) -> str:
    """Return a file with an item at the end of the list under a key of its outermost mapping.

    Comments, quotation marks and line ends stay. NoSuchList where the list is not written with
    dashes; a key that is not there yet is added at the end.
    """
    # Where the values end is what we need; a library that writes the file anew would alter it.
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    values = {name.value: value for name, value in root.value} if root else {}
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += newline
    if key not in values:
        new_lines = [f"{key}:", *_render_item(item, _INDENT)]
        return "".join([*lines, *(f"{line}{newline}" for line in new_lines)])
    listed = values[key]
    if not isinstance(listed, yaml.SequenceNode) or listed.flow_style or not listed.value:
        raise NoSuchList(key)
    first_line = lines[listed.value[0].start_mark.line]
    indent = first_line[: len(first_line) - len(first_line.lstrip())]
    end = _find_end(listed, lines)
    new_lines = [f"{line}{newline}" for line in _render_item(item, indent)]
    return "".join([*lines[:end], *new_lines, *lines[end:]])


def render_mapping(item: Item) -> list[str]:
    """Return a line for each key and value; text that is no plain word in quotation marks."""
    return [f"{key}: {_render_value(value)}" for key, value in item.items()]


def _render_item(item: Item, indent: str) -> list[str]:
    first, *others = render_mapping(item)
    return [f"{indent}- {first}", *(f"{indent}{_INDENT}{line}" for line in others)]


def _render_value(value: str | int | Decimal | Sequence[str]) -> str:
    match value:
        case str() if value.replace("-", "").isalnum() and value.isascii():
            return value
        case str():
            return json.dumps(value, ensure_ascii=False)
        case int() | Decimal():
            return str(value)
        case _:
            return f"[{', '.join(value)}]"


def _find_end(node: yaml.Node, lines: Sequence[str]) -> int:
    """Return the number of the first line after a node's last value."""
    # The end of a block is that of whatever comes next, comments between them included.
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end = node.end_mark.line + (1 if node.end_mark.column else 0)
    while end > 0 and not lines[end - 1].strip():
        end -= 1
    return end
