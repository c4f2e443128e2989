"""Files attached to a finished PDF, behind it: the document itself stays as it is, to the byte."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from boardpack.errors import CannotRun

ABOUT = {
    "manifest.json": "What was published: what was signed, by whom, and the digest of every file",
    "SHA256SUMS": "The SHA-256 of every file of this publication, for sha256sum -c",
}
_KINDS = {".json": "application#2Fjson"}
_FIELD = (1, 4, 2)
"""How many bytes the three columns of a cross-reference row take."""


def attach(pdf: bytes, files: Mapping[str, bytes]) -> bytes:
    """Return a PDF with files attached; it begins with the PDF that was given, byte for byte.

    The same PDF and files give the same bytes with any version of any library: nothing is
    compressed. An incremental update (ISO 32000-1, 7.5.6): new objects, the catalogue anew, and a
    cross-reference stream that points to the one before. CannotRun when it is no PDF, or one
    that already has attachments.
    """
    reader = _opened(pdf)
    root = reader.trailer.raw_get("/Root")
    catalogue = reader.trailer["/Root"].get_object()
    first = int(str(reader.trailer["/Size"]))
    if not isinstance(catalogue, DictionaryObject) or "/EmbeddedFiles" in _names(catalogue):
        raise CannotRun("files can be attached to a PDF once, and to one with a catalogue")
    objects: dict[int, bytes] = {}
    for number, (name, data) in enumerate(sorted(files.items())):
        stream, spec = first + 2 * number, first + 2 * number + 1
        objects[stream] = _stream(name, data)
        objects[spec] = _specification(name, stream)
    specs = dict(zip(sorted(files), sorted(objects)[1::2], strict=True))
    objects[root.idnum] = _written(_with_names(catalogue, specs))
    before = pdf if pdf.endswith(b"\n") else pdf + b"\n"
    return before + _update(objects, len(before), _trailer(reader, pdf, files))


def attached(pdf: bytes) -> dict[str, bytes]:
    """Return the files attached to a PDF by name."""
    found = _opened(pdf).attachments
    return {name: b"".join(data) for name, data in found.items()}


def _opened(pdf: bytes) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(pdf))
        _ = reader.trailer["/Root"]
    except (PyPdfError, KeyError, ValueError) as error:
        raise CannotRun(f"this is not a PDF that can be read: {error}") from None
    return reader


def _names(catalogue: DictionaryObject) -> DictionaryObject:
    found = catalogue.get("/Names", DictionaryObject()).get_object()
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _stream(name: str, data: bytes) -> bytes:
    kind = next((k for end, k in _KINDS.items() if name.endswith(end)), "text#2Fplain")
    head = f"<</Type/EmbeddedFile/Subtype/{kind}/Params<</Size {len(data)}>>/Length {len(data)}>>"
    return head.encode() + b"\nstream\n" + data + b"\nendstream"


def _specification(name: str, stream: int) -> bytes:
    about = ABOUT.get(name, name)
    return (
        f"<</Type/Filespec/F({name})/UF({name})/Desc({about})/AFRelationship/Data"
        f"/EF<</F {stream} 0 R/UF {stream} 0 R>>>>"
    ).encode()


def _with_names(catalogue: DictionaryObject, specs: Mapping[str, int]) -> DictionaryObject:
    found = DictionaryObject(catalogue)
    pairs = " ".join(f"({name}) {number} 0 R" for name, number in specs.items())
    tree = DictionaryObject(_names(catalogue))
    tree[NameObject("/EmbeddedFiles")] = _Raw(f"<</Names[{pairs}]>>")
    found[NameObject("/Names")] = tree
    references = " ".join(f"{number} 0 R" for number in specs.values())
    found[NameObject("/AF")] = _Raw(f"[{references}]")
    return found


class _Raw(ArrayObject):
    """A value that is written as it was given."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def write_to_stream(self, stream: Any, encryption_key: Any = None) -> None:
        stream.write(self._text.encode())


def _written(value: Any) -> bytes:
    out = io.BytesIO()
    value.write_to_stream(out)
    return out.getvalue()


def _trailer(reader: PdfReader, pdf: bytes, files: Mapping[str, bytes]) -> str:
    """Return what the new cross-reference stream says of the document, apart from its size."""
    kept = ""
    for key in ("/Root", "/Info"):
        if key in reader.trailer:
            reference = reader.trailer.raw_get(key)
            if isinstance(reference, IndirectObject):
                kept += f"{key} {reference.idnum} {reference.generation} R"
    parts = [pdf, *(part for name in sorted(files) for part in (name.encode(), files[name]))]
    after = hashlib.sha256(b"\0".join(parts)).hexdigest()[:32]
    first = hashlib.sha256(pdf).hexdigest()[:32]
    given = reader.trailer.get("/ID")
    if given is not None:
        first = given.get_object()[0].original_bytes.hex()
    start = pdf.rindex(b"startxref")
    previous = int(pdf[start:].split()[1])
    return f"{kept}/ID[<{first}><{after}>]/Prev {previous}"


def _update(objects: Mapping[int, bytes], offset: int, trailer: str) -> bytes:
    body = b""
    places: dict[int, int] = {}
    for number, data in sorted(objects.items()):
        places[number] = offset + len(body)
        body += b"%d 0 obj\n" % number + data + b"\nendobj\n"
    own = max(objects) + 1
    places[own] = start = offset + len(body)
    rows = b"".join(_row(place) for _, place in sorted(places.items()))
    index = " ".join(f"{number} 1" for number in sorted(places))
    widths = " ".join(map(str, _FIELD))
    head = f"<</Type/XRef/Size {own + 1}/W[{widths}]/Index[{index}]{trailer}/Length {len(rows)}>>"
    body += b"%d 0 obj\n" % own + head.encode() + b"\nstream\n" + rows + b"\nendstream\nendobj\n"
    return body + b"startxref\n%d\n%%%%EOF\n" % start


def _row(place: int) -> bytes:
    values = zip((1, place, 0), _FIELD, strict=True)
    return b"".join(value.to_bytes(width, "big") for value, width in values)
