"""Whom a commit's message names as co-authors, in whatever form Git or a forge accepts."""

from __future__ import annotations

import re

CO_AUTHORS_FORMAT = "%(trailers:key=Co-authored-by,valueonly,unfold)"
"""Git's own reading of the trailers at the end of a message, a line each."""
CO_AUTHORS_SETTINGS = ("-c", "trailer.separators=:")
"""A reader's own separators would hide trailers from Git's reading."""

_CO_AUTHORED = re.compile(
    r"^[ \t]*co-authored-by[ \t]*:(?P<value>.*(?:\n[ \t]+\S.*)*)$", re.IGNORECASE | re.MULTILINE
)
"""Git reads trailers at the end alone; a squash puts other text below them."""
_BRACKETED = re.compile(r"<([^<>]*)>")
# From where such letters begin: else each of a long word would be tried.
_BARE = re.compile(r"(?<![^\s<>,;:()\"'])[^\s<>,;:()\"']+@[^\s<>,;:()\"']+")


def find_co_authors(message: str, trailers: str) -> list[str]:
    """Return the addresses of the co-authors that a message names.

    `trailers` is what Git made of the message by `CO_AUTHORS_FORMAT`. What names nobody by an
    address is returned as it is, so that it belongs to nobody known.
    """
    lines = re.sub(r"\r\n?", "\n", message)
    values = [match["value"] for match in _CO_AUTHORED.finditer(lines)]
    values += filter(str.strip, trailers.splitlines())
    return list(dict.fromkeys(address for value in values for address in _find_addresses(value)))


def _find_addresses(value: str) -> list[str]:
    bracketed = [address.strip() for address in _BRACKETED.findall(value)]
    bare = _BARE.findall(_BRACKETED.sub(" ", value))
    return [*bracketed, *bare] or [" ".join(value.split())]
