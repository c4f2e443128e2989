"""What a publication had, and nothing describes any more, is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from boardpack.publish.manifest import Manifest
from boardpack.publish.removals import list_removals
from support.editions import edition_of
from support.instances import ACCESS, DIRECTORATE, PACK, Files, edited, minimal
from support.publications import MANIFEST


def removed(tree: Files, manifest: Manifest) -> tuple[str, ...]:
    edition = edition_of(tree)
    return list_removals(manifest, edition.instance, edition.pack)


PAGES = {
    "measures/access.missed.html": "",
    "measures/index.html": "",
    "index.html": "",
    "data/extra-shifts.csv": "",
}
BEFORE = replace(MANIFEST, files=PAGES)


def test_what_is_described_or_has_ended_is_no_removal() -> None:
    assert removed(minimal(), BEFORE) == ()
    ended = edited(minimal(), ACCESS, "id: missed\n", "id: missed\n    until: 2018-10\n")
    assert removed(ended, BEFORE) == ()


@pytest.mark.parametrize(
    ("path", "old", "new", "gone"),
    [
        (ACCESS, "id: missed", "id: unseen", "measure 'access.missed'"),
        (PACK, "id: access", "id: entry", "section 'access'"),
        (PACK, "datasets: [extra-shifts]", "datasets: [feedback]", "dataset 'extra-shifts'"),
        (DIRECTORATE, "id: seisdon", "id: wombourne", "service 'seisdon'"),
    ],
)
def test_what_was_taken_out_of_its_file_is_named(path: str, old: str, new: str, gone: str) -> None:
    assert removed(edited(minimal(), path, old, new), BEFORE) == (gone,)
