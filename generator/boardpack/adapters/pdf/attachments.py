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

DESCRIPTIONS = {
    "manifest.json": "What was published: what was signed, by whom, and the digest of every file",
    "SHA256SUMS": "The SHA-256 of every file of this publication, for sha256sum -c",
}
# #2F is how a PDF name writes a slash.
_MEDIA_TYPES = {".json": "application#2Fjson"}
_FIELD_WIDTHS = (1, 4, 2)
"""How many bytes the three columns of a cross-reference row take."""


def attach_files(pdf: bytes, files: Mapping[str, bytes]) -> bytes:
    """Return a PDF with files attached; it begins with the PDF that was given, byte for byte.

    The same PDF and files give the same bytes with any version of any library: nothing is
    compressed. An incremental update (ISO 32000-1, 7.5.6): new objects, the catalogue anew, and a
    cross-reference stream that points to the one before. CannotRun when it is no PDF, or one
    that already has attachments.
    """
    reader = _open_pdf(pdf)
    # raw_get, because the reference is needed too, and not only what it leads to.
    root = reader.trailer.raw_get("/Root")
    catalogue = reader.trailer["/Root"].get_object()
    # /Size is one above the highest number in use (ISO 32000-1, 7.5.5), so it is free.
    first_number = int(str(reader.trailer["/Size"]))
    if not isinstance(catalogue, DictionaryObject) or "/EmbeddedFiles" in _read_names(catalogue):
        raise CannotRun("files can be attached to a PDF once, and to one with a catalogue")
    objects: dict[int, bytes] = {}
    for number, (name, data) in enumerate(sorted(files.items())):
        stream, spec = first_number + 2 * number, first_number + 2 * number + 1
        objects[stream] = _format_stream(name, data)
        objects[spec] = _format_specification(name, stream)
    specs = dict(zip(sorted(files), sorted(objects)[1::2], strict=True))
    objects[root.idnum] = _serialise_object(_add_names(catalogue, specs))
    original = pdf if pdf.endswith(b"\n") else pdf + b"\n"
    return original + _format_update(objects, len(original), _format_trailer(reader, pdf, files))


def read_attachments(pdf: bytes) -> dict[str, bytes]:
    """Return the files attached to a PDF by name."""
    attachments = _open_pdf(pdf).attachments
    return {name: b"".join(data) for name, data in attachments.items()}


def _open_pdf(pdf: bytes) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(pdf))
        _ = reader.trailer["/Root"]
    except (PyPdfError, KeyError, ValueError) as error:
        raise CannotRun(f"this is not a PDF that can be read: {error}") from None
    return reader


def _read_names(catalogue: DictionaryObject) -> DictionaryObject:
    names = catalogue.get("/Names", DictionaryObject()).get_object()
    return names if isinstance(names, DictionaryObject) else DictionaryObject()


def _format_stream(name: str, data: bytes) -> bytes:
    media_type = next(
        (media_type for suffix, media_type in _MEDIA_TYPES.items() if name.endswith(suffix)),
        "text#2Fplain",
    )
    size = len(data)
    header = f"<</Type/EmbeddedFile/Subtype/{media_type}/Params<</Size {size}>>/Length {size}>>"
    return header.encode() + b"\nstream\n" + data + b"\nendstream"


def _format_specification(name: str, stream: int) -> bytes:
    description = DESCRIPTIONS.get(name, name)
    return (
        # /UF is the name since PDF 1.7, /F for older readers; /AFRelationship comes from PDF 2.0.
        f"<</Type/Filespec/F({name})/UF({name})/Desc({description})/AFRelationship/Data"
        f"/EF<</F {stream} 0 R/UF {stream} 0 R>>>>"
    ).encode()


def _add_names(catalogue: DictionaryObject, specs: Mapping[str, int]) -> DictionaryObject:
    updated = DictionaryObject(catalogue)
    pairs = " ".join(f"({name}) {number} 0 R" for name, number in specs.items())
    tree = DictionaryObject(_read_names(catalogue))
    tree[NameObject("/EmbeddedFiles")] = _Raw(f"<</Names[{pairs}]>>")
    updated[NameObject("/Names")] = tree
    references = " ".join(f"{number} 0 R" for number in specs.values())
    updated[NameObject("/AF")] = _Raw(f"[{references}]")
    return updated


class _Raw(ArrayObject):
    """A value that is written as it was given."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def write_to_stream(self, stream: Any, encryption_key: Any = None) -> None:
        stream.write(self._text.encode())


def _serialise_object(value: Any) -> bytes:
    buffer = io.BytesIO()
    value.write_to_stream(buffer)
    return buffer.getvalue()


def _format_trailer(reader: PdfReader, pdf: bytes, files: Mapping[str, bytes]) -> str:
    """Return what the new cross-reference stream says of the document, apart from its size."""
    references = ""
    for key in ("/Root", "/Info"):
        if key in reader.trailer:
            reference = reader.trailer.raw_get(key)
            if isinstance(reference, IndirectObject):
                references += f"{key} {reference.idnum} {reference.generation} R"
    parts = [pdf, *(part for name in sorted(files) for part in (name.encode(), files[name]))]
    # The first half stays, the second changes (14.4); chosen at random, it would not repeat.
    second_id = hashlib.sha256(b"\0".join(parts)).hexdigest()[:32]
    first_id = hashlib.sha256(pdf).hexdigest()[:32]
    existing_id = reader.trailer.get("/ID")
    if existing_id is not None:
        first_id = existing_id.get_object()[0].original_bytes.hex()
    # The last one counts: a document may have been updated before.
    start = pdf.rindex(b"startxref")
    previous = int(pdf[start:].split()[1])
    return f"{references}/ID[<{first_id}><{second_id}>]/Prev {previous}"


def _format_update(objects: Mapping[int, bytes], offset: int, trailer: str) -> bytes:
    body = b""
    positions: dict[int, int] = {}
    for number, data in sorted(objects.items()):
        positions[number] = offset + len(body)
        body += b"%d 0 obj\n" % number + data + b"\nendobj\n"
    xref_number = max(objects) + 1
    positions[xref_number] = start = offset + len(body)
    rows = b"".join(_format_row(position) for _, position in sorted(positions.items()))
    index = " ".join(f"{number} 1" for number in sorted(positions))
    widths = " ".join(map(str, _FIELD_WIDTHS))
    header = (
        f"<</Type/XRef/Size {xref_number + 1}/W[{widths}]/Index[{index}]{trailer}"
        f"/Length {len(rows)}>>"
    )
    body += (
        b"%d 0 obj\n" % xref_number
        + header.encode()
        + b"\nstream\n"
        + rows
        + b"\nendstream\nendobj\n"
    )
    return body + b"startxref\n%d\n%%%%EOF\n" % start


def _format_row(position: int) -> bytes:
    # 1 is an object in use, 0 its generation.
    values = zip((1, position, 0), _FIELD_WIDTHS, strict=True)
    return b"".join(value.to_bytes(width, "big") for value, width in values)
