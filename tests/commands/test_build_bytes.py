"""Whatever the way to a build, its files are the same, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.instances import ACCESS_ROWS, CANNOCK, Files, edited, minimal
from support.printing import EITHER_WAY, printing
from support.running import boardpack, put

pytestmark = pytest.mark.rotating

BUILT = Path("build/monthly-2018-11")


@pytest.fixture(scope="module")
def changed() -> Files:
    return edited(minimal(), CANNOCK, "because reminders now go out", "since reminders go out")


@pytest.fixture(scope="module", params=EITHER_WAY, autouse=True)
def way(request: pytest.FixtureRequest) -> Iterator[None]:
    with printing(request.param):
        yield


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, way: None) -> dict[str, bytes]:
    """A whole build with one process."""
    return build(put(minimal(), tmp_path_factory.mktemp("whole")), jobs=1)


@pytest.fixture(scope="module")
def twice(
    tmp_path_factory: pytest.TempPathFactory, changed: Files, way: None
) -> list[dict[str, bytes]]:
    """A whole build with two processes, then one narrative changed and built again."""
    folder = put(minimal(), tmp_path_factory.mktemp("twice"))
    first = build(folder, jobs=2)
    return [first, build(put(changed, folder), jobs=2)]


def test_two_whole_builds_are_the_same(
    whole: dict[str, bytes], twice: list[dict[str, bytes]]
) -> None:
    assert differing(whole, twice[0]) == []


def test_building_what_changed_gives_what_building_everything_gives(
    tmp_path: Path, changed: Files, twice: list[dict[str, bytes]]
) -> None:
    assert differing(build(put(changed, tmp_path), jobs=1), twice[1]) == []


def test_a_changed_narrative_changes_its_pages_and_documents_only(
    twice: list[dict[str, bytes]],
) -> None:
    assert differing(*twice) == [
        "pages/sections/access.md",
        "pages/services/cannock-chase.md",
        "pdf/cannock-chase.pdf",
        "pdf/directorate.pdf",
        "site/pdf/cannock-chase.pdf",
        "site/pdf/directorate.pdf",
        "site/search/words-0.js",
        "site/sections/access.html",
        "site/services/cannock-chase.html",
    ]


def test_changed_figures_reach_every_page_and_document_that_tells_of_them(tmp_path: Path) -> None:
    """The last change makes the failure of the other service one that a good total hides."""
    tree: Files = minimal()
    for period_service, old, new in (
        ("2018-11,seisdon", "3.5,42", "9.0,108"),
        ("2018-11,cannock-chase", "3.5,77", "2.0,44"),
    ):
        build(put(tree, tmp_path / "again"), jobs=2)
        row = f"{period_service},missed,"
        tree = edited(tree, ACCESS_ROWS, row + old, row + new)
    again = build(put(tree, tmp_path / "again"), jobs=2)
    assert differing(again, build(put(tree, tmp_path / "whole"), jobs=2)) == []


def build(root: Path, jobs: int) -> dict[str, bytes]:
    """Build and return every file of the edition, but for the keys and the machine's settings."""
    ran = boardpack("-C", root, "build", "--draft", "--jobs", str(jobs))
    assert ran.status == 0, ran
    folder = root / BUILT
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for part in ("pages", "pdf", "site")
        for path in sorted((folder / part).rglob("*"))
        if path.is_file()
    }


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
