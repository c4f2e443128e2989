from __future__ import annotations

from dataclasses import replace

import pytest

from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.findings import Finding
from boardpack.load.instance import load_instance
from boardpack.model.signoff import Standing, Verdict
from boardpack.signoff.findings import to_findings
from boardpack.signoff.subject import build_subjects
from boardpack.signoff.verdict import OWN_WORK
from support.instances import CANNOCK, line_of, minimal
from support.publications import record

pytestmark = pytest.mark.rotating

SECTION = ("cannock-chase", "access")


def edition() -> Edition:
    instance, _ = load_instance(minimal())
    assert instance is not None
    return analyse_edition(instance, "monthly", "2018-11")


def verdict(standing: Standing, reason: str = "the reason") -> Verdict:
    subject = build_subjects(edition())[SECTION]
    return Verdict(subject, "service-director", standing, reason, record(subject))


def said_of(standing: Standing, reason: str = "the reason") -> Finding:
    (found,) = to_findings(edition(), [verdict(standing, reason)])
    return found


def finds(standing: Standing, code: str) -> bool:
    """Return whether only the rule of a code speaks, with an error, of a section that stands so."""
    found = said_of(standing)
    return found.code == code and found.is_error and "the reason" in found.what


def passes(code: str) -> bool:
    """Return whether the rule of a code is silent on a valid section and on all other standings."""
    others = [one for one in Standing if one is Standing.VALID or said_of(one).code != code]
    found = [f.code for one in others for f in to_findings(edition(), [verdict(one)])]
    return len(others) == len(Standing) - 1 and code not in found


def test_v101_finds_a_section_that_nobody_signed() -> None:
    assert finds(Standing.MISSING, "V101")


def test_v101_passes_a_section_that_is_signed() -> None:
    assert passes("V101")


def test_v102_finds_a_section_that_changed_after_it_was_signed() -> None:
    assert finds(Standing.STALE, "V102")


def test_v102_passes_a_section_that_did_not_change() -> None:
    assert passes("V102")


def test_v103_finds_a_sign_off_by_somebody_who_may_not() -> None:
    assert finds(Standing.INVALID, "V103")


def test_v103_passes_a_sign_off_by_somebody_who_may() -> None:
    assert passes("V103")


def test_v104_finds_an_open_objection() -> None:
    assert finds(Standing.OBJECTED, "V104")


def test_v104_passes_without_an_objection() -> None:
    assert passes("V104")


def test_v105_finds_what_a_merge_brought_in() -> None:
    assert finds(Standing.RESIDUAL, "V105")


def test_v105_passes_a_merge_that_brought_in_nothing() -> None:
    assert passes("V105")


def test_v106_finds_a_writer_whom_nobody_knows() -> None:
    assert finds(Standing.UNVERIFIABLE, "V106")


def test_v106_passes_where_everybody_is_known() -> None:
    assert passes("V106")


def test_v107_finds_evidence_that_cannot_be_read() -> None:
    assert finds(Standing.ERROR, "V107")


def test_v107_passes_evidence_that_can_be_read() -> None:
    assert passes("V107")


def test_a_finding_says_where_who_and_what_to_type() -> None:
    found = said_of(Standing.MISSING, "nobody who may sign it has done so yet")
    assert str(found.place) == f"{CANNOCK}:{line_of(minimal(), CANNOCK, '## Access')}"
    assert found.what == "Cannock Chase, Access: nobody who may sign it has done so yet"
    assert found.who == "Service director, Cannock Chase"
    assert found.advice == (
        "Look at the section, then sign it: "
        "boardpack signoff approve monthly 2018-11 --section cannock-chase/access "
        "--as director-cannock"
    )
    assert (found.service, found.section) == SECTION


def test_nobody_who_wrote_it_is_told_to_sign() -> None:
    advice = said_of(Standing.MISSING, f"Director of Cannock Chase wrote it, and {OWN_WORK}").advice
    assert advice == (
        "Let a deputy who had no hand in it look at the section, then sign it: "
        "boardpack signoff approve monthly 2018-11 --section cannock-chase/access --as PERSON"
    )


def test_a_section_without_a_narrative_is_found_in_its_pack() -> None:
    subject = build_subjects(edition())["directorate", "risks"]
    missing = Verdict(subject, "director-of-primary-care", Standing.MISSING, "not signed")
    (found,) = to_findings(edition(), [missing])
    assert str(found.place) == "data/packs/monthly.yml"
    assert found.advice.endswith("directorate/risks --as primary-care-director")


def test_decisions_that_do_not_count_are_listed_once() -> None:
    listed = replace(verdict(Standing.MISSING), ignored=("A is no director", "B is no director"))
    (found,) = to_findings(edition(), [listed])
    assert found.what.endswith("the reason (A is no director; B is no director)")
    invalid = replace(verdict(Standing.INVALID, "A wrote this"), ignored=("A wrote this",))
    (found,) = to_findings(edition(), [invalid])
    assert found.what.endswith("Access: A wrote this")


def test_an_objection_is_lifted_by_whoever_made_it() -> None:
    subject = build_subjects(edition())[SECTION]
    objection = record(subject, actor="director-seisdon")
    objected = Verdict(subject, "service-director", Standing.OBJECTED, "no", objection)
    (found,) = to_findings(edition(), [objected])
    assert found.advice.endswith("--as director-seisdon")


def test_nobody_is_told_to_sign_what_cannot_be_judged() -> None:
    for standing in (Standing.ERROR, Standing.UNVERIFIABLE):
        assert "boardpack signoff approve" not in said_of(standing).advice
