"""The files that taking in a book makes: tidy CSV, mapping, and where each cell came from."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from typing import Any

from boardpack.analysis.intake.taken import TakenTable
from boardpack.load.originals import VERSION
from boardpack.model.intake import Intake


def render_tidy_csv(table: TakenTable) -> bytes:
    """Return the rows as the CSV that a dataset keeps, a line each."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([row.texts.get(name, "") for name in table.columns] for row in table.rows)
    return text.getvalue().encode()


def render_provenance(
    name: str, original: str, data: bytes, tables: Mapping[str, tuple[TakenTable, bytes]]
) -> bytes:
    """Return what is kept beside an original: its digest, and the cells of each line of each file.

    `tables` are by name of the file, with what was written into it. Equal input gives equal bytes.
    """
    entries = ",\n".join(
        _render_entry(file, table, written) for file, (table, written) in tables.items()
    )
    facts = {
        "version": VERSION,
        "name": name,
        "original": original,
        "sha256": sha256(data).hexdigest(),
    }
    head = json.dumps(facts, ensure_ascii=True, indent=1).removesuffix("\n}")
    return f'{head},\n "files": [\n{entries}\n ]\n}}\n'.encode()


def render_mapping(intake: Intake) -> str:
    """Return the `intake:` of a dataset.yml, without what is as it would be anyway."""
    return "\n".join(("intake:", *_render_keys(intake))) + "\n"


def _render_entry(file: str, table: TakenTable, written: bytes) -> str:
    # A line for each row, so that Git shows which of them changed.
    rows = ",\n".join(
        "   " + json.dumps([_get_address(row.sources, name) for name in table.columns])
        for row in table.rows
    )
    head = {"file": file, "sha256": sha256(written).hexdigest(), "columns": table.columns}
    return f'  {json.dumps(head)[:-1]}, "cells": [\n{rows}\n  ]}}'


def _get_address(sources: Mapping[str, Any], name: str) -> str:
    return sources[name].address if name in sources else ""


def _render_keys(intake: Intake) -> Iterator[str]:
    defaults = Intake()
    for name in (one.name for one in fields(Intake)):
        value = getattr(intake, name)
        if value == getattr(defaults, name):
            continue
        if isinstance(value, Mapping):
            yield f"  {name}:"
            yield from (f"    {_quote(key)}: {_render(entry)}" for key, entry in value.items())
        elif isinstance(value, tuple):
            yield f"  {name}: [{', '.join(map(_render, value))}]"
        else:
            yield f"  {name}: {_render(value)}"


def _render(value: object) -> str:
    match value:
        case Enum():
            return str(value.value)
        case int() | Decimal():
            return str(value)
        case _:
            return _quote(str(value))


def _quote(text: str) -> str:
    # JSON is YAML; plain words read better without quotation marks.
    is_plain = text.replace("-", "").replace("_", "").isalpha() and text.isascii()
    is_word = is_plain and text.lower() not in ("null", "true", "false", "yes", "no", "on", "off")
    return text if is_word and text[0].isalpha() else json.dumps(text, ensure_ascii=False)
