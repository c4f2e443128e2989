"""A decision as a signed record in the ledger, unless nobody would believe its signature."""

from __future__ import annotations

from base64 import b64decode, b64encode
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path

from boardpack.commands.evidence import Past
from boardpack.errors import CannotRun
from boardpack.findings import printable
from boardpack.load.signoffs import (
    ALLOWED,
    FOLDER,
    REVOKED,
    load_ledger,
    next_record,
    record_bytes,
    record_name,
)
from boardpack.model.signoff import Record
from boardpack.world import ssh
from boardpack.world.disk import write_atomically

_KEY_BEGINS = 10
"""In a signature: after `SSHSIG` and the version."""
_NO_NAME = ("ssh-", "ecdsa-", "sk-", "namespaces=", "valid-", "cert-authority")
"""How a line of allowed_signers begins when it lacks the name: with the key, or with options."""


def next_in_chain(past: Past, pack: str, period: str, person: str) -> tuple[str, str]:
    """Return the file name of a person's next record in an edition, and the digest before it."""
    filed, faults = load_ledger(past.ledger(), pack, period)
    if faults:
        raise CannotRun(f"{faults[0].place}: {faults[0].what}; {faults[0].advice}")
    number, previous = next_record([one for one in filed if one.record.actor == person])
    return record_name(number), previous


def write_record(past: Past, key: Path, name: str, record: Record) -> Path:
    """Sign a record, write it with its signature, and return its path."""
    data = record_bytes(record)
    path: Path = past.root / FOLDER / record.pack / record.period / record.actor / name
    signature = ssh.sign(key, data)
    _refuse_key(past, key, record, data, signature)
    write_atomically(path.with_name(f"{name}.sig"), signature)
    write_atomically(path, data)
    return path


def _refuse_key(past: Past, key: Path, record: Record, data: bytes, signature: bytes) -> None:
    """Raise CannotRun where nobody would believe the signature, before it is written."""
    allowed, revoked = past.register(past.head)[1], past.ledger().get(REVOKED, b"")
    fault = ssh.fault_of(data, signature, record.actor, record.time, allowed, revoked)
    if fault:
        raise CannotRun(
            f"nothing was signed with {key}, for nobody would believe it: {fault}; "
            f"{_advice(allowed, _public_key(signature), record.actor)}"
        )


def _public_key(signature: bytes) -> str:
    """Return the public key that an armoured signature carries, as `ssh-ed25519 AAAA...`."""
    raw = b64decode(b"".join(signature.splitlines()[1:-1]))
    key = _string(raw, _KEY_BEGINS)
    return f"{_string(key, 0).decode()} {b64encode(key).decode()}"


def _string(data: bytes, start: int) -> bytes:
    """Return a string of OpenSSH's binary formats: four bytes of length, then so many bytes."""
    begin = start + 4
    return data[begin : begin + int.from_bytes(data[start:begin])]


def _advice(allowed: bytes, key: str, person: str) -> str:
    """Return what to do about a key that allowed_signers does not give to a person."""
    for number, words in _lines(allowed):
        where = f"line {number} of {ALLOWED}"
        if key not in " ".join(words):
            continue
        if words[0].startswith(_NO_NAME):
            return f"{where} names no person; write: {_allowed_line(person, key)}"
        if person in words[0].split(","):
            return f"see {where}, or take another key"
        return f"this key belongs to {printable(words[0])} ({where})"
    return f"commit your public key to {ALLOWED} first, as one line: {_allowed_line(person, key)}"


def _allowed_line(person: str, key: str) -> str:
    """Return the line of allowed_signers that gives a key to a person."""
    return f'{person} namespaces="{ssh.NAMESPACE}" {key}'


def _lines(allowed: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the words of each line that says something."""
    text = allowed.removeprefix(BOM_UTF8).decode(errors="replace")
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield number, line.split()
