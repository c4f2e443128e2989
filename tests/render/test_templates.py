"""A template that names what its page has not fails here, whether or not an example shows it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from functools import cache
from typing import Any, ClassVar

import pytest
from jinja2 import Environment, nodes

from boardpack import render
from boardpack.analysis.blocks.assurance import AssuranceBlock
from boardpack.analysis.blocks.finance import FinanceBlock
from boardpack.analysis.blocks.measures import MeasuresBlock
from boardpack.analysis.blocks.plans import PlansBlock
from boardpack.analysis.blocks.risks import RisksBlock
from boardpack.analysis.blocks.table import TableBlock
from boardpack.analysis.measures import Measured
from boardpack.analysis.rag import Rating
from boardpack.model.dataset import Kind
from boardpack.render.page import create_environment, render_page
from boardpack.render.words import format_moment
from support.books import demo_book, templates
from support.template_check import TemplateCheck

BLOCKS = {
    Kind.MEASURES: MeasuresBlock,
    Kind.FINANCE: FinanceBlock,
    Kind.RISKS: RisksBlock,
    Kind.ASSURANCE: AssuranceBlock,
    Kind.PLANS: PlansBlock,
    Kind.TABLE: TableBlock,
}
BLOCK_TYPES = {f"sections/{kind}.html.jinja": block for kind, block in BLOCKS.items()}


@cache
def environment() -> Environment:
    whole = demo_book().env.overlay()
    whole.filters = {**whole.filters, "moment": format_moment}
    return whole


def find_pages() -> Iterator[Any]:
    """Yield every class of boardpack that has a template."""
    for module_info in pkgutil.walk_packages(render.__path__, f"{render.__name__}."):
        for value in vars(importlib.import_module(module_info.name)).values():
            is_page = is_dataclass(value) and hasattr(value, "template")
            if is_page and value.__module__ == module_info.name:
                yield value


PAGES = list(find_pages())


@pytest.mark.rotating
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_every_name_and_attribute_in_a_template_is_there(page: Any) -> None:
    assert TemplateCheck(environment(), BLOCK_TYPES).check_page(page) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_a_page_is_frozen(page: Any) -> None:
    assert page.__dataclass_params__.frozen


def test_each_kind_of_block_has_a_template() -> None:
    assert set(BLOCKS) == set(Kind)
    assert set(BLOCK_TYPES) <= set(templates())


@pytest.mark.rotating
def test_no_template_and_no_macro_is_left_over() -> None:
    checks = [TemplateCheck(environment(), BLOCK_TYPES) for _ in PAGES]
    for check, page in zip(checks, PAGES, strict=True):
        check.check_page(page)
    shipped = {name for name in templates() if name.endswith(".jinja")}
    assert {name for check in checks for name in check.templates} == shipped
    defined = {
        (name, macro.name)
        for name in shipped
        for macro in environment().parse(templates()[name]).find_all(nodes.Macro)
    }
    assert {macro for check in checks for macro in check.macros} == defined


@dataclass(frozen=True)
class Row:
    measured: Measured | None
    words: tuple[str, ...]


@dataclass(frozen=True)
class ExamplePage:
    template: ClassVar[str] = "page"
    rows: tuple[Row, ...]
    pairs: tuple[tuple[Rating, Row], ...]
    by_name: Mapping[str, Row]


GOOD = [
    "{{ rows[0].measured.measure.title }}",
    "{% for row in rows if row.words %}{{ loop.index }} {{ row.measured|latest }}{% endfor %}",
    "{% for rating, row in pairs %}{{ shapes[rating] }} {{ row.words|join }}{% endfor %}",
    "{% for row in by_name.values() %}{{ row.words }}{% endfor %}",
    "{{ (rows[0].measured|judge).headline }}",
    "{% macro show(row) %}{{ row.words }}{% endmacro %}{{ show(rows[0]) }}",
    '{% from "macros" import show %}{{ show(by_name["a"]) }}',
    '{% for row in rows %}{% include "part" %}{% endfor %}',
    "{{ (rows|selectattr('words')|first).measured }}",
]
BAD = [
    "{{ row }}",
    "{{ edition }}",
    "{% for row in rows %}{% endfor %}{{ row.words }}",
    "{{ rows[0].said }}",
    "{{ rows[1:][0].said }}",
    "{{ rows[0].measured.measure.titel }}",
    "{% for row in rows if row.said %}{% endfor %}",
    "{% for rating, row in pairs %}{{ row.said }}{% endfor %}",
    "{% for row in by_name.values() %}{{ row.said }}{% endfor %}",
    "{% if rows and rows[0].said %}{% endif %}",
    "{% if false %}{% elif rows[0].said %}{% endif %}",
    "{% if rows %}{% else %}{{ said }}{% endif %}",
    "{% set first = rows[0] %}{{ first.said }}",
    "{{ (rows[0].measured|judge).titel }}",
    "{{ rows|unheard_of }}",
    "{{ rows[0].words|replace('a', said) }}",
    "{% macro show(row) %}{{ row.said }}{% endmacro %}{{ show(rows[0]) }}",
    "{% macro show(row) %}{{ row.words }}{% endmacro %}{{ show() }}",
    "{% macro show(row) %}{{ row.words }}{% endmacro %}{{ show(rows[0], linked=true) }}",
    '{% from "macros" import shown %}',
    '{% from "macros" import show %}{{ show(pairs) }}',
    '{% include "part" %}',
    "{{ (rows|selectattr('said')|first).measured }}",
    "{{ (rows|first).said if rows else '' }}",
]


def check_example(text: str) -> list[str]:
    """Return what is wrong with a template of the example's page."""
    own = create_environment(
        {
            "page": text,
            "part": "{{ row.words }}",
            "macros": "{% macro show(row) %}{{ row.words }}{% endmacro %}",
        }
    )
    own.filters, own.globals = environment().filters, environment().globals
    return TemplateCheck(own, {}).check_page(ExamplePage)


@pytest.mark.parametrize("text", GOOD)
def test_nothing_is_said_of_a_good_template(text: str) -> None:
    assert check_example(text) == []


@pytest.mark.parametrize("text", BAD)
def test_what_is_not_there_is_found(text: str) -> None:
    assert check_example(text)


def test_a_page_hands_over_its_fields_and_nothing_else() -> None:
    own = create_environment({"page": "{{ rows|length }}{{ template is defined }}"})
    assert render_page(own, ExamplePage((), (), {})) == "0False"
