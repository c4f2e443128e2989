"""Whom a message names as co-authors, however it is written, seen through Git itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.adapters.git import history
from support.signing import Month

FILE = "content/a.md"
AUTHOR, CO_AUTHOR = "first@example.org", "nora@example.org"


@pytest.fixture
def work(tmp_path: Path) -> Month:
    """Return an empty repository."""
    month = Month(tmp_path / "work", tmp_path / "keys")
    month.root.mkdir()
    month.git("init", "--quiet", "--initial-branch=main")
    return month


def emails(work: Month, message: str) -> tuple[str, ...]:
    """Return the addresses behind a commit with a message."""
    work.put(FILE, message, AUTHOR, message)
    return history.list_file_changes(work.root, "HEAD", "content")[0].commit.emails


@pytest.mark.parametrize(
    "trailer",
    [
        f"Co-authored-by: Nora <{CO_AUTHOR}>",
        f"CO-AUTHORED-BY: Nora <{CO_AUTHOR.upper()}>",
        f"Co-authored-by:Nora <{CO_AUTHOR}>",
        f"Co-authored-by : Nora <{CO_AUTHOR}>",
        f"Co-authored-by\t: Nora <{CO_AUTHOR}>",
        f"Co-authored-by: Nora\n <{CO_AUTHOR}>",
        f"Co-authored-by: Nora\n\tNorth\n  <{CO_AUTHOR}>",
        f"Co-authored-by: {CO_AUTHOR}",
        f"Co-authored-by: Nora {CO_AUTHOR}",
        f"Co-authored-by: Nora < {CO_AUTHOR} >",
        f"Co-authored-by: Nora ({CO_AUTHOR})",
        f"Co-authored-by: Somebody <{AUTHOR}>, Nora <{CO_AUTHOR}>",
        f"Co-authored-by: Somebody <{AUTHOR}>, {CO_AUTHOR}",
        f"Signed-off-by: Somebody <{AUTHOR}>\nCo-authored-by: Nora <{CO_AUTHOR}>",
        f"   co-authored-by: Nora <{CO_AUTHOR}>\n\nand more words after it",
        f"Co-authored-by : Nora\n <{CO_AUTHOR}>\n\nand more words after it",
        f"Co-authored-by: Nora <{CO_AUTHOR}>\r\n",
    ],
)
def test_a_co_author_stands_behind_the_commit(work: Month, trailer: str) -> None:
    assert emails(work, f"Words\n\n{trailer}") == (AUTHOR, CO_AUTHOR)


def test_a_co_author_stands_behind_it_whatever_separators_a_reader_likes(work: Month) -> None:
    work.git("config", "trailer.separators", "=")
    message = f"Words\n\nCo-authored-by: Nora <{CO_AUTHOR}>"
    assert emails(work, message) == (AUTHOR, CO_AUTHOR)


def test_a_co_author_without_an_address_is_somebody_whom_nobody_knows(work: Month) -> None:
    assert emails(work, "Words\n\nCo-authored-by: Nora North") == (AUTHOR, "nora north")
    assert emails(work, "More\n\nCo-authored-by: Nora <nora at home>") == (AUTHOR, "nora at home")


def test_words_about_co_authors_name_nobody(work: Month) -> None:
    assert emails(work, "Words\n\nIt was not co-authored-by anybody: x@example.org") == (AUTHOR,)
