"""Nothing that is written differs by how small a suppressed count is: no search can find it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from boardpack.analysis.tidy import iterate_tidy_rows
from boardpack.checks.run import apply_rules
from boardpack.model.signoff import Component, SectionId
from boardpack.render.data_files import list_data_tables, plan_data_files
from boardpack.render.pdf.documents import plan_documents
from boardpack.render.signoff.signing import compare_signed_lines
from boardpack.signoff.signed_lines import SignedLines, list_signed_lines
from boardpack.signoff.subject import build_subjects
from support.books import book_of, staged
from support.editions import edition_of, said
from support.instances import (
    ACCESS,
    ACCESS_ROWS,
    SHIFT_ROWS,
    SHIFTS,
    Files,
    edited,
    minimal,
    with_file,
)
from support.running import boardpack, put

pytestmark = pytest.mark.rotating

CHOICE = "suppress_below: 5\n"
FALLS = "measures:\n  - id: falls\n    title: Falls\n    aggregate: sum\n"
OCTOBER = ACCESS_ROWS.replace("-11", "-10")
HEADER = "period,service,measure,value,numerator,denominator\n"
EARLIER = "2018-09,{0},falls,12,,\n2018-10,{0},falls,{1},,\n"
OF_CANNOCK = "2018-10,cannock-chase,falls,"
ACCESS_OF_CANNOCK = ("cannock-chase", "access")


@cache
def counted(october: str, later: str = "", choice: str = CHOICE) -> Files:
    """Return an instance that counts falls: those of October in its file, and again in November's.

    As many appointments were missed in October, of 50; and as many shifts were booked on a Monday.
    """
    tree = edited(minimal(), ACCESS, "measures:\n", choice + FALLS)
    rows = EARLIER.format("cannock-chase", october) + EARLIER.format("seisdon", "9")
    tree = with_file(tree, OCTOBER, HEADER + rows)
    rows = "2018-11,cannock-chase,falls,7,,\n2018-11,seisdon,falls,8,,\n"
    rows += f"2018-10,cannock-chase,falls,{later},,\n" if later else ""
    tree = with_file(tree, ACCESS_ROWS, tree[ACCESS_ROWS].decode() + rows)
    tree = edited(tree, SHIFTS, "unit: shifts\n", f"unit: shifts\n{choice}")
    if october.isdigit():
        missed, share = "2018-10,cannock-chase,missed,", f"{2 * int(october)}.0,{october},50"
        tree = edited(tree, ACCESS_ROWS, f"{missed}4.0,84,2100", f"{missed}{share}")
        tree = edited(tree, SHIFT_ROWS, "Monday,12", f"Monday,{october}")
    return tree


def everything_written(tree: Files) -> Iterator[tuple[str, str]]:
    """Yield all pages, documents, downloads and findings, and what is signed."""
    book = book_of(tree)
    yield from staged(book).items()
    for output in (
        *plan_documents(book),
        *plan_data_files(list_data_tables(book.edition, {}, "engine")),
    ):
        yield output.path, str(output.make())
    for finding in apply_rules(book.edition):
        yield finding.code, str(finding)
    for row in iterate_tidy_rows(book.edition):
        yield "figures", str(row)
    for section, subject in build_subjects(book.edition).items():
        yield "/".join(section), subject.digest


def signed_lines(tree: Files, section: SectionId = ACCESS_OF_CANNOCK) -> SignedLines:
    edition = edition_of(tree)
    entry = edition.find_entry(*section)
    assert entry is not None
    return list_signed_lines(edition, entry)


@pytest.mark.bad_input(38)
@pytest.mark.parametrize("later", ["8", "*"])
def test_all_that_is_written_is_the_same_whatever_the_small_count_is(later: str) -> None:
    assert list(everything_written(counted("3", later))) == list(
        everything_written(counted("2", later))
    )


@pytest.mark.bad_input(38)
def test_the_commands_say_the_same_whatever_the_small_count_is(tmp_path: Path) -> None:
    figures = [tmp_path / f"figures.{ending}" for ending in ("csv", "xlsx", "json")]
    commands = [("check",), ("status",), *(("data", "--out", str(path)) for path in figures)]
    said = []
    for count in "32":
        root = put(counted(count, "*"), tmp_path / "instance")
        ran = [boardpack("-C", root, *words) for words in commands]
        said.append((ran, [path.read_bytes() for path in figures]))
    assert said[0] == said[1]


def test_a_count_that_is_not_small_is_written_and_signed() -> None:
    three, six = (dict(everything_written(counted(count))) for count in "36")
    changed = {path for path in three if three[path] != six[path]}
    assert {"data/access.csv", "data/extra-shifts.csv", "cannock-chase/access"} <= changed
    assert "2018-10,cannock-chase,falls,6" in six["data/access.csv"]
    assert "2018-10,cannock-chase,missed,*,*,*" in three["data/access.csv"]


def test_readers_are_told_what_is_suppressed_and_rounded() -> None:
    pages = staged(book_of(counted("3", "", CHOICE + "round_to: 5\n")))
    assert any("Counts of people below 5 are suppressed" in page for page in pages.values())
    assert any("rounded to the nearest 5" in page for page in pages.values())


@pytest.mark.parametrize(("october", "later", "choice"), [("9417", "*", ""), ("9417", "3", CHOICE)])
def test_what_is_suppressed_now_is_named_without_what_it_was(
    october: str, later: str, choice: str
) -> None:
    tree = with_file(
        counted("*", later, choice),
        OCTOBER,
        HEADER + EARLIER.format("cannock-chase", october) + EARLIER.format("seisdon", "9"),
    )
    written = list(everything_written(tree))
    assert any("Falls, October 2018, is suppressed now." in text for _, text in written)
    assert not [path for path, text in written if "9417" in text or "9,417" in text]
    [fault] = said(tree, "M107")
    assert fault.what == f"'Falls' in October 2018: suppressed, in {OCTOBER}:3 it was not"


def test_a_difference_withholds_what_was_there_of_what_is_suppressed_now() -> None:
    lines = compare_signed_lines(signed_lines(counted("3", "", "")), signed_lines(counted("3")))
    withheld = "was  access (withheld, because something of it is suppressed now)"
    for component in (Component.DATA, Component.FIGURES):
        assert [line for line in lines[component] if line.startswith("was")] == [withheld]


def test_a_difference_shows_what_was_there_where_as_much_was_suppressed() -> None:
    lines = compare_signed_lines(
        signed_lines(counted("3")), signed_lines(edited(counted("3"), ACCESS_ROWS, ",77,", ",78,"))
    )
    assert any(line.startswith("was  access 2018-11 missed 3.5") for line in lines[Component.DATA])
