"""Who had a hand in a section: its words, its figures, its waiver or its exceptions."""

from __future__ import annotations

import pytest

from boardpack.model.signoff import Action, Standing
from support.instances import CANNOCK, PEOPLE
from support.reports import AFTER_ACCESS, report_of
from support.signing import ALLOWED, DEVELOPER, DIRECTOR, EMAILS, MANAGER, SECTION, SUMMARY, Month

pytestmark = pytest.mark.rotating

INVALID, VALID, UNVERIFIABLE = Standing.INVALID, Standing.VALID, Standing.UNVERIFIABLE
FINANCE = "cannock-chase/finance"
ROWS = "data/datasets/access/2018-11.csv"
BUDGETS = "data/datasets/budgets/2018-11.csv"
WAIVERS = "data/waivers.csv"
SENTENCE = "Reminders by text were my idea, and since then far fewer patients missed theirs."


def signed(month: Month, section: str = SECTION) -> Standing:
    """Return what the verdict is once the director has signed a section."""
    month.approve(DIRECTOR, section)
    return month.standing(section)


def text_of(month: Month, path: str = CANNOCK) -> str:
    return (month.root / path).read_text()


def replace_access(month: Month, heading: str, sentence: str, by: str) -> None:
    """Put a text with its heading into the place of the section on access."""
    before, _, after = text_of(month).partition("\n## Access")
    rest = after.partition("\n## ")[2]
    section = f"\n## {heading}\n\n{sentence}\n" if heading else ""
    month.put(CANNOCK, f"{before}{section}\n## {rest}" if rest else f"{before}{section}", by)


# Words


def test_the_declared_author_may_not_sign_though_somebody_else_committed_it(month: Month) -> None:
    month.edit(CANNOCK, f"author: {MANAGER}", f"author: {DIRECTOR}", by=MANAGER)
    assert signed(month) is INVALID


def test_whoever_was_the_declared_author_when_it_was_written_stays_one(month: Month) -> None:
    month.alter(CANNOCK, f"author: {MANAGER}", f"author: {DIRECTOR}")
    month.edit(CANNOCK, "fell for", "rose for", by=MANAGER)
    month.edit(CANNOCK, f"author: {DIRECTOR}", f"author: {MANAGER}", by=MANAGER)
    assert signed(month) is INVALID


def test_whoever_changes_the_declared_author_has_a_hand_in_it(month: Month) -> None:
    month.edit(CANNOCK, f"author: {MANAGER}", f"author: {DEVELOPER}", by=DIRECTOR)
    assert signed(month) is INVALID


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_front_matter_behind_a_byte_order_mark_has_an_author_too(
    month: Month, encoding: str
) -> None:
    event = (
        f"author: {MANAGER}\nevents: [{{section: access, date: 2018-11-05, words: Reminders}}]\n"
    )
    text = text_of(month).replace(f"author: {MANAGER}\n", event)
    month.put(CANNOCK, text.encode(encoding), DIRECTOR)
    month.put(CANNOCK, text, MANAGER)
    assert month.verdict(SECTION).subject
    assert signed(month) is INVALID


def test_words_under_a_misspelt_heading_stay_those_of_their_writer(month: Month) -> None:
    replace_access(month, "", "", MANAGER)
    replace_access(month, "Acces", SENTENCE, DIRECTOR)
    month.edit(CANNOCK, "## Acces\n", "## Access\n", by=MANAGER)
    assert signed(month) is INVALID


def test_words_that_are_wrapped_anew_stay_those_of_their_writer(month: Month) -> None:
    replace_access(month, "Acces", SENTENCE, DIRECTOR)
    replace_access(month, "Access", SENTENCE.replace("idea, and ", "idea,\nand "), MANAGER)
    assert signed(month) is INVALID


def test_words_out_of_a_comment_stay_those_of_their_writer(month: Month) -> None:
    before = text_of(month)
    month.put(CANNOCK, f"{before}\n<!--\n{SENTENCE}\n-->\n", DIRECTOR)
    month.put(CANNOCK, before, MANAGER)
    replace_access(month, "Access", SENTENCE, MANAGER)
    assert signed(month) is INVALID


def test_words_of_a_file_that_is_renamed_stay_those_of_their_writer(month: Month) -> None:
    month.git("rm", "--quiet", CANNOCK)
    misnamed = CANNOCK.replace("cannock-chase.md", "cannock.md")
    whole = month.git("show", f"HEAD:{CANNOCK}") + "\n"
    month.put(misnamed, whole.replace("fell for", "fell again, as I had foretold, for"), DIRECTOR)
    month.git("mv", misnamed, CANNOCK)
    month.commit(MANAGER, "Rename")
    assert signed(month) is INVALID


def test_words_of_another_section_do_not_make_an_author_of_this_one(month: Month) -> None:
    month.edit(CANNOCK, "More patients", "Fewer patients", by=DIRECTOR)
    month.edit(CANNOCK, "fell for", "rose for", by=MANAGER)
    assert signed(month) is VALID


# Figures


def first_value(month: Month, measure: str = "", path: str = ROWS) -> str:
    """Return the first row of Cannock Chase in a file, of a measure if one is named."""
    rows = text_of(month, path).splitlines()
    return next(row for row in rows if "cannock-chase" in row and measure in row)


def change_row(month: Month, by: str, path: str = ROWS) -> None:
    """Change the last digit of the last cell that has one, in a row of Cannock Chase."""
    row = first_value(month, path=path)
    digits = [place for place, letter in enumerate(row) if letter.isdigit()]
    last = digits[-1]
    other = "1" if row[last] != "1" else "2"
    month.edit(path, row, row[:last] + other + row[last + 1 :], by=by)


def test_whoever_changed_a_row_that_feeds_it_may_not_sign(month: Month) -> None:
    change_row(month, DIRECTOR)
    assert signed(month) is INVALID
    assert signed(month, SUMMARY) is VALID


def test_whoever_changed_a_row_and_had_it_put_back_stays_one(month: Month) -> None:
    row = first_value(month)
    change_row(month, DIRECTOR)
    month.edit(ROWS, first_value(month), row, by=DEVELOPER)
    assert signed(month) is INVALID


def test_whoever_took_a_row_away_that_somebody_put_back_stays_one(month: Month) -> None:
    row = first_value(month)
    month.edit(ROWS, f"{row}\n", "", by=DIRECTOR)
    month.add_line(ROWS, row, by=DEVELOPER)
    assert signed(month) is INVALID


def test_a_row_of_another_service_is_nothing_to_it(month: Month) -> None:
    row = next(row for row in text_of(month, ROWS).splitlines() if "seisdon" in row)
    month.edit(ROWS, f"{row}\n", "", by=DIRECTOR)
    month.add_line(ROWS, row, by=DIRECTOR)
    assert signed(month) is VALID


def test_a_file_that_is_merely_saved_again_has_no_other_hand_in_it(month: Month) -> None:
    header, *rows = text_of(month, ROWS).splitlines()
    quoted = "\r\n".join(",".join(f'"{cell}"' for cell in row.split(",")) for row in rows[::-1])
    month.put(ROWS, f"\ufeff{header}\r\n{quoted}\r\n", DIRECTOR)
    assert signed(month) is VALID


def test_rows_that_came_in_another_form_stay_those_of_whoever_brought_them(month: Month) -> None:
    good = text_of(month, BUDGETS)
    row = first_value(month, path=BUDGETS)
    month.put(BUDGETS, good.replace(f"{row}\n", ""), DEVELOPER)
    month.put(BUDGETS, good.replace(",", ";"), DIRECTOR)
    month.put(BUDGETS, good, DEVELOPER)
    assert signed(month, FINANCE) is INVALID


def test_rows_of_a_file_that_is_renamed_stay_those_of_whoever_brought_them(month: Month) -> None:
    good = text_of(month, BUDGETS)
    month.git("rm", "--quiet", BUDGETS)
    month.commit(DEVELOPER, "Gone")
    misnamed = BUDGETS.replace("2018-11", "2018-12")
    month.put(misnamed, good, DIRECTOR)
    month.git("mv", misnamed, BUDGETS)
    month.commit(DEVELOPER, "Rename")
    assert signed(month, FINANCE) is INVALID


def test_a_row_by_an_address_of_nobody_blocks_and_names_it(month: Month) -> None:
    change_row(month, "stranger@example.org")
    assert signed(month) is UNVERIFIABLE
    assert "stranger@example.org" in month.verdict(SECTION).reason


def test_whoever_loaded_rows_and_left_is_still_known(month: Month) -> None:
    people = text_of(month, PEOPLE)
    month.put(PEOPLE, people + "loader,Lou Loader,1999,loader@example.org\n", DEVELOPER)
    change_row(month, "loader@example.org")
    month.put(PEOPLE, people, DEVELOPER)
    assert signed(month) is VALID


def test_an_address_that_went_from_somebody_who_is_there_blocks(month: Month) -> None:
    people = text_of(month, PEOPLE)
    month.put(PEOPLE, people + "loader,Lou Loader,1999,loader@example.org\n", DEVELOPER)
    change_row(month, "loader@example.org")
    month.put(PEOPLE, people + "loader,Lou Loader,1999,other@example.org\n", DEVELOPER)
    assert signed(month) is UNVERIFIABLE
    month.put(PEOPLE, people + "anew,Lou Loader,,other@example.org\n", DEVELOPER)
    assert month.standing(SECTION) is UNVERIFIABLE


def test_no_change_of_the_register_takes_a_director_s_own_words_off_her(month: Month) -> None:
    month.edit(CANNOCK, "fell for", "rose for", by=DIRECTOR)
    address = EMAILS[DIRECTOR]
    people = text_of(month, PEOPLE).replace(address, "new@example.org")
    month.put(PEOPLE, people + f"temp,Temporary worker,1998,{address}\n", DEVELOPER)
    assert signed(month) is INVALID


@pytest.mark.parametrize("change", ["board: 6", "target: 5"])
def test_whoever_set_the_target_or_threshold_may_not_sign_what_is_judged_by_it(
    month: Month, change: str
) -> None:
    month.edit("data/datasets/access/dataset.yml", change, change[:-1] + "9", by=DIRECTOR)
    assert signed(month) is INVALID


# Waivers and exceptions


def waive(month: Month, owner: str, by: str) -> None:
    replace_access(month, "", "", MANAGER)
    header = "pack,period,service,section,reason,owner,until\n"
    row = f"monthly,2018-11,cannock-chase,access,Too busy.,{owner},2019-01-31\n"
    month.put(WAIVERS, header + row, by)


def test_whoever_wrote_the_waiver_may_not_sign_it(month: Month) -> None:
    waive(month, MANAGER, by=DIRECTOR)
    assert signed(month) is INVALID


def test_whoever_owns_the_waiver_may_not_sign_it(month: Month) -> None:
    waive(month, DIRECTOR, by=DEVELOPER)
    assert signed(month) is INVALID


def test_a_waiver_by_somebody_else_is_signed_by_the_director(month: Month) -> None:
    waive(month, MANAGER, by=DEVELOPER)
    assert signed(month) is VALID


@pytest.mark.parametrize(
    ("lead", "standing"),
    [(DIRECTOR, INVALID), (MANAGER, VALID), ("service-director", VALID)],
)
def test_whoever_leads_an_exception_may_not_sign_it(
    month: Month, lead: str, standing: Standing
) -> None:
    report = report_of(f"Issue: Late\nAction: Ask again\nLead: {lead}\nDue: 2019-01-31")
    month.edit(CANNOCK, AFTER_ACCESS, f"{report}\n{AFTER_ACCESS}", by=MANAGER)
    assert signed(month) is standing


# Keys


def share_key(month: Month) -> None:
    """Give the director's key to the manager as well."""
    kept = [line for line in text_of(month, ALLOWED).splitlines() if not line.startswith(MANAGER)]
    shared = month.allowed(DIRECTOR).replace(DIRECTOR, MANAGER, 1).strip()
    month.put(ALLOWED, "\n".join([*kept, shared]) + "\n", DEVELOPER)


def test_a_key_that_two_people_have_signs_nothing_and_is_a_finding(month: Month) -> None:
    share_key(month)
    assert signed(month) is INVALID
    assert f"gives the same key to {MANAGER}" in month.verdict(SECTION).reason
    (finding,) = [finding for finding in month.gate().findings if finding.code == "L102"]
    assert f"{DIRECTOR} and {MANAGER} have the same key" in finding.what
    assert finding.is_error


def test_a_key_that_was_somebody_else_s_too_when_it_signed_stays_in_doubt(month: Month) -> None:
    alone = text_of(month, ALLOWED)
    share_key(month)
    month.approve(DIRECTOR, SECTION)
    month.put(ALLOWED, alone, DEVELOPER)
    assert month.standing(SECTION) is INVALID
    assert "L102" not in {finding.code for finding in month.gate().findings}
    assert signed(month) is VALID


def test_an_objection_by_a_shared_key_stands(month: Month) -> None:
    share_key(month)
    month.decide(DIRECTOR, SECTION, action=Action.OBJECT, words="No")
    assert month.standing(SECTION) is Standing.OBJECTED


def test_approving_with_a_shared_key_is_refused(month: Month) -> None:
    share_key(month)
    ran = month.sign("approve", DIRECTOR, SECTION)
    assert ran.status == 2
    assert f"allowed_signers gives the same key to {MANAGER}" in ran.err
    assert month.chain(DIRECTOR) == []
