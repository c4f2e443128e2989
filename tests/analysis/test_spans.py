"""Services, measures, datasets and sections that begin and end."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from boardpack.analysis.changes import list_changes
from boardpack.analysis.comparison import compare_services
from boardpack.analysis.directorate import combine_services
from boardpack.analysis.edition import Edition
from boardpack.analysis.outstanding import list_outstanding_items
from boardpack.model.dataset import Aggregate, Gap, Unit
from boardpack.signoff.subject import build_subjects
from support.editions import edition_of, everything_said
from support.instances import (
    ACCESS,
    ACCESS_ROWS,
    DIRECTORATE,
    FEEDBACK,
    FEEDBACK_ROWS,
    PACK,
    SEISDON,
    Files,
    edited,
    minimal,
    with_file,
    without_file,
)
from support.series import measured, with_

PENINSULA = "    title: Seisdon Peninsula\n"
TITLES = {"seisdon": "Seisdon", "stone": "Stone (now Seisdon)"}
SUMMED = with_(unit=Unit.COUNT, decimals=0, aggregate=Aggregate.SUM)

DUE = datetime.fromisoformat("2018-12-14T09:00")


def test_a_service_that_has_ended_owes_nothing_and_its_files_stay_good() -> None:
    tree = seisdon("until: 2018-11\n    because: Its patients chose other practices.")
    assert everything_said(tree) == everything_said(minimal())
    later = edition_of(tree, period="2018-12")
    assert later.services == ("cannock-chase", "directorate")
    assert {item.service for item in list_outstanding_items(later, DUE)} == {"cannock-chase"}
    said = everything_said(tree, period="2018-12")
    assert not [one for one in said if "eisdon" in f"{one.what} {one.service}"]


def test_what_was_signed_before_a_service_ended_stays_signed() -> None:
    before = build_subjects(edition_of(minimal()))
    assert (
        build_subjects(edition_of(seisdon("until: 2018-11\n    became: cannock-chase"))) == before
    )


def test_a_service_that_is_new_needs_no_history() -> None:
    tree = seisdon("from: 2018-11")
    rows = [r for r in tree[ACCESS_ROWS].decode().splitlines() if not is_before(r)]
    tree = with_file(tree, ACCESS_ROWS, "\n".join(rows) + "\n")
    assert everything_said(tree) == everything_said(minimal())
    assert [one.service for one in edition_of(tree, period="2018-10").entries if
            one.service == "seisdon"] == []  # fmt: skip
    [access] = [
        one for one in edition_of(tree).list_section_entries("access") if one.service == "seisdon"
    ]
    assert [len(series.periods) for series in access.measured] == [1, 1]


def test_a_submission_of_a_service_that_is_not_there_is_found() -> None:
    tree = seisdon("until: 2018-10")
    [fault] = [one for one in everything_said(tree) if one.code == "S101"]
    assert str(fault.place) == SEISDON
    assert fault.what == (
        "'seisdon' is not there in November 2018, by its `from` and `until` in data/directorate.yml"
    )
    assert fault.advice.startswith("Correct `from` or `until` in data/directorate.yml")


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (ACCESS, "  - id: missed\n", "  - id: missed\n    until: 2018-10\n"),
        (ACCESS, "  - id: missed\n", "  - id: missed\n    from: 2018-12\n"),
    ],
)
def test_a_measure_is_neither_owed_nor_shown_when_it_is_not_collected(
    path: str, old: str, new: str
) -> None:
    tree = edited(minimal(), path, old, new)
    tree = with_file(tree, ACCESS_ROWS, "\n".join(
        row for row in tree[ACCESS_ROWS].decode().splitlines()
        if not (row.startswith("2018-11") and ",missed," in row)
    ))  # fmt: skip
    entries = edition_of(tree).list_section_entries("access")
    assert {series.measure.id for entry in entries for series in entry.measured} == {"booked"}
    assert "M103" not in {one.code for one in everything_said(tree)}


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (FEEDBACK, "kind: measures", "kind: measures\nfrom: 2018-12"),
        (FEEDBACK, "kind: measures", "kind: measures\nservices: [cannock-chase]"),
        (PACK, "    title: Patient feedback\n", "    title: Patient feedback\n    from: 2018-12\n"),
        (
            PACK,
            "    title: Patient feedback\n",
            "    title: Patient feedback\n    services: [cannock-chase]\n",
        ),
    ],
)
def test_a_section_that_is_not_there_for_a_service_prints_and_owes_nothing(
    path: str, old: str, new: str
) -> None:
    edition = edition_of(without_file(edited(minimal(), path, old, new), SEISDON))
    assert edition.find_entry("seisdon", "feedback") is None
    assert "feedback" not in {
        item.section for item in list_outstanding_items(edition, DUE) if item.service == "seisdon"
    }


def test_a_section_in_the_middle_of_a_year_leaves_earlier_editions_as_they_were() -> None:
    tree = edited(
        minimal(), PACK, "    title: Finance\n", "    title: Finance\n    from: 2018-11\n"
    )
    assert build_subjects(edition_of(tree)) == build_subjects(edition_of(minimal()))
    assert "finance" not in section_ids(edition_of(tree, period="2018-10"))
    assert "finance" in section_ids(edition_of(minimal(), period="2018-10"))


def test_a_section_that_does_not_apply_prints_no_table_of_nothing() -> None:
    reason = "status: ready\nnot_applicable: {feedback: We do not ask.}"
    tree = edited(minimal(), SEISDON, "status: ready", reason)
    tree = edited(
        tree, FEEDBACK_ROWS, "2018-11,seisdon,recommend,94", "2018-11,seisdon,recommend,n/a"
    )
    entry = edition_of(tree).find_entry("seisdon", "feedback")
    assert entry is not None
    assert (len(entry.blocks), entry.printed_blocks) == (1, ())
    other = edition_of(tree).find_entry("cannock-chase", "feedback")
    assert other is not None
    assert other.printed_blocks == other.blocks


def test_a_new_service_and_a_new_section_are_told_once() -> None:
    new = [(c.entry.service, c.words) for c in list_changes(edition_of(seisdon("from: 2018-11")))]
    assert new.count(("seisdon", "The service reports for the first time.")) == 1
    tree = edited(
        minimal(), PACK, "    title: Finance\n", "    title: Finance\n    from: 2018-11\n"
    )
    due = [c for c in list_changes(edition_of(tree)) if c.words == "Due this time."]
    assert {change.entry.section.id for change in due} == {"finance", "risks"}


def test_a_service_knows_what_it_was_before() -> None:
    directorate = edition_of(
        seisdon("until: 2018-11\n    became: cannock-chase")
    ).instance.directorate
    assert directorate.find_predecessors("cannock-chase", date(2018, 11, 30)) == ()
    [before] = directorate.find_predecessors("cannock-chase", date(2018, 12, 1))
    assert before.title == "Seisdon Peninsula"
    assert directorate.member_titles["seisdon"] == "Seisdon Peninsula (now Cannock Chase)"


def test_a_service_that_takes_another_over_is_compared_with_itself_from_there_on() -> None:
    tree = without_file(seisdon("until: 2018-10\n    became: cannock-chase"), SEISDON)
    entry = edition_of(tree).find_entry("cannock-chase", "access")
    assert entry is not None
    booked = entry.measured[0]
    assert [(restart.date, restart.reason) for restart in booked.restarts] == [
        ("2018-11", "Seisdon Peninsula is a part of it from here on")
    ]
    assert booked.previous is Gap.INCOMPARABLE
    plain = without_file(seisdon("until: 2018-10"), SEISDON)
    before, after = (
        build_subjects(edition_of(one))["cannock-chase", "access"] for one in (plain, tree)
    )
    assert "definitions" in [one.value for one in before.list_differing_components(after)]


def test_the_directorate_is_of_those_services_that_there_were() -> None:
    whole = combine_services(
        [measured([10, 20, 30], SUMMED), measured([5], SUMMED, "seisdon")],
        [measured([1, 2], SUMMED, "stone", last="2018-10")],
        TITLES,
    )
    assert whole is not None
    assert whole.values == (Decimal(11), Decimal(22), Decimal(35))
    [rebase] = whole.restarts
    assert (rebase.date, rebase.reason) == (
        "2018-11",
        "with Seisdon, without Stone (now Seisdon) from here on",
    )


def test_a_mean_goes_on_where_the_services_change_and_says_so() -> None:
    mean = with_(SUMMED, aggregate=Aggregate.MEAN)
    found = compare_services(
        [measured([10, 20], mean), measured([40], mean, "seisdon")], (), TITLES
    )
    assert found.overall is not None
    assert found.overall.values == (Decimal(10), Decimal(30))
    assert found.overall.restarts == ()
    [remark] = found.changes
    assert (remark.period.id, remark.words) == ("2018-11", "with Seisdon")


def test_a_gap_within_a_services_time_is_a_gap_for_all_together() -> None:
    whole = combine_services(
        [measured([10, 20], SUMMED)], [measured([None], SUMMED, "stone", last="2018-10")]
    )
    assert whole is not None
    assert whole.rows[0] is None
    assert whole.latest == 20


def test_rows_of_a_service_that_has_ended_are_signed_by_those_who_are_left() -> None:
    tree = seisdon("until: 2018-10")
    tree = without_file(tree, SEISDON)
    [mine] = edition_of(tree).list_section_entries("access")
    before = build_subjects(edition_of(tree))["cannock-chase", "access"]
    changed = edited(tree, ACCESS_ROWS, "2018-10,seisdon,booked,1100", "2018-10,seisdon,booked,11")
    after = build_subjects(edition_of(changed))["cannock-chase", "access"]
    assert mine.service == "cannock-chase"
    assert [one.value for one in before.list_differing_components(after)] == ["data"]


def test_control_counts_ask_nothing_of_a_service_that_has_ended() -> None:
    tree = without_file(seisdon("until: 2018-10"), SEISDON)
    assert "M108" not in {one.code for one in everything_said(tree)}


def seisdon(lines: str) -> Files:
    """Return the good instance with a line on when one of its services is there."""
    return edited(minimal(), DIRECTORATE, PENINSULA, f"{PENINSULA}    {lines}\n")


def is_before(row: str) -> bool:
    return ",seisdon," in row and not row.startswith("2018-11")


def section_ids(edition: Edition) -> set[str]:
    return {entry.section.id for entry in edition.entries}
