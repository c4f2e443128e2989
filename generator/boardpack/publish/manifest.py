"""`manifest.json` and `SHA256SUMS`: what a publication is, so that it can be proved later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from boardpack.model.canonical import to_canonical_json
from boardpack.model.publication import Certificate
from boardpack.model.signoff import Verdict

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
PROOF_FILES = (MANIFEST, SUMS)
"""The two files of a version that say what the others are."""

Attach = Callable[[bytes, Mapping[str, bytes]], bytes]
"""What adds files to a PDF behind its own bytes, the same way each time."""


@dataclass(frozen=True, slots=True)
class PdfDigest:
    """A PDF before anything was attached to it: its digest and length in bytes."""

    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Generator:
    """What made a publication; `engine` is the digest of its code and of what it rests on."""

    name: str
    version: str
    engine: str


@dataclass(frozen=True, slots=True)
class SpcMethod:
    """By whose rules its charts find signals, as of which month, and how many points make a run."""

    rules: str
    as_of: str
    run: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that is said of one publication.

    `sections` has the verdict on each due section, with the record that it rests on. `files` has
    the SHA-256 of every file of the version but `manifest.json` and `SHA256SUMS`. `spc` is None in
    those that were made before it was said.
    """

    version: str
    title: str
    pack: str
    period: str
    revision: int
    reason: str
    supersedes: str
    published: str
    commit: str
    generator: Generator
    assurance: tuple[str, ...]
    sections: tuple[Verdict, ...]
    files: Mapping[str, str | PdfDigest]
    spc: SpcMethod | None = None
    schema: int = 1

    @property
    def certificate(self) -> Certificate:
        """The certificate that its pages and documents show."""
        return Certificate(
            version=self.version,
            revision=self.revision,
            reason=self.reason,
            supersedes=self.supersedes,
            published=self.published,
            commit=self.commit,
            assurance=self.assurance,
            verdicts=self.sections,
        )


def compute_sha256(data: bytes) -> str:
    """Return a SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def is_pdf(path: str) -> bool:
    """Return whether a file is a PDF, to which things are attached."""
    return path.endswith(".pdf")


def digest_files(site: Mapping[str, bytes]) -> dict[str, str | PdfDigest]:
    """Return what a manifest says of the files of a built site."""
    return {
        path: PdfDigest(compute_sha256(data), len(data)) if is_pdf(path) else compute_sha256(data)
        for path, data in site.items()
    }


def format_manifest(manifest: Manifest) -> bytes:
    """Return a manifest as it is kept: sorted, one value a line, UTF-8."""
    value = json.loads(to_canonical_json(manifest))
    # As older ones were written, which say nothing of it.
    if value["spc"] is None:
        del value["spc"]
    return (json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def parse_manifest(data: bytes) -> Manifest:
    """Return the manifest that a file holds; ValueError when we did not write it so."""
    try:
        manifest = _MANIFEST_ADAPTER.validate_json(data)
    except ValidationError as error:
        first_error = error.errors()[0]
        location = ".".join(map(str, first_error["loc"])) or "the file"
        raise ValueError(f"{location}: {first_error['msg']}") from None
    if format_manifest(manifest) != data:
        raise ValueError("it is not written as boardpack writes it")
    return manifest


_MANIFEST_ADAPTER = TypeAdapter(Manifest)


def format_sums(files: Mapping[str, bytes]) -> bytes:
    """Return `SHA256SUMS` of a version: every file but the PDFs and itself, sorted by path."""
    paths = sorted(path for path in files if path != SUMS and not is_pdf(path))
    return "".join(f"{compute_sha256(files[path])}  {path}\n" for path in paths).encode()


def assemble_version(
    site: Mapping[str, bytes], manifest: Manifest, attach: Attach
) -> dict[str, bytes]:
    """Return the files of a version: the site, manifest and sums, also attached to every PDF."""
    files = {**site, MANIFEST: format_manifest(manifest)}
    files[SUMS] = format_sums(files)
    proof_files = {name: files[name] for name in PROOF_FILES}
    for path in filter(is_pdf, site):
        files[path] = attach(site[path], proof_files)
    return files
