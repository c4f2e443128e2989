"""A YAML file to a dataclass of the model, in one call."""

from __future__ import annotations

from typing import TypeVar

from boardpack.findings import Finding
from boardpack.load.bind import bind
from boardpack.load.strict_yaml import Document, parse
from boardpack.load.tree import decode

T = TypeVar("T")


def read_yaml(
    data: bytes, path: str, kind: type[T]
) -> tuple[T | None, Document | None, list[Finding]]:
    """Return the value, the document with its lines, and what is wrong."""
    text, findings = decode(data, path)
    if findings:
        return None, None, findings
    document, findings = parse(text, path)
    if document is None:
        return None, None, findings
    value, findings = bind(document, kind)
    return value, document, findings
