"""Whatever a table holds: no word over another, none cut, none lost, no heading left alone."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.adapters.pdf.fonts import use_fonts, write_fonts
from boardpack.adapters.pdf.table_fit import ColumnNeed, share_width
from support.books import templates
from support.layout import LaidOutPage, print_body
from support.sampling import sampled

pytestmark = pytest.mark.rotating

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGIMWilIW"
FIGURES = ["£1,305,100,000", "−£13,700,000", "12,345", "93.3%", "*", "–", "(1,234.56)", "£0.05"]
LOOKS = ["", "bp-plain", "bp-left bp-dense bp-risks", "bp-rated", "bp-dense bp-finance"]


@pytest.fixture(scope="module", autouse=True)
def fonts(tmp_path_factory: pytest.TempPathFactory) -> None:
    use_fonts(write_fonts(tmp_path_factory.mktemp("fonts")))


def css() -> str:
    return templates()["pdf/print.css"]


def make_table(headings: list[str], rows: list[list[str]], look: str = "") -> str:
    head = "".join(f"<th>{one}</th>" for one in headings)
    lines = "".join(
        f"<tr><th>{first}</th>{''.join(f'<td>{one}</td>' for one in rest)}</tr>"
        for first, *rest in rows
    )
    return (
        f'<table class="bp-t {look}"><caption>Its title</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{lines}</tbody></table>"
    )


def make_section(content: str) -> str:
    return (
        '<section class="item" style="break-before: page">'
        f'<h2 data-head="Part">Part</h2>{content}</section>'
    )


def lay_out(body: str) -> tuple[LaidOutPage, ...]:
    printed, pages = print_body(body, css())
    assert printed.refusal == ""
    return pages


class Writer:
    """Writes words at random."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def write_word(self, longest: int) -> str:
        return "".join(self.random.choices(LETTERS, k=self.random.randint(1, longest)))

    def write_cell(self, kind: str) -> str:
        if kind == "figure":
            return self.random.choice(FIGURES)
        if kind == "word":
            return self.write_word(60)
        count = self.random.randint(1, 4 if kind == "few" else 60)
        return " ".join(self.write_word(12) for _ in range(count))

    def write_table(self, column_count: int) -> list[list[str]]:
        kinds = self.random.choices(["figure", "figure", "word", "few", "many"], k=column_count)
        headings = [self.write_cell("few") for _ in kinds]
        return [headings, *([self.write_cell(kind) for kind in kinds] for _ in range(2))]


@pytest.mark.parametrize("seed", sampled(range(12), 12))
def test_tables_of_1_to_14_columns_and_words_of_1_to_60_letters_stand_in_their_cells(
    seed: int,
) -> None:
    writer = Writer(seed)
    tables = [writer.write_table(count) for count in range(1, 15)]
    pages = lay_out(
        "".join(
            make_section(make_table(table[0], table[1:], LOOKS[(seed + n) % len(LOOKS)]))
            for n, table in enumerate(tables)
        )
    )
    assert [collision for page in pages for collision in page.find_collisions()] == []
    shown = [words.text for page in pages for words in page.words]
    letters = "".join(shown).replace(" ", "")
    for table in tables:
        for cell in (cell for row in table for cell in row):
            assert cell in FIGURES or cell.replace(" ", "") in letters, "no letter is lost"
            assert cell not in FIGURES or cell in shown, "no figure is broken"


def is_across(page: LaidOutPage) -> bool:
    return page.width > page.height


def find_text_height(page: LaidOutPage, text: str) -> float:
    return next(one.bottom - one.top for one in page.words if one.text == text)


def test_a_wide_table_is_printed_smaller_then_with_its_section_on_its_side_then_as_a_list() -> None:
    few, some, many, most = (
        make_section(make_table([f"Heading{n}" for n in range(count)], [["10,200"] * count] * 2))
        for count in (5, 11, 15, 30)
    )
    roomy, small, across, *listed = lay_out(few + some + many + most)
    assert [is_across(page) for page in (roomy, small, across, *listed)] == [0, 0, 1, 0, 0]
    assert find_text_height(roomy, "10,200") > find_text_height(small, "10,200")
    texts = [one.text for page in listed for one in page.words]
    assert texts.count("Heading29") == 2, "each row says all its headings"


def test_a_heading_of_a_group_stands_over_the_rows_that_became_lists() -> None:
    figure = "£1,305,100,000"
    table = make_table(["Measure", *(f"P{n}" for n in range(12))], [["Spend", *[figure] * 12]])
    group = '<tr class="bp-group"><th colspan="13">Wolverhampton</th></tr>'
    (page,) = lay_out(make_section(table.replace("<tbody>", f"<tbody>{group}")))
    texts = [one.text for one in page.words]
    assert (texts.count(figure), texts.count("P11")) == (12, 1)
    assert texts.index("Wolverhampton") < texts.index("Spend")


def test_the_longest_figure_is_never_broken_and_an_address_is() -> None:
    figure, address = "£123,456,789,012,345.67", "https://example.org/" + "abcdefghij" * 6
    (page,) = lay_out(make_section(make_table(list("ABCDEF"), [[figure, address] * 3])))
    assert [one.text for one in page.words].count(figure) == 3
    assert address not in [one.text for one in page.words]


def test_headings_stand_on_every_page_of_a_table() -> None:
    pages = lay_out(make_section(make_table(["First", "Second"], [["a", "b"]] * 200)))
    assert len(pages) > 2
    for page in pages:
        assert [one.text for one in page.words].count("Second") == 1


def test_a_row_that_is_longer_than_a_page_loses_nothing() -> None:
    words = [f"word{n}" for n in range(1200)]
    pages = lay_out(make_section(make_table(list("ABC"), [["x", " ".join(words), "y"]])))
    shown = " ".join(one.text for page in pages for one in page.words).split()
    assert [one for one in shown if one.startswith("word")] == words


DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 190"><title>t</title>'
    '<path d="M0 0H480"/></svg>'
)
CHART = f'<figure class="bp-chart">{DRAWING}<figcaption>What it says</figcaption></figure>'
WIDE = f'<figure class="bp-chart bp-full"><figcaption>Title</figcaption>{DRAWING}</figure>'
TITLES = ("Title", "Its title", "T")
ROWS = [["a", "some words " * 12]] * 4
FOLLOWED = {
    "a table": "<h3>Title</h3>" + make_table(["Title", "Title"], ROWS),
    "a table that stays whole": (
        f'<h4>Title</h4><div class="bp-ahead">{make_table(["Title", "Title"], ROWS)}</div>'
    ),
    "charts": '<h4>Title</h4><div class="bp-charts bp-row-of-3">' + CHART * 5 + "</div>",
    "a wide chart": (
        f'<p class="bp-headline">Title</p><div class="bp-charts">{WIDE}</div>'
    ),
    "a section": '<h3>Title</h3><p class="bp-meta">Title</p><h4>Title</h4><ul><li>words</ul>',
}  # fmt: skip


@pytest.mark.parametrize("body", FOLLOWED.values(), ids=FOLLOWED)
def test_no_heading_caption_or_chart_s_title_is_left_alone_at_the_end_of_a_page(body: str) -> None:
    pages = lay_out(
        "".join(
            make_section(f'<div style="height: {height}mm"></div>{body}')
            for height in range(150, 252, 9)
        )
    )
    endings = [
        page.words[-1].text
        for page, next_page in pairwise(pages)
        if next_page.words[0].text != "Part"
    ]
    assert endings
    assert not {*endings} & {*TITLES}


def build_needs() -> st.SearchStrategy[list[ColumnNeed]]:
    pairs = st.tuples(st.floats(0.5, 20), st.floats(0, 500))
    return st.lists(pairs, min_size=1, max_size=20).map(
        lambda pairs: [ColumnNeed(word, word + more) for word, more in pairs]
    )


@given(build_needs(), st.floats(0, 300))
def test_columns_share_all_the_room_and_none_gets_less_than_its_longest_word(
    needs: list[ColumnNeed], spare: float
) -> None:
    room = sum(need.word for need in needs) + spare
    widths = share_width(needs, room)
    assert sum(widths) == pytest.approx(room)
    assert all(width >= need.word - 1e-9 for width, need in zip(widths, needs, strict=True))
