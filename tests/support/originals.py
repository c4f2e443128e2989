"""An instance whose November was taken in: the original, and what is kept beside it."""

from __future__ import annotations

import json
from hashlib import sha256

from support.instances import ACCESS_ROWS, Files, with_file
from support.workbooks import table

ORIGINAL = "data/originals/access/2018-11.xlsx"
CELLS = "data/originals/access/2018-11.json"
WORKBOOK = table(["Practice", "booked"], ["Cannock Chase", 2000])


def with_original(tree: Files, data: bytes = WORKBOOK) -> dict[str, bytes]:
    """Return a tree in which the rows of access were read from a workbook, a cell each."""
    rows = tree[ACCESS_ROWS]
    lines = rows.count(b"\n") - 1
    kept = {
        "version": 1,
        "name": "November.xlsx",
        "original": "2018-11.xlsx",
        "sha256": sha256(data).hexdigest(),
        "files": [
            {
                "file": "2018-11.csv",
                "sha256": sha256(rows).hexdigest(),
                "columns": ["value"],
                "cells": [[f"Activity!B{line}"] for line in range(2, lines + 2)],
            }
        ],
    }
    return with_file(with_file(tree, ORIGINAL, data), CELLS, json.dumps(kept))
