"""Each section kind has a golden page: `tests/cases/sections/<kind>/expected.html`.

To accept a change: BOARDPACK_GOLDEN=write pytest tests/render/test_golden.py, and read the diff.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from boardpack.model.dataset import Kind
from support.books import book_of, fragment
from support.instances import minimal, with_assurance, with_plans

pytestmark = pytest.mark.rotating

FOLDER = Path(__file__).parents[1] / "cases/sections"
SHOWN = {
    "narrative": ("cannock-chase", "summary"),
    Kind.MEASURES.value: ("cannock-chase", "access"),
    Kind.FINANCE.value: ("cannock-chase", "finance"),
    Kind.RISKS.value: ("directorate", "risks"),
    Kind.ASSURANCE.value: ("directorate", "risks"),
    Kind.PLANS.value: ("directorate", "plans"),
    Kind.TABLE.value: ("cannock-chase", "extra-shifts"),
}


@pytest.mark.parametrize("kind", SHOWN)
def test_a_section_is_shown_as_expected(kind: str) -> None:
    tree = with_assurance(minimal()) if kind == Kind.ASSURANCE.value else with_plans()
    shown = f"{fragment(book_of(tree), *SHOWN[kind]).html}\n".encode()
    file = FOLDER / kind / "expected.html"
    if os.environ.get("BOARDPACK_GOLDEN") == "write":
        assert not os.environ.get("CI"), "what is expected is never written in CI"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(shown)
    assert file.is_file(), f"{file} is not there; see this module's first lines"
    assert file.read_bytes() == shown


def test_no_golden_page_is_left_over() -> None:
    here = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()}
    assert here == {f"{kind}/expected.html" for kind in SHOWN}


def test_every_kind_has_a_golden_page() -> None:
    assert set(SHOWN) == {"narrative", *(kind.value for kind in Kind)}
