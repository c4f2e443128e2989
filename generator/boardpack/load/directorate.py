"""`data/directorate.yml` and the registers beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from boardpack.findings import Finding, Place, Rule, suggest_word
from boardpack.load.bind import WRONG_VALUE
from boardpack.load.refused import drop_refused
from boardpack.load.spans import find_span_faults
from boardpack.load.strict_csv import read_cell, read_csv, report_cell
from boardpack.load.strict_yaml import Loc, YamlDocument
from boardpack.load.tree import LONGEST_NAME, WINDOWS_DEVICE, Tree
from boardpack.load.web_form import REPOSITORY, find_form_faults
from boardpack.load.yaml_files import read_yaml
from boardpack.model.dataset import Cell, Constraints, Field, FieldType
from boardpack.model.directorate import (
    WHOLE_DIRECTORATE,
    Appointment,
    Clearance,
    Directorate,
    Person,
    Service,
    SpcRules,
    Term,
    Waiver,
)
from boardpack.model.message import is_address
from boardpack.model.pack import DocumentKind

DIRECTORATE_FILE = "data/directorate.yml"
CLEARANCES_FILE = "data/clearances.csv"
CLEARABLE_RULES = ("I101", "I103", "I104", "I105", "I107", "I108", "I112")
"""Rules whose findings somebody may let pass: they can take a number for a person's."""
PEOPLE_FILE, APPOINTMENTS_FILE = "data/people.csv", "data/appointments.csv"
WAIVERS_FILE, GLOSSARY_FILE = "data/waivers.csv", "data/glossary.csv"
REGISTER_FILES = frozenset({PEOPLE_FILE, APPOINTMENTS_FILE, WAIVERS_FILE, GLOSSARY_FILE})

MISSING_FILE = Rule(
    "F105", "The files that every instance needs are there", "Add the file, or restore it."
)
BAD_ID = Rule(
    "D101",
    "Ids are short names in lower case, used once",
    "Use lower-case letters, digits and single hyphens, and a name that nothing else has.",
)

SHARED_MARK = Rule(
    "D107",
    "Nobody shares an address or an account",
    "Give each person their own: sign-off must know who wrote and who approved.",
    may_name_addresses=True,
)

BAD_SPAN = Rule(
    "D109",
    "Services begin before they end, and became others that there are",
    "Write a month, week or day such as 2018-11, and the id of a service of this file.",
)

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_ACCOUNT = "[0-9]+"
_LOGIN = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
_REQUIRED = Constraints(required=True)
_PERSON_ID = Constraints(required=True, pattern=ID.pattern, maxLength=LONGEST_NAME)
_EDIT_URL = re.compile(r"https://[^\s\"'<>]*\{path\}[^\s\"'<>]*")
_SITE_URL = re.compile(r"https://[^\s\"'<>?#]+/")
T = TypeVar("T")
Cells = Sequence[Cell]


def load_directorate(tree: Tree) -> tuple[Directorate | None, list[Finding]]:
    """Return the directorate, or None when it cannot be read."""
    if DIRECTORATE_FILE not in tree:
        return None, [MISSING_FILE.make_finding(Place(DIRECTORATE_FILE), "there is no such file")]
    directorate, document, findings = read_yaml(
        tree[DIRECTORATE_FILE], DIRECTORATE_FILE, Directorate
    )
    if directorate is None or document is None:
        return None, findings
    for key, ids in (
        ("services", [service.id for service in directorate.services]),
        ("roles", [role.id for role in directorate.roles]),
    ):
        findings += check_ids(ids, document, key)
        if not ids:
            findings.append(
                WRONG_VALUE.make_finding(document.find_place((key,)), f"'{key}' names none")
            )
    faults = list(_find_service_faults(directorate.services))
    findings += [BAD_SPAN.make_finding(document.find_place(loc), words) for words, loc in faults]
    refused: list[Loc] = [loc for _, loc in faults]
    if directorate.edit_url and not _EDIT_URL.fullmatch(directorate.edit_url):
        words = "'edit_url' must begin with https:// and hold {path}"
        findings.append(WRONG_VALUE.make_finding(document.find_place(("edit_url",)), words))
    for key, is_good, rule_words in (
        ("site_url", _SITE_URL.fullmatch, "must begin with https:// and end with /"),
        ("mail_from", is_address, "must be one plain e-mail address"),
    ):
        if (value := getattr(directorate, key)) and not is_good(value):
            words = f"'{key}' {rule_words}"
            findings.append(WRONG_VALUE.make_finding(document.find_place((key,)), words))
            refused.append((key,))
    if directorate.signoff and not REPOSITORY.fullmatch(directorate.signoff.repository):
        words = "'repository' must be a repository's name on the forge, such as owner/name"
        place = document.find_place(("signoff", "repository"))
        findings.append(WRONG_VALUE.make_finding(place, words))
    form_faults = list(find_form_faults(directorate.form)) if directorate.form else []
    for key, words in form_faults:
        findings.append(WRONG_VALUE.make_finding(document.find_place(("form", key)), words))
    refused += [("form",)] if form_faults else []
    is_workbook = directorate.spc is SpcRules.MAKING_DATA_COUNT
    if directorate.spc_run not in ((6, 7) if is_workbook else (7,)):
        words = "'spc_run' must be 7, or 6 with `spc: making-data-count`"
        findings.append(WRONG_VALUE.make_finding(document.find_place(("spc_run",)), words))
        refused.append(("spc_run",))
    return drop_refused(directorate, refused), findings


def _find_service_faults(services: Sequence[Service]) -> Iterator[tuple[str, Loc]]:
    known_ids = {service.id for service in services}
    for index, service in enumerate(services):
        for words, loc in find_span_faults(service):
            yield f"'{service.id}' {words}", ("services", index, *loc)
        place: Loc = ("services", index, "became")
        if service.became and service.became not in known_ids - {service.id}:
            hint = suggest_word(service.became, known_ids - {service.id})
            yield f"'{service.id}' became '{service.became}', which is no service{hint}", place
        elif service.became and not service.until:
            words = f"became '{service.became}', and does not say when: add its last month"
            yield f"'{service.id}' {words} as 'until'", place


def check_ids(ids: Sequence[str], document: YamlDocument, key: str) -> Iterator[Finding]:
    """Yield a finding for each id that is not a short name, or that stands twice."""
    for index, identifier in enumerate(ids):
        place = document.find_place((key, index, "id"))
        if not ID.fullmatch(identifier):
            yield BAD_ID.make_finding(
                place, f"'{identifier[:40]}' is not a short name such as 'cannock-chase'"
            )
        elif len(identifier) > LONGEST_NAME:
            words = f"'{identifier[:40]}...' has more than {LONGEST_NAME} letters"
            yield BAD_ID.make_finding(place, words)
        elif WINDOWS_DEVICE.fullmatch(identifier):
            yield BAD_ID.make_finding(place, f"'{identifier}' is a name that Windows reserves")
        elif identifier in ids[:index]:
            yield BAD_ID.make_finding(place, f"'{identifier}' is used a second time")
        # The id is kept free, because submissions and appointments use it for all services.
        elif identifier == WHOLE_DIRECTORATE and key == "services":
            yield BAD_ID.make_finding(place, f"'{identifier}' stands for all services together")
        elif identifier == DocumentKind.BOARD_SUMMARY and key == "services":
            yield BAD_ID.make_finding(
                place, f"'{identifier}' is what a PDF for the board is called"
            )


def load_people(tree: Tree) -> tuple[dict[str, Person], list[Finding]]:
    """Return everybody by id."""
    fields = (
        Field("id", constraints=_PERSON_ID),
        Field("name", constraints=_REQUIRED),
        Field("forge_id", constraints=Constraints(pattern=_ACCOUNT)),
        Field("emails"),
        Field("login", constraints=Constraints(pattern=_LOGIN)),
    )

    def build_person(cells: Cells, place: Place) -> Person:
        name, account, addresses, login = map(to_text, cells[1:])
        emails = tuple(
            address.strip().casefold() for address in addresses.split(";") if address.strip()
        )
        return Person(to_text(cells[0]), name, account, place, emails, login)

    optional = ("forge_id", "emails", "login")
    people, findings = _read_register(tree, PEOPLE_FILE, fields, optional, build_person)
    by_id: dict[str, Person] = {}
    for person in people:
        if person.id in by_id:
            findings.append(
                BAD_ID.make_finding(person.place, f"'{person.id}' is used a second time")
            )
        by_id.setdefault(person.id, person)
    return by_id, [*findings, *_find_shared_marks(people)]


def _find_shared_marks(people: Sequence[Person]) -> Iterator[Finding]:
    """Yield a finding for each account or address that a second person has."""
    owners: dict[str, str] = {}
    for person in people:
        for mark in filter(None, (person.forge_id, person.login.casefold(), *person.emails)):
            if owners.setdefault(mark, person.id) != person.id:
                yield SHARED_MARK.make_finding(person.place, f"'{mark}' is also {owners[mark]}'s")


def load_appointments(tree: Tree) -> tuple[tuple[Appointment, ...], list[Finding]]:
    """Return who holds which role, for which service, from when to when."""
    fields = (
        Field("person", constraints=_REQUIRED),
        Field("role", constraints=_REQUIRED),
        Field("service", constraints=_REQUIRED),
        Field("since", FieldType.DATE, constraints=_REQUIRED),
        Field("until", FieldType.DATE),
        Field("deputy_for"),
    )

    def build_appointment(cells: Cells, place: Place) -> Appointment:
        since, until = cells[3], cells[4]
        assert isinstance(since, date)
        return Appointment(
            to_text(cells[0]),
            to_text(cells[1]),
            to_text(cells[2]),
            since,
            until if isinstance(until, date) else None,
            to_text(cells[5]),
            place,
        )

    return _read_register(
        tree, APPOINTMENTS_FILE, fields, ("until", "deputy_for"), build_appointment
    )


def load_waivers(tree: Tree) -> tuple[tuple[Waiver, ...], list[Finding]]:
    """Return which sections may be missing, why, on whose word and until when."""
    names = ("pack", "period", "service", "section")
    fields = (
        *(Field(name, constraints=_REQUIRED) for name in names),
        Field("reason"),
        Field("owner"),
        Field("until", FieldType.DATE),
    )

    def build_waiver(cells: Cells, place: Place) -> Waiver:
        pack, period, service, section, reason, owner = map(to_text, cells[:6])
        until = cells[6] if isinstance(cells[6], date) else None
        return Waiver(pack, period, service, section, reason, owner, until, place)

    return _read_register(tree, WAIVERS_FILE, fields, (), build_waiver, is_needed=False)


def load_clearances(tree: Tree) -> tuple[tuple[Clearance, ...], list[Finding]]:
    """Return what may be published although a rule on identifiers found it."""
    names = ("place", "passage", "reason", "decided_by")
    fields = (
        Field("rule", constraints=replace(_REQUIRED, enum=CLEARABLE_RULES)),
        *(Field(name, constraints=_REQUIRED) for name in names),
        Field("decided", FieldType.DATE, constraints=_REQUIRED),
        Field("until", FieldType.DATE, constraints=_REQUIRED),
    )

    def build_clearance(cells: Cells, place: Place) -> Clearance:
        decided, until = cells[5:]
        assert isinstance(decided, date)
        assert isinstance(until, date)
        rule, path, passage, reason, person = map(to_text, cells[:5])
        return Clearance(rule, path, passage, reason, person, decided, until, place)

    return _read_register(tree, CLEARANCES_FILE, fields, (), build_clearance, is_needed=False)


def load_glossary(tree: Tree) -> tuple[tuple[Term, ...], list[Finding]]:
    """Return the acronyms and what they stand for, in the order of the file."""
    fields = (Field("acronym", constraints=_REQUIRED), Field("meaning", constraints=_REQUIRED))

    def build_term(cells: Cells, place: Place) -> Term:
        return Term(to_text(cells[0]), to_text(cells[1]), place)

    return _read_register(tree, GLOSSARY_FILE, fields, (), build_term, is_needed=False)


def to_text(cell: Cell) -> str:
    """Return the text of a text cell; a blank one is empty."""
    return cell if isinstance(cell, str) else ""


def _read_register(
    tree: Tree,
    path: str,
    fields: Sequence[Field],
    optional: Sequence[str],
    build: Callable[[Cells, Place], T],
    is_needed: bool = True,
) -> tuple[tuple[T, ...], list[Finding]]:
    if path not in tree:
        missing = MISSING_FILE.make_finding(Place(path), "there is no such file")
        return (), [missing] if is_needed else []
    names = [field.name for field in fields]
    required = [name for name in names if name not in optional]
    sheet, findings = read_csv(tree[path], path, required, optional)
    if sheet is None:
        return (), findings
    entries: list[T] = []
    for line, texts in sheet.pick_columns(names):
        place = Place(path, line)
        typed_cells = [read_cell(text, field) for text, field in zip(texts, fields, strict=True)]
        row_findings = [
            report_cell(field.name, text, fault, place)
            for (_, fault), field, text in zip(typed_cells, fields, texts, strict=True)
            if fault
        ]
        # A bad row is left out, so that what is built of it can trust every cell.
        findings += row_findings
        if not row_findings:
            entries.append(build([cell for cell, _ in typed_cells], place))
    return tuple(entries), findings
