"""From an edition that may be published to one more commit on the pages branch."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TextIO

from boardpack import __version__
from boardpack.analysis.edition import Edition
from boardpack.commands.instance import Opened
from boardpack.commands.press import Press
from boardpack.commands.publishing import Approvals, faults_at, few, publications_at
from boardpack.errors import CannotRun, Exit
from boardpack.findings import RULES, Finding
from boardpack.model.publication import Certificate
from boardpack.publish.archive import REDIRECT, archive
from boardpack.publish.assurance import assurance
from boardpack.publish.built import faults
from boardpack.publish.evidence import EVIDENCE, evidence
from boardpack.publish.manifest import MANIFEST, Generator, Manifest, assembled, digests, sha256
from boardpack.publish.proof import manifest_of, subject_differences
from boardpack.publish.versions import (
    Publication,
    aliases,
    newest_of,
    of_certificate,
    properties,
    redirects,
    version_id,
    version_title,
    with_new,
)
from boardpack.world import history, pages
from boardpack.world.attachments import attach
from boardpack.world.disk import engine_digest, files_in
from boardpack.world.mike_versions import SCRIPT, VERSIONS, entries, script, with_entries
from boardpack.world.pages import Change, Pages


@dataclass(frozen=True)
class Publisher:
    """An edition that may be published: what it consists of, and where it goes."""

    at: Opened
    edition: Edition
    findings: Sequence[Finding]
    approvals: Approvals
    commit: str
    is_latest: bool
    reason: str
    when: datetime
    press: Press
    to: Pages
    out: TextIO

    def publish(self) -> int:
        """Put the edition on the pages branch; begin once more when somebody else was faster."""
        for _ in range(2):
            begin = pages.newest(self.to)
            if pages.has_strays(self.to, begin):
                raise CannotRun(
                    f"this clone's own branch {self.to.branch} holds publications that "
                    f"{self.to.where} lacks; push them first: git push {self.to.remote} "
                    f"{self.to.branch}, or forget them: git branch -D {self.to.branch}"
                )
            before = publications_at(self.to, begin)
            last = newest_of(before, self.edition.pack_id, self.edition.period.id)
            if last is not None:
                differing = self._differing(begin, last)
                if not differing:
                    return self._already(begin, last)
                if not self.reason:
                    return self._refuse(last, differing)
            elif self.reason:
                raise CannotRun(
                    f"{self.edition.title} has not been published, so there is nothing to correct; "
                    "leave --reason out"
                )
            new, change = self._change(begin, before, last)
            commit = pages.commit_pages(self.to, begin, change)
            if wrong := faults_at(self.to, commit, new):
                pages.discard(self.to)
                raise CannotRun(f"not published, because it cannot be proved: {'; '.join(wrong)}")
            refused = pages.put_forward(self.to, begin, commit)
            seen = pages.newest(self.to)
            if seen and history.contains(self.to.folder, seen, commit):
                return self._published(seen, new, commit)
            if seen == begin:
                pages.discard(self.to)
                raise CannotRun(f"{self.to.where} refused it, so nothing was published: {refused}")
        pages.discard(self.to)
        raise CannotRun("others publish at this moment, so nothing was published; run it again")

    def _change(
        self, begin: str, before: Sequence[Publication], last: Publication | None
    ) -> tuple[Publication, Change]:
        manifest, site = self._made(last)
        files = assembled(site, manifest, attach)
        new = of_certificate(
            manifest.certificate,
            manifest.pack,
            manifest.period,
            self.edition.title,
            sha256(files[MANIFEST]),
        )
        ways = aliases(before, new, is_latest=self.is_latest)
        after = with_new(before, new)
        old = pages.file_at(self.to, begin, VERSIONS)
        given = [(one.version, one.title, properties(one)) for one in after]
        versions = with_entries(old, given, {new.version: ways})
        return new, Change(
            message=f"Publish {new.title}",
            at=self.when,
            gone=(new.version, *ways),
            files={
                **{f"{new.version}/{path}": data for path, data in files.items()},
                **_redirects(site, ways, new.version, self.press.templates[REDIRECT]),
                VERSIONS: versions,
                SCRIPT: script(versions),
                "index.html": self._archive(after, versions),
                ".nojekyll": b"",
            },
        )

    def _archive(self, publications: Sequence[Publication], versions: bytes) -> bytes:
        names = {e["version"]: e["aliases"] for e in entries(versions) if e["aliases"]}
        title = self.edition.instance.directorate.title
        return archive(publications, names, title, self.press.templates).encode()

    def _made(self, last: Publication | None) -> tuple[Manifest, Mapping[str, bytes]]:
        revision = last.revision + 1 if last else 1
        certificate = Certificate(
            version=version_id(self.edition.id, revision),
            revision=revision,
            reason=self.reason,
            supersedes=last.version if last else "",
            published=f"{self.when:%Y-%m-%dT%H:%M:%SZ}",
            commit=self.commit,
            assurance=assurance(self.approvals.verdicts),
            verdicts=self.approvals.verdicts,
        )
        site = {**self._built(certificate), **evidence(self.approvals.responses)}
        return self._manifest(certificate, site), site

    def _manifest(self, certificate: Certificate, site: Mapping[str, bytes]) -> Manifest:
        return Manifest(
            version=certificate.version,
            title=version_title(self.edition.title, certificate.revision),
            pack=self.edition.pack_id,
            period=self.edition.period.id,
            revision=certificate.revision,
            reason=certificate.reason,
            supersedes=certificate.supersedes,
            published=certificate.published,
            commit=certificate.commit,
            generator=Generator("boardpack", __version__, engine_digest()),
            assurance=certificate.assurance,
            sections=certificate.verdicts,
            files=digests(site),
        )

    def _built(self, certificate: Certificate) -> dict[str, bytes]:
        """Return the files of the site, made afresh: nothing of an earlier build is trusted."""
        shutil.rmtree(self.press.root, ignore_errors=True)
        # A press of its own: one that made something before remembers folders that are gone.
        press = replace(self.press)
        rules = tuple(RULES[code] for code in sorted(RULES))
        with _undated():
            refused = press.make(
                self.at, self.edition, self.findings, rules, draft=False, certificate=certificate
            )
        if refused:
            raise CannotRun(f"nothing was published: {'; '.join(refused)}")
        site = dict(files_in(press.folder(self.edition) / "site"))
        if wrong := faults(site):
            raise CannotRun(f"the built site cannot be published: {'; '.join(wrong)}")
        return site

    def _differing(self, begin: str, last: Publication) -> list[str]:
        """Return what an edition now shows otherwise than its last publication did."""
        files = {MANIFEST: pages.file_at(self.to, begin, f"{last.version}/{MANIFEST}") or b""}
        manifest, why = manifest_of(files)
        if manifest is None:
            raise CannotRun(f"{last.version} was published, but {why}; see: boardpack verify")
        subjects = {
            (v.subject.service, v.subject.section): v.subject for v in self.approvals.verdicts
        }
        changed = [" ".join(key) for key in subject_differences(manifest, subjects)]
        if changed:
            return changed
        again = digests(self._built(manifest.certificate))
        both = sorted((again.keys() | manifest.files.keys()) - {EVIDENCE})
        return [path for path in both if again.get(path) != manifest.files.get(path)]

    def _already(self, begin: str, last: Publication) -> int:
        pages.settle(self.to, begin)
        print(
            f"{last.title} is already published as {last.version}; nothing differs.", file=self.out
        )
        return Exit.CLEAR

    def _refuse(self, last: Publication, differing: Sequence[str]) -> int:
        print(
            f"{last.title} is already published as {last.version}, and that never changes.\n"
            f"What would be published now differs in: {few(differing)}.\n"
            "A correction needs --reason TEXT; it becomes the next revision.",
            file=self.out,
        )
        return Exit.GATE_SHUT

    def _published(self, seen: str, new: Publication, commit: str) -> int:
        pages.settle(self.to, seen)
        print(
            f"{new.title}: published as {new.version} on {self.to.where}, commit {commit[:12]}.\n"
            f"{'' if self.to.remote else _ONLY_HERE}"
            f"Prove it at any time with: boardpack verify {new.version}",
            file=self.out,
        )
        return Exit.CLEAR


_ONLY_HERE = "There is no remote, so it is only in this clone, and nobody else can see it.\n"


def _redirects(
    paths: Iterable[str], ways: Sequence[str], version: str, template: str
) -> dict[str, bytes]:
    names = tuple(paths)
    found: dict[str, bytes] = {}
    for way in ways:
        found |= redirects(names, way, version, template)
    return found


@contextmanager
def _undated() -> Iterator[None]:
    """Let the build date itself by its edition, so that it is the same whenever it is published."""
    given = os.environ.pop("SOURCE_DATE_EPOCH", None)
    try:
        yield
    finally:
        if given is not None:
            os.environ["SOURCE_DATE_EPOCH"] = given
