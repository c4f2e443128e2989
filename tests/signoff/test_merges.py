"""Merges: a pull that turns the main line round takes nothing away, and each costs once."""

from __future__ import annotations

import shutil

import pytest

from boardpack.evidence import merges
from boardpack.model.signoff import Action, Standing
from support.instances import ACCESS_ROWS, APPOINTMENTS
from support.signing import ALLOWED, DEPUTY, DEVELOPER, DIRECTOR, LEDGER, MANAGER, SECTION, Month

pytestmark = pytest.mark.rotating

ROW = "2018-11,cannock-chase,missed,3.5,77,2200"
SEISDON = "director-seisdon"
HERS = "seisdon/access"


def let_key_come_later(month: Month) -> None:
    """Take the key of Seisdon's director out of what everybody has, and begin a laptop there."""
    month.put(ALLOWED, month.allowed(DIRECTOR), DEVELOPER)
    month.branch("laptop")
    month.switch("main")
    month.add_line(ALLOWED, month.allowed(SEISDON).rstrip())


def pull(month: Month, by: str, message: str = "Merge branch 'main' of ../remote") -> None:
    """Let somebody merge main into the laptop's main, and push that."""
    month.switch("laptop")
    month.git("merge", "--no-ff", "-m", message, "main", by=by)
    month.git("branch", "--force", "main", "laptop")
    month.switch("main")


def test_a_sign_off_that_was_good_on_main_stays_good_after_a_colleague_s_pull(
    month: Month,
) -> None:
    let_key_come_later(month)
    month.approve(SEISDON, HERS)
    assert month.standing(HERS) is Standing.VALID
    month.switch("laptop")
    month.approve(DIRECTOR, SECTION)
    pull(month, DIRECTOR)
    assert month.standing(HERS) is month.standing(SECTION) is Standing.VALID


def test_an_objection_stays_after_a_colleague_s_pull(month: Month) -> None:
    let_key_come_later(month)
    month.decide(SEISDON, HERS, action=Action.OBJECT, words="The figure is wrong.")
    month.switch("laptop")
    month.approve(DIRECTOR, SECTION)
    pull(month, DIRECTOR)
    assert month.standing(HERS) is Standing.OBJECTED


def test_what_was_signed_on_the_laptop_is_judged_by_what_everybody_had(month: Month) -> None:
    month.branch("laptop")
    month.switch("main")
    month.put("content/guide/one.md", "# Guide", DEVELOPER)
    month.switch("laptop")
    month.add_line(APPOINTMENTS, f"{DEPUTY},service-director,cannock-chase,2018-04-01,,", DIRECTOR)
    month.add_line(ALLOWED, month.allowed(DEPUTY).rstrip(), by=DIRECTOR)
    month.file(month.record(DEPUTY, SECTION))
    month.commit(DIRECTOR, "Sign")
    pull(month, DIRECTOR)
    assert month.standing(SECTION) is not Standing.VALID


def test_a_proposal_with_its_own_key_is_no_more_than_a_proposal_when_it_is_merged(
    month: Month,
) -> None:
    let_key_come_later(month)
    month.approve(SEISDON, HERS)
    month.switch("laptop")
    month.put("content/guide/one.md", "# Guide", DEVELOPER)
    pull(month, DEVELOPER, "Merge branch 'proposal'")
    assert month.standing(HERS) is Standing.INVALID


def test_no_pull_that_somebody_makes_up_silences_an_objection(month: Month) -> None:
    month.branch("laptop")
    month.decide(DIRECTOR, SECTION, action=Action.OBJECT, words="The figure is wrong.")
    month.switch("main")
    month.put(ALLOWED, month.allowed(SEISDON), MANAGER)
    pull(month, DIRECTOR)
    assert month.standing(SECTION) is Standing.OBJECTED


def resolve_conflict(month: Month) -> None:
    """Merge a branch whose row of data conflicts with main's, and take neither."""
    month.branch("proposal")
    month.edit(ACCESS_ROWS, ROW, "2018-11,cannock-chase,missed,4.5,99,2200", by=DEVELOPER)
    month.switch("main")
    month.edit(ACCESS_ROWS, ROW, "2018-11,cannock-chase,missed,5.5,121,2200", by=DEVELOPER)
    month.merge("proposal", DEVELOPER)
    resolved = month.git("show", "HEAD:" + ACCESS_ROWS).replace("5.5,121", "5.0,110")
    month.put(ACCESS_ROWS, resolved + "\n", DEVELOPER)


def test_a_merge_whose_conflicts_were_resolved_is_analysed_once(
    month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve_conflict(month)
    first = month.gate().testimony.merged
    assert first[("cannock-chase", "access")]
    with monkeypatch.context() as patch:
        patch.setattr(merges, "_compute_brought_digests", lambda *_: pytest.fail("again"))
        assert month.gate().testimony.merged == first
    shutil.rmtree(month.root / "build")
    assert month.gate().testimony.merged == first


def test_a_merge_of_the_ledger_alone_is_not_analysed_at_all(
    month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    month.branch("desktop")
    month.approve(DIRECTOR, SECTION)
    month.switch("main")
    month.approve(DIRECTOR, "cannock-chase/summary")
    month.switch("desktop")
    month.merge("main", DIRECTOR)
    month.git("checkout", "--quiet", "--theirs", LEDGER)
    month.commit(DIRECTOR, "Keep main's")
    monkeypatch.setattr(merges, "_compute_brought_digests", lambda *_: pytest.fail("analysed"))
    assert month.gate().testimony.merged == {}
