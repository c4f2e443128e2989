"""Where the objects of OParl 1.1 lie, and which of them stand within others.

Source: OParl-Spezifikation 1.1, whose sections are named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

FOLDER = "oparl"
"""Beside the publications: what lies within one never changes, and objects do."""
SYSTEM = f"{FOLDER}/system.json"
"""Where programs begin."""
SCHEMA = "https://schema.oparl.org/1.1/"

Attributes = Mapping[str, Any]
"""The properties of an object, by their names; references are addresses."""
Objects = Mapping[str, Attributes]
"""Objects by their addresses. None holds another one: it refers to it."""


class Kind(StrEnum):
    """A type of object."""

    SYSTEM = "System"
    BODY = "Body"
    ORGANIZATION = "Organization"
    MEETING = "Meeting"
    AGENDA_ITEM = "AgendaItem"
    CONSULTATION = "Consultation"
    PAPER = "Paper"
    FILE = "File"

    @property
    def schema(self) -> str:
        """The address by which objects name their type."""
        return f"{SCHEMA}{self}"

    @property
    def folder(self) -> str:
        """The folder that holds the objects of this type."""
        return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in self)[1:]


_BACK_TO_FILE = ("meeting", "paper")
EMBEDDED: Mapping[Kind, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        Kind.MEETING: {"invitation": _BACK_TO_FILE, "agendaItem": ("meeting",)},
        Kind.PAPER: {"mainFile": _BACK_TO_FILE, "consultation": ("paper",)},
    }
)
"""By type, the properties whose objects are given whole, and what is left out of them there."""


@dataclass(frozen=True, slots=True)
class Interface:
    """The addresses of an instance's objects; `site_url` ends with a slash."""

    site_url: str

    @property
    def system(self) -> str:
        """The address at which programs begin."""
        return f"{self.site_url}{SYSTEM}"

    @property
    def body(self) -> str:
        """The address of the organisation that the committees belong to."""
        return self.locate(Kind.BODY, "directorate")

    def locate(self, kind: Kind, *names: str) -> str:
        """Return the address of an object, which never changes."""
        return f"{self.site_url}{FOLDER}/{kind.folder}/{'/'.join(names)}.json"

    def locate_folder(self, kind: Kind, *names: str) -> str:
        """Return what the addresses of some objects begin with."""
        return f"{self.site_url}{FOLDER}/{'/'.join((kind.folder, *names))}/"

    def locate_list(self, name: str, page: int = 1) -> str:
        """Return the address of a page of a list; pages count from 1."""
        return f"{self.site_url}{FOLDER}/list/{name}/{page}.json"

    def locate_page(self, version: str, path: str) -> str:
        """Return the address of a page or file of a publication, or of what an alias leads to."""
        return f"{self.site_url}{version}/{path}"

    def to_path(self, address: str) -> str:
        """Return where what has an address lies on the site."""
        return address.removeprefix(self.site_url)
