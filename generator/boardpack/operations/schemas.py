"""The JSON Schemas of an instance, brought up to date."""

from __future__ import annotations

from pathlib import Path

from boardpack.adapters.files import read_if_present, write_atomically
from boardpack.render.key_reference import render_reference_files

FOLDER = "data/schemas"


def find_stale_schemas(root: Path) -> dict[str, bytes]:
    """Return what the schemas that differ should hold, by their path below `root`."""
    return {
        f"{FOLDER}/{name}": text.encode()
        for name, text in sorted(render_reference_files().items())
        if read_if_present(root / FOLDER / name) != text.encode()
    }


def update_schemas(root: Path) -> tuple[str, ...]:
    """Write the schemas that differ, and return their paths below `root`."""
    stale_schemas = find_stale_schemas(root)
    for path, data in stale_schemas.items():
        write_atomically(root / path, data)
    return tuple(stale_schemas)
