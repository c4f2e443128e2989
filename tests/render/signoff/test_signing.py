"""What a director is shown before signing, and what changed since."""

from __future__ import annotations

from dataclasses import replace

from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.load.instance import load_instance
from boardpack.model.signoff import Component, Standing, Verdict
from boardpack.render.signoff.signing import (
    compare_signed_lines,
    render_difference,
    render_every_line,
    render_for_signing,
    render_heading,
)
from boardpack.render.signoff.standing import render_verdicts, to_verdict_values
from boardpack.signoff.signed_lines import SignedLines, list_signed_lines
from boardpack.signoff.subject import build_subjects
from boardpack.signoff.verdict import NOT_YET
from support.instances import (
    ACCESS_ROWS,
    CANNOCK,
    WAIVERS,
    Files,
    edited,
    minimal,
    with_file,
)
from support.publications import record
from support.reports import with_report

NOTHING = SignedLines((), (), (), ())


def edition(tree: Files) -> Edition:
    instance, findings = load_instance(tree)
    assert instance is not None, findings
    return analyse_edition(instance, "monthly", "2018-11")


def verdict(name: str, tree: Files, standing: Standing = Standing.MISSING) -> Verdict:
    service, _, section = name.partition("/")
    subject = build_subjects(edition(tree))[service, section]
    reason = NOT_YET if standing is Standing.MISSING else "because it is so"
    return Verdict(subject, "service-director", standing, reason)


def page(name: str, tree: Files | None = None, standing: Standing = Standing.MISSING) -> str:
    files = tree or minimal()
    service, _, section = name.partition("/")
    at = edition(files)
    entry = at.find_entry(service, section)
    assert entry is not None
    return render_for_signing(
        at, entry, list_signed_lines(at, entry), verdict(name, files, standing)
    )


def test_a_section_is_shown_with_its_words_its_figures_and_its_digest() -> None:
    lines = page("cannock-chase/access").splitlines()
    assert lines[0] == "Cannock Chase: Access (Monthly pack, November 2018, ready)"
    assert lines[1] == "  Written by Manager of Cannock Chase"
    assert lines[2].startswith("  | Missed appointments (DNA) fell for the third month")
    assert lines[3] == "  Appointments booked: 2,200, unrated"
    assert lines[4] == "  Appointments missed: 3.5%, target 5%, green"
    digest = build_subjects(edition(minimal()))["cannock-chase", "access"].digest
    assert lines[5] == f"  6 data rows; digest {digest[:12]}"


def test_what_has_no_data_is_shown_without_a_count_of_them() -> None:
    digest = build_subjects(edition(minimal()))["cannock-chase", "summary"].digest
    last = page("cannock-chase/summary").splitlines()[-1]
    assert last == f"  digest {digest[:12]}"


def test_a_heading_within_a_narrative_is_shown_without_its_marks() -> None:
    tree = edited(minimal(), CANNOCK, "## Access\n", "## Access\n\n### Why: ###\n\n#### So\n")
    lines = page("cannock-chase/access", tree).splitlines()
    assert "  | Why:" in lines
    assert "  | So:" in lines


def test_every_kind_of_data_is_shown_in_words() -> None:
    assert "  Budgets: 180 to date, variance +0 (GBP thousand)" in page("cannock-chase/finance")
    assert "  Extra shifts: 2 rows" in page("cannock-chase/extra-shifts")
    assert "  R1 Workforce: 12, High" in page("directorate/risks")


def test_what_stood_until_now_is_said() -> None:
    assert "Until now" not in page("cannock-chase/access")
    stale = page("cannock-chase/access", standing=Standing.STALE)
    assert "  Until now: because it is so" in stale


def test_one_s_own_decision_is_called_one_s_own() -> None:
    name, tree = "Director of Cannock Chase", minimal()
    at = edition(tree)
    entry = at.find_entry("cannock-chase", "access")
    assert entry is not None
    signed = verdict("cannock-chase/access", tree, Standing.VALID)
    signed = replace(
        signed,
        reason=f"{name} signed it off",
        record=record(signed.subject, actor="director-cannock"),
    )
    known = list_signed_lines(at, entry)
    mine = render_for_signing(at, entry, known, signed, "director-cannock")
    theirs = render_for_signing(at, entry, known, signed, "director-seisdon")
    assert "  Until now: You signed it off" in mine
    assert f"  Until now: {name} signed it off" in theirs


def test_a_waiver_a_reason_and_an_exception_are_shown() -> None:
    row = "2018-11,cannock-chase,missed,3.5,77,2200\n"
    without = edited(minimal(), ACCESS_ROWS, row, "")
    header = "pack,period,service,section,reason,owner,until\n"
    waiver = "monthly,2018-11,cannock-chase,access,It broke,development-manager,2018-12-31\n"
    waived = page("cannock-chase/access", with_file(without, WAIVERS, header + waiver))
    assert "  Waived until 2018-12-31: It broke" in waived
    reason = "status: ready\nnot_applicable:\n  access: No clinics\n"
    said = page("cannock-chase/access", edited(minimal(), CANNOCK, "status: ready\n", reason))
    assert "  Said not to apply: No clinics" in said
    same = "status: ready\nunchanged:\n  access: No clinics\n"
    said = page("cannock-chase/access", edited(minimal(), CANNOCK, "status: ready\n", same))
    assert "  Said to be unchanged: No clinics" in said
    report = "Issue: Too late\nAction: Chase it\nLead: practice-manager\nDue: 2018-12-31"
    told = page("cannock-chase/access", with_report(minimal(), report))
    words = (
        "Too late. Cause: not yet known. Action: Chase it. Lead: Practice manager. Due: 31 December"
    )
    assert f"  Exception: {words} 2018." in told


def test_who_wrote_the_words_is_said_beside_whom_they_name() -> None:
    at = edition(minimal())
    entry = at.find_entry("cannock-chase", "access")
    assert entry is not None
    known = verdict("cannock-chase/access", minimal())
    writers = ("manager-cannock", "manager-seisdon", "helper@example.org")
    text = render_for_signing(at, entry, list_signed_lines(at, entry), known, writers=writers)
    others = "helper@example.org and Manager of Seisdon Peninsula"
    assert f"  Written by Manager of Cannock Chase, with {others}" in text


def test_an_event_is_shown_with_its_day() -> None:
    event = "status: ready\nevents:\n  - {section: access, date: 2018-11-05, words: Texts}\n"
    text = page("cannock-chase/access", edited(minimal(), CANNOCK, "status: ready\n", event))
    assert "  5 November 2018: Texts" in text


def test_every_line_that_is_signed_can_be_seen_rows_thresholds_and_limits() -> None:
    at = edition(minimal())
    entry = at.find_entry("cannock-chase", "access")
    assert entry is not None
    lines = list_signed_lines(at, entry)
    shown = render_every_line(at, entry, lines).splitlines()
    assert "    access 2018-11 missed 3.5, numerator 77, denominator 2200" in shown
    assert "    access missed thresholds board 6, slt 8" in shown
    signed = [*lines.narrative, *lines.data, *lines.definitions, *lines.figures]
    assert [line for line in shown if line.startswith("    ")] == [f"    {one}" for one in signed]


def test_what_people_typed_cannot_steer_a_terminal() -> None:
    text = page("cannock-chase/access", edited(minimal(), CANNOCK, "fell for", "fell \x1b[2Jfor"))
    assert "\x1b" not in text


def test_a_difference_names_the_lines_that_went_and_came_by_component() -> None:
    before = replace(NOTHING, data=("one", "two", "three"), figures=("same",))
    after = replace(NOTHING, data=("one", "2", "three"), figures=("same",))
    found = compare_signed_lines(before, after)
    assert found == {Component.DATA: ["was  two", "now  2"]}
    assert render_difference(found) == "  data:\n    was  two\n    now  2"
    assert compare_signed_lines(before, before) == {}
    assert render_difference({}) == ""


def test_lines_that_look_like_those_of_a_difference_are_shown() -> None:
    before = replace(NOTHING, data=("-- x", "++ y"))
    assert compare_signed_lines(before, NOTHING) == {Component.DATA: ["was  -- x", "was  ++ y"]}
    assert compare_signed_lines(NOTHING, before) == {Component.DATA: ["now  -- x", "now  ++ y"]}


def test_of_a_long_difference_the_first_lines_are_shown() -> None:
    found = {Component.DATA: ["was  1", "was  2", "was  3"]}
    assert render_difference(found, 2) == (
        "  data:\n    was  1\n    was  2\n    ... and 1 more: boardpack signoff diff"
    )


def test_a_heading_names_the_service_or_the_directorate() -> None:
    at = edition(minimal())
    entry = at.find_entry("directorate", "risks")
    assert entry is not None
    assert render_heading(at, entry) == "Example primary care: Risk register"


def test_what_is_open_comes_first_by_whoever_must_act() -> None:
    at = edition(edited(minimal(), CANNOCK, "status: ready", "status: draft"))
    tree = edited(minimal(), CANNOCK, "status: ready", "status: draft")
    open_one = verdict("cannock-chase/access", tree)
    stale = replace(
        verdict("cannock-chase/feedback", tree, Standing.STALE), ignored=("A is no director",)
    )
    valid = verdict("seisdon/access", tree, Standing.VALID)
    text = render_verdicts(at, [valid, open_one, stale], [], 0, 100)
    assert text.splitlines() == [
        "Monthly pack, November 2018: 1 of 3 due sections are signed off.",
        "",
        "Service director, Cannock Chase: 2",
        "  cannock-chase/access: not signed off (the section is still draft)",
        "  cannock-chase/feedback: STALE: because it is so (the section is still draft)",
        "    does not count: A is no director",
        "",
        "Signed off: 1",
        "  seisdon/access: because it is so",
    ]
    values = to_verdict_values(at, [valid, open_one, stale], [], 2)
    assert (values["signed_off"], values["due"], values["uncommitted"]) == (1, 3, 2)
    assert [one["verdict"] for one in values["sections"]] == ["valid", "missing", "stale"]


def test_a_missing_sign_off_is_told_with_its_reason_where_there_is_one() -> None:
    at = edition(minimal())
    missing = replace(verdict("cannock-chase/access", minimal()), reason="it was taken back")
    text = render_verdicts(at, [missing], [], 0, 100)
    assert "  cannock-chase/access: not signed off: it was taken back" in text
    entry = at.find_entry("cannock-chase", "access")
    assert entry is not None
    assert "  Until now: it was taken back" in render_for_signing(
        at, entry, list_signed_lines(at, entry), missing
    )


def test_what_is_not_committed_yet_is_said_before_all_else() -> None:
    valid = verdict("cannock-chase/access", minimal(), Standing.VALID)
    command = "git add data/signoffs && git commit && git push origin HEAD"
    one, two = (
        render_verdicts(edition(minimal()), [valid], [], count, 100).splitlines()[1]
        for count in (1, 2)
    )
    assert one == f"1 record is not committed yet, so nobody else has it: {command}"
    assert two == f"2 records are not committed yet, so nobody else has them: {command}"
