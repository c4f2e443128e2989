"""Letters that the PDFs cannot print are found when files are read, before anybody signs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.load.letters import settle_letters
from support.instances import (
    ACCESS,
    CANNOCK,
    DIRECTORATE,
    FEEDBACK_ROWS,
    GLOSSARY,
    PACK,
    PEOPLE,
    edited,
    found,
    line_of,
    minimal,
    with_file,
)

GUIDE = "content/guide/write.md"


@pytest.mark.parametrize(
    "words", ["Rhŷd-y-foel", "Łódź, Gdańsk", "Ελλάδα", "Київ", "£9 – “so” …", "½ ⅛ ≥ × °C µg ² ✓ ✗"]
)
def test_f108_passes_the_letters_of_europe(words: str) -> None:
    assert settle_letters(words) == (words, ())


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("follow\u2011up", "follow-up"),
        ("ap\u00adpoint\u200bment\u2060s\ufeff", "appointments"),
        ("10\u00a0km, 61\u202f240", "10 km, 61 240"),
        ("CO₂", "CO2"),
        ("✔ done, ❌ not", "✓ done, ✗ not"),
        ("✓\ufe0f", "✓"),
        ("Rhy\u0302d, e\u0301", "Rhŷd, é"),
        ("▪ one", "• one"),
    ],
)
def test_what_only_looks_odd_is_read_as_what_it_means(typed: str, read: str) -> None:
    assert settle_letters(typed) == (read, ())


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (CANNOCK, "second line", "sec❤nd line"),
        (CANNOCK, "author: manager-cannock", "author: manager-cannock  # ❤"),
        (PACK, "title: Access", "title: Acc❤ss"),
        (DIRECTORATE, "title: Cannock Chase", "title: Cannock ❤"),
        (ACCESS, "source: Appointment system", "source: ❤"),
        (PEOPLE, "Manager of Cannock Chase", "Manager ❤"),
        (GLOSSARY, "Did not attend", "Did ❤ attend"),
        (FEEDBACK_ROWS, "2018-11", "2018-11❤"),
    ],
)
def test_f108_finds_a_letter_that_no_pdf_can_print_wherever_it_is_typed(
    path: str, old: str, new: str
) -> None:
    tree = edited(minimal(), path, old, new, minimal()[path].decode().count(old))
    [fault] = found(tree, "F108")
    assert str(fault.place) == f"{path}:{line_of(tree, path, '❤')}"
    assert "'❤' U+2764 HEAVY BLACK HEART cannot be printed" in fault.what


def test_f108_finds_every_letter_of_a_file_at_once_and_says_what_is_as_good() -> None:
    text = "# How\n\nⅢ of ⅓\n\nسلام Ⅲ\n\nA\u202eB\x1b[2J\x0b\u2028\n"
    faults = found(with_file(minimal(), GUIDE, text), "F108")
    said: dict[str, list[str]] = {}
    for fault in faults:
        said.setdefault(str(fault.place), []).append(fault.what)
    three = "'Ⅲ' U+2162 ROMAN NUMERAL THREE (write 'III') cannot be printed"
    assert said[f"{GUIDE}:3"][0] == f"{three}; it stands in 2 lines"
    assert "(write '1⁄3')" in said[f"{GUIDE}:3"][1]
    assert len(said[f"{GUIDE}:5"]) == 4
    letters = [what.split()[0] for what in said[f"{GUIDE}:7"]]
    assert letters == ["U+202E", "U+001B", "U+000B", "U+2028"]


def test_f108_finds_a_letter_that_is_written_as_an_escape_of_yaml() -> None:
    tree = edited(minimal(), PACK, "title: Access", 'title: "Acc\\u2028ess"')
    [fault] = found(tree, "F108")
    assert str(fault.place) == f"{PACK}:{line_of(tree, PACK, 'u2028')}"


@given(st.text())
def test_what_was_read_can_be_printed_and_is_read_alike_again(typed: str) -> None:
    read, unseen = settle_letters(typed)
    again, unseen_again = settle_letters(read)
    assert (again, unseen_again) == (read, ())
    assert ("\ufffd" in read) >= bool(unseen)


@given(st.text(alphabet=st.sampled_from([*map(chr, range(32, 127)), "\n", "\t"])))
def test_plain_text_stays_as_it_is(typed: str) -> None:
    assert settle_letters(typed) == (typed, ())
