"""A YAML file to a dataclass of the model, in one call."""

from __future__ import annotations

from typing import TypeVar

from boardpack.findings import Finding
from boardpack.load.bind import bind_document
from boardpack.load.strict_yaml import YamlDocument, parse_yaml
from boardpack.load.tree import decode_text

T = TypeVar("T")


def read_yaml(
    data: bytes, path: str, kind: type[T]
) -> tuple[T | None, YamlDocument | None, list[Finding]]:
    """Return the value, the document with its lines, and what is wrong."""
    text, letter_findings = decode_text(data, path)
    if text is None:
        return None, None, letter_findings
    document, findings = parse_yaml(text, path)
    if document is None:
        return None, None, [*letter_findings, *findings]
    value, findings = bind_document(document, kind)
    return value, document, [*letter_findings, *findings]
