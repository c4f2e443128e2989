from __future__ import annotations

import pytest

from boardpack.findings import Place, escape_unprintable
from boardpack.load.tree import check_names, decode_text
from support.instances import CANNOCK, PEOPLE, edited, found, line_of, minimal, with_file


def test_f101_passes_plain_names() -> None:
    assert found(minimal(), "F101") == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("..", "begins with a dot"),
        (".hidden.md", "begins with a dot"),
        ("a..md", "has a dot at its end, or two together"),
        ("cannock.", "has a dot at its end, or two together"),
        ("my file.md", "holds a space"),
        ("%2e%2e.md", "holds the character %"),
        ("a\\b.md", "holds the character \\"),
        ("a:b.md", "holds the character :"),
        ("nul\0.md", "holds the character \\u0000"),
        ("abc\u202edm.md", "holds the character \\u202e"),
        ("zero\u200bwidth.md", "holds the character \\u200b"),
        ("café.md", "holds the character é"),
        ("con", "a name that Windows reserves"),
        ("CON.md", "a name that Windows reserves"),
        ("lpt1.tar.gz", "a name that Windows reserves"),
        ("-rf", "begins with a hyphen or underscore"),
        ("", "a folder has no name"),
        (f"{'x' * 101}.md", "has more than 100 letters"),
    ],
)
def test_f101_finds_names_that_are_not_plain(name: str, words: str) -> None:
    path = f"content/monthly/2018-11/{name}"
    [fault] = found(with_file(minimal(), path, ""), "F101")
    assert fault.place.path == escape_unprintable(path)
    assert words in fault.what


def test_f102_passes_names_that_differ_by_more_than_case() -> None:
    assert list(check_names(["data/a.csv", "data/b.csv", "content/a.csv"])) == []


def test_f102_finds_names_that_differ_only_by_case() -> None:
    tree = with_file(minimal(), "content/monthly/2018-11/Cannock-Chase.md", "")
    [fault] = found(tree, "F102")
    assert str(fault.place) == CANNOCK
    assert "differs from content/monthly/2018-11/Cannock-Chase.md only by case" in fault.what


def test_f102_finds_folders_that_differ_only_by_case() -> None:
    [fault] = check_names(["Data/a.csv", "data/b.csv"])
    assert fault.code == "F102"
    assert "differs from Data only by case" in fault.what


def test_f103_passes_utf_8_with_and_without_a_byte_order_mark() -> None:
    assert decode_text("é".encode(), "a.csv") == ("é", [])
    assert decode_text("é".encode("utf-8-sig"), "a.csv") == ("é", [])


def test_f109_passes_the_longest_line_that_anybody_reads() -> None:
    assert found(edited(minimal(), PEOPLE, "Finance manager", "x" * 19_000), "F109") == []


def test_f109_finds_a_line_that_takes_too_long_to_read() -> None:
    [fault] = found(edited(minimal(), PEOPLE, "Finance manager", "x" * 20_001), "F109")
    assert str(fault.place) == f"{PEOPLE}:7"
    assert fault.what == "what begins here has more than 20,000 letters"


def test_f109_finds_a_text_of_many_short_paragraphs_that_takes_too_long_to_judge() -> None:
    tree = edited(minimal(), CANNOCK, "second line", "second line" + "\n\na b" * 40_000)
    [fault] = found(tree, "F109")
    assert fault.place == Place(CANNOCK)


def test_f109_finds_a_paragraph_that_takes_too_long_to_read() -> None:
    tree = edited(minimal(), CANNOCK, "## Access\n", "## Access\n\n" + "![\n" * 7_000)
    [fault] = found(tree, "F109")
    assert str(fault.place) == f"{CANNOCK}:{line_of(tree, CANNOCK, '![')}"


def test_f103_finds_windows_1252_with_its_line() -> None:
    tree = edited(minimal(), PEOPLE, "Finance manager", "Zoë, finance")
    tree[PEOPLE] = tree[PEOPLE].decode().encode("cp1252")
    [fault] = found(tree, "F103")
    assert str(fault.place) == f"{PEOPLE}:7"
    assert "byte 0xeb is not UTF-8; this may be Windows-1252 text" in fault.what
    assert "CSV UTF-8" in fault.advice


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_f103_finds_utf_16(encoding: str) -> None:
    tree = minimal()
    tree[PEOPLE] = tree[PEOPLE].decode().encode(encoding)
    [fault] = found(tree, "F103")
    assert str(fault.place) == PEOPLE
    assert fault.what == "this is UTF-16 text"
