"""The ledger: `data/signoffs/<pack>/<period>/<person>/0001.json`, each with its `.sig` beside it.

Each person has a chain of records per edition: a record names the digest of the one before it, so
that none can be altered, dropped from between, or put in another order.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from boardpack.findings import Finding, Place, declare
from boardpack.model.canonical import canonical
from boardpack.model.signoff import Action, Evidence, Record, Subject

FOLDER = "data/signoffs"
ALLOWED = f"{FOLDER}/allowed_signers"
REVOKED = f"{FOLDER}/revoked_keys"

BROKEN = declare(
    "L101",
    "Sign-off records are as they were written",
    "Restore the folder of sign-off records from Git; new decisions are added with boardpack "
    "signoff, never by hand.",
)

_NAME = re.compile(r"(?P<number>[0-9]{4,})\.json(?P<signature>\.sig)?")
_HEX = re.compile("[0-9a-f]{64}")
_TIME = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z")


@dataclass(frozen=True, slots=True)
class Filed:
    """A record in the ledger: its file's path and bytes, and its signature's."""

    path: str
    data: bytes
    signature: bytes
    record: Record


def load_ledger(
    files: Mapping[str, bytes], pack: str, period: str
) -> tuple[tuple[Filed, ...], list[Finding]]:
    """Return an edition's records, person by person in their order, and what is wrong with them.

    `files` are by path from the instance's root.
    """
    start = f"{FOLDER}/{pack}/{period}/"
    people: dict[str, dict[str, bytes]] = {}
    findings: list[Finding] = []
    for path in sorted(one for one in files if one.startswith(start)):
        person, _, name = path.removeprefix(start).partition("/")
        if not _NAME.fullmatch(name):
            findings.append(BROKEN.at(Place(path), "this is not a record or its signature"))
            continue
        people.setdefault(person, {})[name] = files[path]
    found: list[Filed] = []
    for person, inside in people.items():
        chain, faults = _chain(f"{start}{person}/", person, inside)
        found += chain
        findings += faults
    return tuple(found), findings


def record_name(number: int) -> str:
    """Return the file name of a person's nth record, counted from 1."""
    return f"{number:04}.json"


def record_bytes(record: Record) -> bytes:
    """Return a record as its file holds it: canonical JSON and a line end."""
    return canonical(record) + b"\n"


def record_digest(data: bytes) -> str:
    """Return the SHA-256 of a record's file."""
    return hashlib.sha256(data).hexdigest()


def read_record(data: bytes) -> Record:
    """Return the record that a file holds; ValueError says what is wrong with it."""
    try:
        record = _record(json.loads(data.decode()))
        written = record_bytes(record)
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise ValueError(f"this is not a sign-off record ({error})") from error
    if written != data:
        raise ValueError("this record was not written by boardpack, or was altered since")
    return record


def _chain(
    folder: str, person: str, inside: Mapping[str, bytes]
) -> tuple[list[Filed], list[Finding]]:
    found: list[Filed] = []
    names = sorted(name for name in inside if name.endswith(".json"))
    previous = ""
    for number, name in enumerate(names, start=1):
        place = Place(folder + name)
        try:
            record = read_record(inside[name])
            _expect(name == record_name(number), f"record {record_name(number)} before it is gone")
            _expect(record.previous == previous, "it does not follow the record before it")
            _expect(record.actor == person, f"it is a record of '{record.actor}'")
            _expect(f"{name}.sig" in inside, "its signature is gone")
        except ValueError as error:
            return found, [BROKEN.at(place, str(error))]
        previous = record_digest(inside[name])
        found.append(Filed(folder + name, inside[name], inside[f"{name}.sig"], record))
    return found, list(_orphans(folder, inside))


def _orphans(folder: str, inside: Mapping[str, bytes]) -> Iterator[Finding]:
    for name in sorted(inside):
        if name.endswith(".sig") and name.removesuffix(".sig") not in inside:
            yield BROKEN.at(Place(folder + name), "the record of this signature is gone")


def _expect(condition: bool, otherwise: str) -> None:
    if not condition:
        raise ValueError(otherwise)


def _record(given: dict[str, object]) -> Record:
    values = {field.name: given[field.name] for field in fields(Record)}
    covers = values["covers"]
    _expect(isinstance(covers, list) and bool(covers), "it covers nothing")
    assert isinstance(covers, list)
    values["covers"] = tuple(_subject(one) for one in covers)
    values["action"] = Action(str(values["action"]))
    values["evidence"] = _evidence(values["evidence"])
    _expect(repr(values["schema"]) == "1", "it is of a later version of boardpack")
    texts = [name for name, value in values.items() if name not in _OTHERS]
    for name in texts:
        _expect(isinstance(values[name], str), f"'{name}' must be text")
    _expect(_is_moment(str(values["time"])), "'time' must be such as 2018-12-12T09:30:00Z")
    return Record(**values)  # type: ignore[arg-type]


_OTHERS = ("action", "covers", "evidence", "schema")


def _is_moment(text: str) -> bool:
    try:
        return bool(_TIME.fullmatch(text) and datetime.fromisoformat(text))
    except ValueError:
        return False


def _subject(given: dict[str, str]) -> Subject:
    values = {field.name: given[field.name] for field in fields(Subject)}
    for name in ("service", "section"):
        _expect(isinstance(values[name], str), f"'{name}' must be text")
    for name in ("digest", "narrative", "data", "definitions", "figures"):
        _expect(bool(_HEX.fullmatch(values[name])), f"'{name}' must be a SHA-256")
    return Subject(**values)


def _evidence(given: object) -> Evidence:
    _expect(isinstance(given, dict), "'evidence' must be a mapping")
    assert isinstance(given, dict)
    found = Evidence(**given)
    for field in fields(Evidence):
        wanted = int if field.name in ("pull", "review") else str
        _expect(type(getattr(found, field.name)) is wanted, f"'{field.name}' is of another kind")
    return found


def next_record(chain: Sequence[Filed]) -> tuple[int, str]:
    """Return the number of a person's next record and the digest that it must name."""
    return len(chain) + 1, record_digest(chain[-1].data) if chain else ""
