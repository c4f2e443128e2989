"""Exactly what is signed: what belongs to it, and what does not."""

from __future__ import annotations

import pytest

from boardpack.analysis.edition import analyse_edition
from boardpack.load.instance import load_instance
from boardpack.model.signoff import Component, Subject
from boardpack.signoff.signed_lines import SignedLines, list_signed_lines
from boardpack.signoff.subject import build_subjects, find_signing_role
from support.instances import (
    ACCESS,
    ACCESS_ROWS,
    CANNOCK,
    FEEDBACK_ROWS,
    FINANCE,
    FINANCE_ROWS,
    FINANCE_TOTALS,
    GLOSSARY,
    PACK,
    PEOPLE,
    RISK_ROWS,
    RISKS,
    SHIFT_ROWS,
    SHIFTS,
    Files,
    edited,
    minimal,
    with_file,
)

NARRATIVE, DATA = Component.NARRATIVE, Component.DATA
DEFINITIONS, FIGURES = Component.DEFINITIONS, Component.FIGURES
ROWS, SHOWN = (DATA,), (DATA, FIGURES)
RESTATED = "cannock-chase,missed,4.5,90", "cannock-chase,missed,4.6,92"


def of(tree: Files) -> dict[str, Subject]:
    instance, findings = load_instance(tree)
    assert instance is not None, findings
    found = build_subjects(analyse_edition(instance, "monthly", "2018-11"))
    return {f"{service}/{section}": one for (service, section), one in found.items()}


def facts_of(name: str, tree: Files) -> SignedLines:
    instance, _ = load_instance(tree)
    assert instance is not None
    edition = analyse_edition(instance, "monthly", "2018-11")
    service, _, section = name.partition("/")
    entry = edition.find_entry(service, section)
    assert entry is not None
    return list_signed_lines(edition, entry)


def changed(after: Files) -> dict[str, tuple[Component, ...]]:
    """Return by section which components of its subject an edit changed."""
    before, now = of(minimal()), of(after)
    assert before.keys() == now.keys()
    return {
        name: before[name].list_differing_components(now[name])
        for name in before
        if before[name].digest != now[name].digest
    }


def test_the_subjects_are_those_of_every_due_section() -> None:
    services = ("cannock-chase", "seisdon")
    sections = ("summary", "access", "feedback", "extra-shifts", "finance")
    names = [f"{service}/{section}" for service in services for section in sections]
    assert set(of(minimal())) == {*names, "directorate/risks"}


def test_the_same_files_have_the_same_subjects() -> None:
    assert of(minimal()) == of(minimal())


def test_sections_that_are_alike_have_different_digests() -> None:
    digests = [one.digest for one in of(minimal()).values()]
    assert len(set(digests)) == len(digests)


@pytest.mark.parametrize(
    ("path", "old", "new", "section", "parts"),
    [
        (CANNOCK, "fell for", "rose for", "cannock-chase/access", (NARRATIVE,)),
        (FINANCE_ROWS, "GMS,1,100,105,5", "GMS,1,100,106,6", "cannock-chase/finance", SHOWN),
        (FINANCE_TOTALS, "Premises,2,30", "Premises,2,31", "cannock-chase/finance", SHOWN),
        (SHIFT_ROWS, "Monday,12", "Monday,13", "cannock-chase/extra-shifts", ROWS),
        (RISK_ROWS, "Shared rota", "Shared list", "directorate/risks", ROWS),
        (RISK_ROWS, "2,3,4,3,director", "2,3,5,5,director", "directorate/risks", SHOWN),
        (FEEDBACK_ROWS, "recommend,92", "recommend,84", "cannock-chase/feedback", SHOWN),
        (ACCESS_ROWS, *RESTATED, "cannock-chase/access", ROWS),
    ],
)  # fmt: skip
def test_an_edit_changes_one_section_and_says_in_what(
    path: str, old: str, new: str, section: str, parts: tuple[Component, ...]
) -> None:
    found = changed(edited(minimal(), path, old, new))
    assert list(found) == [section]
    assert set(parts) <= set(found[section])


@pytest.mark.parametrize(
    ("path", "old", "new", "section"),
    [
        (ACCESS, "board: 6", "board: 7", "access"),
        (ACCESS, "source: Appointment system", "source: Another system", "access"),
        (ACCESS, "decimals: 1", "decimals: 0", "access"),
        (ACCESS, "title: Appointments missed", "title: Missed", "access"),
        (ACCESS, "description: Numerator", "description: The numerator", "access"),
        (FINANCE, "unit: GBP thousand", "unit: GBP million", "finance"),
        (SHIFTS, "title: Shifts booked", "title: Booked", "extra-shifts"),
        (PACK, "title: Access", "title: Getting in", "access"),
    ],
)
def test_a_definition_changes_its_section_for_every_service(
    path: str, old: str, new: str, section: str
) -> None:
    tree = edited(minimal(), path, old, new)
    if path == PACK:
        for name in (CANNOCK, "content/monthly/2018-11/seisdon.md"):
            tree = edited(tree, name, "## Access", "## Getting in")
    found = changed(tree)
    assert set(found) == {f"cannock-chase/{section}", f"seisdon/{section}"}
    assert all(DEFINITIONS in parts for parts in found.values())


def test_the_bands_of_a_risk_register_are_definitions_of_it() -> None:
    found = changed(edited(minimal(), RISKS, "title: Medium", "title: Middling"))
    assert DEFINITIONS in found["directorate/risks"]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (PEOPLE, "Manager of Cannock Chase", "Somebody else"),
        (GLOSSARY, "Did not attend", "Did not come"),
        (PACK, "about: One report a month", "about: A report a month"),
        (PACK, "prompt: What changed", "prompt: What is new"),
        (PACK, "when: working day 10", "when: working day 9"),
        (CANNOCK, "## Access\n", "## Access\n\n<!-- What changed? -->\n"),
    ],
)
def test_what_is_not_shown_in_a_section_is_no_part_of_any(path: str, old: str, new: str) -> None:
    assert changed(edited(minimal(), path, old, new)) == {}


def test_a_file_of_another_kind_is_no_part_of_any() -> None:
    record = "data/signoffs/monthly/2018-11/director-cannock/0001.json"
    assert changed(with_file(minimal(), record, "{}")) == {}


def test_the_state_of_the_submission_belongs_to_what_is_signed() -> None:
    found = changed(edited(minimal(), CANNOCK, "status: ready", "status: draft"))
    assert {name for name in found if not name.startswith("cannock-chase/")} == set()
    assert found["cannock-chase/access"] == (NARRATIVE,)


def test_free_text_cannot_imitate_another_fact() -> None:
    text = 'fell for\ntext not applicable: \\"x\\"'
    one = facts_of("cannock-chase/access", edited(minimal(), CANNOCK, "fell for", text))
    assert all(line.startswith(("state ", "author ", "text ")) for line in one.narrative)


def test_the_facts_are_lines_that_a_director_can_read() -> None:
    found = facts_of("cannock-chase/access", minimal())
    assert "access 2018-11 missed 3.5, numerator 77, denominator 2200" in found.data
    assert "access 2018-11 booked 2200" in found.data
    assert "access missed target 5" in found.definitions
    assert "access 2018-11 missed rating green, before green" in found.figures
    assert all("\n" not in line for part in Component for line in getattr(found, part.value))


def test_a_section_is_signed_by_its_own_role_or_by_that_of_the_pack() -> None:
    instance, _ = load_instance(minimal())
    assert instance is not None
    edition = analyse_edition(instance, "monthly", "2018-11")
    roles = {e.section.id: find_signing_role(edition, e) for e in edition.entries}
    assert roles["risks"] == "director-of-primary-care"
    assert roles["access"] == "service-director"
