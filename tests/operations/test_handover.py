from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from boardpack.adapters.site.mike_versions import VERSIONS, add_entries
from boardpack.adapters.workspace import open_workspace
from boardpack.analysis.outstanding import Handover
from boardpack.model.publication import Publication
from boardpack.operations.handover import open_handovers
from boardpack.publish.versions import to_properties
from support.cycles import ready, timed
from support.running import boardpack, commit, git, put, repository

pytestmark = pytest.mark.rotating

EDITION = ("monthly", "2018-11")
FIRST = Publication(
    "monthly-2018-11", "Monthly pack", *EDITION, 1, "", "2018-12-18T15:30:00Z", "c" * 40, "m" * 64
)
SECOND = replace(FIRST, version="monthly-2018-11-r2", revision=2, supersedes="monthly-2018-11")
SUPERSEDED = replace(FIRST, superseded_by="monthly-2018-11-r2")
SENT = "key,at,to,copies,via,outcome,subject,about,reason\n"


def publish(root: Path, publications: Sequence[Publication]) -> None:
    """Let the pages branch list publications, of which nobody looks at the files here."""
    entries = [(one.version, one.title, to_properties(one)) for one in publications]
    git(root, "switch", "--quiet", "--orphan", "gh-pages")
    put({VERSIONS: add_entries(None, entries, {})}, root)
    commit(root, "Published")
    git(root, "switch", "--quiet", "main")


def sent_row(version: str, outcome: str) -> str:
    return (
        f"circulate/{version}/director-cannock,2018-12-18T16:00:00Z,director-cannock,,smtp,"
        f"{outcome},Monthly pack,{version},\n"
    )


def handover_of(root: Path) -> Handover:
    return open_handovers(open_workspace(root)).find(EDITION)


def test_outside_a_repository_nothing_is_known_to_be_published(tmp_path: Path) -> None:
    assert handover_of(put(timed(), tmp_path)) == Handover()


def test_what_the_pages_list_is_published(tmp_path: Path) -> None:
    root = repository(timed(), tmp_path / "clone")
    assert handover_of(root) == Handover()
    publish(root, [FIRST])
    assert handover_of(root) == Handover(is_published=True)
    assert open_handovers(open_workspace(root)).find(("monthly", "2018-12")) == Handover()


@pytest.mark.parametrize(
    ("publications", "version", "outcome", "is_circulated"),
    [
        ([FIRST], "monthly-2018-11", "sent", True),
        ([FIRST], "monthly-2018-11", "refused", False),
        ([SUPERSEDED, SECOND], "monthly-2018-11", "sent", False),  # the correction was not
        ([SUPERSEDED, SECOND], "monthly-2018-11-r2", "sent", True),
    ],
)
def test_it_is_circulated_when_the_newest_version_was_sent_to_somebody(
    publications: list[Publication],
    version: str,
    outcome: str,
    is_circulated: bool,
    tmp_path: Path,
) -> None:
    root = repository(timed(), tmp_path / "clone")
    publish(root, publications)
    put({"data/sent/monthly/2018-11.csv": (SENT + sent_row(version, outcome)).encode()}, root)
    assert handover_of(root) == Handover(is_published=True, is_circulated=is_circulated)


def test_what_is_published_is_asked_for_no_more_but_is_to_be_circulated(tmp_path: Path) -> None:
    tree = ready(timed())
    pack = tree["data/packs/monthly.yml"].replace(b", done_when: signed-off", b"")
    root = repository({**tree, "data/packs/monthly.yml": pack}, tmp_path / "clone")
    status = ("-C", root, "status", "--at", "2018-12-18T12:00")
    assert "to be published: boardpack publish monthly 2018-11" in boardpack(*status).out
    publish(root, [FIRST])
    assert "to be circulated: boardpack circulate --send" in boardpack(*status).out
    put({"data/sent/monthly/2018-11.csv": (SENT + sent_row(FIRST.version, "sent")).encode()}, root)
    assert "Who owes what" not in boardpack(*status).out
