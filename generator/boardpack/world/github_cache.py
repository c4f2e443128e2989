"""Answers of GitHub kept on disk with their ETags, so that unchanged ones cost no request."""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from boardpack.world.disk import write_atomically


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer, and the mark by which GitHub knows it."""

    etag: str
    body: bytes


class Cache:
    """A folder with a file per address: a line of JSON about the answer, then the answer."""

    def __init__(self, folder: Path, address: str) -> None:
        self._folder = folder
        self._address = address

    def held(self, path: str) -> Kept | None:
        """Return what is kept for a path; None for nothing, or for a file that is not whole."""
        url = f"{self._address}{path}"
        try:
            head, body = self._file(url).read_bytes().split(b"\n", 1)
            about = json.loads(head)
            good = about["url"] == url and about["sha256"] == hashlib.sha256(body).hexdigest()
            return Kept(str(about["etag"]), body) if good else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, path: str, etag: str, body: bytes) -> None:
        """Keep an answer; without an ETag, or where nothing can be written, it is asked again."""
        url = f"{self._address}{path}"
        about = {"etag": etag, "sha256": hashlib.sha256(body).hexdigest(), "url": url}
        if etag:
            with contextlib.suppress(OSError):
                write_atomically(self._file(url), json.dumps(about).encode() + b"\n" + body)

    def _file(self, url: str) -> Path:
        return self._folder / hashlib.sha256(url.encode()).hexdigest()
