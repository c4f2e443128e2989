"""What goes to a process that prints and what comes back; apart, so that nothing else is loaded."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from tempfile import TemporaryFile
from weakref import finalize


@dataclass(frozen=True, slots=True)
class PrintLimits:
    """What one document may take, so that no other waits for it for ever.

    `seconds` are those of a processor, whatever else the machine does meanwhile.
    """

    seconds: float = 120.0
    megabytes: int = 4096
    pages: int = 1500


DEFAULT_LIMITS = PrintLimits()


class PackedTexts(Mapping[str, str]):
    """Texts by name, packed in a file that has no name until they are asked for.

    Print HTML waits for a process to print it, in a large directorate that of a thousand documents.
    """

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 - it lasts as long as this does
        finalize(self, self._file.close)
        self._spans: dict[str, tuple[int, int]] = {}
        for name, text in texts:
            self._spans[name] = self._file.tell(), self._file.write(pack_text(text))

    def __getitem__(self, name: str) -> str:
        start, length = self._spans[name]
        self._file.seek(start)
        return unpack_text(self._file.read(length))

    def __iter__(self) -> Iterator[str]:
        return iter(self._spans)

    def __len__(self) -> int:
        return len(self._spans)


def pack_text(text: str) -> bytes:
    """Return a text as few bytes, made in no time."""
    return zlib.compress(text.encode(), level=1)


def unpack_text(packed: bytes) -> str:
    """Return the text that was packed."""
    return zlib.decompress(packed).decode()


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A document with all that a process needs to print it; it can be pickled.

    `packed_html` is what `pack_text` returned. The fonts are no part of it: whoever prints has them
    from the same package.
    """

    packed_html: bytes
    css: str
    limits: PrintLimits = DEFAULT_LIMITS


@dataclass(frozen=True, slots=True)
class PrintedPdf:
    """A PDF, or why there is none."""

    pdf: bytes
    pages: int
    refusal: str = ""
