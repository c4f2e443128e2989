"""Whether a published version is what its manifest says, from its files alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from boardpack.errors import CannotRun
from boardpack.model.signoff import Component, SectionId, Subject, Verdict
from boardpack.publish.manifest import (
    MANIFEST,
    OWN,
    SUMS,
    Attach,
    Document,
    Manifest,
    is_document,
    read,
    sha256,
    sums,
)
from boardpack.publish.versions import Publication, of_certificate, version_id


def manifest_of(files: Mapping[str, bytes]) -> tuple[Manifest | None, str]:
    """Return the manifest of a version's files, or why there is none to rely on."""
    if MANIFEST not in files:
        return None, f"there is no {MANIFEST}"
    try:
        return read(files[MANIFEST]), ""
    except ValueError as error:
        return None, f"{MANIFEST} cannot be relied on: {error}"


def file_faults(files: Mapping[str, bytes], manifest: Manifest, attach: Attach) -> tuple[str, ...]:
    """Return which files of a version are not what its manifest and sums say."""
    return tuple(_file_faults(files, manifest, attach))


def _file_faults(files: Mapping[str, bytes], manifest: Manifest, attach: Attach) -> Iterator[str]:
    present = files.keys() - set(OWN)
    yield from (f"{path} is missing" for path in sorted(manifest.files.keys() - present))
    yield from (f"{path} does not belong here" for path in sorted(present - manifest.files.keys()))
    if SUMS not in files:
        yield f"there is no {SUMS}"
        return
    if files[SUMS] != sums(files):
        yield f"{SUMS} does not fit the files"
    own = {name: files[name] for name in OWN}
    for path in sorted(present & manifest.files.keys()):
        fault = _altered(files[path], manifest.files[path], own, attach)
        if fault or is_document(path) is not isinstance(manifest.files[path], Document):
            yield f"{path} {fault or 'is not of the kind that was published'}"


def _altered(data: bytes, said: str | Document, own: Mapping[str, bytes], attach: Attach) -> str:
    if not isinstance(said, Document):
        return "" if sha256(data) == said else "was altered"
    document = data[: said.bytes]
    if sha256(document) != said.sha256:
        return "was altered"
    try:
        same = attach(document, own) == data
    except CannotRun as error:
        return str(error)
    return "" if same else f"carries something else than {' and '.join(OWN)}"


def entry_faults(
    publication: Publication, files: Mapping[str, bytes], manifest: Manifest
) -> tuple[str, ...]:
    """Return where the manifest and the entry in `versions.json` disagree."""
    said = of_certificate(
        manifest.certificate, manifest.pack, manifest.period, "", sha256(files[MANIFEST])
    )
    names = (
        "version", "pack", "period", "revision", "reason", "published", "commit", "manifest",
        "supersedes",
    )  # fmt: skip
    wrong = [name for name in names if getattr(said, name) != getattr(publication, name)]
    if publication.title != manifest.title:
        wrong.append("title")
    if said.version != version_id(f"{said.pack}-{said.period}", said.revision):
        wrong.append("revision")
    return tuple(f"versions.json and {MANIFEST} disagree about: {name}" for name in wrong)


def chain_faults(publication: Publication, all_of_them: Sequence[Publication]) -> tuple[str, ...]:
    """Return where a publication and those that it corrects, or that correct it, disagree."""
    by_version = {one.version: one for one in all_of_them}
    later = [one for one in all_of_them if one.supersedes == publication.version]
    expected = (later[0].version, later[0].reason) if later else ("", "")
    found = []
    if (publication.superseded_by, publication.superseded_because) != expected or len(later) > 1:
        found.append("versions.json does not say rightly what supersedes it")
    before = by_version.get(publication.supersedes)
    if publication.revision > 1 and (before is None or before.revision != publication.revision - 1):
        found.append("the publication that it corrects is not there")
    return tuple(found)


def verdict_faults(sections: Iterable[Verdict]) -> tuple[str, ...]:
    """Return the sections whose verdict does not carry a publication."""
    return tuple(f"{_name(one.subject)}: {why}" for one in sections if (why := _shaky(one)))


def _shaky(verdict: Verdict) -> str:
    subject, record = verdict.subject, verdict.record
    if not verdict.is_valid:
        return f"it was published although it was {verdict.standing}"
    if record is None:
        return "no record says who approved it"
    if record.on(subject.service, subject.section) != subject:
        return "the record covers something else than what was published"
    return ""


def subject_differences(
    manifest: Manifest, now: Mapping[SectionId, Subject]
) -> dict[SectionId, tuple[Component, ...]]:
    """Return which parts of which sections come out differently when they are computed again.

    No part is named for a section that only one side has.
    """
    then = {(one.subject.service, one.subject.section): one.subject for one in manifest.sections}
    found: dict[SectionId, tuple[Component, ...]] = {}
    found.update(dict.fromkeys(sorted(then.keys() ^ now.keys()), ()))
    for key in sorted(then.keys() & now.keys()):
        if then[key] != now[key]:
            found[key] = then[key].differs_in(now[key])
    return found


def _name(subject: Subject) -> str:
    return f"{subject.service}, {subject.section}"
