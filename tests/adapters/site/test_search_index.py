from __future__ import annotations

from pathlib import Path

import pytest
from material.plugins.search.plugin import Parser

from boardpack.adapters.site.search_index import list_entries

SECTIONS = sorted((Path(__file__).parents[2] / "cases/sections").glob("*/expected.html"))
ODD = {
    "words_of_every_kind": "<p>A&amp;E, St John&#39;s, 8,940 &lt;b&gt;</p>\n<p> </p><p>\nx\ny</p>",
    "a_list_without_words": "<ul><li>a</li><li> </li></ul><ol></ol>",
    "a_picture_that_is_left_out": '<figure data-search-exclude="" data-chart=\'{"a": "<b>"}\'>'
    "<svg><title>t</title><path d=''/></svg><figcaption>u</figcaption></figure>v",
    "what_is_left_out_holds_one_of_its_kind": "<div data-search-exclude><div>a</div>b</div>c",
    "cells_without_words": "<ul><li><span></span></li><li> <b></b> c</li></ul><td></td> d",
    "a_word_that_is_left_out": '<p>a <b data-search-exclude="">b</b> <span class="e>">c</span></p>',
    "a_heading_in_a_box": '<div><h2 id="b">B</h2>in</div>after<h3 id="c">C</h3>last',
    "a_heading_that_is_left_out": '<h2 id="b" data-search-exclude>B</h2><p>in</p>',
    "a_link_to_itself": '<h2 id="b">B <sup>2</sup><a class="headerlink" href="#b">&para;</a></h2>',
    "a_program_and_a_remark": "<script>if (a < b) c()</script><!-- <p>d</p> --><pre>e\n  f</pre>",
}


def read_as_the_plugin_does(html: str) -> list[dict[str, str]]:
    parser = Parser()
    parser.feed(html)
    parser.close()
    return [
        {
            "location": f"a.html#{section.id}" if section.id else "a.html",
            "title": "".join(section.title).strip(),
            "text": "".join(section.text).strip(),
        }
        for section in parser.data
        if not section.is_excluded()
    ]


@pytest.mark.parametrize("name", ODD)
def test_what_is_found_in_a_page_is_what_the_themes_plugin_finds(name: str) -> None:
    page = f'<h1 id="a">A</h1>\n{ODD[name]}\n'
    assert list(list_entries(page, "a.html")) == read_as_the_plugin_does(page)


@pytest.mark.parametrize("path", SECTIONS, ids=lambda path: path.parent.name)
def test_sections_of_each_kind_are_found_as_the_themes_plugin_finds_them(path: Path) -> None:
    page = f'<h1 id="_top">A</h1><h2 id="b">B</h2>{path.read_text("utf-8")}'
    entries = list(list_entries(page, "a.html"))
    assert len(entries) > 1
    assert entries == read_as_the_plugin_does(page)
