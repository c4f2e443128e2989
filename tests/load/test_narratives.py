from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.findings import Finding, sort_findings
from boardpack.load.bare_body import NarrativeBody, take_out_comments
from boardpack.load.markdown import Heading
from boardpack.load.narratives import read_narratives
from boardpack.model.submission import Narrative
from boardpack.render.narrative import render_narrative
from support.editions import said
from support.instances import CANNOCK, edited, found, line_of, minimal, plain

TITLES = {"Access": "access", "Patient feedback": "feedback"}


def read_body(text: str) -> tuple[tuple[Narrative, ...], tuple[Heading, ...], list[Finding]]:
    body = NarrativeBody(text, "a.md", 1, "seisdon", TITLES)
    return read_narratives(take_out_comments(body))


def narratives(text: str) -> dict[str, Narrative]:
    read, _, _ = read_body(plain(text))
    return {narrative.section: narrative for narrative in read}


def test_s103_passes_the_titles_of_narrated_sections() -> None:
    assert found(minimal(), "S103") == []


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("## Axess", "'Axess' is not a section that is narrated here; did you mean 'Access'?"),
        ("## Weather", "'Weather' is not a section that is narrated here"),
        ("## Risk register", "'Risk register' is not a section that is narrated here"),
        ("# Access", "'Access' is a heading of the first level; section headings begin with ##"),
        ("Some words\n---", "the line of dashes or equals signs under 'Some words' makes it a"),
    ],
)
def test_s103_finds_a_heading_that_is_no_section(heading: str, words: str) -> None:
    tree = edited(minimal(), CANNOCK, "## Access", heading)
    [fault] = found(tree, "S103")
    assert str(fault.place) == f"{CANNOCK}:16"
    assert fault.what.startswith(words)
    assert fault.service == "cannock-chase"


def test_s104_passes_sections_with_one_heading_each() -> None:
    assert found(minimal(), "S104") == []


def test_s104_finds_a_section_with_two_headings() -> None:
    tree = edited(minimal(), CANNOCK, "## Patient feedback", "## Access")
    [fault] = found(tree, "S104")
    assert str(fault.place) == f"{CANNOCK}:20"
    assert fault.what == "'Access' already stands in line 16"
    assert fault.section == "access"


def test_s105_passes_text_under_headings() -> None:
    assert found(minimal(), "S105") == []


@pytest.mark.parametrize("text", ["Some words.", "- a list", "    code", "### Small\n\nWords."])
def test_s105_finds_text_before_the_first_heading(text: str) -> None:
    tree = edited(minimal(), CANNOCK, "## Summary", f"{text}\n\nMore.\n\n## Summary")
    [fault] = found(tree, "S105")
    assert fault.place.path == CANNOCK
    assert fault.place.line == line_of(tree, CANNOCK, text.split("\n")[-1])
    assert fault.what == "there is text before the first section heading"


def test_s105_finds_text_in_a_file_without_headings() -> None:
    tree = minimal()
    tree[CANNOCK] = b"---\nauthor: manager-cannock\n---\nAll is well.\n"
    [fault] = found(tree, "S105")
    assert str(fault.place) == f"{CANNOCK}:4"


def test_s106_passes_comments_and_code_that_shows_html() -> None:
    text = "because <!-- a note --> reminders `<b>` now\n\n<!-- another -->\n"
    assert found(edited(minimal(), CANNOCK, "because reminders now", text), "S106") == []


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<div>", "HTML, beginning with <div>"),
        ("Press <b>now</b>.", "HTML, beginning with <b>"),
        ("<script>\nalert(1)\n</script>", "HTML, beginning with <script>"),
        ("<!-- a prompt --> My words.", "words stand in the same line as a comment"),
    ],
)
def test_s106_finds_html(html: str, words: str) -> None:
    tree = edited(minimal(), CANNOCK, "Missed appointments (DNA)", f"{html}\n\nMissed (DNA)")
    fault = found(tree, "S106")[0]
    assert str(fault.place) == f"{CANNOCK}:18"
    assert fault.what.startswith(words)


def test_s107_passes_links() -> None:
    tree = edited(minimal(), CANNOCK, "(DNA)", "([DNA](https://example.org))")
    assert found(tree, "S107") == []


@pytest.mark.parametrize("picture", ["![x](file:///etc/passwd)", "![x](https://example.org/a.png)"])
def test_s107_finds_a_picture(picture: str) -> None:
    [fault] = found(edited(minimal(), CANNOCK, "(DNA)", picture), "S107")
    assert str(fault.place) == f"{CANNOCK}:18"
    assert fault.what == "there is a picture"


def test_a_narrative_has_its_text_lines_words_and_parts() -> None:
    read = narratives("""
        ## Access

        Two words.

        ### Part

        Three more words.

        ## Patient feedback
        """)
    access = read["access"]
    assert access.text == "Two words.\n\n### Part\n\nThree more words."
    assert (access.line, access.text_line, access.words) == (1, 3, 5)
    assert access.parts == (("Part", 3),)
    assert (read["feedback"].text, read["feedback"].words) == ("", 0)


@pytest.mark.parametrize("hidden", ["> ## Patient feedback", "- ## Patient feedback",
                                    "```\n## Patient feedback\n```"])  # fmt: skip
def test_a_heading_inside_a_quotation_list_or_code_opens_no_section(hidden: str) -> None:
    read = narratives(f"## Access\n\nBefore.\n\n{hidden}\n\nAfter.\n")
    assert list(read) == ["access"]
    assert read["access"].text == f"Before.\n\n{hidden}\n\nAfter."


def test_comments_are_left_out_and_lines_stay_where_they_were() -> None:
    access = narratives("""
        ## Access

        <!-- What changed,
        and why? -->

        Fewer <!-- how many? --> missed.
        <!-- Say more. -->
        The end <!-- over
        two lines --> of it.
        """)["access"]
    assert access.text == "Fewer  missed.\n\nThe end \n of it."
    assert access.text_line == 6
    assert access.words == 6


@pytest.mark.parametrize(
    "text",
    [
        "Before.\n<!-- a -->\nAfter.",
        '[n]: https://example.org/note\n<!-- a -->\n"Walsall is left out of all of these figures."',
        "A paragraph.\n<!-- a -->\n    indented",
        "- one\n<!-- a\nb -->\n- two",
        "| a |\n|---|\n| 1 |\n<!-- a -->\n| 2 |",
    ],
)
def test_what_is_signed_is_shown_and_a_comment_between_words_keeps_them_apart(text: str) -> None:
    access = narratives(f"## Access\n\n{text}\n")["access"]
    without = narratives(f"## Access\n\n{text.replace('<!-- a -->', '')}\n")["access"]
    assert "<!--" not in access.prose
    assert render_narrative(access.prose, {}).html == render_narrative(access.text, {}).html
    if "<!-- a -->" in text:
        assert access.prose == without.prose


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Patients waiting <<!-- x -->b left out: seventy waited > today.", None),
        ("Here !<!-- x -->[left out: eighty waited](https://example.org/a) today.", None),
        ("Go [here]<!-- x -->(/etc/passwd) now.", None),
        ("Now <<!-- x -->script>alert(1)<<!-- x -->/script> and out.", None),
        ("Out <!<!-- x -->-- left out --> again.", None),
        ("See [the note][n].\n\n[n]<!-- x -->: https://example.org/q 'ninety waited'", None),
        ("An ![image<!-- x -->](https://example.org/a) here.", "S107"),
    ],
)
def test_no_comment_hides_from_the_rules_what_it_leaves_behind(text: str, code: str | None) -> None:
    read, _, findings = read_body(f"## Access\n\n{text}\n")
    words = re.findall(r"[a-z]{4,}", re.sub("<!--.*?-->", " ", text).replace("https", ""))
    shown = render_narrative(read[0].prose, {}).html
    if code is None and not findings:
        assert all(word in shown for word in words if word != "script"), shown
    else:
        assert {finding.code for finding in findings} >= ({code} if code else set())


def test_what_looks_like_a_comment_in_code_is_kept() -> None:
    text = "```\n<!-- kept -->\n```\n\nand <!-- gone --> on"
    access = narratives(f"## Access\n\n{text}\n")["access"]
    assert access.text == "```\n<!-- kept -->\n```\n\nand  on"


def test_untouched_prompts_leave_no_text() -> None:
    access = narratives("## Access\n\n<!-- What changed? -->\n\n## Patient feedback\n")["access"]
    assert (access.text, access.words) == ("", 0)


def test_code_at_the_beginning_keeps_its_indentation() -> None:
    assert narratives("## Access\n\n    code\n")["access"].text == "    code"


@given(st.text(alphabet=st.sampled_from(list("## Access\n\n<!-->`>-=x"))))
def test_any_text_gives_narratives_that_stand_inside_it(text: str) -> None:
    read, _, _ = read_body(text)
    for narrative in read:
        assert 1 <= narrative.line <= narrative.text_line <= text.count("\n") + 2
        assert "## Access" not in narrative.text.split("\n") or "`" in text or "<" in text


# What readers would not see, or would see as it was typed

LINE = "We opened a second line between eight and ten each morning."


def strange(text: str, code: str) -> list[tuple[int, str]]:
    """Return what a rule finds in a text under Access: lines counted from its first, words."""
    tree = edited(minimal(), CANNOCK, LINE, f"\n{text}\n")
    first = line_of(tree, CANNOCK, text.split("\n")[0])
    return [((fault.place.line or 0) - first, fault.what) for fault in found(tree, code)]


def test_s109_passes_rows_that_are_shorter_and_pipes_that_are_text() -> None:
    assert strange("| Action | Due |\n|---|---|\n| Open |\n| a \\| b | c |", "S109") == []


@pytest.mark.parametrize(
    "table",
    ["| Action | Lead |\n|---|---|\n| Recall | Nurse | Not started |", "a | b\n--|--\n1 | 2 | 3 |"],
)
def test_s109_finds_a_row_that_is_longer_than_its_heading(table: str) -> None:
    last = table.rstrip(" |").rpartition("| ")[2]
    words = f"nobody would see '{last}': the heading has no column for it"
    assert strange(table, "S109") == [(2, words)]


def test_s110_passes_tables_lists_and_words() -> None:
    for text in ("| a |\n|---|\n| b |", "- [a](b.md)", "either | or", "~~gone~~", "a [b] c", "---"):
        assert strange(text, "S110") == [], text


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        (
            "| a | b | c |\n|---|---|\n| 1 | 2 | 3 |",
            ["| a | b | c |"],
        ),
        ("Begun[^1]\n\n[^1]: in-May", ["[^1]", "[^1]: in-May"]),
        ("- [ ] one\n- [x] two", ["[ ]", "[x]"]),
        ("[Note]: Mondays", ["[note]: Mondays"]),
    ],
)
def test_s110_finds_marks_of_other_kinds_of_markdown(text: str, marks: list[str]) -> None:
    found_marks = [what for _, what in strange(text, "S110")]
    assert found_marks == [f"readers would see '{mark}' as it is typed" for mark in marks]


@pytest.mark.parametrize(
    "text",
    ['[ours](https://example.org "not on paper")', "``` left out: these words\nshown\n```"],
)
def test_s110_finds_words_that_paper_does_not_show(text: str) -> None:
    [finding] = read_body(f"## Access\n\n{text}\n")[2]
    assert (finding.code, "on paper" in finding.what) == ("S110", True)


def test_s111_passes_code_that_is_closed() -> None:
    assert strange("```\ncode\n```", "S111") == []


@pytest.mark.parametrize("fence", ["```\ncode", "~~~~ yaml\ncode\n~~~"])
def test_s111_finds_code_that_is_never_closed_in_its_own_line(fence: str) -> None:
    [(line, words)] = strange(fence, "S111")
    assert (line, words) == (0, "what follows is taken for code, to the end of the file")


def nested(mark: str, depth: int) -> str:
    return "\n".join(f"{'  ' * level}{mark} words" for level in range(depth))


def test_s112_passes_nine_lists_in_each_other_and_what_follows_a_quotation() -> None:
    assert strange(nested("-", 9), "S112") == []
    assert strange(f"{'> ' * 19}words", "S112") == []


@pytest.mark.parametrize(
    ("text", "line"), [(nested("-", 10), 9), (f"words\n\n{'>' * 3000} words", 2)]
)
def test_s112_finds_words_so_deep_in_lists_or_quotations_that_pages_lack_them(
    text: str, line: int
) -> None:
    found_lines = strange(text, "S112")
    assert found_lines == [(line, "nobody would see a word from here on: it is nested too deeply")]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org", "HTTP://www.example.org:8080/a?b=c#d", "https://example.org/a(b)",
        "mailto:office@example.org", "mailto:a.b@example.org",
    ],
)  # fmt: skip
def test_s113_passes_addresses_that_every_reader_can_open(address: str) -> None:
    assert strange(f"Read [this]({address}).", "S113") == []


@pytest.mark.parametrize(
    "address",
    [
        "file:///S:/shared/plan.docx", "S:/shared/plan.docx", "javascript:alert(1)", "plan.docx",
        "data:text/html;base64,PHN2Zz4=", "ftp://example.org/x", "//example.org/x", "#access",
        "www.example.org/x", "services/seisdon.html", "https:",
    ],
)  # fmt: skip
def test_s113_finds_an_address_that_leads_nowhere_from_where_it_is_read(address: str) -> None:
    words = f"'{address}' leads nowhere from a page of the report"
    assert strange(f"Read [this]({address}).", "S113") == [(0, words)]


def test_s110_finds_the_dots_of_a_word_processor_whose_lines_would_run_together() -> None:
    tree = edited(
        minimal(), CANNOCK, "## Access\n", "## Access\n\n\u2022 one thing\n\u2022 another\n"
    )
    faults = found(tree, "S110")
    assert [fault.what for fault in faults] == ["readers would see '\u2022' as it is typed"] * 2


def test_s121_passes_a_comment_that_is_closed() -> None:
    tree = edited(minimal(), CANNOCK, "## Access\n", "## Access\n\n<!-- ask\n\nJo -->\n")
    assert found(tree, "S121") == []


def test_s121_finds_a_comment_that_hides_the_rest_and_it_is_named_first() -> None:
    tree = edited(minimal(), CANNOCK, "## Access\n", "## Access\n\n<!-- ask Jo\n")
    [fault] = found(tree, "S121")
    assert fault.what == "a comment begins here and is never closed with -->"
    assert fault.place.line == line_of(tree, CANNOCK, "<!-- ask Jo")
    findings = [*found(tree, "S121"), *said(tree, "N102"), *said(tree, "N103")]
    assert [finding.code for finding in sort_findings(reversed(findings))][:2] == ["S121", "N103"]
