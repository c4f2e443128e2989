"""Anchors: what somebody signed of a publication outside the branch that it lies on.

An anchor is the message of an annotated tag `boardpack/<version>/<person>`: four lines, then the
signature of exactly these, made by OpenSSH as a record's is. Git copies tags with every clone, and
whoever rewrites the pages cannot sign for that person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

TAG_FOLDER = "boardpack"
_MESSAGE = re.compile(
    r"anchor of (?P<version>[a-z0-9-]+)\n"
    r"manifest sha256 (?P<manifest>[0-9a-f]{64})\n"
    r"by (?P<person>[a-z0-9-]+)\n"
    r"at (?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\n"
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a person signed: `manifest` is the SHA-256 of a version's manifest, `time` is UTC."""

    version: str
    manifest: str
    person: str
    time: str

    @property
    def tag(self) -> str:
        """The name of the tag that holds it."""
        return f"{TAG_FOLDER}/{self.version}/{self.person}"


def format_anchor(anchor: Anchor) -> bytes:
    """Return the lines that are signed."""
    return (
        f"anchor of {anchor.version}\nmanifest sha256 {anchor.manifest}\n"
        f"by {anchor.person}\nat {anchor.time}\n"
    ).encode()


def parse_anchor(message: bytes) -> tuple[Anchor, bytes] | None:
    """Return what a tag's message says and the signature below it; None for any other message."""
    lines = message.decode("ascii", "replace")
    match = _MESSAGE.match(lines)
    if match is None:
        return None
    return Anchor(**match.groupdict()), message[match.end() :]
