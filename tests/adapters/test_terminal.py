from __future__ import annotations

from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest

from boardpack.adapters.terminal import (
    has_colour,
    measure_width,
    open_plain_stream,
    replace_unencodable,
)
from support.instances import CANNOCK, PACK, edited, minimal
from support.running import boardpack, put


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


def printed(*lines: str) -> str:
    out = StringIO()
    for line in lines:
        print(line, file=open_plain_stream(out))
    return out.getvalue()


def test_what_is_printed_cannot_steer_a_terminal_or_hide_itself() -> None:
    assert printed("a\x1b[2J\x1b]0;t\x07\u202eb\u200b\rc") == (
        "a\\u001b[2J\\u001b]0;t\\u0007\\u202eb\\u200b\\u000dc\n"
    )


def test_lines_tabs_colours_and_other_letters_stay_as_they_are() -> None:
    text = "\x1b[31mRhŷd’s\x1b[0m\t◆ 5\nnext"
    assert printed(text) == f"{text}\n"


COMMANDS = ("::stop-commands::x", "  ::add-mask::5", "a ##[error]b", "a\n::error::b")


def test_what_github_reads_holds_no_command_of_its_workflows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "\n::error::b" in printed(*COMMANDS)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    log = printed(*COMMANDS)
    assert not [line for line in log.splitlines() if line.strip().startswith("::") or "##[" in line]
    assert "stop-commands" in log


@pytest.mark.parametrize(("style", "count"), [("github", 1), ("text", 0)])
def test_only_findings_for_github_are_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, style: str, count: int
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    tree = edited(minimal(), CANNOCK, "status: ready", "status: draft")
    root = put(edited(tree, PACK, "title: Monthly pack", 'title: "::warning::x"'), tmp_path)
    for command in (["check", "--format", style], ["status"]):
        log = boardpack("-C", root, *command).out
        commands = [line for line in log.splitlines() if line.strip().startswith("::")]
        assert (len(commands) >= count) if command[0] == "check" else not commands
        assert not [line for line in commands if line.startswith("::warning::x")]
