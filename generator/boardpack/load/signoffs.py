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

from boardpack.findings import Fault, Finding, Place, Rule
from boardpack.model.canonical import to_canonical_json
from boardpack.model.signoff import Action, Evidence, Record, Subject

LEDGER_FOLDER = "data/signoffs"
ALLOWED_SIGNERS = f"{LEDGER_FOLDER}/allowed_signers"
REVOKED_KEYS = f"{LEDGER_FOLDER}/revoked_keys"

BROKEN_RECORD = Rule(
    "L101",
    "Sign-off records are as they were written",
    "Restore the folder of sign-off records from Git; new decisions are added with boardpack "
    "signoff, never by hand.",
)

SIGNATURE_SUFFIX = ".sig"
_NAME = re.compile(r"(?P<number>[0-9]{4,})\.json(?P<signature>\.sig)?")
_HEX = re.compile("[0-9a-f]{64}")
_TIME = re.compile(
    r"(?:19|[2-9][0-9])[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z"
)


@dataclass(frozen=True, slots=True)
class FiledRecord:
    """A record in the ledger: its file's path and bytes, and its signature's."""

    path: str
    data: bytes
    signature: bytes
    record: Record


def load_ledger(
    files: Mapping[str, bytes], pack: str, period: str
) -> tuple[tuple[FiledRecord, ...], list[Finding]]:
    """Return an edition's records, person by person in their order, and what is wrong with them.

    `files` are by path from the instance's root.
    """
    start = f"{LEDGER_FOLDER}/{pack}/{period}/"
    people: dict[str, dict[str, bytes]] = {}
    findings: list[Finding] = []
    for path in sorted(file_path for file_path in files if file_path.startswith(start)):
        person, _, name = path.removeprefix(start).partition("/")
        if not _NAME.fullmatch(name):
            findings.append(
                BROKEN_RECORD.complete_fault(
                    Fault(
                        Place(path),
                        "this is not a record or its signature",
                        advice=f"Take it out, and commit that: git rm {path}",
                    )
                )
            )
            continue
        people.setdefault(person, {})[name] = files[path]
    records: list[FiledRecord] = []
    for person, person_files in people.items():
        chain, faults = _read_chain(f"{start}{person}/", person, person_files)
        records += chain
        findings += faults
    return tuple(records), findings


def is_record_name(path: str) -> bool:
    """Return whether a file is called as a record is, whatever it holds."""
    name = _NAME.fullmatch(path.rpartition("/")[2])
    return name is not None and not name["signature"]


def format_record_name(number: int) -> str:
    """Return the file name of a person's nth record, counted from 1."""
    return f"{number:04}.json"


def serialise_record(record: Record) -> bytes:
    """Return a record as its file holds it: canonical JSON and a line end."""
    return to_canonical_json(record) + b"\n"


def compute_record_digest(data: bytes) -> str:
    """Return the SHA-256 of a record's file."""
    return hashlib.sha256(data).hexdigest()


def read_record(data: bytes) -> Record:
    """Return the record that a file holds; ValueError says what is wrong with it."""
    try:
        record = _parse_record(json.loads(data.decode()))
        serialised = serialise_record(record)
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise ValueError(f"this is not a sign-off record ({error})") from error
    # One way of writing each record: else two files could say the same and have two digests.
    if serialised != data:
        raise ValueError("this record was not written by boardpack, or was altered since")
    return record


def _read_chain(
    folder: str, person: str, person_files: Mapping[str, bytes]
) -> tuple[list[FiledRecord], list[Finding]]:
    chain: list[FiledRecord] = []
    names = sorted(name for name in person_files if name.endswith(".json"))
    previous = ""
    for number, name in enumerate(names, start=1):
        place = Place(folder + name)
        try:
            record = read_record(person_files[name])
            _require_condition(
                name == format_record_name(number),
                f"record {format_record_name(number)} before it is gone",
            )
            _require_condition(
                record.previous == previous, "it does not follow the record before it"
            )
            _require_condition(record.actor == person, f"it is a record of '{record.actor}'")
            _require_condition(f"{name}.sig" in person_files, "its signature is gone")
        except ValueError as error:
            # The chain ends here: what follows a broken record proves nothing about its order.
            return chain, [BROKEN_RECORD.make_finding(place, str(error))]
        previous = compute_record_digest(person_files[name])
        chain.append(
            FiledRecord(folder + name, person_files[name], person_files[f"{name}.sig"], record)
        )
    return chain, list(_find_orphans(folder, person_files))


def _find_orphans(folder: str, person_files: Mapping[str, bytes]) -> Iterator[Finding]:
    for name in sorted(person_files):
        if name.endswith(".sig") and name.removesuffix(".sig") not in person_files:
            yield BROKEN_RECORD.complete_fault(
                Fault(
                    Place(folder + name),
                    "the record of this signature is gone",
                    advice="Put the record back from Git; if there never was one, take the "
                    f"signature out, and commit that: git rm {folder}{name}",
                )
            )


def _require_condition(condition: bool, otherwise: str) -> None:
    if not condition:
        raise ValueError(otherwise)


def _parse_record(raw_record: dict[str, object]) -> Record:
    values = {field.name: raw_record[field.name] for field in fields(Record)}
    covers = values["covers"]
    _require_condition(isinstance(covers, list) and bool(covers), "it covers nothing")
    assert isinstance(covers, list)
    values["covers"] = tuple(_parse_subject(raw_subject) for raw_subject in covers)
    values["action"] = Action(str(values["action"]))
    values["evidence"] = _parse_evidence(values["evidence"])
    # By repr, because True and 1.0 equal 1.
    _require_condition(repr(values["schema"]) == "1", "it is of a later version of boardpack")
    texts = [name for name, value in values.items() if name not in _NON_TEXT_FIELDS]
    for name in texts:
        _require_condition(isinstance(values[name], str), f"'{name}' must be text")
    _require_condition(
        _is_moment(str(values["time"])), "'time' must be such as 2018-12-12T09:30:00Z"
    )
    return Record(**values)  # type: ignore[arg-type]


_NON_TEXT_FIELDS = ("action", "covers", "evidence", "schema")


def _is_moment(text: str) -> bool:
    try:
        return bool(_TIME.fullmatch(text) and datetime.fromisoformat(text))
    except ValueError:
        return False


def _parse_subject(raw_subject: dict[str, str]) -> Subject:
    values = {field.name: raw_subject[field.name] for field in fields(Subject)}
    for name in ("service", "section"):
        _require_condition(isinstance(values[name], str), f"'{name}' must be text")
    for name in ("digest", "narrative", "data", "definitions", "figures"):
        _require_condition(bool(_HEX.fullmatch(values[name])), f"'{name}' must be a SHA-256")
    return Subject(**values)


def _parse_evidence(raw_evidence: object) -> Evidence:
    _require_condition(isinstance(raw_evidence, dict), "'evidence' must be a mapping")
    assert isinstance(raw_evidence, dict)
    evidence = Evidence(**raw_evidence)
    for field in fields(Evidence):
        expected_type = int if field.name in ("pull", "review") else str
        _require_condition(
            # Not isinstance, which takes true for a number.
            type(getattr(evidence, field.name)) is expected_type,
            f"'{field.name}' is of another kind",
        )
    return evidence


def plan_next_record(chain: Sequence[FiledRecord]) -> tuple[int, str]:
    """Return the number of a person's next record and the digest that it must name."""
    return len(chain) + 1, compute_record_digest(chain[-1].data) if chain else ""
