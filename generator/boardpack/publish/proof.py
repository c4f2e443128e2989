"""Whether a published version is what its manifest says, from its files alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from boardpack.errors import CannotRun
from boardpack.model.publication import Publication
from boardpack.model.signoff import Component, SectionId, Subject, Verdict
from boardpack.publish.evidence import EVIDENCE
from boardpack.publish.manifest import (
    MANIFEST,
    PROOF_FILES,
    SUMS,
    Attach,
    Manifest,
    PdfDigest,
    compute_sha256,
    digest_files,
    format_sums,
    is_pdf,
    parse_manifest,
)
from boardpack.publish.versions import format_version_id, to_publication


def read_manifest(files: Mapping[str, bytes]) -> tuple[Manifest | None, str]:
    """Return the manifest of a version's files, or why there is none to rely on."""
    if MANIFEST not in files:
        return None, f"there is no {MANIFEST}"
    try:
        return parse_manifest(files[MANIFEST]), ""
    except ValueError as error:
        return None, f"{MANIFEST} cannot be relied on: {error}"


def list_file_faults(
    files: Mapping[str, bytes], manifest: Manifest, attach: Attach
) -> tuple[str, ...]:
    """Return which files of a version are not what its manifest and sums say."""
    return tuple(_find_file_faults(files, manifest, attach))


def _find_file_faults(
    files: Mapping[str, bytes], manifest: Manifest, attach: Attach
) -> Iterator[str]:
    present = files.keys() - set(PROOF_FILES)
    yield from (f"{path} is missing" for path in sorted(manifest.files.keys() - present))
    yield from (f"{path} does not belong here" for path in sorted(present - manifest.files.keys()))
    if SUMS not in files:
        yield f"there is no {SUMS}"
        return
    if files[SUMS] != format_sums(files):
        yield f"{SUMS} does not fit the files"
    proof_files = {name: files[name] for name in PROOF_FILES}
    for path in sorted(present & manifest.files.keys()):
        fault = _describe_alteration(files[path], manifest.files[path], proof_files, attach)
        if fault or is_pdf(path) is not isinstance(manifest.files[path], PdfDigest):
            yield f"{path} {fault or 'is not of the kind that was published'}"


def _describe_alteration(
    data: bytes, recorded: str | PdfDigest, proof_files: Mapping[str, bytes], attach: Attach
) -> str:
    if not isinstance(recorded, PdfDigest):
        return "" if compute_sha256(data) == recorded else "was altered"
    original = data[: recorded.bytes]
    if compute_sha256(original) != recorded.sha256:
        return "was altered"
    try:
        is_same = attach(original, proof_files) == data
    except CannotRun as error:
        return str(error)
    return "" if is_same else f"carries something else than {' and '.join(PROOF_FILES)}"


def list_entry_faults(
    publication: Publication, files: Mapping[str, bytes], manifest: Manifest
) -> tuple[str, ...]:
    """Return where the manifest and the entry in `versions.json` disagree."""
    expected = to_publication(
        manifest.certificate, manifest.pack, manifest.period, "", compute_sha256(files[MANIFEST])
    )
    names = (
        "version", "pack", "period", "revision", "reason", "published", "commit", "manifest",
        "supersedes",
    )  # fmt: skip
    differing = [name for name in names if getattr(expected, name) != getattr(publication, name)]
    if publication.title != manifest.title:
        differing.append("title")
    if expected.version != format_version_id(
        f"{expected.pack}-{expected.period}", expected.revision
    ):
        differing.append("revision")
    return tuple(f"versions.json and {MANIFEST} disagree about: {name}" for name in differing)


def list_chain_faults(
    publication: Publication, publications: Sequence[Publication]
) -> tuple[str, ...]:
    """Return where a publication and those that it corrects, or that correct it, disagree."""
    by_version = {candidate.version: candidate for candidate in publications}
    successors = [
        candidate for candidate in publications if candidate.supersedes == publication.version
    ]
    expected = (successors[0].version, successors[0].reason) if successors else ("", "")
    faults = []
    if (publication.superseded_by, publication.superseded_because) != expected or len(
        successors
    ) > 1:
        faults.append("versions.json does not say rightly what supersedes it")
    predecessor = by_version.get(publication.supersedes)
    if publication.revision > 1 and (
        predecessor is None or predecessor.revision != publication.revision - 1
    ):
        faults.append("the publication that it corrects is not there")
    if predecessor is not None and publication.published < predecessor.published:
        faults.append(f"it corrects what was published after it, on {predecessor.published}")
    return tuple(faults)


def list_differing_files(manifest: Manifest, files: Mapping[str, bytes]) -> list[str]:
    """Return the paths that a site made again has otherwise than a manifest says.

    The answers of a forge are kept beside the site, and are no part of what is made.
    """
    digests = digest_files(files)
    paths = sorted((digests.keys() | manifest.files.keys()) - {EVIDENCE})
    return [path for path in paths if digests.get(path) != manifest.files.get(path)]


def list_verdict_faults(sections: Iterable[Verdict]) -> tuple[str, ...]:
    """Return the sections whose verdict does not carry a publication."""
    return tuple(
        f"{format_section(verdict.subject)}: {fault}"
        for verdict in sections
        if (fault := _describe_verdict_fault(verdict))
    )


def _describe_verdict_fault(verdict: Verdict) -> str:
    subject, record = verdict.subject, verdict.record
    if not verdict.is_valid:
        return f"it was published although it was {verdict.standing}"
    if record is None:
        return "no record says who approved it"
    if record.find_subject(subject.service, subject.section) != subject:
        return "the record covers something else than what was published"
    return ""


def compare_subjects(
    manifest: Manifest, recomputed: Mapping[SectionId, Subject]
) -> dict[SectionId, tuple[Component, ...]]:
    """Return which parts of which sections come out differently when they are computed again.

    No part is named for a section that only one side has.
    """
    published = {
        (verdict.subject.service, verdict.subject.section): verdict.subject
        for verdict in manifest.sections
    }
    differences: dict[SectionId, tuple[Component, ...]] = {}
    differences.update(dict.fromkeys(sorted(published.keys() ^ recomputed.keys()), ()))
    for section_id in sorted(published.keys() & recomputed.keys()):
        if published[section_id] != recomputed[section_id]:
            differences[section_id] = published[section_id].list_differing_components(
                recomputed[section_id]
            )
    return differences


def format_section(subject: Subject) -> str:
    """Return `cannock-chase, access`, as proofs name a section."""
    return f"{subject.service}, {subject.section}"
