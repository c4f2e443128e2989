from __future__ import annotations

from io import BytesIO, StringIO, TextIOWrapper

import pytest

from boardpack.adapters.terminal import has_colour, measure_width, replace_unencodable


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _plain_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


def test_colour_is_for_terminals_only() -> None:
    assert has_colour(Terminal())
    assert not has_colour(StringIO())


def test_no_colour_where_somebody_asked_for_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert not has_colour(Terminal())


def test_no_colour_on_a_terminal_that_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert not has_colour(Terminal())


def test_a_file_is_as_wide_as_the_old_terminals() -> None:
    assert measure_width(StringIO()) == 80


@pytest.mark.parametrize(("said", "wide"), [("120", 120), ("", 80), ("wide", 80), ("0", 80)])
def test_columns_say_how_wide_a_line_is(
    monkeypatch: pytest.MonkeyPatch, said: str, wide: int
) -> None:
    monkeypatch.setenv("COLUMNS", said)
    assert measure_width(StringIO()) == wide


def test_a_character_that_cannot_be_shown_stops_nothing() -> None:
    raw = BytesIO()
    stream = TextIOWrapper(raw, encoding="ascii")
    replace_unencodable(stream)
    stream.write("−5 points")
    stream.flush()
    assert raw.getvalue() == b"?5 points"
