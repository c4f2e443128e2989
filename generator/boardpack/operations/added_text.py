"""A row or an item more in a file of an instance; every other byte of it stays."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO

import yaml

from boardpack.adapters.workspace import Workspace
from boardpack.errors import CannotRun
from boardpack.render.yaml_items import Item, NoSuchList, add_list_item


def add_row(workspace: Workspace, path: str, row: Mapping[str, str]) -> str:
    """Return a CSV with a row more; of columns that the row does not name, empty ones.

    CannotRun where the file cannot be read.
    """
    text = _read_text(workspace, path)
    newline = "\r\n" if "\r\n" in text else "\n"
    header = next(csv.reader([text.splitlines()[0].removeprefix("\ufeff")]))
    written = StringIO()
    writer = csv.writer(written, lineterminator=newline)
    writer.writerow([row.get(name, "") for name in header])
    return f"{text.rstrip()}{newline}{written.getvalue()}"


def add_item(workspace: Workspace, path: str, key: str, item: Item) -> str:
    """Return a YAML file with an item more in a list; CannotRun where that cannot be read."""
    try:
        return add_list_item(_read_text(workspace, path), key, item)
    except yaml.YAMLError:
        raise _refuse(path) from None
    except NoSuchList:
        raise CannotRun(
            f"'{key}' of {path} is not written as a list with a dash for each item; add it there"
        ) from None


def _read_text(workspace: Workspace, path: str) -> str:
    try:
        text = workspace.tree[path].decode()
    except (KeyError, UnicodeDecodeError):
        raise _refuse(path) from None
    if not text.strip():
        raise _refuse(path)
    return text


def _refuse(path: str) -> CannotRun:
    return CannotRun(
        f"{path} is not there or cannot be read, so nothing was added to it; see what is wrong "
        "with: boardpack check"
    )
