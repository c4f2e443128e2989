"""YAML read once: most files of most trees are the same in one test as in the one before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import pytest

from boardpack.load import strict_yaml, yaml_files

_READERS = ("agendas", "datasets", "directorate", "meetings", "packs")
_PARSERS = ("front_matter", "section_texts")
_MOST = 2000


@contextmanager
def reading_once() -> Iterator[None]:
    """Keep what the same bytes at the same path were read into; what is read is never altered."""

    @lru_cache(_MOST)
    def read(data: bytes, path: str, kind: type) -> Any:
        return yaml_files.read_yaml(data, path, kind)

    @lru_cache(_MOST)
    def parse(text: str, path: str, first_line: int) -> Any:
        return strict_yaml.parse_yaml(text, path, first_line)

    def read_again(data: bytes, path: str, kind: type) -> Any:
        *values, findings = read(data, path, kind)
        return *values, list(findings)

    def parse_again(text: str, path: str, first_line: int = 1) -> Any:
        document, findings = parse(text, path, first_line)
        return document, list(findings)

    with pytest.MonkeyPatch.context() as patched:
        for module in _READERS:
            patched.setattr(f"boardpack.load.{module}.read_yaml", read_again)
        for module in _PARSERS:
            patched.setattr(f"boardpack.load.{module}.parse_yaml", parse_again)
        yield
