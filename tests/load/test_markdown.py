from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from boardpack.load.markdown import list_headings, parse_outline, parse_outline_fully
from support.instances import plain

PLAINISH = st.lists(
    st.sampled_from(
        [
            "",
            " ",
            "## A b",
            "#  1 c  ",
            "### D-e #",
            "Ab, c: d!  ",
            "12 of 20.",
            "3. x",
            "4) y",
            "5.",
            "(so)",
            "“no”",
            "==",
            "--",
            "- z",
            "+ q",
            " in",
            "    code",
            "a*b*",
            "A | b",
            "x\u00a0y",
            "•",
            "so ‹!– z –› in",
        ]
    )
).map("\n".join)
MARKDOWNISH = st.text(alphabet=st.sampled_from(list("# ->*`~=_[](){}!<>&\n\n\t ab1.|\\\"'")))


def titles(text: str) -> list[tuple[int, str]]:
    return [(heading.level, heading.title) for heading in parse_outline(plain(text)).headings]


def test_headings_have_their_level_text_and_lines() -> None:
    [first, second] = parse_outline("## One\n\ntext\n\n### *Two* `x` ##\n").headings
    assert (first.level, first.title, first.line, first.end) == (2, "One", 0, 1)
    assert (second.level, second.title, second.line, second.end) == (3, "Two x", 4, 5)


@pytest.mark.parametrize(
    "text",
    [
        "```\n## No\n```\n",
        "~~~~ text\n## No\n~~~\n## No\n~~~~\n",
        "    ## No\n",
        "- item\n\n      ## No\n",
        "```\n## No\n",
    ],
)
def test_headings_inside_code_are_not_headings(text: str) -> None:
    assert parse_outline(text).headings == ()


@pytest.mark.parametrize(
    "text",
    ["> ## No\n", "- ## No\n", "1. one\n   - two\n\n     ## No\n", "> - ## No\n", "- No\n  ---\n"],
)
def test_headings_inside_quotations_and_lists_are_not_headings(text: str) -> None:
    assert titles(text) == []


def test_headings_inside_comments_and_tables_are_not_headings() -> None:
    assert titles("<!--\n## No\n-->\n") == []
    assert titles("| a |\n|---|\n| ## No |\n") == []


def test_a_line_of_dashes_under_text_makes_it_a_heading() -> None:
    [heading] = parse_outline("Some text\nin two lines\n---\n").headings
    assert (heading.level, heading.title) == (2, "Some text in two lines")
    assert (heading.line, heading.end) == (0, 3)
    assert heading.underlined


def test_a_line_of_dashes_after_a_blank_line_is_a_rule() -> None:
    assert titles("Some text\n\n---\n\nmore\n") == []


@pytest.mark.parametrize("text", ["#Not", "\\## Not", "####### Not", "#hash tag"])
def test_hashes_that_commonmark_does_not_count_make_no_heading(text: str) -> None:
    assert titles(text) == []


def test_a_comment_of_many_lines_is_a_block() -> None:
    shape = parse_outline("text\n\n<!-- one\n\ntwo -->\nmore\n")
    [comment] = shape.comments
    assert (comment.line, comment.end) == (2, 5)
    assert shape.raw_html == ()


def test_comments_inside_a_line_are_told_apart_from_blocks() -> None:
    shape = parse_outline("text <!-- one --> more <!-- two\nlines --> end\n")
    assert [comment.text for comment in shape.inline_comments] == [
        "<!-- one -->",
        "<!-- two\nlines -->",
    ]
    assert (shape.comments, shape.raw_html) == ((), ())
    assert shape.words == ((0, 3),)


@pytest.mark.parametrize(
    "text",
    [
        "<!-- never closed\n\ntext\n",
        "<!-- one --> text <!-- two -->\n",
        "<!-- one --> text\n",
        "<div>\n",
        "text <b>bold</b>\n",
        "<script>alert(1)</script>\n",
        "<?php ?>\n",
        "<!DOCTYPE html>\n",
        "- <img src=x onerror=alert(1)>\n",
        "| a |\n|---|\n| <b>x</b> |\n",
    ],
)
def test_what_is_not_wholly_a_comment_is_raw_html(text: str) -> None:
    shape = parse_outline(text)
    assert shape.raw_html
    assert shape.comments == ()


def test_words_are_counted_outside_headings_and_comments() -> None:
    text = "## A heading\n\nIt's 5% up, see [a link](https://example.org).\n\n- one\n- two\n"
    assert parse_outline(text).words == ((2, 6), (4, 1), (5, 1))


def test_words_of_tables_and_code_are_counted() -> None:
    assert sum(n for _, n in parse_outline("| a | b |\n|---|---|\n| c d | e |\n").words) == 5
    assert (
        sum(n for _, n in parse_outline("    two words\n\n```\nthree more words\n```\n").words) == 5
    )


def test_pictures_are_found_wherever_they_stand() -> None:
    text = "text\n\n![a](x.png) and [![b](y.png)](z)\n\n- ![c][d]\n\n[d]: w.png\n"
    assert parse_outline(text).pictures == (2, 4)


@given(st.text() | MARKDOWNISH)
def test_any_text_has_an_outline_inside_its_lines(text: str) -> None:
    body = text.replace("\r\n", "\n").replace("\r", "\n")
    shape = parse_outline(body)
    last = body.count("\n") + 1
    assert all(heading.line < heading.end <= last for heading in shape.headings)
    assert all(piece.line < piece.end <= last for piece in shape.comments + shape.raw_html)
    assert all(line < last for line, _ in shape.words)


@given(MARKDOWNISH)
@example("A\r===")
@example("A\n   - ")
def test_a_text_that_can_have_no_heading_is_not_parsed_for_its_headings(text: str) -> None:
    assert list_headings(text) == parse_outline(text).headings


@given(PLAINISH | MARKDOWNISH)
@example("Words ‹!– ask Jo –› here")
@example("## Words «! - ask Jo - »")
def test_a_text_of_plain_words_has_the_outline_that_the_parser_gives_it(text: str) -> None:
    assert parse_outline(text) == parse_outline_fully(text)
