from __future__ import annotations

from datetime import date
from decimal import Decimal

from boardpack.analysis.figures.line import Mark, build_line_figure
from boardpack.analysis.measures import Measured
from boardpack.model.submission import Event
from support.editions import edition_of
from support.instances import ACCESS, ACCESS_ROWS, Files, edited, minimal


def missed(tree: Files) -> Measured:
    entry = edition_of(tree).find_entry("cannock-chase", "access")
    assert entry is not None
    return entry.measured[1]


def event(day: str, words: str = "Reminders began") -> Event:
    return Event("access", date.fromisoformat(day), words)


def test_a_chart_says_in_words_what_it_shows() -> None:
    assert build_line_figure(missed(minimal()), ()).words == (
        "Appointments missed: 3.5% in November 2018, target 5.0%, "
        "between 3.5% and 4.5% since September 2018."
    )


def test_a_chart_without_figures_says_so() -> None:
    tree = minimal()
    for row in ("2018-09,cannock-chase,missed,4.5", "2018-10,cannock-chase,missed,4.0",
                "2018-11,cannock-chase,missed,3.5"):  # fmt: skip
        tree = edited(tree, ACCESS_ROWS, row, row.rpartition(",")[0] + ",*")
    figure = build_line_figure(missed(tree), ())
    assert figure.words == "Appointments missed: no figures."
    assert figure.values == (None, None, None)


def test_a_gap_stays_a_gap() -> None:
    tree = edited(
        minimal(), ACCESS_ROWS, "2018-10,cannock-chase,missed,4.0", "2018-10,cannock-chase,missed,-"
    )
    figure = build_line_figure(missed(tree), ())
    assert figure.values == (Decimal("4.5"), None, Decimal("3.5"))
    assert figure.labels == ("Sep 18", "Oct 18", "Nov 18")


def test_events_and_new_processes_are_marked_where_they_happened() -> None:
    tree = edited(
        minimal(), ACCESS, "thresholds: {board: 6, slt: 8}",
        "thresholds: {board: 6, slt: 8}\n    rebase: [{date: 2018-10, reason: New system}]",
    )  # fmt: skip
    figure = build_line_figure(missed(tree), [event("2018-09-15"), event("2017-01-01", "Long ago")])
    assert figure.rebased == (Mark(1, "New system", is_break=True),)
    assert figure.events == (Mark(0, "Reminders began"),)
