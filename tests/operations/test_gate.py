"""The gate before a forge that has nothing of GitHub's but the port that both speak."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.findings import has_errors
from boardpack.model.signoff import Evidence, Standing
from boardpack.signoff.corroboration import find_record_fault
from support.instances import CANNOCK, minimal
from support.parish import PARISH, Parish, make_parish, replay_parish

pytestmark = pytest.mark.rotating

ACCESS = "cannock-chase/access"
FELL, ROSE = "Missed appointments (DNA) fell", "Missed appointments (DNA) rose"


@pytest.fixture
def parish(tmp_path: Path) -> Parish:
    """Return a council before which the text of Cannock Chase was moved, as motion 1."""
    parish = make_parish(tmp_path)
    parish.move(CANNOCK, minimal()[CANNOCK], by="manager-cannock")
    return parish


def test_an_aye_counts(parish: Parish) -> None:
    vote = parish.vote(1, "director-cannock", "aye")
    parish.carry(1)
    verdict = parish.verdict(ACCESS)
    assert verdict.standing is Standing.VALID
    record = verdict.record
    assert record is not None
    assert (record.actor, record.time) == ("director-cannock", vote.moment)
    assert record.time_source == "the parish's clock"
    assert record.evidence == Evidence("parish", PARISH, 1, vote.ballot, record.evidence.response)


def test_without_a_vote_nothing_is_signed(parish: Parish) -> None:
    parish.carry(1)
    assert parish.verdict(ACCESS).standing is Standing.MISSING


def test_a_remark_decides_nothing(parish: Parish) -> None:
    parish.vote(1, "director-cannock", "remark")
    parish.carry(1)
    assert parish.verdict(ACCESS).standing is Standing.MISSING


def test_a_nay_shuts_the_gate(parish: Parish) -> None:
    parish.vote(1, "director-cannock", "aye")
    parish.vote(1, "director-cannock", "nay")
    parish.carry(1)
    report = parish.gate()
    assert {verdict.standing for verdict in report.verdicts if verdict.record} == {
        Standing.OBJECTED
    }
    assert has_errors(report.findings)


def test_an_aye_to_another_text_is_stale(parish: Parish) -> None:
    parish.vote(1, "director-cannock", "aye")
    parish.amend(1, CANNOCK, FELL, ROSE)
    parish.carry(1)
    assert parish.verdict(ACCESS).standing is Standing.STALE


def test_a_vote_that_was_struck_is_invalid_and_the_reason_is_said_in_our_words(
    parish: Parish,
) -> None:
    vote = parish.vote(1, "director-cannock", "aye")
    parish.carry(1)
    parish.strike(vote)
    verdict = parish.verdict(ACCESS)
    assert verdict.standing is Standing.INVALID
    assert "was dismissed by clerk" in verdict.reason
    assert "it had been an approval" in verdict.reason


def test_the_mover_cannot_second_their_own_motion(parish: Parish) -> None:
    parish.vote(1, "manager-cannock", "aye")
    parish.carry(1)
    assert parish.verdict(ACCESS).standing is not Standing.VALID


def test_a_forge_that_cannot_be_read_blocks(parish: Parish) -> None:
    parish.vote(1, "director-cannock", "aye")
    parish.carry(1)
    assert parish.verdict(ACCESS).standing is Standing.VALID
    parish.is_adjourned = True
    report = parish.gate()
    assert {verdict.standing for verdict in report.verdicts} == {Standing.ERROR}
    assert "the parish is adjourned" in report.verdicts[0].reason
    assert has_errors(report.findings)


def test_what_was_kept_bears_the_record_out_years_later(parish: Parish) -> None:
    vote = parish.vote(1, "director-cannock", "aye")
    parish.carry(1)
    record = parish.verdict(ACCESS).record
    assert record is not None
    kept_answers = parish.gate().testimony.responses
    assert find_record_fault(record, replay_parish(PARISH, kept_answers)) == ""
    parish.strike(vote)
    struck = parish.gate().testimony.responses
    assert find_record_fault(record, replay_parish(PARISH, struck)) == (
        "the reviews of pull request 1 are not those that were relied on"
    )


def test_what_stands_of_an_open_motion_is_put_up_in_our_words(parish: Parish) -> None:
    parish.vote(1, "director-cannock", "nay")
    parish.month.switch("main")
    (outcome,), notices = parish.judge()
    assert (outcome.number, outcome.faults) == (1, ())
    assert outcome.report is not None
    assert notices == [
        (parish.motions[1].text, f"refused: {outcome.report.words}"),
        ("motion 1", outcome.report.comment),
    ]
