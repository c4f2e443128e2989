"""BAD-INPUT rows 11 to 13, 16, 19 and 20: whatever is written, a fragment is harmless."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.load.markdown import parse_outline
from boardpack.render.narrative import render_narrative
from support.books import Parsed
from support.harmless import find_harm

MEANINGS = {"GP": "General practitioner", "A&E": "Accident & emergency", "CQC": "Care <Quality>"}

EVASIONS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=http://example.org/x.js></SCRIPT>",
    '<img src="x" onerror="alert(1)">',
    "<IMG SRC=javascript:alert('XSS')>",
    '<IMG """><SCRIPT>alert(1)</SCRIPT>"\\>',
    "<IMG SRC=&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)>",
    '<a href="jav\tascript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    '[x](https://example.org "onmouseover=alert(1)")',
    "<javascript:alert(1)>",
    "![x](http://example.org/pixel.png)",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    '<iframe src="http://example.org"></iframe>',
    '<form action="http://example.org"><input name="q"><button>Go</button></form>',
    "<style>body{display:none}</style>",
    '<p style="background:url(http://example.org)">x</p>',
    '<link rel="stylesheet" href="http://example.org/x.css">',
    '<base href="http://example.org/">',
    '<meta http-equiv="refresh" content="0;url=http://example.org">',
    "<svg/onload=alert(1)>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<object data='http://example.org/x.swf'></object><embed src='x'>",
    "<details open ontoggle=alert(1)>",
    "<body onload=alert(1)>",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
    "Words {: onclick=alert(1) }",
    "# Heading {: #id .class onclick=alert(1) }",
    "Words {onerror=alert(1)}",
    "</p></div></section><script>alert(1)</script>",
    "\x02wzxhzdk:0\x03",
    "{{ 7 * 7 }} {% include 'x' %}",
]


def to_html(text: str) -> str:
    return render_narrative(text, {}).html


@pytest.mark.parametrize("text", EVASIONS)
def test_no_evasion_gets_through(text: str) -> None:
    for around in ("{}", "Before {} after", "- {}", "> {}", "| a |\n|---|\n| {} |", "## {}"):
        assert find_harm(to_html(around.format(text) if "{}" in around else text)) == ""


@pytest.mark.parametrize("text", EVASIONS)
def test_words_around_an_evasion_stay(text: str) -> None:
    assert "Before it." in to_html(f"Before it.\n\n{text}\n")


@given(
    st.lists(
        st.one_of(
            st.text(max_size=12),
            st.sampled_from(
                ["<", ">", "</", "/>", '"', "'", "=", "&#x", ";", "javascript:", "[", "](", ")",
                 "script", "img", "onerror", "svg", "<a href=", "<!--", "-->", "`", "\n", "| ",
                 "{: ", " }", "<![CDATA[", "\\", "&lt;", "data:", "style"]
            ),
        ),
        max_size=25,
    ).map("".join)
)  # fmt: skip
def test_no_text_at_all_becomes_a_harmful_tag_or_attribute(text: str) -> None:
    html = to_html(text)
    assert find_harm(html) == ""
    assert Parsed(explained(text)).text == Parsed(html).text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One *two* **three**", "<p>One <em>two</em> <strong>three</strong></p>"),
        ("`four`", "<p><code>four</code></p>"),
        ("### You said", "<h3>You said</h3>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>'),
        ("A & B < C", "<p>A &amp; B &lt; C</p>"),
        ("", ""),
        ("<!-- What went well? -->", ""),
    ],
)  # fmt: skip
def test_what_is_allowed_is_shown(text: str, html: str) -> None:
    assert to_html(text) == html


def test_a_link_to_elsewhere_tells_nobody_where_it_came_from() -> None:
    html = to_html("[x](https://example.org/a?b=c&d=e)")
    assert Parsed(html).elements[1] == (
        "a", {"href": "https://example.org/a?b=c&d=e", "rel": "noopener noreferrer"}
    )  # fmt: skip


def test_tables_are_shown_and_aligned_by_us_alone() -> None:
    html = to_html("| a | b |\n|:--|--:|\n| 1 | 2 |")
    assert [tag for tag, _ in Parsed(html).elements][:4] == ["table", "thead", "tr", "th"]
    assert find_harm(html) == ""


def test_snippets_are_not_expanded() -> None:
    assert to_html('--8<-- "/etc/hostname"') == '<p>--8&lt;-- "/etc/hostname"</p>'


def explained(text: str) -> str:
    return render_narrative(text, MEANINGS).html


def test_the_first_use_of_an_acronym_explains_itself() -> None:
    assert explained("A GP and a GP") == (
        '<p>A <abbr title="General practitioner">GP</abbr> and a GP</p>'
    )


def test_a_plural_is_explained_without_its_s() -> None:
    assert explained("Two GPs") == '<p>Two <abbr title="General practitioner">GP</abbr>s</p>'


def test_ampersands_and_odd_meanings_are_escaped() -> None:
    assert '<abbr title="Accident &amp; emergency">A&amp;E</abbr>' in explained("In A&E now")
    assert Parsed(explained("The CQC")).attributes("abbr", "title") == ["Care <Quality>"]


@pytest.mark.parametrize(
    "text",
    ["`GP`", "    GP", "```\nGP\n```", "[GP](https://example.org)", "[x](https://example.org/GP)",
     '[x](https://example.org "GP")', "NON-GP", "GPX", "xGP", "https://example.org/GP/x"],
)  # fmt: skip
def test_acronyms_are_left_alone_in_code_links_and_longer_words(text: str) -> None:
    narrative = render_narrative(text, MEANINGS)
    assert narrative.html == to_html(text)
    assert narrative.acronyms == frozenset()


def test_the_acronyms_used_are_known() -> None:
    assert render_narrative("GPs and A&E", MEANINGS).acronyms == {"GP", "A&E"}


@given(st.text(alphabet="GPAE&CQ <>`[]()*_s\n", max_size=60))
def test_explaining_alters_neither_text_nor_other_tags(text: str) -> None:
    html = to_html(text)
    narrative = render_narrative(text, MEANINGS)
    before, after = Parsed(html), Parsed(narrative.html)
    assert after.text == before.text
    assert [element for element in after.elements if element[0] != "abbr"] == before.elements
    assert len(after.attributes("abbr", "title")) == len(narrative.acronyms)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("### A", "<h4>A</h4>"),
        ("#### A", "<h5>A</h5>"),
        ("##### A", "<h6>A</h6>"),
        ("###### A", "<h6>A</h6>"),
        ("> ### A", "<blockquote>\n<h4>A</h4>\n</blockquote>"),
        ("`<h3>`", "<p><code>&lt;h3&gt;</code></p>"),
    ],
)
def test_headings_are_a_level_lower_where_something_stands_above_them(text: str, html: str) -> None:
    assert render_narrative(text, {}, heading_level=4).html == html


SHAPES = (
    r"{} {}/{}", r"# {} {}", r"{}/===/{}", r"- {}/- {}//  {}", r"1) {}/2) {}", r"> {}/{}",
    r"    {} {}", r"```/{} {}/```", r"```/{}", r"~~~/{}/~~~",
    r"| {} | {} |/|---|---|/| {} | {} |", r"| {} | {} |/|---|---|/| {} | {} | {} |",
    r"| {} | {} |/|---|/| {} | {} |", r"{} | {}/{} | {}", r"{}[^{}]//[^1]: {}", r"[{}]: {}",
    r"[{}]: x.md#{} '{}'", r"[{}](x.md)", r"[{}][{}]", r"- [ ] {}", r"~~{}~~ **{}** *{}* `{}`",
    r"<!-- {} -->/{}", r"<!-- {}/{}", r"<b>{}<!b>", r"![{}](x.png)", r"{}  /{}", r"{}\/{}",
    r"&nbsp;{}&amp;{}", r"{}/: {}", r"$${}$$ ==x{}x== :{}:", r"##{}", r"***/{}/---",
)  # fmt: skip
"""Words in Markdown; a slash is the end of a line."""


@given(
    st.lists(st.tuples(st.sampled_from(SHAPES), st.sampled_from(["\n\n", "\n", " "])), max_size=6)
)
def test_every_word_that_is_written_stands_on_the_page_or_is_found(
    shapes: list[tuple[str, str]],
) -> None:
    count = sum(shape.count("{}") for shape, _ in shapes)
    text = "".join(shape.replace("/", "\n") + end for shape, end in shapes)
    words = [f"word{number}word" for number in range(count)]
    text = text.format(*words)
    outline = parse_outline(text)
    hidden = (
        outline.raw_html, outline.pictures, outline.lost_cells, outline.strange_marks,
        outline.unclosed_fences,
    )  # fmt: skip
    if any(hidden):
        return
    comments = " ".join(one.text for one in (*outline.comments, *outline.inline_comments))
    links = " ".join(one.text for one in outline.links)
    shown = Parsed(render_narrative(text, {}).html).text
    assert [w for w in words if w not in shown and w not in comments and w not in links] == []
