"""Anchor a publication: a person signs, in a tag, what its manifest is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from boardpack.adapters import ssh
from boardpack.adapters.git import pages_branch, tags
from boardpack.adapters.ssh import SigningKey
from boardpack.adapters.workspace import open_workspace
from boardpack.errors import CannotRun
from boardpack.operations.anchor_proof import find_anchor_fault
from boardpack.operations.pages_options import PagesOptions
from boardpack.operations.select import require_instance
from boardpack.operations.signatories import require_person
from boardpack.operations.verify import verify_publications
from boardpack.publish.anchors import TAG_FOLDER, Anchor, format_anchor
from boardpack.publish.times import format_moment
from boardpack.publish.verification import Certainty


@dataclass(frozen=True, slots=True)
class AnchorRequest:
    """Who anchors which version, with which key (else the usual one), and when."""

    version: str
    person: str
    key: Path | None
    moment: datetime
    pages: PagesOptions


def anchor_publication(root: Path, request: AnchorRequest) -> Anchor:
    """Sign what a publication is, in a tag of this clone, and return what was signed.

    CannotRun where it is not proved, where the key is not the person's, and where that person
    anchored it already.
    """
    instance = require_instance(open_workspace(root))
    require_person(instance, request.person, request.moment.date())
    verification = verify_publications(root, request.version, request.pages)
    if verification.certainty is not Certainty.PROVED:
        raise CannotRun(
            f"{request.version} is not proved, so nobody should vouch for it; "
            f"see: boardpack verify {request.version}"
        )
    (report,) = verification.reports
    key = SigningKey(request.key) if request.key else ssh.find_usual_key(root)
    anchor = Anchor(
        request.version,
        report.publication.manifest,
        request.person,
        format_moment(request.moment.replace(microsecond=0)),
    )
    message = format_anchor(anchor)
    signature = ssh.sign_message(key, message)
    branch = pages_branch.find_pages_branch(root, request.pages.branch, request.pages.remote)
    main_commit = pages_branch.find_main_tip(branch, request.pages.main)
    fault = find_anchor_fault(root, main_commit, anchor, signature)
    if fault:
        raise CannotRun(f"nothing was signed, for it would not count: {key}: {fault}")
    if anchor.tag in tags.list_tag_messages(root, f"{TAG_FOLDER}/{anchor.version}"):
        raise CannotRun(f"{anchor.person} anchored {anchor.version} already: tag {anchor.tag}")
    tags.write_tag(root, anchor.tag, verification.commit, message + signature)
    return anchor
