"""What was computed before from the same content, so that it need not be computed again.

It lies below `build/`; to delete it changes nothing but time. Each note is sealed with a secret of
this clone's that no commit can hold, so that nobody can send a note along with the files.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from boardpack.adapters.build_folder import BUILD_FOLDER
from boardpack.adapters.files import compute_engine_digest, read_if_present, write_atomically
from boardpack.adapters.git.plumbing import run_git
from boardpack.errors import CannotRun

FOLDER = f"{BUILD_FOLDER}/.memory"
_SECRET = "boardpack-secret"
_SECRET_BYTES = 32
_SEAL_BYTES = hashlib.sha256().digest_size

Note = Mapping[str, list[str]]


@dataclass(frozen=True)
class Memory:
    """The notes of a clone; where they cannot be kept, each thing is computed again."""

    root: Path

    def recall(self, *subject: str) -> Note | None:
        """Return what was noted of a subject by this version of boardpack, or None."""
        # Outside a repository there is no secret, so that nothing is kept and nothing believed.
        with suppress(OSError, CannotRun):
            data = read_if_present(self._locate(subject))
            if data is not None and hmac.compare_digest(
                data[:_SEAL_BYTES], self._seal(subject, data[_SEAL_BYTES:])
            ):
                note: Note = json.loads(data[_SEAL_BYTES:])
                return note
        return None

    def note(self, value: Note, *subject: str) -> None:
        """Keep what was computed of a subject, which names all that it rests on."""
        data = json.dumps(value, sort_keys=True).encode()
        with suppress(OSError, CannotRun):
            write_atomically(self._locate(subject), self._seal(subject, data) + data)

    def _locate(self, subject: tuple[str, ...]) -> Path:
        return self.root / FOLDER / hashlib.sha256(self._name(subject)).hexdigest()

    def _name(self, subject: tuple[str, ...]) -> bytes:
        return json.dumps([self._engine_digest, *subject]).encode()

    def _seal(self, subject: tuple[str, ...], data: bytes) -> bytes:
        return hmac.digest(self._secret, self._name(subject) + b"\0" + data, "sha256")

    @cached_property
    def _engine_digest(self) -> str:
        return compute_engine_digest()

    @cached_property
    def _secret(self) -> bytes:
        """Return the clone's secret; where none can be kept, one that nobody sees again."""
        common_folder = run_git(self.root, "rev-parse", "--git-common-dir")
        path = self.root / os.fsdecode(common_folder.rstrip(b"\n")) / _SECRET
        new_secret = secrets.token_bytes(_SECRET_BYTES)
        with suppress(OSError):
            secret = read_if_present(path) or b""
            if len(secret) == _SECRET_BYTES:
                return secret
            write_atomically(path, new_secret)
            path.chmod(0o600)
        return new_secret
