"""The manifest and the sums, byte for byte."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from boardpack.publish.manifest import (
    PdfDigest,
    assemble_version,
    format_manifest,
    format_sums,
    parse_manifest,
)
from support.publications import MANIFEST, SITE, SUBJECT, tied


def test_a_manifest_is_read_back_as_it_was_written() -> None:
    assert parse_manifest(format_manifest(MANIFEST)) == MANIFEST


def test_a_manifest_says_by_whose_rules_signals_were_found_unless_it_is_older() -> None:
    said = b'"spc": {\n  "as_of": "2025-09",\n  "rules": "plotthedots",\n  "run": 7\n }'
    assert said in format_manifest(MANIFEST)
    older = format_manifest(replace(MANIFEST, spc=None))
    assert b"spc" not in older
    assert parse_manifest(older).spc is None


def test_a_manifest_is_sorted_readable_and_always_the_same() -> None:
    text = format_manifest(MANIFEST).decode()
    assert text.startswith('{\n "assurance": [\n  "Who attests what – in words."\n ],\n "commit"')
    assert text.endswith("}\n")
    assert (
        format_manifest(replace(MANIFEST, files=dict(reversed(list(MANIFEST.files.items())))))
        == text.encode()
    )


def test_a_manifest_keeps_the_whole_record_of_each_approval() -> None:
    found = parse_manifest(format_manifest(MANIFEST)).sections[0]
    assert found.record is not None
    assert found.record.covers == (SUBJECT,)
    assert found.record.time == "2018-12-12T09:30:00Z"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('"revision": 1', '"revision": "one"', "revision"),
        ('"revision": 1', '"revision":  1', "not written as boardpack writes it"),
        ('"revision": 1', '"revision": 1,\n "more": 1', "not written as boardpack writes it"),
        ('"standing": "valid"', '"standing": "splendid"', "standing"),
        ("{\n", "{{\n", "JSON"),
    ],
)
def test_a_manifest_that_somebody_wrote_otherwise_is_refused(old: str, new: str, why: str) -> None:
    text = format_manifest(MANIFEST).decode()
    assert old in text
    with pytest.raises(ValueError, match=why):
        parse_manifest(text.replace(old, new, 1).encode())


def test_a_manifest_knows_documents_as_they_were_before_anything_was_attached() -> None:
    assert MANIFEST.files == {
        "index.html": hashlib.sha256(b"<h1>One</h1>").hexdigest(),
        "pdf/a.pdf": PdfDigest(hashlib.sha256(b"%PDF-1.7 one").hexdigest(), 12),
    }


def test_sums_are_those_of_sha256sum_for_all_but_documents() -> None:
    files = {"b": b"two", "a": b"one", "x.pdf": b"%PDF", "SHA256SUMS": b"old"}
    one, two = (hashlib.sha256(word).hexdigest() for word in (b"one", b"two"))
    assert format_sums(files) == f"{one}  a\n{two}  b\n".encode()


def test_a_version_is_the_site_with_its_proof_which_every_document_carries() -> None:
    files = assemble_version(SITE, MANIFEST, tied)
    assert files["index.html"] == SITE["index.html"]
    assert files["manifest.json"] == format_manifest(MANIFEST)
    assert files["SHA256SUMS"] == format_sums(files)
    assert files["pdf/a.pdf"] == b"%PDF-1.7 one" + files["SHA256SUMS"] + files["manifest.json"]
