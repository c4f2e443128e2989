"""The rules of the gate are the base's: who signs, which sections there are, who vouches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from boardpack.findings import Finding
from boardpack.model.signoff import Standing
from support.instances import APPOINTMENTS, CANNOCK, DIRECTORATE, PACK
from support.signing import (
    ALLOWED,
    DEPUTY,
    DEVELOPER,
    DIRECTOR,
    MANAGER,
    SECTION,
    SUMMARY,
    Month,
)

pytestmark = pytest.mark.rotating

INVALID, MISSING, STALE = Standing.INVALID, Standing.MISSING, Standing.STALE
LOWER = "signed_off_by: service-director\nsections:", "signed_off_by: practice-manager\nsections:"
FINANCE = "cannock-chase/finance"
SEASONAL = "narrative: none\n    due: seasonal\n    season: {start: 01-01, end: 02-01}"


@pytest.fixture
def lowered(month: Month) -> Month:
    """Return a month in which a manager of another service holds the lower role here too."""
    month.add_line(APPOINTMENTS, f"{DEPUTY},practice-manager,cannock-chase,2018-04-01,,")
    month.add_line(ALLOWED, month.allowed(DEPUTY).strip())
    return month


def vanished(month: Month) -> list[Finding]:
    return [finding for finding in month.gate().findings if finding.code == "V108"]


def take_out_finance(month: Month, how: str = "") -> None:
    text = (month.root / PACK).read_text("utf-8")
    start, end = text.index("  - id: finance"), text.index("  - id: risks")
    section = text[start:end]
    old, _, new = how.partition("|")
    month.put(PACK, text.replace(section, section.replace(old, new) if how else ""), MANAGER)


def sign_as_manager(month: Month) -> None:
    month.decide(DEPUTY, SECTION, role="practice-manager")


@pytest.mark.bad_input(40)
@pytest.mark.parametrize("how", ["merge", "squash", "fast-forward"])
def test_a_change_that_lowers_who_signs_lets_nothing_in_that_came_with_it(
    lowered: Month, how: str
) -> None:
    lowered.branch("coup")
    lowered.edit(PACK, *LOWER, by=DEPUTY)
    sign_as_manager(lowered)
    assert not lowered.verdict(SECTION, base="main").is_valid
    lowered.switch("main")
    if how == "merge":
        lowered.merge("coup")
    elif how == "squash":
        lowered.git("merge", "--squash", "coup")
        lowered.commit(DEPUTY)
    else:
        lowered.git("merge", "--ff-only", "coup")
    assert not lowered.verdict(SECTION).is_valid


def test_a_change_of_who_signs_is_said_and_needs_the_role_that_loses_it(lowered: Month) -> None:
    lowered.approve(DIRECTOR, SECTION)
    lowered.edit(PACK, *LOWER, by=DEVELOPER)
    verdict = lowered.verdict(SECTION)
    assert (verdict.standing, verdict.role) == (STALE, "service-director")
    assert verdict.reason.endswith(
        "the pack was changed to let a Practice manager sign it off, which a Service director must "
        "approve as well"
    )
    sign_as_manager(lowered)
    assert lowered.verdict(SECTION).role == "service-director"
    lowered.approve(DIRECTOR, SECTION)
    assert lowered.verdict(SECTION).is_valid


def test_a_role_that_is_only_called_otherwise_is_not_asked_twice(month: Month) -> None:
    for path in (PACK, APPOINTMENTS, DIRECTORATE):
        text = (month.root / path).read_text("utf-8").replace("service-director", "clinical-lead")
        month.put(path, text, DEVELOPER)
    month.decide(DIRECTOR, SECTION, role="clinical-lead")
    assert month.verdict(SECTION).is_valid, month.verdict(SECTION).reason


def test_the_new_role_is_asked_as_well_so_that_a_change_that_raises_counts_at_once(
    lowered: Month,
) -> None:
    lowered.edit(PACK, *LOWER, by=DEVELOPER)
    lowered.approve(DIRECTOR, SECTION)
    verdict = lowered.verdict(SECTION)
    assert (verdict.standing, verdict.role) == (MISSING, "practice-manager")


def test_a_change_between_two_editions_needs_the_old_role_too(lowered: Month) -> None:
    lowered.edit(PACK, *LOWER, by=DEVELOPER)
    text = (lowered.root / CANNOCK).read_text("utf-8")
    lowered.put("content/monthly/2018-12/cannock-chase.md", text, MANAGER)
    roles = lowered.run("signoff", "status", "monthly", "2018-12", "--format", "json").out
    assert '"role": "service-director"' in roles
    assert '"role": "practice-manager"' not in roles


@pytest.mark.bad_input(40)
@pytest.mark.parametrize(
    ("old", "new"),
    [("min_words: 20", "min_words: 2"), ("form: summary", "form: plain"), ("board: 6", "board: 7")],
)
def test_a_rule_of_the_gate_that_is_lowered_is_signed_again(
    month: Month, old: str, new: str
) -> None:
    month.approve(DIRECTOR, SUMMARY, SECTION)
    path = PACK if "board" not in old else "data/datasets/access/dataset.yml"
    month.edit(path, old, new, by=DEVELOPER)
    stale = [name for name in (SUMMARY, SECTION) if month.standing(name) is STALE]
    assert stale == [SECTION if "board" in old else SUMMARY]


@pytest.mark.parametrize("how", ["", "id: finance|id: money", f"narrative: none|{SEASONAL}"])
def test_v108_finds_a_section_that_was_signed_and_vanishes(month: Month, how: str) -> None:
    month.approve(DIRECTOR, FINANCE)
    take_out_finance(month, how)
    [finding] = vanished(month)
    assert finding.what.startswith(
        f"{FINANCE}, which Director of Cannock Chase signed, is no longer"
    )


def test_v108_passes_once_its_absence_is_signed_with_the_others_of_its_service(
    month: Month,
) -> None:
    month.approve(DIRECTOR, FINANCE, SECTION)
    take_out_finance(month)
    assert month.standing(SECTION) is STALE
    month.approve(DIRECTOR, SECTION)
    assert vanished(month) == []


def test_an_objection_to_a_section_that_vanishes_stays(month: Month) -> None:
    assert month.sign("object", DIRECTOR, FINANCE, "--why", "Wrong").status == 0
    month.commit(DIRECTOR)
    month.approve(DIRECTOR, SECTION)
    take_out_finance(month)
    month.approve(DIRECTOR, SECTION)
    [finding] = vanished(month)
    assert "Director of Cannock Chase objected to" in finding.what


def test_a_section_that_nobody_signed_vanishes_without_a_word_of_its_own(month: Month) -> None:
    take_out_finance(month)
    assert vanished(month) == []


def test_a_signature_of_somebody_without_the_role_keeps_no_section_from_vanishing(
    month: Month,
) -> None:
    month.decide(MANAGER, FINANCE)
    take_out_finance(month)
    assert vanished(month) == []


def test_a_record_of_a_section_that_never_was_shuts_nothing(month: Month) -> None:
    record = month.record(DIRECTOR, FINANCE)
    covers = (replace(record.covers[0], section="never"),)
    month.file(replace(record, covers=covers))
    month.commit(DIRECTOR)
    assert vanished(month) == []


def give_key(month: Month, by: str) -> None:
    month.put(ALLOWED, (month.root / ALLOWED).read_bytes() + month.allowed(DEPUTY).encode(), by)


def appoint(month: Month, by: str) -> None:
    row = f"{DEPUTY},service-director,cannock-chase,2018-04-01,,\n"
    month.put(APPOINTMENTS, (month.root / APPOINTMENTS).read_bytes() + row.encode(), by)


@pytest.mark.bad_input(40)
@pytest.mark.parametrize("brings", [give_key, appoint])
def test_whoever_brings_what_makes_a_record_count_may_not_bring_the_record(
    month: Month, brings: object
) -> None:
    for step in (give_key, appoint):
        step(month, MANAGER if step is brings else DEVELOPER)
    month.edit(CANNOCK, "fell for", "rose for", by="manager-cannock")
    month.file(month.record(DEPUTY, "cannock-chase/finance"))
    month.commit(MANAGER)
    verdict = month.verdict(FINANCE)
    assert verdict.standing is INVALID
    assert "which manager-cannock made as well as the record's" in verdict.reason


def bring_record_by_merge(month: Month) -> None:
    """Put the key on a branch, and merge a side of it with the record there."""
    give_key(month, MANAGER)
    month.branch("side")
    month.file(month.record(DEPUTY, FINANCE))
    month.commit(MANAGER)
    month.switch("coup")
    month.put("content/guide/one.md", "# Guide\n", MANAGER)
    month.merge("side", MANAGER)


def bring_key_by_merge(month: Month) -> None:
    """Put the key into a merge, beside what the two sides had."""
    month.branch("side", "main")
    month.put("content/guide/one.md", "# Guide\n", MANAGER)
    month.switch("coup")
    month.put("content/guide/two.md", "# Guide\n", MANAGER)
    month.merge("side", MANAGER, "--no-commit")
    give_key(month, MANAGER)
    month.file(month.record(DEPUTY, FINANCE))
    month.commit(MANAGER)


def bring_key_beside_another_s_change(month: Month) -> None:
    """Merge a key together with what somebody else changed in the registers."""
    month.branch("side", "main")
    month.add_line("data/people.csv", "temp,Temporary worker,,", DEVELOPER)
    give_key(month, MANAGER)
    month.switch("coup")
    month.put("content/guide/two.md", "# Guide\n", MANAGER)
    month.merge("side", MANAGER)
    month.file(month.record(DEPUTY, FINANCE))
    month.commit(MANAGER)


@pytest.mark.parametrize(
    "bring", [bring_record_by_merge, bring_key_by_merge, bring_key_beside_another_s_change]
)
def test_a_merge_of_one_s_own_work_vouches_for_nothing_in_it(
    month: Month, bring: Callable[[Month], None]
) -> None:
    appoint(month, DEVELOPER)
    month.branch("coup")
    bring(month)
    month.switch("main")
    month.git("merge", "--ff-only", "coup")
    verdict = month.verdict(FINANCE)
    assert verdict.standing is INVALID
    assert f"which {MANAGER} made as well as the record's" in verdict.reason


def test_a_key_of_one_s_own_that_somebody_else_merged_is_good(month: Month) -> None:
    appoint(month, DEVELOPER)
    month.branch("key")
    give_key(month, DEPUTY)
    month.switch("main")
    month.merge("key", DEVELOPER)
    month.decide(DEPUTY, FINANCE)
    assert month.verdict(FINANCE).is_valid


def test_opening_an_earlier_month_lowers_nothing_in_this_one(lowered: Month) -> None:
    month = lowered
    month.sign("object", DIRECTOR, SECTION, "--why", "The figure is wrong")
    month.commit(DIRECTOR)
    month.edit(PACK, *LOWER, by=MANAGER)
    text = (month.root / CANNOCK).read_text("utf-8")
    month.put("content/monthly/2018-10/cannock-chase.md", text, MANAGER)
    sign_as_manager(month)
    assert month.standing(SECTION) is Standing.OBJECTED


def test_a_key_that_somebody_else_brought_is_good(month: Month) -> None:
    give_key(month, DEVELOPER)
    appoint(month, DEVELOPER)
    month.decide(DEPUTY, FINANCE)
    assert month.verdict(FINANCE).is_valid


def test_one_s_own_key_counts_for_nobody_until_somebody_else_brings_it(month: Month) -> None:
    give_key(month, DEPUTY)
    appoint(month, DEVELOPER)
    ran = month.sign("approve", DEPUTY, FINANCE)
    assert ran.status == 2
    assert "let somebody else make one of them" in ran.err
