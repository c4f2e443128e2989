"""Evidence from plain Git, cases 1 to 15: is what was signed still what is there?"""

from __future__ import annotations

import pytest

from boardpack.adapters.workspace import (
    open_workspace,
)
from boardpack.analysis import measures
from boardpack.analysis.edition import analyse_edition
from boardpack.analysis.rag import Rating
from boardpack.model.signoff import Action, Component, Standing
from boardpack.operations.evidence_source import EvidenceSource
from boardpack.operations.gate import check_gate
from support.instances import (
    ACCESS,
    ACCESS_ROWS,
    APPOINTMENTS,
    CANNOCK,
    FEEDBACK_ROWS,
    PACK,
    SEISDON,
)
from support.reports import AFTER_ACCESS, report_of
from support.signing import ALLOWED, DEPUTY, DEVELOPER, DIRECTOR, MANAGER, SECTION, Month

pytestmark = pytest.mark.rotating

SAID = "Missed appointments (DNA) fell for the third month because reminders now go out by text."
ROW = "2018-11,cannock-chase,missed,3.5,77,2200"
REVISED = "2018-11,cannock-chase,missed,3.6,79,2200"


# 1 to 6: what makes a sign-off stale


def test_case_01_a_later_commit_that_edits_the_narrative_makes_it_stale(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    month.edit(CANNOCK, "fell for", "rose for", by=MANAGER)
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.STALE
    assert verdict.changed == (Component.NARRATIVE,)
    assert verdict.reason == (
        "Director of Cannock Chase signed it on 10 December 2018; "
        "since then the narrative has changed"
    )


def test_case_01_a_change_that_is_not_committed_yet_makes_it_stale_too(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    month.alter(CANNOCK, "fell for", "rose for")
    assert month.standing(SECTION) is Standing.STALE


def test_case_01_an_exception_report_makes_it_stale(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    report = report_of("Issue: Late\nAction: Chase\nLead: practice-manager\nDue: 2018-12-31")
    month.edit(CANNOCK, AFTER_ACCESS, f"{report}\n{AFTER_ACCESS}", by=MANAGER)
    assert month.verdict(SECTION).changed == (Component.NARRATIVE,)


def test_case_02_a_later_commit_that_edits_another_section_leaves_it_valid(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    month.edit(CANNOCK, "More patients", "Fewer patients", by=MANAGER)
    assert month.standing(SECTION) is Standing.VALID


def test_case_02_lines_moved_by_text_above_leave_it_valid(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    month.edit(CANNOCK, "## Summary\n", "## Summary\n\nOne more line.\n", by=MANAGER)
    assert month.standing(SECTION) is Standing.VALID


def test_case_03_a_feeding_row_that_is_revised_makes_it_stale(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    month.edit(ACCESS_ROWS, ROW, REVISED, by=DEVELOPER)
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.STALE
    assert verdict.changed == (Component.DATA, Component.FIGURES)
    assert verdict.reason.endswith("since then the data and figures have changed")


def test_case_03_a_row_of_an_earlier_month_that_a_later_file_restates_makes_it_stale(
    month: Month,
) -> None:
    month.edit(ACCESS_ROWS, "2018-09,cannock-chase,missed,4.5,90,2000\n", "", by=DEVELOPER)
    earlier = ACCESS_ROWS.replace("2018-11", "2018-09")
    header = "period,service,measure,value,numerator,denominator\n"
    month.put(earlier, f"{header}2018-09,cannock-chase,missed,4.5,90,2000\n", DEVELOPER)
    month.approve(DIRECTOR, SECTION)
    month.add_line(ACCESS_ROWS, "2018-09,cannock-chase,missed,4.6,92,2000")
    assert Component.DATA in month.verdict(SECTION).changed


def test_case_04_a_row_of_another_service_in_the_same_file_leaves_it_valid(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    month.edit(ACCESS_ROWS, "seisdon,missed,3.5,42", "seisdon,missed,9.5,114", by=DEVELOPER)
    month.edit(FEEDBACK_ROWS, "cannock-chase,recommend,92", "cannock-chase,recommend,40", DEVELOPER)
    assert month.standing(SECTION) is Standing.VALID


def test_case_04_rows_in_another_order_leave_it_valid(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    lines = (month.root / ACCESS_ROWS).read_text().splitlines()
    month.put(ACCESS_ROWS, "\n".join([lines[0], *reversed(lines[1:])]) + "\n", DEVELOPER)
    assert month.standing(SECTION) is Standing.VALID


@pytest.mark.parametrize(
    ("old", "new"),
    [("board: 6", "board: 7"), ("target: 5", "target: 3"), ("better: lower", "better: higher")],
)
def test_case_05_a_definition_that_changes_makes_it_stale(month: Month, old: str, new: str) -> None:
    month.approve(DIRECTOR, SECTION)
    month.edit(ACCESS, old, new, by=DEVELOPER)
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.STALE
    assert Component.DEFINITIONS in verdict.changed


def test_case_05_code_that_alters_a_displayed_rating_makes_it_stale(
    month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    month.approve(DIRECTOR, SECTION)
    monkeypatch.setattr(measures, "rate_measure", lambda *_: Rating.RED)
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.STALE
    assert verdict.changed == (Component.FIGURES,)


def test_case_06_a_template_or_style_with_the_same_facts_leaves_it_valid(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    month.put("site_templates/theme/assets/boardpack.css", "body { color: #222 }\n", DEVELOPER)
    month.put("site_templates/sections/measures.html.jinja", "<p>Other words</p>\n", DEVELOPER)
    assert month.standing(SECTION) is Standing.VALID


# 7 to 9: how a proposal comes in


def proposed(month: Month) -> None:
    """Edit and approve on a branch, while another section changes on main."""
    month.branch("proposal")
    month.edit(CANNOCK, "fell for", "fell again for", by=MANAGER)
    month.approve(DIRECTOR, SECTION)
    month.switch("main")
    month.edit(SEISDON, "Only Mondays", "Mondays and Fridays", by="manager-seisdon")


def test_case_07_a_squash_of_what_was_signed_leaves_it_valid(month: Month) -> None:
    proposed(month)
    month.git("merge", "--squash", "proposal")
    month.commit(DEVELOPER, "Squashed")
    assert month.standing(SECTION) is Standing.VALID


def test_case_07_a_rebase_of_what_was_signed_leaves_it_valid(month: Month) -> None:
    proposed(month)
    month.switch("proposal")
    month.git("rebase", "--quiet", "main")
    month.switch("main")
    month.git("merge", "--quiet", "--ff-only", "proposal")
    assert month.standing(SECTION) is Standing.VALID


def test_case_07_a_merge_of_what_was_signed_leaves_it_valid(month: Month) -> None:
    proposed(month)
    month.merge("proposal")
    assert month.standing(SECTION) is Standing.VALID
    assert month.ledger_findings() == []


def test_case_08_a_merge_that_adds_text_nobody_reviewed_blocks(month: Month) -> None:
    proposed(month)
    month.merge("proposal", DEVELOPER, "--no-commit")
    month.alter(CANNOCK, "go out by text", "go out by text and by letter")
    month.commit(DEVELOPER, "Merge")
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.RESIDUAL
    assert verdict.reason == (
        "a merge brought in narrative that neither side had and nobody reviewed"
    )


def test_case_08_a_merge_that_alters_a_row_nobody_reviewed_blocks(month: Month) -> None:
    proposed(month)
    month.merge("proposal", DEVELOPER, "--no-commit")
    month.alter(ACCESS_ROWS, ROW, REVISED)
    month.commit(DEVELOPER, "Merge")
    assert month.standing(SECTION) is Standing.RESIDUAL


def conflicting(month: Month) -> None:
    """Approve on a branch what was written otherwise on main, and begin to merge."""
    proposed(month)
    month.edit(CANNOCK, "fell for", "hardly fell for", by=MANAGER)
    month.merge("proposal")


def test_case_08_the_resolution_of_a_conflict_adds_text_and_blocks(month: Month) -> None:
    conflicting(month)
    text = month.git("show", "proposal:" + CANNOCK) + "\n"
    month.put(CANNOCK, text.replace("fell again", "hardly fell again"), DEVELOPER)
    assert month.standing(SECTION) is Standing.RESIDUAL


def test_case_08_the_resolution_of_a_conflict_that_takes_what_was_signed_is_valid(
    month: Month,
) -> None:
    conflicting(month)
    month.put(CANNOCK, month.git("show", "proposal:" + CANNOCK) + "\n", DEVELOPER)
    assert month.standing(SECTION) is Standing.VALID


def test_case_08_what_a_merge_added_is_valid_once_it_was_looked_at_and_signed(
    month: Month,
) -> None:
    conflicting(month)
    text = month.git("show", "proposal:" + CANNOCK) + "\n"
    month.put(CANNOCK, text.replace("fell again", "hardly fell again"), DEVELOPER)
    month.approve(DIRECTOR, SECTION)
    assert month.standing(SECTION) is Standing.VALID


def test_case_08_a_merge_of_three_branches_that_adds_text_blocks(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    for name in ("one", "two"):
        month.branch(name, "main")
        month.put(f"content/guide/{name}.md", "# Guide\n", DEVELOPER)
    month.switch("main")
    month.git("merge", "--quiet", "--no-commit", "--no-ff", "one", "two")
    month.alter(CANNOCK, "fell for", "rose for")
    month.commit(DEVELOPER, "Octopus")
    assert month.standing(SECTION) is Standing.RESIDUAL


def test_case_09_a_base_sync_that_brings_new_data_makes_it_stale(month: Month) -> None:
    proposed(month)
    month.edit(ACCESS_ROWS, ROW, REVISED, by=DEVELOPER)
    month.switch("proposal")
    month.merge("main", MANAGER)
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.STALE
    assert Component.DATA in verdict.changed


def test_case_09_a_base_sync_that_leaves_the_subject_alone_is_valid(month: Month) -> None:
    proposed(month)
    month.switch("proposal")
    month.merge("main", MANAGER)
    assert month.standing(SECTION) is Standing.VALID


# 10 to 15: put back, rewritten, moved


def test_case_10_a_history_that_is_written_anew_under_a_record_does_not_carry_it_along(
    month: Month,
) -> None:
    month.branch("proposal")
    month.edit(CANNOCK, "fell for", "fell again for", by=MANAGER)
    month.approve(DIRECTOR, SECTION)
    signed = month.git("rev-parse", "HEAD")
    month.git("reset", "--quiet", "--hard", "main")
    month.edit(CANNOCK, "fell for", "doubled for", by=MANAGER)
    month.git("cherry-pick", signed)
    assert month.standing(SECTION) is Standing.STALE


def test_case_11_a_record_dated_forward_is_not_trusted(month: Month) -> None:
    month.decide(DIRECTOR, SECTION, time="2019-03-01T12:00:00Z")
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.INVALID
    assert verdict.reason == (
        "Director of Cannock Chase signed, but dated it later than it came in "
        "(2019-03-01T12:00:00Z)"
    )


def test_case_11_a_record_dated_before_what_it_signs_was_there_is_not_trusted(
    month: Month,
) -> None:
    month.decide(DIRECTOR, SECTION, time="2018-12-10T07:00:00Z")
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.INVALID
    assert "dated it before what it signs was there" in verdict.reason


def test_case_11_a_clock_that_is_some_minutes_wrong_is_forgiven(month: Month) -> None:
    month.decide(DIRECTOR, SECTION, time="2018-12-10T09:40:00Z")
    assert month.standing(SECTION) is Standing.VALID


def test_case_12_what_was_changed_and_put_back_is_valid(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    month.edit(CANNOCK, "fell for", "rose for", by=MANAGER)
    month.edit(CANNOCK, "rose for", "fell for", by=MANAGER)
    assert month.standing(SECTION) is Standing.VALID


def test_case_12_what_was_changed_and_put_back_after_an_objection_is_blocked(
    month: Month,
) -> None:
    month.approve(DIRECTOR, SECTION)
    month.edit(CANNOCK, "fell for", "rose for", by=MANAGER)
    month.decide(DIRECTOR, SECTION, action=Action.OBJECT, words="It fell.")
    month.edit(CANNOCK, "rose for", "fell for", by=MANAGER)
    assert month.standing(SECTION) is Standing.OBJECTED


def test_case_12_a_correction_that_was_signed_and_then_undone_is_stale(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    month.edit(ACCESS_ROWS, ROW, REVISED, by=DEVELOPER)
    month.approve(DIRECTOR, SECTION)
    month.edit(ACCESS_ROWS, REVISED, ROW, by=DEVELOPER)
    found = month.verdict(SECTION)
    assert (found.standing, found.changed) == (
        Standing.STALE,
        (Component.DATA, Component.FIGURES),
    )
    month.approve(DIRECTOR, SECTION)
    assert month.standing(SECTION) is Standing.VALID


def test_case_12_what_was_put_back_is_stale_after_an_objection_that_was_taken_back(
    month: Month,
) -> None:
    month.approve(DIRECTOR, SECTION)
    month.edit(CANNOCK, "fell for", "rose for", by=MANAGER)
    for action in (Action.OBJECT, Action.WITHDRAW):
        month.decide(DIRECTOR, SECTION, action=action, words="It fell.")
    month.edit(CANNOCK, "rose for", "fell for", by=MANAGER)
    assert month.standing(SECTION) is Standing.MISSING


def deputised(month: Month) -> Month:
    """Let the manager of another service sign for the director."""
    month.add_line(
        APPOINTMENTS, f"{DEPUTY},service-director,cannock-chase,2018-12-01,2018-12-31,{DIRECTOR}"
    )
    month.add_line(ALLOWED, month.allowed(DEPUTY).strip())
    return month


def test_case_12_a_correction_that_a_deputy_signed_supersedes_the_directors_sign_off(
    month: Month,
) -> None:
    deputised(month).approve(DIRECTOR, SECTION)
    month.edit(ACCESS_ROWS, ROW, REVISED, by=DEVELOPER)
    month.decide(DEPUTY, SECTION, deputy_for=DIRECTOR)
    assert month.standing(SECTION) is Standing.VALID
    month.edit(ACCESS_ROWS, REVISED, ROW, by=DEVELOPER)
    found = month.verdict(SECTION)
    assert found.standing is Standing.STALE
    assert "Manager of Seisdon Peninsula approved other data and figures" in found.reason


def test_case_12_a_slow_clock_puts_no_later_decision_before_an_earlier_one(month: Month) -> None:
    deputised(month).decide(DIRECTOR, SECTION, time="2018-12-10T09:55:00Z")
    month.edit(ACCESS_ROWS, ROW, REVISED, by=DEVELOPER)
    month.decide(DEPUTY, SECTION, deputy_for=DIRECTOR, time="2018-12-10T08:30:00Z")
    assert month.standing(SECTION) is Standing.VALID
    month.edit(ACCESS_ROWS, REVISED, ROW, by=DEVELOPER)
    assert month.standing(SECTION) is Standing.STALE


@pytest.mark.parametrize(
    "said", [SAID.replace("fell for", "fell  for"), SAID.replace(" because", "\nbecause")]
)
def test_case_13_an_edit_of_white_space_only_makes_it_stale(month: Month, said: str) -> None:
    month.approve(DIRECTOR, SECTION)
    month.edit(CANNOCK, SAID, said, by=MANAGER)
    assert month.verdict(SECTION).changed == (Component.NARRATIVE,)


def test_case_14_line_ends_of_another_system_leave_it_valid(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    for path in (CANNOCK, ACCESS_ROWS, ACCESS, PACK):
        data = (month.root / path).read_bytes().replace(b"\n", b"\r\n")
        month.put(path, data, DEVELOPER)
    assert month.standing(SECTION) is Standing.VALID


def test_case_14_whoever_only_changed_line_ends_did_not_write_the_text(month: Month) -> None:
    data = (month.root / CANNOCK).read_bytes()
    month.put(CANNOCK, data.replace(b"\n", b"\r\n"), DIRECTOR)
    month.put(CANNOCK, data, DIRECTOR)
    month.approve(DIRECTOR, SECTION)
    assert month.standing(SECTION) is Standing.VALID


def test_case_14_a_checkout_with_other_line_ends_leaves_records_as_they_were(
    month: Month,
) -> None:
    month.approve(DIRECTOR, SECTION)
    month.git("config", "core.autocrlf", "true")
    month.git("rm", "-r", "--quiet", "--cached", ".")
    month.git("reset", "--quiet", "--hard")
    (record,) = month.chain(DIRECTOR)
    assert record.read_bytes().endswith(b"\r\n")
    assert (month.root / CANNOCK).read_bytes().count(b"\r\n") > 10
    assert month.standing(SECTION) is Standing.VALID
    assert month.ledger_findings() == []


def test_case_14_prompts_and_comments_are_no_text_and_may_go(month: Month) -> None:
    month.edit(CANNOCK, SAID, f"<!-- What changed? -->\n\n{SAID}", by=MANAGER)
    month.approve(DIRECTOR, SECTION)
    month.edit(CANNOCK, "<!-- What changed? -->\n\n", "", by=MANAGER)
    assert month.standing(SECTION) is Standing.VALID


def test_case_15_text_moved_to_another_section_is_not_signed_there(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    shifts = "Mondays and Fridays needed most of the extra staff."
    month.alter(CANNOCK, SAID, "@")
    month.alter(CANNOCK, shifts, SAID)
    month.edit(CANNOCK, "@", shifts, by=MANAGER)
    assert month.standing("cannock-chase/extra-shifts") is Standing.MISSING
    assert month.standing(SECTION) is Standing.STALE


def test_case_15_the_same_bytes_in_another_period_are_not_signed_there(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    for folder in ("content/monthly", "data/signoffs/monthly"):
        month.git("mv", f"{folder}/2018-11", f"{folder}/2018-12")
    month.commit(MANAGER, "Move")
    at = open_workspace(month.root)
    assert at.instance is not None
    found = check_gate(at, analyse_edition(at.instance, "monthly", "2018-12"), EvidenceSource())
    moved = next(one for one in found.verdicts if one.subject.section == "access")
    assert moved.standing is Standing.INVALID
    assert moved.reason.endswith("signed monthly 2018-11, which is another edition")


def test_case_15_the_same_text_of_another_service_is_not_signed_there(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    month.edit(APPOINTMENTS, "service-director,cannock-chase", "service-director,directorate", "x")
    text = "Fewer patients missed an appointment, since we offer more evening appointments"
    month.edit(SEISDON, f"{text} than before.", SAID, by="manager-seisdon")
    assert month.standing("seisdon/access") is Standing.MISSING
