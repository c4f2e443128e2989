"""A page shows titles in place of ids that are signed: the titles are signed with them."""

from __future__ import annotations

import pytest

from boardpack.analysis.edition import Edition
from boardpack.render.cover_view import build_cover_view
from boardpack.render.entry_view import describe_waiver
from boardpack.signoff.subject import build_subjects
from support.committees import TERMS
from support.editions import edition_of
from support.instances import (
    ACCESS,
    DIRECTORATE,
    PEOPLE,
    RISK_ROWS,
    RISKS,
    WAIVERS,
    Files,
    edited,
    minimal,
    with_assurance,
    with_file,
    with_plans,
)
from support.papers import AGENDA, EDITION, with_papers
from support.reports import with_report

MONTHLY = ("monthly", "2018-11")
REPORT = "Issue: Mondays\nAction: Train two\nLead: practice-manager\nDue: 2019-01-31"
TITLED = "- {id: finance-manager, title: Auditor of the board}"


def digests_of(tree: Files, edition_id: tuple[str, str]) -> dict[str, str]:
    subjects = build_subjects(edition_of(tree, *edition_id))
    return {f"{service}/{section}": one.digest for (service, section), one in subjects.items()}


def voided(before: Files, after: Files, edition_id: tuple[str, str] = MONTHLY) -> set[str]:
    """Return the sections whose sign-off an edit voids."""
    old, new = digests_of(before, edition_id), digests_of(after, edition_id)
    assert old.keys() == new.keys()
    return {name for name in old if old[name] != new[name]}


def with_measure() -> dict[str, bytes]:
    """Return the smallest instance with a measure beside its risk R1."""
    tree = edited(minimal(), RISK_ROWS, "mitigations,note", "mitigations,note,measures")
    tree = edited(tree, RISK_ROWS, "Shared rota,", "Shared rota,,missed")
    return edited(tree, RISK_ROWS, "Lease review,", "Lease review,,")


def with_waiver() -> dict[str, bytes]:
    row = "monthly,2018-11,seisdon,finance,The extract is late.,practice-manager,2019-01-31"
    return with_file(minimal(), WAIVERS, f"{minimal()[WAIVERS].decode()}{row}\n")


def cover_words(edition: Edition, paper: str) -> list[str]:
    entry = edition.find_entry("directorate", paper)
    assert entry is not None
    view = build_cover_view(edition, entry)
    assert view is not None
    return [line.words for part in view.parts for line in part.lines]


def test_the_title_of_a_seat_on_a_cover_sheet_is_signed_with_the_paper() -> None:
    tree = edited(with_papers(), TERMS, "- {id: finance-manager}", TITLED)
    assert "Auditor of the board" in cover_words(edition_of(tree, *EDITION), "finance")
    assert voided(with_papers(), tree, EDITION) == {"directorate/finance"}


def test_another_title_of_a_seat_voids_what_was_signed_with_the_first() -> None:
    tree = edited(with_papers(), TERMS, "- {id: finance-manager}", TITLED)
    after = edited(tree, TERMS, "Auditor of the board", "Auditor who agrees")
    assert voided(tree, after, EDITION) == {"directorate/finance"}


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [(TERMS, "The visitor", "The critic"), (DIRECTORATE, "Practice manager", "Manager")],
)
def test_the_title_of_a_lead_on_the_agenda_is_signed_with_the_paper(
    path: str, old: str, new: str
) -> None:
    leads = "lead: [director-of-primary-care, visitor, practice-manager, finance-manager]"
    named = "lead: [director-of-primary-care, finance-manager]"
    tree = edited(with_papers(), AGENDA, named, leads)
    after = edited(tree, path, old, new)
    assert voided(tree, after, EDITION) == {"directorate/finance"}


def test_a_seat_that_no_paper_names_is_in_no_signature() -> None:
    tree = edited(with_papers(), TERMS, "title: The visitor", "title: Somebody")
    assert voided(with_papers(), tree, EDITION) == set()


def test_the_title_of_a_measure_beside_a_risk_is_signed_with_the_register() -> None:
    after = edited(with_measure(), ACCESS, "title: Appointments missed", "title: Missed by strikes")
    both = {"cannock-chase/access", "seisdon/access"}
    assert voided(with_measure(), after) == {*both, "directorate/risks"}


def test_the_title_of_a_measure_in_the_assurance_framework_is_signed_with_it() -> None:
    tree = with_assurance(minimal())
    after = edited(tree, ACCESS, "title: Appointments missed", "title: Missed by strikes")
    assert "directorate/risks" in voided(tree, after)


def test_a_measure_that_hides_another_of_the_same_id_voids_the_register() -> None:
    after = edited(
        with_measure(), "data/datasets/feedback/dataset.yml", "id: recommend", "id: missed"
    )
    assert "directorate/risks" in voided(with_measure(), after)


def test_the_title_of_a_service_beside_a_plan_is_signed_with_the_plans() -> None:
    after = edited(with_plans(), DIRECTORATE, "title: Seisdon Peninsula", "title: Seisdon, closed")
    assert "directorate/plans" in voided(with_plans(), after)


def test_the_title_of_the_role_that_made_a_register_is_signed_with_it() -> None:
    version = 'versions: {2018-11: {number: "1", dated: 2018-11-20, author: service-director}}'
    tree = edited(minimal(), RISKS, "shown_from: 12", f"shown_from: 12\n{version}")
    after = edited(tree, DIRECTORATE, "title: Service director", "title: Head of service")
    assert "directorate/risks" in voided(tree, after)


def test_the_title_of_the_role_that_granted_a_waiver_is_signed_with_it() -> None:
    after = edited(with_waiver(), DIRECTORATE, "title: Practice manager", "title: The regulator")
    edition = edition_of(after)
    entry = edition.find_entry("seisdon", "finance")
    assert entry is not None
    assert "Granted by The regulator until" in describe_waiver(edition, entry)
    assert "seisdon/finance" in voided(with_waiver(), after)


@pytest.mark.parametrize("tree", [with_report(minimal(), REPORT), with_waiver()])
def test_a_person_with_the_id_of_a_role_does_not_hide_its_signed_title(tree: Files) -> None:
    row = "practice-manager,The chair in person,1099,chair@example.org\n"
    after = with_file(tree, PEOPLE, f"{tree[PEOPLE].decode()}{row}")
    assert voided(tree, after) == set()
    instance = edition_of(after).instance
    assert instance.name_person_or_role("practice-manager") == "Practice manager"


def test_a_role_that_gets_the_id_of_a_person_voids_what_names_the_person() -> None:
    tree = with_report(minimal(), REPORT.replace("practice-manager", "manager-cannock"))
    role = "roles:\n  - id: manager-cannock\n    title: Chair of the trust\n"
    after = edited(tree, DIRECTORATE, "roles:\n", role)
    assert "cannock-chase/access" in voided(tree, after)
