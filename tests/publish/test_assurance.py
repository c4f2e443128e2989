"""What is attested, and what nobody can prove."""

from __future__ import annotations

from dataclasses import replace

from boardpack.model.signoff import Evidence, Verdict
from boardpack.publish.assurance import describe_assurance, list_trusted_claims
from support.publications import MANIFEST

SIGNED = MANIFEST.sections[0]


def reviewed() -> Verdict:
    assert SIGNED.record is not None
    evidence = Evidence("github", "example/primary-care", pull=7, review=70, response="r" * 64)
    record = replace(SIGNED.record, evidence=evidence, time_source="GitHub's clock")
    return replace(SIGNED, record=record)


def test_signatures_and_reviews_are_attested_by_whom_they_are() -> None:
    assert any("SSH key" in one for one in describe_assurance([SIGNED]))
    assert not any("GitHub" in one for one in describe_assurance([SIGNED]))
    assert any("as GitHub reported" in one for one in describe_assurance([reviewed()]))
    assert not any("SSH key" in one for one in describe_assurance([reviewed()]))


def test_clocks_pushers_and_github_are_taken_on_trust() -> None:
    signed = list_trusted_claims(MANIFEST, "origin/gh-pages", "origin/main")
    assert any("the clock of whoever signed" in one for one in signed)
    assert any("2018-12-14T16:00:00Z" in one for one in signed)
    assert any("origin/gh-pages" in one for one in signed)
    assert any("aliases" in one for one in signed)
    assert any("who wrote what" in one.casefold() and "commits carry" in one for one in signed)
    assert any("The history of origin/main" in one for one in signed)
    assert not any("beside the publications" in one for one in signed)
    assert not any("GitHub" in one for one in signed)
    both = list_trusted_claims(
        replace(MANIFEST, sections=(SIGNED, reviewed())), "origin/gh-pages", "origin/main"
    )
    assert any("GitHub answered truthfully" in one for one in both)
    assert any("nobody who may push to origin/gh-pages made its answers up" in one for one in both)
    assert any("GitHub's clock" in one for one in both)


def test_what_lies_beside_the_publications_is_named_as_trusted() -> None:
    trusted = list_trusted_claims(MANIFEST, "origin/gh-pages", "origin/main", ("CNAME", "docs"))
    assert any(one.endswith("is not boardpack's: CNAME, docs.") for one in trusted)
