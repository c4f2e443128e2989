from __future__ import annotations

from boardpack.analysis.rag import Rating
from boardpack.analysis.states import State
from support.editions import edition_of
from support.instances import ACCESS_ROWS, PACK, edited, found, minimal, without_line

OWN = "    datasets: [feedback]\n"
ROW = "2018-11,cannock-chase,missed,3.5,77,2200"


def beside(name: str = "access") -> dict[str, bytes]:
    """Return an instance whose feedback is read beside the figures of another section."""
    return edited(minimal(), PACK, OWN, f"{OWN}    beside: [{name}]\n")


def test_figures_of_another_section_can_be_read_beside() -> None:
    entry = edition_of(beside()).find_entry("cannock-chase", "feedback")
    assert entry is not None
    assert [block.dataset_id for block in entry.blocks] == ["feedback"]
    assert [block.dataset_id for block in entry.beside] == ["access"]


def test_what_stands_beside_is_neither_rated_nor_owed_there() -> None:
    red = edited(beside(), ACCESS_ROWS, ROW, "2018-11,cannock-chase,missed,9.0,198,2200")
    entry = edition_of(red).find_entry("cannock-chase", "feedback")
    assert entry is not None
    assert entry.rating is Rating.GREEN
    assert [one.dataset_id for one in entry.measured] == ["feedback"]
    gone = edition_of(without_line(beside(), ACCESS_ROWS, ROW))
    states = {e.section.id: e.state for e in gone.list_service_entries("cannock-chase")}
    assert (states["access"], states["feedback"]) == (State.MISSING, State.READY)


def test_what_stands_beside_must_be_another_sections_own() -> None:
    assert found(beside(), "D102") == []
    for name in ("feedback", "sickness"):
        [fault] = found(beside(name), "D102")
        words = f"'feedback' shows '{name}' beside, which must be another section's own"
        assert fault.what == words


def test_an_edition_without_beside_has_none() -> None:
    edition = edition_of(minimal())
    assert {entry.beside for entry in edition.entries} == {()}
