"""The search index in parts that a reader's browser loads one after another, when it is asked.

mkdocs writes one file of all words, which each page would fetch whole: 27 MB for a thousand
services. Its place is taken by an index without words that says how many parts there are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

INDEX = "search/search_index.json"
INDEX_SCRIPT = "search/search_index.js"
"""The same for a site that is opened from disk, where browsers refuse to read files."""
PARTS = "search/words-"
_PART_LETTERS = 400_000


def is_search_file(path: str) -> bool:
    """Return whether a file of a site belongs to its search index."""
    return path in (INDEX, INDEX_SCRIPT) or path.startswith(PARTS)


def split_index(site: Path, docs: Sequence[Any]) -> None:
    """Write the entries of a site in parts, and an index that counts them."""
    index = json.loads((site / INDEX).read_text("utf-8"))
    count = 0
    for count, part in enumerate(_split_docs(docs), 1):
        script = f'boardpackWords[{count - 1}] = {{"docs":[{",".join(part)}]}};\n'
        (site / f"{PARTS}{count - 1}.js").write_text(script, "utf-8")
    text = _dump({"config": {**index["config"], "parts": count}, "docs": []})
    (site / INDEX).write_text(text, "utf-8")
    (site / INDEX_SCRIPT).write_text(f"var __index = {text}", "utf-8")


def read_index(site: Path) -> list[Any]:
    """Return the entries that mkdocs has just written."""
    docs: list[Any] = json.loads((site / INDEX).read_text("utf-8"))["docs"]
    return docs


def read_parts(site: Path) -> Iterator[Any]:
    """Yield the entries of a site whose index was split."""
    index = json.loads((site / INDEX).read_text("utf-8"))
    for number in range(index["config"]["parts"]):
        script = (site / f"{PARTS}{number}.js").read_text("utf-8")
        yield from json.loads(script[script.index("{") :].rstrip(";\n"))["docs"]


def _split_docs(docs: Sequence[Any]) -> Iterator[list[str]]:
    """Yield the texts of the entries of each part."""
    part: list[str] = []
    letters = 0
    for text in map(_dump, docs):
        if part and letters + len(text) > _PART_LETTERS:
            yield part
            part, letters = [], 0
        part.append(text)
        letters += len(text)
    if part:
        yield part


def _dump(value: Any) -> str:
    # No letter beyond ASCII: some of them end a line of a script.
    return json.dumps(value, separators=(",", ":"))
