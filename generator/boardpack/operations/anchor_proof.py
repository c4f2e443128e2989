"""What the anchors of a publication prove: tags in which people signed what its manifest is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from boardpack.adapters import ssh
from boardpack.adapters.git import plumbing, tags
from boardpack.load.signoffs import ALLOWED_SIGNERS, REVOKED_KEYS
from boardpack.model.publication import Publication
from boardpack.publish.anchors import TAG_FOLDER, Anchor, format_anchor, parse_anchor
from boardpack.publish.verification import Certainty, Remark


def check_anchors(root: Path, main_commit: str, publication: Publication) -> Iterator[Remark]:
    """Yield what each tag of a publication's anchors proves; nothing where there is none.

    Keys are those that `main_commit` gives to people; without one nothing can be said.
    """
    if not main_commit:
        return
    messages = tags.list_tag_messages(root, f"{TAG_FOLDER}/{publication.version}")
    for name, message in messages.items():
        yield _remark_on_anchor(root, main_commit, publication, name, message)


def _remark_on_anchor(
    root: Path, main_commit: str, publication: Publication, name: str, message: bytes
) -> Remark:
    parsed = parse_anchor(message)
    if parsed is None or parsed[0].tag != name:
        return Remark(Certainty.OPEN, f"Tag {name} is no anchor of it, and proves nothing.")
    anchor, signature = parsed
    if fault := find_anchor_fault(root, main_commit, anchor, signature):
        return Remark(Certainty.OPEN, f"Tag {name} proves nothing: {fault}.")
    if anchor.manifest != publication.manifest:
        return Remark(
            Certainty.WRONG,
            f"'{anchor.person}' signed at {anchor.time} that it had another manifest (tag {name})",
        )
    return Remark(
        Certainty.PROVED,
        f"'{anchor.person}' signed at {anchor.time} that this is what was published (tag {name}).",
    )


def find_anchor_fault(root: Path, main_commit: str, anchor: Anchor, signature: bytes) -> str:
    """Return why an anchor is not by the key that a commit gives to its person; else nothing."""
    files = plumbing.read_files_at(root, main_commit, ALLOWED_SIGNERS, REVOKED_KEYS)
    return ssh.find_signature_fault(
        format_anchor(anchor),
        signature,
        anchor.person,
        anchor.time,
        files.get(ALLOWED_SIGNERS, b""),
        files.get(REVOKED_KEYS, b""),
    )
