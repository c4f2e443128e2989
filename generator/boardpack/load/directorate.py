"""`data/directorate.yml` and the registers beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from boardpack.findings import Finding, Place, declare
from boardpack.load.bind import WRONG_VALUE
from boardpack.load.strict_csv import cell_finding, read_cell, read_csv
from boardpack.load.strict_yaml import Document
from boardpack.load.tree import Tree
from boardpack.load.yaml_files import read_yaml
from boardpack.model.dataset import Cell, Constraints, Field, FieldType
from boardpack.model.directorate import (
    WHOLE_DIRECTORATE,
    Appointment,
    Directorate,
    Person,
    Term,
    Waiver,
)

DIRECTORATE_FILE = "data/directorate.yml"

MISSING_FILE = declare(
    "F105", "The files that every instance needs are there", "Add the file, or restore it."
)
BAD_ID = declare(
    "D101",
    "Ids are short names in lower case, used once",
    "Use lower-case letters, digits and single hyphens, and a name that nothing else has.",
)

SHARED_MARK = declare(
    "D107",
    "Nobody shares an address or an account",
    "Give each person their own: sign-off must know who wrote and who approved.",
)

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ACCOUNT = "[0-9]+"
_LOGIN = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
_NEEDED = Constraints(required=True)
_EDIT_URL = re.compile(r"https://[^\s\"'<>]*\{path\}[^\s\"'<>]*")
T = TypeVar("T")
Cells = Sequence[Cell]


def load_directorate(tree: Tree) -> tuple[Directorate | None, list[Finding]]:
    """Return the directorate, or None when it cannot be read."""
    if DIRECTORATE_FILE not in tree:
        return None, [MISSING_FILE.at(Place(DIRECTORATE_FILE), "there is no such file")]
    found, document, findings = read_yaml(tree[DIRECTORATE_FILE], DIRECTORATE_FILE, Directorate)
    if found is None or document is None:
        return None, findings
    for key, ids in (
        ("services", [service.id for service in found.services]),
        ("roles", [role.id for role in found.roles]),
    ):
        findings += check_ids(ids, document, key)
        if not ids:
            findings.append(WRONG_VALUE.at(document.place((key,)), f"'{key}' names none"))
    if found.edit_url and not _EDIT_URL.fullmatch(found.edit_url):
        words = "'edit_url' must begin with https:// and hold {path}"
        findings.append(WRONG_VALUE.at(document.place(("edit_url",)), words))
    return found, findings


def check_ids(ids: Sequence[str], document: Document, key: str) -> Iterator[Finding]:
    """Yield a finding for each id that is not a short name, or that stands twice."""
    for index, one in enumerate(ids):
        place = document.place((key, index, "id"))
        if not ID.fullmatch(one):
            yield BAD_ID.at(place, f"'{one[:40]}' is not a short name such as 'cannock-chase'")
        elif one in ids[:index]:
            yield BAD_ID.at(place, f"'{one}' is used a second time")
        elif one == WHOLE_DIRECTORATE and key == "services":
            yield BAD_ID.at(place, f"'{one}' stands for all services together")


def load_people(tree: Tree) -> tuple[dict[str, Person], list[Finding]]:
    """Return everybody by id."""
    fields = (
        Field("id", constraints=Constraints(required=True, pattern=ID.pattern)),
        Field("name", constraints=_NEEDED),
        Field("forge_id", constraints=Constraints(pattern=_ACCOUNT)),
        Field("emails"),
        Field("login", constraints=Constraints(pattern=_LOGIN)),
    )

    def person(cells: Cells, place: Place) -> Person:
        name, account, addresses, login = map(words, cells[1:])
        emails = tuple(one.strip().casefold() for one in addresses.split(";") if one.strip())
        return Person(words(cells[0]), name, account, place, emails, login)

    optional = ("forge_id", "emails", "login")
    people, findings = _register(tree, "data/people.csv", fields, optional, person)
    by_id: dict[str, Person] = {}
    for one in people:
        if one.id in by_id:
            findings.append(BAD_ID.at(one.place, f"'{one.id}' is used a second time"))
        by_id.setdefault(one.id, one)
    return by_id, [*findings, *_shared(people)]


def _shared(people: Sequence[Person]) -> Iterator[Finding]:
    """Yield a finding for each account or address that a second person has."""
    held: dict[str, str] = {}
    for one in people:
        for mark in filter(None, (one.forge_id, one.login.casefold(), *one.emails)):
            if held.setdefault(mark, one.id) != one.id:
                yield SHARED_MARK.at(one.place, f"'{mark}' is also {held[mark]}'s")


def load_appointments(tree: Tree) -> tuple[tuple[Appointment, ...], list[Finding]]:
    """Return who holds which role, for which service, from when to when."""
    fields = (
        Field("person", constraints=_NEEDED),
        Field("role", constraints=_NEEDED),
        Field("service", constraints=_NEEDED),
        Field("since", FieldType.DATE, constraints=_NEEDED),
        Field("until", FieldType.DATE),
        Field("deputy_for"),
    )

    def appointment(cells: Cells, place: Place) -> Appointment:
        since, until = cells[3], cells[4]
        assert isinstance(since, date)
        return Appointment(
            words(cells[0]),
            words(cells[1]),
            words(cells[2]),
            since,
            until if isinstance(until, date) else None,
            words(cells[5]),
            place,
        )

    return _register(tree, "data/appointments.csv", fields, ("until", "deputy_for"), appointment)


def load_waivers(tree: Tree) -> tuple[tuple[Waiver, ...], list[Finding]]:
    """Return which sections may be missing, why, on whose word and until when."""
    names = ("pack", "period", "service", "section")
    fields = (
        *(Field(name, constraints=_NEEDED) for name in names),
        Field("reason"),
        Field("owner"),
        Field("until", FieldType.DATE),
    )

    def waiver(cells: Cells, place: Place) -> Waiver:
        pack, period, service, section, reason, owner = map(words, cells[:6])
        until = cells[6] if isinstance(cells[6], date) else None
        return Waiver(pack, period, service, section, reason, owner, until, place)

    return _register(tree, "data/waivers.csv", fields, (), waiver, needed=False)


def load_glossary(tree: Tree) -> tuple[tuple[Term, ...], list[Finding]]:
    """Return the acronyms and what they stand for, in the order of the file."""
    fields = (Field("acronym", constraints=_NEEDED), Field("meaning", constraints=_NEEDED))

    def term(cells: Cells, place: Place) -> Term:
        return Term(words(cells[0]), words(cells[1]), place)

    return _register(tree, "data/glossary.csv", fields, (), term, needed=False)


def words(cell: Cell) -> str:
    """Return the text of a text cell; a blank one is empty."""
    return cell if isinstance(cell, str) else ""


def _register(
    tree: Tree,
    path: str,
    fields: Sequence[Field],
    optional: Sequence[str],
    build: Callable[[Cells, Place], T],
    needed: bool = True,
) -> tuple[tuple[T, ...], list[Finding]]:
    if path not in tree:
        missing = MISSING_FILE.at(Place(path), "there is no such file")
        return (), [missing] if needed else []
    names = [field.name for field in fields]
    required = [name for name in names if name not in optional]
    sheet, findings = read_csv(tree[path], path, required, optional)
    if sheet is None:
        return (), findings
    found: list[T] = []
    for number, texts in sheet.picked(names):
        place = Place(path, number)
        read = [read_cell(text, field) for text, field in zip(texts, fields, strict=True)]
        wrong = [
            cell_finding(field.name, text, fault, place)
            for (_, fault), field, text in zip(read, fields, texts, strict=True)
            if fault
        ]
        findings += wrong
        if not wrong:
            found.append(build([cell for cell, _ in read], place))
    return tuple(found), findings
