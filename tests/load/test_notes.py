"""Notes are brought up to date as long as nobody wrote in them, and never a written word."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boardpack.load.instance import load_instance
from boardpack.load.markdown import parse_outline
from boardpack.load.notes import is_own_note, refresh_notes, render_kept_note
from boardpack.render.skeleton import render_skeleton
from support.editions import edition_of
from support.instances import ACCESS_ROWS, CANNOCK, edited, found, minimal, with_file, without_file
from support.months import DECEMBER, copied_month
from support.running import boardpack, put

TITLES = {"Access": "access", "Patient feedback": "feedback"}
NEW = {
    "access": render_kept_note(["Figures of November 2018:", "- Missed: 3.5%"]),
    "feedback": render_kept_note(["Nothing yet."]),
}
OLD = {section: render_kept_note([f"Nothing on {section} yet."]) for section in NEW}
TEXT = f"""---
author: me
---

## Access

{OLD["access"]}

Our words.

## Patient feedback

{OLD["feedback"]}

### You said
"""


def refreshed(text: str) -> str:
    return refresh_notes(text, 4, NEW, TITLES)


def test_own_notes_are_written_anew_and_all_else_stays_byte_for_byte() -> None:
    expected = TEXT.replace(OLD["access"], NEW["access"]).replace(OLD["feedback"], NEW["feedback"])
    assert refreshed(TEXT) == expected
    assert refreshed(expected) == expected
    windows = TEXT.replace("\n", "\r\n")
    assert refreshed(windows) == expected.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Nothing on access yet.", "Nothing on access yet.\nMissed appointments fell."),
        (OLD["access"], ""),
        (OLD["access"], "<!-- mine -->"),
        (OLD["access"], f"```\n{OLD['access']}\n```"),
        ("## Access", "## Acces"),
    ],
)
def test_what_somebody_wrote_or_took_out_is_left_alone(old: str, new: str) -> None:
    text = TEXT.replace(old, new)
    assert refreshed(text) == text.replace(OLD["feedback"], NEW["feedback"])


def without_own_notes(text: str) -> list[str]:
    lines = text.partition("\n---\n")[2].split("\n")
    for span in parse_outline("\n".join(lines)).comments:
        if is_own_note(span.text):
            lines[span.line : span.end] = [""] * (span.end - span.line)
    return [line for line in lines if line]


EDITS = st.lists(
    st.tuples(
        st.integers(TEXT.index("\n## Access"), len(TEXT)),
        st.sampled_from(
            [
                "words ",
                "\n",
                "\n\n## Access\n",
                "<!--",
                "-->",
                "```\n",
                "### x\n",
                "- ",
                OLD["access"],
            ]
        ),
    ),
    max_size=4,
)


@settings(deadline=None)
@given(EDITS)
def test_whatever_was_written_no_word_of_it_is_touched(edits: list[tuple[int, str]]) -> None:
    text = TEXT
    for place, words in edits:
        text = f"{text[:place]}{words}{text[place:]}"
    assert without_own_notes(refreshed(text)) == without_own_notes(text)


def test_s120_finds_words_that_were_written_into_a_note() -> None:
    skeleton = render_skeleton(edition_of(minimal()), "cannock-chase")
    tree = with_file(minimal(), CANNOCK, skeleton.encode())
    assert found(tree, "S120") == []
    tree = edited(tree, CANNOCK, "- Appointments booked", "They fell.\n- Appointments booked")
    [fault] = found(tree, "S120")
    assert fault.what == "somebody wrote into this note, and nobody would see the words"


def test_s120_passes_notes_and_comments_of_people() -> None:
    tree = edited(
        minimal(), CANNOCK, "## Access\n", f"## Access\n\n{NEW['access']}\n<!-- ask Jo -->"
    )
    assert load_instance(tree)[1] == []


def test_figures_that_come_after_the_file_was_opened_are_shown_beside_the_pen(
    tmp_path: Path,
) -> None:
    rows = minimal()[ACCESS_ROWS].decode()
    early = "\n".join(line for line in rows.split("\n") if not line.startswith("2018-11"))
    root = put(with_file(without_file(minimal(), CANNOCK), ACCESS_ROWS, early), tmp_path)
    assert CANNOCK in boardpack("-C", root, "new", "monthly", "2018-11").out
    opened = (root / CANNOCK).read_text("utf-8")
    assert "Appointments missed" not in opened
    (root / CANNOCK).write_text(opened.replace("## Patient", "Our words.\n\n## Patient"), "utf-8")
    late = rows.replace("missed,3.5,77,2200", "missed,7.0,154,2200")
    (root / ACCESS_ROWS).write_text(late, "utf-8")
    again = boardpack("-C", root, "new", "monthly", "2018-11")
    assert f"{CANNOCK}: notes brought up to date" in again.out
    text = (root / CANNOCK).read_text("utf-8")
    note = text.split("## Access")[1].split("-->")[0]
    assert "- Appointments missed: 7.0%, +3.0 points, worse, amber" in note
    assert "Off track: Appointments missed is amber." in note
    assert "### Exception report\nIssue: Appointments missed is amber\nCause:\n" in note
    assert "Our words.\n\n## Patient" in text
    assert boardpack("-C", root, "new", "monthly", "2018-11").out.startswith("Every submission")


def test_a_note_repeats_what_was_written_last_time() -> None:
    december = edition_of(copied_month(minimal()), period=DECEMBER)
    skeleton = render_skeleton(december, "cannock-chase")
    access = skeleton.split("## Access")[1].split("-->")[0]
    assert (
        "What was written in November 2018:\nMissed appointments (DNA) fell for the third" in access
    )
