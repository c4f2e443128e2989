"""Signatures made and verified by OpenSSH, in a namespace of boardpack's own.

A signature made for Git, for e-mail or for anything else does not pass, because `ssh-keygen -Y`
binds the namespace into what is signed.
"""

from __future__ import annotations

import os
import re
import subprocess
from codecs import BOM_UTF8
from pathlib import Path
from tempfile import TemporaryDirectory

from boardpack.errors import CannotRun
from boardpack.world.git import ask

NAMESPACE = "signoff@boardpack"
_REVOKED = "its key was revoked as compromised, or the list of revoked keys is unreadable"
_USUAL = ("id_ed25519", "id_ed25519_sk", "id_ecdsa_sk", "id_ecdsa", "id_rsa")


def usual_key(folder: Path) -> Path:
    """Return the key with which somebody signs: Git's `user.signingKey`, else the first in .ssh."""
    given = ask(folder, "config", "--get", "user.signingKey", allowed=(1,)).decode().strip()
    home = Path.home() / ".ssh"
    found = [Path(given).expanduser()] if given else [home / name for name in _USUAL]
    for key in found:
        if key.is_file():
            return key
    raise CannotRun(
        "no SSH key was found to sign with; name one with --key FILE, or make one with: "
        f"ssh-keygen -t ed25519 -f {home / 'id_ed25519'}"
    )


def sign(key: Path, message: bytes) -> bytes:
    """Return the armoured signature of a message; the user may be asked for a passphrase."""
    if not key.is_file():
        raise CannotRun(f"there is no key {key}")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "record"
        file.write_bytes(message)
        done = _keygen("sign", "-f", str(key), "-n", NAMESPACE, str(file), asks=True)
        signature = file.with_name("record.sig")
        if done.returncode or not signature.is_file():
            raise CannotRun(f"ssh-keygen did not sign with {key}: {_said(done)}")
        return signature.read_bytes()


def fault_of(
    message: bytes, signature: bytes, person: str, time: str, allowed: bytes, revoked: bytes
) -> str:
    """Return why a signature is not that of a person at a time, or nothing when it is.

    `time` is UTC as in records. `allowed` and `revoked` are what `data/signoffs/allowed_signers`
    and `data/signoffs/revoked_keys` hold.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        for one, data in (("allowed", allowed), ("revoked", revoked), ("record.sig", signature)):
            (folder / one).write_bytes(data.removeprefix(BOM_UTF8))  # as some editors begin files
        words = ["-f", "allowed", "-I", person, "-n", NAMESPACE, "-s", "record.sig"]
        when = re.sub("[^0-9]", "", time)
        timed = [*words, f"-Overify-time={when}"]
        done = _keygen("verify", *timed, message=message, folder=folder)
        if done.returncode == 0 and revoked.strip():
            checked = [*timed, "-r", "revoked"]
            if _keygen("verify", *checked, message=message, folder=folder).returncode:
                return _REVOKED
    return "" if done.returncode == 0 else _why_not(done)


def _why_not(done: subprocess.CompletedProcess[bytes]) -> str:
    said = _said(done)
    for mark, words in (
        ("namespace", "the signature was made for another purpose"),
        ("Signature verification failed: incorrect", "the signature is of something else"),
        ("has expired", "the key was no longer good at that time"),
        ("not yet valid", "the key was not good yet at that time"),
        ("invalid format", "the signature was altered"),
        (
            "Could not verify",
            "the signature is not by a key that allowed_signers gives this person",
        ),
    ):
        if mark.casefold() in said.casefold():
            return words
    return f"the signature does not hold ({said})"


def _keygen(
    action: str, *words: str, message: bytes = b"", folder: Path | None = None, asks: bool = False
) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["ssh-keygen", "-Y", action, *words],
            input=None if asks else message,
            cwd=folder,
            capture_output=True,
            check=False,
            env={**os.environ, "LC_ALL": "C", "TZ": "UTC0"},
        )
    except FileNotFoundError:
        raise CannotRun("ssh-keygen is not installed; it comes with OpenSSH") from None


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    lines = (done.stderr + b"\n" + done.stdout).decode(errors="replace").splitlines()
    return "; ".join(line.strip() for line in lines if line.strip()) or f"status {done.returncode}"
