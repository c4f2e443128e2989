"""What a built site must be before it may be published."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from boardpack.publish.manifest import PROOF_FILES, is_pdf

HOME_PAGE = "index.html"
CERTIFICATE = "certificate.html"
_PORTABLE_PATH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/@+-]*")
_DRAFT_MARKER = b'class="bp-draft"'


def list_site_faults(site: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return why a built site cannot be published, in sentences; nothing when it can."""
    return tuple(_find_site_faults(site))


def _find_site_faults(site: Mapping[str, bytes]) -> Iterator[str]:
    for page in (HOME_PAGE, CERTIFICATE):
        if page not in site:
            yield f"it has no {page}"
    if not any(map(is_pdf, site)):
        yield "it has no PDF"
    spelling_counts = Counter(path.lower() for path in site)
    for path, data in sorted(site.items()):
        if path in PROOF_FILES:
            yield f"{path} is a name that the publication needs for itself"
        if not _PORTABLE_PATH.fullmatch(path):
            yield f"{path!r} is a name that not every computer can hold"
        if spelling_counts[path.lower()] > 1:
            yield f"{path} differs from another file only by capital letters"
        yield from (f"{path} {fault}" for fault in _find_content_faults(path, data))


def _find_content_faults(path: str, data: bytes) -> Iterator[str]:
    if not data:
        yield "is empty"
    if is_pdf(path) and not (data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF")):
        yield "is not a whole PDF"
    if path.endswith(".html") and _DRAFT_MARKER in data:
        yield "says that it is a draft"
