"""`data/signoffs/allowed_signers`, as OpenSSH reads it: whose each key is."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Collection, Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

from boardpack.findings import Finding, Place, Rule
from boardpack.load.signoffs import ALLOWED_SIGNERS

SHARED_KEY = Rule(
    "L102",
    "Nobody shares a key",
    "Let each person make a key of their own and put it beside their id: with one key for two, "
    "whoever writes signs as well.",
)
_KEY = re.compile(r"(?:^|\s)(?P<kind>(?:sk-)?(?:ssh|ecdsa)-[\w@.-]+)\s+(?P<data>[A-Za-z0-9+/=]+)")
_AUTHORITY = "cert-authority"
_NAMELESS_BEGINNINGS = ("ssh-", "ecdsa-", "sk-", "namespaces=", "valid-", _AUTHORITY)
"""How a line begins when it lacks the name: with the key, or with options."""


class SignerLine(NamedTuple):
    """A line that gives a key to people: `names` is a list of patterns, `key` its kind and data.

    `names` is empty where the line names nobody, `key` where there is none.
    """

    number: int
    names: str
    key: str
    is_authority: bool

    def is_of(self, person: str) -> bool:
        """Return whether the line gives its key to a person, as OpenSSH matches patterns."""
        patterns = self.names.strip('"').split(",")
        refused = any(fnmatchcase(person, name[1:]) for name in patterns if name.startswith("!"))
        return not refused and any(fnmatchcase(person, name) for name in patterns)


def list_signer_lines(allowed_signers: bytes) -> Iterator[SignerLine]:
    """Yield each line that says something."""
    text = allowed_signers.removeprefix(BOM_UTF8).decode(errors="replace")
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        is_nameless = words[0].startswith(_NAMELESS_BEGINNINGS)
        found = _KEY.search(line)
        key = f"{found['kind']} {found['data']}" if found else ""
        options = line[: found.start()] if found else line
        yield SignerLine(number, "" if is_nameless else words[0], key, _AUTHORITY in options)


def list_owners(allowed_signers: bytes, key: str, people: Collection[str]) -> tuple[str, ...]:
    """Return those of some people to whom a key is given; an authority's own key is nobody's."""
    lines = [
        line
        for line in list_signer_lines(allowed_signers)
        if line.key == key and not line.is_authority
    ]
    return tuple(person for person in people if any(line.is_of(person) for line in lines))


def find_shared_keys(allowed_signers: bytes, people: Collection[str]) -> Iterator[Finding]:
    """Yield a finding for each key that two people have, at the last line that gives it."""
    last_lines = {line.key: line.number for line in list_signer_lines(allowed_signers) if line.key}
    for key, number in last_lines.items():
        owners = list_owners(allowed_signers, key, people)
        if len(owners) > 1:
            words = f"{' and '.join(owners)} have the same key ({key[:40]}...)"
            yield SHARED_KEY.make_finding(Place(ALLOWED_SIGNERS, number), words)
