"""Whether HTML could do anything but show words."""

from __future__ import annotations

import re

from boardpack.render.narrative import ALLOWED_ATTRIBUTES, ALLOWED_SCHEMES, ALLOWED_TAGS
from support.books import Parsed


def find_harm(html: str) -> str:
    """Return the first tag, attribute or address that a narrative may not have, or nothing."""
    for tag, attributes in Parsed(html).elements:
        if tag not in ALLOWED_TAGS:
            return f"<{tag}>"
        allowed = ALLOWED_ATTRIBUTES.get(tag, set()) | ({"rel"} if tag == "a" else set())
        if strange := set(attributes) - allowed:
            return f"<{tag} {min(strange)}>"
        # As browsers read it (WHATWG, URL parsing): controls and spaces go from the beginning, tabs
        # and line ends from everywhere.
        address = re.sub(r"^[\x00-\x20]+|[\t\n\r]", "", attributes.get("href") or "")
        scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", address)
        if scheme and scheme[1].lower() not in ALLOWED_SCHEMES:
            return f"<{tag} href={scheme[0]}>"
    return ""
