"""What Markdown makes of a text that its writer did not mean is found at its line."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boardpack.findings import Finding
from boardpack.load.bare_body import NarrativeBody
from boardpack.load.lead_names import LeadNames
from boardpack.load.submission_body import read_submission_body
from boardpack.render.narrative import render_narrative


def findings_of(text: str) -> tuple[Finding, ...]:
    """Return what is found in a section's text, whose first line is line 1."""
    body = NarrativeBody(f"## Access\n\n{text}\n", "a.md", -1, "seisdon", {"Access": "access"})
    return read_submission_body(body, LeadNames()).findings


def found(text: str) -> list[tuple[str, int | None]]:
    return [(finding.code, finding.place.line) for finding in findings_of(text)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("We did:\n– one\n– two", [2, 3]),
        ("–\tone\n–\ttwo", [1, 2]),
        ("— one", [1]),
        ("- one\no\tsub\no\tsub", [2, 3]),
        ("§ one\n§ two", [1, 2]),
        ("We did: • one • two", [1]),
        ("Words • one • two", [1]),
        ("●\tone", [1]),
        ("a) one\nb) two", [1, 2]),
        ("(i) one\n(ii) two", [1, 2]),
        ("i. one\nii. two", [1, 2]),
        ("1)one\n2)two", [1, 2]),
        ("-one\n-two", [1, 2]),
        ("*one\n*two", [1, 2]),
        ("###Waits\n\nWords", [1]),
        ("**Note:**words", [1]),
        ("These ** are bold ** words", [1]),
    ],
)
def test_s110_finds_the_marks_of_word_processors_and_of_careless_typing(
    text: str, lines: list[int]
) -> None:
    assert found(text) == [("S110", line) for line in lines]


def test_s123_finds_a_figure_that_marks_split_at_its_own_line() -> None:
    assert found("Rooms 543 open\nand 5*4*3 shut") == [("S123", 2)]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("Rooms 5*4*3 are shut", 1, "readers would see '543'"),
        ("Rooms 2*3 and\n4*5 are shut", 1, "readers would see '23'"),
        ("From 10~~15~~20 to 3", 1, "readers would see '101520'"),
        ("> 90% of patients", 1, "becomes a quotation, and > is not seen"),
        ("Rooms 5`4` and `3`2", 1, "readers would see '54'"),
        ("> 1. It is so", 1, "becomes a quotation, and > is not seen"),
        ("> £5 a day", 1, "becomes a quotation, and > is not seen"),
        ("The rate was\n> target", 2, "becomes a quotation, and > is not seen"),
        ("> It was good,\nshe said", 2, "becomes a part of the quotation above it"),
        ("+ 5 points", 1, "becomes a list, and + is not seen"),
        ("It fell from 9 by\n- 5 points", 2, "becomes a list, and - is not seen"),
        ("- one.\nWords of their own", 2, "becomes a part of the list above it"),
        ("2018. That was", 1, "becomes a line of a numbered list"),
        ("The waits fell to\n1. That is good", 2, "becomes a line of a numbered list"),
        ("We had twelve in\n\n12. That is good", 3, "becomes a line of a numbered list"),
        ("1. one\n3. three", 2, "readers would see 2 in the place of 3"),
        ("1. one\n  - sub", 2, "stands beside the line above, not under it"),
        ("- a\n\n1. one\n  - sub", 4, "stands beside the line above, not under it"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\nWords", 4, "becomes a row of the table above it"),
        ("Site\tMay\tJune\nA\t5\t6", 1, "the columns of 'Site May June' run together"),
        ("Site      May    June\nA         5      6", 1, "the columns of 'Site May June' run"),
        ("    indented", 1, "becomes a block of code"),
        ("Words\n\n\t| a | b |\n\t|---|---|", 3, "becomes a block of code"),
        ("‹!– ask Jo –›", 1, "readers would see this note"),
        ("Words <!– ask Jo –> here", 1, "readers would see this note"),
        ("« ! — ask Jo »", 1, "readers would see this note"),
    ],
)  # fmt: skip
def test_s123_finds_what_readers_would_see_otherwise(text: str, line: int, words: str) -> None:
    [finding] = findings_of(text)
    assert (finding.code, finding.place.line) == ("S123", line)
    assert words in finding.what


@pytest.mark.parametrize(
    "text",
    [
        "Fine *words*, **5** of 6, -5% and +5 points, 5 * 4, <5, >90% and 5 – 6.",
        "The results\n– better than last year – are in.",
        "> It was good.\n>\n> – a patient",
        "> It was good.\n>\n> – a patient, who said why:\n> it was near:",
        "Patients said:\n> it was good",
        "**S**pecific and **M**easurable",
        "1. one\n\n   - sub\n2. two\n\n### More\n\n3. three",
        "1. one\n1. two",
        " 9. nine\n10. ten",
        "- 5 practices\n- 6 sites\n  - sub",
        "- a long item that\ngoes on here",
        "| a |\n|---|\n| b |\n\nWords",
        "```\n    code – 5*4*3\n```",
        "Section 5(a) and (b) apply; § 5 as well.",
        "A tab\tinside a line",
        "I. Newton saw it.",
        "-5 points\n-6 points",
        "There were 5\n**12** more, and 5*\n*6* of them",
        "\\*\\*rose\\*\\*",
        "5\\) one\n6\\) two",
        "\\-one\n\\-two",
        "\\##Waits",
        "Begun\\[^1\\], and so on\\[^2], `[^3]` and `| a |`",
        "\\| a | b |",
        "Words <\\!– so",
    ],
)
def test_s123_passes_what_is_shown_as_it_was_typed(text: str) -> None:
    assert found(text) == []


def test_s118_finds_a_note_in_a_report_that_readers_would_see() -> None:
    assert found("### Exception report\n\nIssue: late <!– ask Jo –>") == [("S118", 3)]


def shown_marks(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d+%?", text)) + Counter(re.findall(r"[<>+](?= ?\d)", text))


def unquote(match: re.Match[str]) -> str:
    return match[1] + match[0].removeprefix(match[1]).replace("> ", "")


SIGNS = ["", " ", "*", "**", "~~", "_", "-", "+", "<", "> ", "+ ", "- ", "1. ", "\n", "\n\n",
         "\n> ", "\n+ ", "\n- ", "\n\n    ", ". ", ") ", "| ", "\t", "`", "#"]  # fmt: skip
FIGURES = st.tuples(st.sampled_from(SIGNS), st.sampled_from(["5", "40", "9%", "1", "1. ", "ab"]))


@settings(deadline=None)
@given(st.lists(FIGURES.map("".join), max_size=6).map("".join))
def test_no_figure_and_no_sign_before_one_disappears_without_a_finding(text: str) -> None:
    if findings_of(text):
        return
    html, numbers = str(render_narrative(text, {}).html), ""
    for opening in re.findall(r"<ol(?: start=\"(\d+)\")?>", html):
        # The first of a list's numbers is kept; those below it count on from there.
        numbers += f"{opening or 1} "
    shown = shown_marks(unescape(re.sub("<[^<>]*>", " " if "<li>" in html else "", html)))
    # A quotation goes on in its next line, whatever stands there.
    typed = shown_marks(re.sub(r"(?m)(?<=\n)(> .*\n)(?:> .*(?:\n|$))+", unquote, f"\n{text}"))
    numbered = len(re.findall(r"<li>", html))
    lost = typed - shown
    assert sum(count for mark, count in lost.items() if not mark.isdigit()) == 0, (lost, html)
    assert sum(lost.values()) <= numbered, (lost, html)
