from __future__ import annotations

from support.editions import said
from support.instances import CANNOCK, edited, minimal, without_file

WRITER = "Practice manager, Cannock Chase"
FEEDBACK_TEXT = "## Patient feedback\n"


def test_n111_passes_a_reason_for_a_section_that_is_not_narrated() -> None:
    text = "\n\nMondays and Fridays needed most of the extra staff.\n"
    tree = edited(_top("not_applicable:\n  extra-shifts: None were booked."), CANNOCK, text, "\n")
    assert said(tree, "N111") == []


def test_n111_passes_a_service_without_a_submission() -> None:
    assert said(without_file(minimal(), CANNOCK), "N111") == []


def test_n111_finds_an_unknown_section() -> None:
    [fault] = said(_top("not_applicable:\n  acess: The practice was closed."), "N111")
    assert str(fault.place) == f"{CANNOCK}:5"
    assert fault.what == "there is no section 'acess' here; did you mean 'access'?"
    assert (fault.who, fault.service, fault.section) == (WRITER, "cannock-chase", "")


def test_n111_finds_a_reason_left_blank() -> None:
    [fault] = said(_top("not_applicable:\n  access:"), "N111")
    assert str(fault.place) == f"{CANNOCK}:5"
    assert fault.what == "no reason is given why 'access' does not apply"
    assert fault.section == "access"


def test_n111_finds_a_section_that_is_narrated_all_the_same() -> None:
    [fault] = said(_top("not_applicable:\n  access: The practice was closed."), "N111")
    assert str(fault.place) == f"{CANNOCK}:5"
    assert fault.what == "'access' is said not to apply, but is narrated from line 18"


def test_n112_passes_events_of_known_sections() -> None:
    assert said(_top(EVENT), "N112") == []


def test_n112_finds_an_event_for_no_section() -> None:
    unknown = EVENT.replace("section: access", "section: acces")
    [first] = said(_top(unknown), "N112")
    assert str(first.place) == f"{CANNOCK}:5"
    assert first.what == "there is no section 'acces' here; did you mean 'access'?"
    assert (first.who, first.service) == (WRITER, "cannock-chase")


def test_n112_finds_a_section_of_the_directorate_in_a_service() -> None:
    [fault] = said(_top(EVENT.replace("section: access", "section: risks")), "N112")
    assert fault.what == "there is no section 'risks' here"


EVENT = """events:
  - section: access
    date: 2018-11-12
    words: Reminders failed"""


def _top(lines: str) -> dict[str, bytes]:
    return edited(minimal(), CANNOCK, "status: ready", f"status: ready\n{lines}")
