"""A month that was really signed, published by the real gate, and verified by the real check."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from boardpack.adapters.workspace import Workspace
from boardpack.analysis.edition import Edition
from boardpack.model.signoff import Evidence, Standing, Verdict
from boardpack.operations import recompute
from boardpack.operations.build import EditionBuilder
from boardpack.operations.evidence_source import EvidenceSource
from boardpack.operations.publications import Approvals
from boardpack.operations.publish import judge_approvals
from boardpack.operations.recompute import recheck_evidence
from boardpack.publish.evidence import format_evidence_file, parse_evidence_file
from support.instances import CANNOCK
from support.publications import VERSION, introduce, published, quick_make, verified
from support.running import git
from support.signing import Month

pytestmark = pytest.mark.rotating

SIGNERS = ("director-cannock", "director-seisdon", "primary-care-director")
real = partial(judge_approvals, evidence_source=EvidenceSource())


@pytest.fixture
def signed(month: Month, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Month:
    """Return a month with a bare remote, signed off by all its directors."""
    monkeypatch.setattr(EditionBuilder, "build_edition", quick_make)
    month.put(".gitignore", "/build/\n", by="development-manager")
    for person in SIGNERS:
        assert month.sign("approve", person).status == 0
        month.commit(person, "Sign")
    introduce(month.root)
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "remote.git")
    git(month.root, "remote", "add", "origin", str(tmp_path / "remote.git"))
    git(month.root, "push", "--quiet", "origin", "HEAD:main")
    return month


def test_what_directors_signed_is_published_and_proved(signed: Month) -> None:
    ran = published(signed.root, approvals_of=real)
    assert ran.status == 0, ran
    proof = verified(signed.root, VERSION, check=recheck_evidence)
    assert proof.status == 0, proof
    assert "The records of the approvals, and the evidence kept with them, hold." in proof.out


def test_a_change_after_signing_shuts_the_gate_and_names_who_must_look(signed: Month) -> None:
    signed.edit(CANNOCK, "second line", "third line", by="manager-cannock")
    git(signed.root, "push", "--quiet", "origin", "HEAD:main")
    ran = published(signed.root, approvals_of=real)
    assert ran.status == 1
    assert "stale" in ran.out
    assert "(Service director)" in ran.out
    assert ran.out.count("\n  ") == 1


def test_a_publication_whose_records_were_made_up_is_not_proved(signed: Month) -> None:
    def made_up(verdict: Verdict) -> Verdict:
        assert verdict.record is not None
        return replace(verdict, record=replace(verdict.record, time="2018-12-01T00:00:00Z"))

    def forged(at: Workspace, edition: Edition) -> Approvals:
        found = real(at, edition)
        return replace(found, verdicts=tuple(map(made_up, found.verdicts)))

    assert published(signed.root, approvals_of=forged).status == 0
    proof = verified(signed.root, VERSION, check=recheck_evidence)
    assert proof.status == 1
    assert "another record than the manifest's bears it out" in proof.out


def test_rules_that_came_later_prove_nothing_wrong_and_say_who_can_tell(
    signed: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert published(signed.root, approvals_of=real).status == 0
    stricter = tuple(
        replace(verdict, standing=Standing.INVALID, reason="it takes two by now")
        for verdict in signed.gate().verdicts
    )
    monkeypatch.setattr(recompute, "rejudge_publication", lambda *_: (stricter, []))
    assert verified(signed.root, VERSION, check=recheck_evidence).status == 1
    monkeypatch.setattr(recompute, "compute_engine_digest", lambda: "another")
    proof = verified(signed.root, VERSION, check=recheck_evidence)
    assert proof.status == 2
    assert "it is not signed off: it takes two by now; those are today's rules" in proof.out


def test_a_review_whose_answers_were_not_kept_is_not_proved(signed: Month) -> None:
    def reviewed(at: Workspace, edition: Edition) -> Approvals:
        found = real(at, edition)
        first, *others = found.verdicts
        assert first.record is not None
        about = Evidence("github", "example/primary-care", 7, 99, "0" * 64)
        record = replace(first.record, account="1001", evidence=about)
        return replace(found, verdicts=(replace(first, record=record), *others))

    assert published(signed.root, approvals_of=reviewed).status == 0
    proof = verified(signed.root, VERSION, check=recheck_evidence)
    assert proof.status == 1
    assert "the answers of the forge that were kept do not have /pulls/7" in proof.out


def test_answers_of_a_forge_are_kept_word_for_word() -> None:
    given = {"/repos/a/b/pulls/1": '{"a": "ü\\n"}'.encode(), "/x?page=2": b"[]"}
    [kept] = format_evidence_file(given).values()
    assert parse_evidence_file(kept) == given


def test_without_a_forge_no_file_is_kept() -> None:
    assert format_evidence_file({}) == {}


def test_something_else_is_not_taken_for_kept_answers() -> None:
    with pytest.raises(ValueError, match="does not keep a forge's answers"):
        parse_evidence_file(b'["no"]')
