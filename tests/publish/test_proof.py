"""Whatever somebody does to a published version, it is seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from boardpack.model.signoff import Component, Standing, Subject
from boardpack.publish.manifest import assemble_version, compute_sha256, format_manifest
from boardpack.publish.proof import (
    compare_subjects,
    list_chain_faults,
    list_entry_faults,
    list_file_faults,
    list_verdict_faults,
    read_manifest,
)
from boardpack.publish.versions import add_publication, to_publication
from support.publications import MANIFEST, SITE, SUBJECT, tied

FILES = assemble_version(SITE, MANIFEST, tied)
ENTRY = to_publication(
    MANIFEST.certificate,
    "monthly",
    "2018-11",
    "Monthly pack, November 2018",
    compute_sha256(FILES["manifest.json"]),
)


def wrong(files: Mapping[str, bytes]) -> tuple[str, ...]:
    return list_file_faults(files, MANIFEST, tied)


def test_what_was_published_has_no_faults() -> None:
    assert wrong(FILES) == ()
    assert read_manifest(FILES) == (MANIFEST, "")
    assert list_entry_faults(ENTRY, FILES, MANIFEST) == ()
    assert list_chain_faults(ENTRY, [ENTRY]) == ()
    assert list_verdict_faults(MANIFEST.sections) == ()


def test_an_altered_file_is_seen() -> None:
    found = wrong({**FILES, "index.html": b"<h1>Two</h1>"})
    assert "index.html was altered" in found
    assert "SHA256SUMS does not fit the files" in found


def test_a_file_too_few_and_a_file_too_many_are_seen() -> None:
    without = {path: data for path, data in FILES.items() if path != "index.html"}
    assert "index.html is missing" in wrong(without)
    assert "more.html does not belong here" in wrong({**FILES, "more.html": b"x"})


def test_a_document_whose_own_bytes_were_altered_is_seen() -> None:
    altered = FILES["pdf/a.pdf"].replace(b"one", b"two", 1)
    assert wrong({**FILES, "pdf/a.pdf": altered}) == ("pdf/a.pdf was altered",)


def test_a_document_to_which_something_else_was_attached_is_seen() -> None:
    assert wrong({**FILES, "pdf/a.pdf": FILES["pdf/a.pdf"] + b"more"}) == (
        "pdf/a.pdf carries something else than manifest.json and SHA256SUMS",
    )


def test_sums_that_are_gone_or_altered_are_seen() -> None:
    without = {path: data for path, data in FILES.items() if path != "SHA256SUMS"}
    assert wrong(without) == ("there is no SHA256SUMS",)
    found = wrong({**FILES, "SHA256SUMS": FILES["SHA256SUMS"] + b"\n"})
    assert "SHA256SUMS does not fit the files" in found


def test_a_manifest_that_is_gone_or_cannot_be_read_is_said() -> None:
    assert read_manifest({}) == (None, "there is no manifest.json")
    manifest, why = read_manifest({"manifest.json": b"{}"})
    assert manifest is None
    assert why.startswith("manifest.json cannot be relied on: ")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("commit", "d" * 40), ("published", "2018-12-15T16:00:00Z"), ("reason", "None"),
        ("revision", 2), ("title", "Another"), ("period", "2018-12"), ("manifest", "0" * 64),
    ],
)  # fmt: skip
def test_an_entry_that_disagrees_with_its_manifest_is_seen(field: str, value: object) -> None:
    found = list_entry_faults(replace(ENTRY, **{field: value}), FILES, MANIFEST)  # type: ignore[arg-type]
    assert f"versions.json and manifest.json disagree about: {field}" in found


def test_a_revision_whose_predecessor_is_gone_or_does_not_say_so_is_seen() -> None:
    new = replace(
        ENTRY, version="monthly-2018-11-r2", revision=2, reason="Why", supersedes=ENTRY.version
    )
    before, after = add_publication([ENTRY], new)
    assert (
        list_chain_faults(before, [before, after])
        == list_chain_faults(after, [before, after])
        == ()
    )
    assert list_chain_faults(ENTRY, [ENTRY, after]) == (
        "versions.json does not say rightly what supersedes it",
    )
    assert list_chain_faults(after, [after]) == ("the publication that it corrects is not there",)
    early = replace(after, published="2018-12-01T00:00:00Z")
    [fault] = list_chain_faults(early, [before, early])
    assert fault == f"it corrects what was published after it, on {before.published}"


def test_a_verdict_that_carries_nothing_is_seen() -> None:
    good = MANIFEST.sections[0]
    other = replace(SUBJECT, digest="other")
    assert list_verdict_faults([replace(good, standing=Standing.STALE)]) == (
        "seisdon, access: it was published although it was stale",
    )
    assert list_verdict_faults([replace(good, record=None)]) == (
        "seisdon, access: no record says who approved it",
    )
    assert list_verdict_faults([replace(good, subject=other)]) == (
        "seisdon, access: the record covers something else than what was published",
    )


def test_what_comes_out_otherwise_is_named_with_its_parts() -> None:
    key = ("seisdon", "access")
    other = replace(SUBJECT, digest="other", data="other")
    more = Subject("seisdon", "finance", "d", "n", "t", "e", "f")
    assert compare_subjects(MANIFEST, {key: SUBJECT}) == {}
    assert compare_subjects(MANIFEST, {key: other}) == {key: (Component.DATA,)}
    assert compare_subjects(MANIFEST, {}) == {key: ()}
    both = {key: SUBJECT, ("seisdon", "finance"): more}
    assert compare_subjects(MANIFEST, both) == {("seisdon", "finance"): ()}


def test_a_manifest_written_anew_is_not_the_one_that_was_published() -> None:
    forged = {**FILES, "manifest.json": format_manifest(replace(MANIFEST, reason="Forged"))}
    manifest, _ = read_manifest(forged)
    assert manifest is not None
    found = list_entry_faults(ENTRY, forged, manifest)
    assert "versions.json and manifest.json disagree about: manifest" in found
