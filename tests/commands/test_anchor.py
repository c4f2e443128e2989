"""A person signs, outside the pages, what was published."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from boardpack.adapters import ssh
from boardpack.adapters.git import tags
from boardpack.adapters.ssh import SigningKey
from boardpack.operations.build import EditionBuilder
from boardpack.operations.evidence_source import EvidenceSource
from boardpack.operations.publish import judge_approvals
from boardpack.operations.recompute import recheck_evidence
from boardpack.publish.anchors import Anchor, format_anchor
from support.publications import VERSION, introduce, published, quick_make, verified
from support.running import Ran, git
from support.signing import Month, copy_month, make_month

pytestmark = pytest.mark.rotating

DIRECTOR = "director-seisdon"
TAG = f"boardpack/{VERSION}/{DIRECTOR}"


@pytest.fixture(scope="module")
def kept_month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    """Return a signed month that was published from a clone without a remote; alter nothing."""
    month = make_month(tmp_path_factory.mktemp("anchors"))
    month.put(".gitignore", "/build/\n", by="development-manager")
    for person in ("director-cannock", DIRECTOR, "primary-care-director"):
        assert month.sign("approve", person).status == 0
        month.commit(person, "Sign")
    introduce(month.root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EditionBuilder, "build_edition", quick_make)
        judge = partial(judge_approvals, evidence_source=EvidenceSource())
        assert published(month.root, approvals_of=judge).status == 0
    return month


@pytest.fixture
def kept(kept_month: Month, tmp_path: Path) -> Month:
    return copy_month(kept_month, tmp_path)


def anchor(month: Month, key: str = DIRECTOR) -> Ran:
    return month.run("anchor", VERSION, "--as", DIRECTOR, "--key", month.key(key))


def proof(month: Month) -> tuple[int, str]:
    ran = verified(month.root, VERSION, check=recheck_evidence)
    return ran.status, ran.out


def test_what_somebody_signed_of_a_publication_is_proved(kept: Month) -> None:
    ran = anchor(kept)
    assert (ran.status, f"git push origin {TAG}" in ran.out) == (0, True)
    status, text = proof(kept)
    assert status == 0
    assert f"that this is what was published (tag {TAG})" in text


def test_nobody_anchors_for_another_or_twice(kept: Month) -> None:
    assert "would not count" in anchor(kept, key="director-cannock").err
    assert anchor(kept).status == 0
    assert f"{DIRECTOR} anchored {VERSION} already" in anchor(kept).err


def test_another_publication_in_its_place_is_found_by_the_anchor(kept: Month) -> None:
    former = Anchor(VERSION, "0" * 64, DIRECTOR, "2018-12-20T09:00:00Z")
    message = format_anchor(former)
    signature = ssh.sign_message(SigningKey(kept.key(DIRECTOR)), message)
    tags.write_tag(kept.root, former.tag, "gh-pages", message + signature)
    status, text = proof(kept)
    assert status == 1
    assert f"'{DIRECTOR}' signed at 2018-12-20T09:00:00Z that it had another manifest" in text


def test_an_anchor_that_was_altered_proves_nothing(kept: Month) -> None:
    assert anchor(kept).status == 0
    tag = git(kept.root, "cat-file", "tag", TAG).partition("\n\n")[2]
    git(kept.root, "tag", "--delete", TAG)
    altered = tag.replace(tag.splitlines()[1][-64:], "0" * 64)
    git(kept.root, "tag", "--annotate", "--cleanup=verbatim", "--message", altered, TAG, "gh-pages")
    status, text = proof(kept)
    assert status == 2
    assert f"Tag {TAG} proves nothing: the signature is of something else" in text


def test_a_tag_of_that_name_that_is_no_anchor_proves_nothing(kept: Month) -> None:
    git(kept.root, "tag", "--annotate", "--message", "All is well", TAG, "gh-pages")
    status, text = proof(kept)
    assert status == 2
    assert f"Tag {TAG} is no anchor of it, and proves nothing." in text


def test_what_is_not_proved_is_not_anchored(kept: Month) -> None:
    git(kept.root, "update-ref", "refs/heads/gh-pages", "main")
    assert anchor(kept).status == 2
