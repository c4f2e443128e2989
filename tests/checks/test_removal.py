"""Nothing can be lost from an instance without an error that says so."""

from __future__ import annotations

import pytest

from support.editions import everything_said
from support.instances import APPOINTMENTS, CANNOCK, PEOPLE, SEISDON, Files, minimal

ROW_CODES = frozenset({"B102", "B103", "M103", "M104", "M108"})
REQUIRED = ("Summary", "Access", "Patient feedback")


def lines_of(path: str) -> list[tuple[str, int]]:
    """Return the path with the number of each line but the header."""
    return [(path, number) for number in range(2, minimal()[path].count(b"\n") + 1)]


DATA = [path for path in minimal() if path.startswith("data/datasets/") and path.endswith(".csv")]
ROWS = [one for path in DATA for one in lines_of(path)]


@pytest.mark.parametrize(("path", "number"), ROWS)
def test_removing_any_row_of_data_gives_an_error(path: str, number: int) -> None:
    assert errors(without(path, number)) & ROW_CODES


@pytest.mark.parametrize(("path", "number"), lines_of(PEOPLE))
def test_removing_any_person_gives_an_error(path: str, number: int) -> None:
    assert errors(without(path, number)) == {"P101"}


@pytest.mark.parametrize(("path", "number"), lines_of(APPOINTMENTS))
def test_removing_any_appointment_gives_an_error(path: str, number: int) -> None:
    assert "P105" in errors(without(path, number))


@pytest.mark.parametrize("path", [CANNOCK, SEISDON])
@pytest.mark.parametrize("title", REQUIRED)
def test_removing_any_narrative_that_is_required_gives_an_error(path: str, title: str) -> None:
    before, heading, after = minimal()[path].decode().partition(f"## {title}\n")
    kept = after[after.index("\n## ") :]
    assert heading
    assert errors({**minimal(), path: (before + kept).encode()}) == {"N102"}


@pytest.mark.parametrize("path", [CANNOCK, SEISDON])
def test_removing_any_submission_gives_an_error(path: str) -> None:
    assert errors({p: data for p, data in minimal().items() if p != path}) == {"N101"}


@pytest.mark.parametrize("path", DATA)
def test_removing_any_data_file_gives_an_error(path: str) -> None:
    assert errors({p: data for p, data in minimal().items() if p != path}) & ROW_CODES


def without(path: str, number: int) -> Files:
    """Return the good instance without one line of a file."""
    lines = minimal()[path].splitlines(keepends=True)
    return {**minimal(), path: b"".join(lines[: number - 1] + lines[number:])}


def errors(tree: Files) -> set[str]:
    """Return the codes of all errors."""
    return {finding.code for finding in everything_said(tree) if finding.is_error}
