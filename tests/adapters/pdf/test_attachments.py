"""Files attached to PDFs: behind the document, for good, and always in the same way."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import page
import pytest
from pypdf import PdfReader

from boardpack.adapters.pdf.attachments import attach_files, read_attachments
from boardpack.errors import CannotRun
from support.printing import small_pdf

pytestmark = pytest.mark.rotating

FILES = {"manifest.json": '{"a": "é"}\n'.encode(), "SHA256SUMS": b"0  endstream\n"}
DOCUMENTS = ("cannock-chase", "directorate")


def document(built: Path, name: str = "cannock-chase") -> bytes:
    return (built / f"build/monthly-2018-11/site/pdf/{name}.pdf").read_bytes()


def titles(outline: Any) -> list[str]:
    if isinstance(outline, list):
        return [title for one in outline for title in titles(one)]
    return [str(outline["/Title"])]


def test_the_document_stays_as_it_is_to_the_byte(built_minimal: Path) -> None:
    before = document(built_minimal)
    after = attach_files(before, FILES)
    assert after.startswith(before)
    assert read_attachments(after) == FILES


def test_the_same_document_and_files_give_the_same_bytes(built_minimal: Path) -> None:
    before = document(built_minimal)
    assert attach_files(before, FILES) == attach_files(before, dict(reversed(FILES.items())))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_with_attachments_still_meets_pdf_ua_1(built_minimal: Path, name: str) -> None:
    after = attach_files(document(built_minimal, name), FILES)
    report = page.validate_pdf_bytes(after, profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, report


def test_a_document_with_attachments_reads_as_before(built_minimal: Path) -> None:
    before = document(built_minimal)
    then, now = (
        PdfReader(io.BytesIO(data), strict=True) for data in (before, attach_files(before, FILES))
    )
    assert [p.extract_text() for p in now.pages] == [p.extract_text() for p in then.pages]
    assert now.metadata == then.metadata
    assert now.named_destinations.keys() == then.named_destinations.keys()
    assert titles(now.outline) == titles(then.outline) != []


def test_each_attachment_says_what_it_is(built_minimal: Path) -> None:
    reader = PdfReader(io.BytesIO(attach_files(document(built_minimal), FILES)))
    root: Any = reader.trailer["/Root"]
    specs = {spec["/F"]: spec for spec in (one.get_object() for one in root["/AF"])}
    assert specs.keys() == FILES.keys()
    for name, kind in (("manifest.json", "/application/json"), ("SHA256SUMS", "/text/plain")):
        spec = specs[name]
        assert (spec["/UF"], spec["/AFRelationship"]) == (name, "/Data")
        assert spec["/Desc"] not in ("", name)
        assert spec["/EF"]["/UF"].get_object()["/Subtype"] == kind
        assert spec["/EF"]["/F"].get_object()["/Params"]["/Size"] == len(FILES[name])


def test_a_document_with_an_older_kind_of_cross_references_takes_attachments() -> None:
    before = small_pdf("Old")
    assert b"\nxref" in before
    after = attach_files(before, FILES)
    assert after.startswith(before)
    assert read_attachments(after) == FILES


def test_nothing_is_attached_twice(built_minimal: Path) -> None:
    with pytest.raises(CannotRun, match="once"):
        attach_files(attach_files(document(built_minimal), FILES), FILES)


def test_what_is_no_pdf_is_refused_in_a_sentence() -> None:
    with pytest.raises(CannotRun, match="not a PDF that can be read"):
        attach_files(b"<html>", FILES)
