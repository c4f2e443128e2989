"""Signatures made and verified by OpenSSH, in a namespace of boardpack's own.

A signature made for Git, for e-mail or for anything else does not pass, because `ssh-keygen -Y`
binds the namespace into what is signed.
"""

from __future__ import annotations

import os
import re
import subprocess
from base64 import b64decode, b64encode
from codecs import BOM_UTF8
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from boardpack.adapters.git.plumbing import run_git
from boardpack.errors import CannotRun

NAMESPACE = "signoff@boardpack"
_REVOKED = "its key was revoked as compromised, or the list of revoked keys is unreadable"
_EXPIRED = "the key was no longer good at that time"
_NOT_YET_GOOD = "the key was not good yet at that time"
FAULTS_OF_ITS_DAYS = frozenset({_EXPIRED, _NOT_YET_GOOD})
"""With these the key was not the person's to sign with at that time."""
FAULTS_OF_THEIR_OWN_KEY = FAULTS_OF_ITS_DAYS | {_REVOKED}
"""With these the signature is by a key that allowed_signers gives the person, all the same."""
_LITERAL = "key::"
_KEY_OFFSET = 10
"""In a signature: after `SSHSIG` and the version."""
_USUAL_NAMES = ("id_ed25519", "id_ed25519_sk", "id_ecdsa_sk", "id_ecdsa", "id_rsa")


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key to sign with: a file, or the public half of one that an agent holds."""

    file: Path | None = None
    public: str = ""

    def __str__(self) -> str:
        return self.public if self.file is None else str(self.file)


def find_usual_key(folder: Path) -> SigningKey:
    """Return the key with which somebody signs for Git, else the first usual one in .ssh.

    Git's `user.signingKey` names a file or, as `key::ssh-ed25519 AAAA...`, is the public half of a
    key that an agent holds. Where Git signs with keys of another kind, such as OpenPGP's, it says
    nothing of SSH. Source: git-config(1).
    """
    configured = _read_setting(folder, "user.signingKey")
    if configured:
        key = _parse_configured_key(configured)
        if key.file is None or key.file.is_file():
            return key
    home = Path.home() / ".ssh"
    if _read_setting(folder, "gpg.format") != "ssh":
        for name in _USUAL_NAMES:
            if (home / name).is_file():
                return SigningKey(home / name)
    elif configured:
        raise CannotRun(
            f"Git's user.signingKey is {configured}, which is no file; name a key with "
            "--key FILE, or set it right: git config user.signingKey FILE"
        )
    raise CannotRun(
        "no SSH key was found to sign with; name one with --key FILE, or make one with: "
        f"ssh-keygen -t ed25519 -f {home / 'id_ed25519'}"
    )


def read_public_half(key: SigningKey) -> str:
    """Return the public half of a key, `ssh-ed25519 AAAA...`; nothing where no file has it."""
    if key.file is None:
        return " ".join(key.public.split()[:2])
    file = key.file if key.file.suffix == ".pub" else Path(f"{key.file}.pub")
    try:
        return " ".join(file.read_text("utf-8").split()[:2])
    except (OSError, UnicodeDecodeError):
        return ""


def sign_message(key: SigningKey, message: bytes) -> bytes:
    """Return the armoured signature of a message; the user may be asked for a passphrase."""
    if key.file is not None and not key.file.is_file():
        raise CannotRun(f"there is no key {key}")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "record"
        file.write_bytes(message)
        key_file = key.file or _write_public_key(Path(folder), key.public)
        process = _run_keygen(
            "sign", "-f", str(key_file), "-n", NAMESPACE, str(file), may_prompt=True
        )
        signature = file.with_name("record.sig")
        if process.returncode or not signature.is_file():
            advice = "" if key.file else "; see which keys your agent holds: ssh-add -L"
            raise CannotRun(
                f"ssh-keygen did not sign with {key}: {_read_messages(process)}{advice}"
            )
        return signature.read_bytes()


def _read_setting(folder: Path, name: str) -> str:
    # Other settings than ours, and so other bytes than UTF-8 too, may be in a reader's files.
    value = run_git(folder, "config", "--get", name, allowed=(1,))
    return value.decode("utf-8", "replace").strip()


def _parse_configured_key(configured: str) -> SigningKey:
    """Return the key that a setting of Git's names, in the ways in which Git reads it."""
    literal = configured.removeprefix(_LITERAL)
    if literal != configured or configured.startswith("ssh-"):
        return SigningKey(public=literal.strip())
    return SigningKey(Path(configured).expanduser())


def _write_public_key(folder: Path, public: str) -> Path:
    """Write the public half of a key, by which ssh-keygen asks an agent for the other half."""
    file = folder / "key.pub"
    file.write_text(f"{public}\n", "utf-8")
    return file


def extract_public_key(signature: bytes) -> str:
    """Return the public key that an armoured signature carries, as `ssh-ed25519 AAAA...`."""
    signature_data = b64decode(b"".join(signature.splitlines()[1:-1]))
    key = _read_string(signature_data, _KEY_OFFSET)
    return f"{_read_string(key, 0).decode()} {b64encode(key).decode()}"


def _read_string(data: bytes, start: int) -> bytes:
    """Return a string of OpenSSH's binary formats: four bytes of length, then so many bytes."""
    begin = start + 4
    return data[begin : begin + int.from_bytes(data[start:begin])]


@lru_cache(maxsize=4096)  # each later revision of an edition rests on the same records again
def find_signature_fault(
    message: bytes, signature: bytes, person: str, time: str, allowed: bytes, revoked: bytes
) -> str:
    """Return why a signature is not that of a person at a time, or nothing when it is.

    `time` is UTC as in records. `allowed` and `revoked` are what `data/signoffs/allowed_signers`
    and `data/signoffs/revoked_keys` hold.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        for file_name, data in (
            ("allowed", allowed),
            ("revoked", revoked),
            ("record.sig", signature),
        ):
            (folder / file_name).write_bytes(
                data.removeprefix(BOM_UTF8)
            )  # as some editors begin files
        arguments = ["-f", "allowed", "-I", person, "-n", NAMESPACE, "-s", "record.sig"]
        timestamp = re.sub("[^0-9]", "", time)
        timed_arguments = [*arguments, f"-Overify-time={timestamp}"]
        process = _run_keygen("verify", *timed_arguments, message=message, folder=folder)
        # Asked apart from the signature: ssh-keygen does not say which of the two made it refuse.
        if process.returncode == 0 and revoked.strip():
            revocation_arguments = [*timed_arguments, "-r", "revoked"]
            if _run_keygen(
                "verify", *revocation_arguments, message=message, folder=folder
            ).returncode:
                return _REVOKED
    return "" if process.returncode == 0 else _explain_fault(process)


def _explain_fault(process: subprocess.CompletedProcess[bytes]) -> str:
    message = _read_messages(process)
    for mark, explanation in (
        ("namespace", "the signature was made for another purpose"),
        ("Signature verification failed: incorrect", "the signature is of something else"),
        ("has expired", _EXPIRED),
        ("not yet valid", _NOT_YET_GOOD),
        ("invalid format", "the signature was altered"),
        (
            "Could not verify",
            "the signature is not by a key that allowed_signers gives this person",
        ),
    ):
        if mark.casefold() in message.casefold():
            return explanation
    return f"the signature does not hold ({message})"


def _run_keygen(
    action: str,
    *arguments: str,
    message: bytes = b"",
    folder: Path | None = None,
    may_prompt: bool = False,
) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["ssh-keygen", "-Y", action, *arguments],
            # A passphrase is typed where our own input comes from.
            input=None if may_prompt else message,
            cwd=folder,
            capture_output=True,
            check=False,
            # ssh-keygen reads verify-time in the local zone; records are in UTC.
            env={**os.environ, "LC_ALL": "C", "TZ": "UTC0"},
        )
    except FileNotFoundError:
        raise CannotRun("ssh-keygen is not installed; it comes with OpenSSH") from None


def _read_messages(process: subprocess.CompletedProcess[bytes]) -> str:
    lines = (process.stderr + b"\n" + process.stdout).decode(errors="replace").splitlines()
    return (
        "; ".join(line.strip() for line in lines if line.strip()) or f"status {process.returncode}"
    )
