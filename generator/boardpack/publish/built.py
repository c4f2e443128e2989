"""What a built site must be before it may be published."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from boardpack.publish.manifest import OWN, is_document

FIRST = "index.html"
CERTIFICATE = "certificate.html"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/@+-]*")
_DRAFT = b'class="bp-draft"'


def faults(site: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return why a built site cannot be published, in sentences; nothing when it can."""
    return tuple(_faults(site))


def _faults(site: Mapping[str, bytes]) -> Iterator[str]:
    for needed in (FIRST, CERTIFICATE):
        if needed not in site:
            yield f"it has no {needed}"
    if not any(map(is_document, site)):
        yield "it has no PDF"
    same = Counter(path.lower() for path in site)
    for path, data in sorted(site.items()):
        if path in OWN:
            yield f"{path} is a name that the publication needs for itself"
        if not _NAME.fullmatch(path):
            yield f"{path!r} is a name that not every computer can hold"
        if same[path.lower()] > 1:
            yield f"{path} differs from another file only by capital letters"
        yield from (f"{path} {words}" for words in _content(path, data))


def _content(path: str, data: bytes) -> Iterator[str]:
    if not data:
        yield "is empty"
    if is_document(path) and not (data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF")):
        yield "is not a whole PDF"
    if path.endswith(".html") and _DRAFT in data:
        yield "says that it is a draft"
