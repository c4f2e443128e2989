"""The real `boardpack check` over files on disk, and what it found where."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import NamedTuple

from support.instances import CANNOCK, Files, edited, minimal
from support.running import boardpack, put


class Checked(NamedTuple):
    """The exit status of `check`, and what it said by `CODE path:line`."""

    status: int
    said: dict[str, str]


_ID = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")


def check(tree: Files, folder: Path, *words: str) -> Checked:
    """Put a tree into a folder, in the place of what was read there before, and check it."""
    for name in ("content", "data"):
        shutil.rmtree(folder / name, ignore_errors=True)
    return check_folder(put(tree, folder), *words)


def check_folder(folder: Path, *words: str) -> Checked:
    """Check a folder as it is."""
    ran = boardpack("-C", folder, "check", *words, "--format", "json")
    assert ran.status in (0, 1, 2), ran.err
    found = json.loads(ran.out)["findings"]
    # Of every finding in every test: an id is no way to call somebody.
    assert [one for one in found if _ID.fullmatch(one["who"])] == []
    return Checked(ran.status, {_name_place(one): one["what"] for one in found})


def _name_place(found: dict[str, str]) -> str:
    line = f":{found['line']}" if found["line"] else ""
    return f"{found['code']} {found['path']}{line}"


def spoil(path: str, *changes: tuple[str, str]) -> dict[str, bytes]:
    """Return the smallest instance, in one of whose files some texts are others."""
    tree = minimal()
    for old, new in changes:
        tree = edited(tree, path, old, new)
    return tree


def narrate(*paragraphs: str) -> tuple[dict[str, bytes], list[int]]:
    """Return the smallest instance with more paragraphs in a narrative, and the line of each."""
    text = minimal()[CANNOCK].decode()
    lines: list[int] = []
    for paragraph in paragraphs:
        lines.append(text.count("\n") + 2)
        text += f"\n{paragraph}\n"
    return {**minimal(), CANNOCK: text.encode()}, lines


def find_codes(folder: Path, *paragraphs: str) -> list[str]:
    """Return the codes of what the real `check` finds in the line of each paragraph."""
    tree, lines = narrate(*paragraphs)
    status, said = check(tree, folder)
    codes = [
        " ".join(one.split()[0] for one in said if one.endswith(f" {CANNOCK}:{line}"))
        for line in lines
    ]
    assert status == (1 if any(codes) else 0)
    return codes
