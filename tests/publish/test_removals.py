"""What a publication had, and nothing describes any more, is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from boardpack.publish.manifest import Manifest
from boardpack.publish.removals import find_removals
from support.editions import edition_of
from support.instances import ACCESS, DIRECTORATE, PACK, Files, edited, minimal
from support.publications import MANIFEST


def removed(tree: Files, manifest: Manifest) -> list[tuple[str, str]]:
    return [
        (finding.place.path, finding.what) for finding in find_removals(manifest, edition_of(tree))
    ]


PAGES = {
    "measures/access.missed.html": "",
    "measures/index.html": "",
    "index.html": "",
    "data/extra-shifts.csv": "",
}
BEFORE = replace(MANIFEST, files=PAGES)


def test_d111_passes_what_is_described_or_has_ended() -> None:
    assert removed(minimal(), BEFORE) == []
    ended = edited(minimal(), ACCESS, "id: missed\n", "id: missed\n    until: 2018-10\n")
    assert removed(ended, BEFORE) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "gone", "where"),
    [
        (ACCESS, "id: missed", "id: unseen", "measure 'access.missed'", ACCESS),
        (PACK, "id: access", "id: entry", "section 'access'", PACK),
        (PACK, "datasets: [extra-shifts]", "datasets: [feedback]", "dataset 'extra-shifts'", PACK),
        (DIRECTORATE, "id: seisdon", "id: wombourne", "service 'seisdon'", DIRECTORATE),
    ],
)
def test_d111_finds_what_was_taken_out_of_its_file(
    path: str, old: str, new: str, gone: str, where: str
) -> None:
    words = f"{BEFORE.version} has {gone}, which no file describes or shows any more"
    assert removed(edited(minimal(), path, old, new), BEFORE) == [(where, words)]
