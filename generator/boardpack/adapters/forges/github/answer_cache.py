"""Answers of GitHub kept on disk with their ETags, so that unchanged ones cost no request."""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from boardpack.adapters.files import write_atomically


@dataclass(frozen=True, slots=True)
class CachedAnswer:
    """An answer, and the mark by which GitHub knows it."""

    etag: str
    body: bytes


class AnswerCache:
    """A folder with a file per address: a line of JSON about the answer, then the answer."""

    def __init__(self, folder: Path, address: str) -> None:
        self._folder = folder
        self._address = address

    def find_answer(self, path: str) -> CachedAnswer | None:
        """Return what is kept for a path; None for nothing, or for a file that is not whole."""
        url = f"{self._address}{path}"
        try:
            header, body = self._locate_file(url).read_bytes().split(b"\n", 1)
            details = json.loads(header)
            is_whole = (
                details["url"] == url and details["sha256"] == hashlib.sha256(body).hexdigest()
            )
            return CachedAnswer(str(details["etag"]), body) if is_whole else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def store_answer(self, path: str, etag: str, body: bytes) -> None:
        """Keep an answer; without an ETag, or where nothing can be written, it is asked again."""
        url = f"{self._address}{path}"
        details = {"etag": etag, "sha256": hashlib.sha256(body).hexdigest(), "url": url}
        if etag:
            with contextlib.suppress(OSError):
                write_atomically(
                    self._locate_file(url), json.dumps(details).encode() + b"\n" + body
                )

    def _locate_file(self, url: str) -> Path:
        return self._folder / hashlib.sha256(url.encode()).hexdigest()
