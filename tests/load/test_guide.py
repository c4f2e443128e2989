"""The guide is read under the rules of narratives."""

from __future__ import annotations

import pytest

from boardpack.load.guide import load_guide
from support.instances import found, minimal, with_file

HOW, WHEN = "content/guide/how.md", "content/guide/when.md"


def test_a_page_has_its_name_title_and_text() -> None:
    pages, findings = load_guide({HOW: b"\xef\xbb\xbf# How *to*\r\n\r\nWords.\r\n"})
    assert findings == []
    assert [(page.name, page.title) for page in pages] == [("how.md", "How to")]
    assert pages[0].text == "# How *to*\n\nWords.\n"


def test_a_page_without_a_heading_is_called_by_its_file() -> None:
    assert load_guide({HOW: b"Words.\n"})[0][0].title == "how"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("# How\n\n<script>x</script>\n", "S106", 3),
        ("# How\n\nA <b onclick=x>b</b>\n", "S106", 3),
        ("# How\n\n![a](b.png)\n", "S107", 3),
        ("# How\n\n[a](file:///S:/b.docx)\n", "S113", 3),
    ],
)
def test_markup_and_pictures_are_found(text: str, code: str, line: int) -> None:
    places = [str(fault.place) for fault in found(with_file(minimal(), HOW, text), code)]
    assert f"{HOW}:{line}" in places


def test_a_page_that_is_not_utf_8_is_found_and_left_out() -> None:
    pages, findings = load_guide({HOW: b"# Caf\xe9\n"})
    assert (pages, [fault.code for fault in findings]) == ((), ["F103"])


def test_s108_passes_links_to_pages_that_are_there_and_to_other_sites() -> None:
    links = ("when.md#x", "https://example.org/gone.md", "#here", "../services/x.html")
    text = "# How\n\n" + "".join(f"[a]({link})\n" for link in links)
    tree = with_file(with_file(minimal(), WHEN, "# When\n"), HOW, text)
    assert found(tree, "S108") == []


def test_s108_finds_a_link_to_a_page_that_is_not_there() -> None:
    [fault] = found(with_file(minimal(), HOW, "# How\n\nRead [this](gone.md).\n"), "S108")
    assert (str(fault.place), fault.what) == (f"{HOW}:3", "there is no page 'gone.md'")
