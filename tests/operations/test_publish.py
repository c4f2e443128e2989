"""What comes of publishing, as a value."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest

from boardpack.adapters.git.pages_branch import find_known_commit, find_pages_branch
from boardpack.adapters.workspace import Workspace, open_workspace
from boardpack.analysis.edition import Edition
from boardpack.commands.publish import show_outcome
from boardpack.errors import CannotRun
from boardpack.findings import Place
from boardpack.model.publication import Publication
from boardpack.model.signoff import Standing
from boardpack.operations.build import BuildReport, EditionBuilder
from boardpack.operations.check import check_editions
from boardpack.operations.departures import PublishedBefore, find_departures
from boardpack.operations.evidence_source import EvidenceSource
from boardpack.operations.pages_options import PagesOptions
from boardpack.operations.publication import (
    AlreadyPublished,
    ContentNotReady,
    LeaksFound,
    NotSignedOff,
    PublicationOutcome,
    PublicationRequest,
    Published,
    ReasonMissing,
)
from boardpack.operations.publications import ApprovalJudge, Approvals, read_publications
from boardpack.operations.publish import publish_edition
from boardpack.operations.report import CheckRequest, report_on_editions
from boardpack.operations.select import select_editions
from boardpack.publish.leaks import LEAKED_CONTACT
from support.instances import CANNOCK, PACK, SEISDON, Files, edited, minimal
from support.publications import VERSION, NoPrinter, approved, clone, quick_make
from support.running import commit, git, put

pytestmark = pytest.mark.rotating

REQUEST = PublicationRequest("monthly", "2018-11", "", PagesOptions("gh-pages"), EvidenceSource())
MOMENT = datetime(2018, 12, 14, 16, tzinfo=UTC)


def approve_all(workspace: Workspace, edition: Edition, source: EvidenceSource) -> Approvals:
    return approved(workspace, edition)


def publish(
    root: Path, request: PublicationRequest = REQUEST, judge: ApprovalJudge = approve_all
) -> PublicationOutcome:
    return publish_edition(root, request, NoPrinter(), lambda: MOMENT, approval_judge=judge)


@pytest.fixture(autouse=True, scope="module")
def _quick() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EditionBuilder, "build_edition", quick_make)
        yield


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, PublicationOutcome]:
    """Return a clone in which November was published, and what came of it; alter nothing."""
    root = clone(minimal(), tmp_path_factory.mktemp("published"))
    return root, publish(root)


@pytest.fixture
def root(first: tuple[Path, PublicationOutcome], tmp_path: Path) -> Path:
    """Return a copy of the clone, with its remote, for one test to alter."""
    published_root, _ = first
    shutil.copytree(published_root.parent, tmp_path / "copy", symlinks=True)
    return tmp_path / "copy/clone"


def test_a_first_publication_is_a_commit_that_everybody_sees(
    first: tuple[Path, PublicationOutcome],
) -> None:
    root, outcome = first
    assert isinstance(outcome, Published)
    assert (outcome.publication.version, outcome.publication.revision) == (VERSION, 1)
    assert outcome.publication.published == "2018-12-14T16:00:00Z"
    assert (outcome.location, outcome.is_only_here) == ("origin/gh-pages", False)
    assert git(root, "rev-parse", "origin/gh-pages") == outcome.commit


def test_the_same_again_is_already_published(
    root: Path, first: tuple[Path, PublicationOutcome]
) -> None:
    assert isinstance(first[1], Published)
    assert publish(root) == AlreadyPublished(first[1].publication)


def test_a_change_needs_a_reason_and_becomes_the_next_revision(
    root: Path, first: tuple[Path, PublicationOutcome]
) -> None:
    assert isinstance(first[1], Published)
    put(edited(minimal(), CANNOCK, "second line", "third line"), root)
    commit(root, "It was the third")
    git(root, "push", "--quiet", "origin", "main")
    assert publish(root) == ReasonMissing(first[1].publication, ("cannock-chase feedback",))
    outcome = publish(root, replace(REQUEST, reason="It was  the third"))
    assert isinstance(outcome, Published)
    assert (outcome.publication.revision, outcome.publication.supersedes) == (2, VERSION)
    assert outcome.publication.reason == "It was the third"


def test_a_clock_that_went_back_since_the_last_publication_is_refused(root: Path) -> None:
    put(edited(minimal(), CANNOCK, "second line", "third line"), root)
    commit(root, "It was the third")
    git(root, "push", "--quiet", "origin", "main")
    corrected = replace(REQUEST, reason="It was the third")
    with pytest.raises(CannotRun, match="is before monthly-2018-11 was published on") as caught:
        publish_edition(
            root,
            corrected,
            NoPrinter(),
            lambda: MOMENT - timedelta(minutes=1),
            approval_judge=approve_all,
        )
    assert "put the clock of this computer right" in str(caught.value)


def test_what_goes_without_a_word_is_not_published(root: Path) -> None:
    put(edited(minimal(), PACK, "id: feedback", "id: survey"), root)
    commit(root, "Nobody will notice")
    git(root, "push", "--quiet", "origin", "main")
    with pytest.raises(CannotRun) as caught:
        publish(root, replace(REQUEST, reason="A change"))
    assert f"{VERSION} has section 'feedback', which no file describes" in str(caught.value)
    assert "`because:` the reason" in str(caught.value)
    # The same is said before anybody signs, of a change as of the whole, in the same words.
    for request in (CheckRequest(), CheckRequest(since="HEAD~1")):
        removed = [
            each for each in report_on_editions(root, request).findings if each.code == "D111"
        ]
        assert [(finding.place, finding.is_error) for finding in removed] == [(Place(PACK), True)]
        assert f"{removed[0].place}: {removed[0].what}. {removed[0].advice}" in str(caught.value)


OLDER_ROWS = "data/datasets/access/2018-10.csv"
OLDER = b"period,service,measure,value\n2018-10,seisdon,booked,212\n2018-10,seisdon,missed,4.2\n"


def save(root: Path, files: Files, why: str = "A change") -> PublicationOutcome:
    put(files, root)
    commit(root, why)
    git(root, "push", "--quiet", "origin", "main")
    return publish(root, replace(REQUEST, reason=why))


@pytest.mark.parametrize(
    ("altered", "what", "line"),
    [
        (OLDER.replace(b"212", b"112"), "the row was altered in 'value'", 2),
        (OLDER + b"2018-10,cannock-chase,booked,9\n", "the row was added", 4),
        (OLDER.replace(b"2018-10,seisdon,missed,4.2\n", b""), "1 row was taken out", None),
    ],
)
def test_m121_finds_rows_of_an_older_published_file_that_were_altered_in_place(
    root: Path, altered: bytes, what: str, line: int | None
) -> None:
    assert isinstance(save(root, {OLDER_ROWS: OLDER}), Published)
    with pytest.raises(CannotRun) as caught:
        save(root, {OLDER_ROWS: altered})
    assert what in str(caught.value)
    assert f"since {VERSION}-r2 was published" in str(caught.value)
    assert "112" not in str(caught.value)
    for request in (CheckRequest(), CheckRequest(since="HEAD~1")):
        said = [each for each in report_on_editions(root, request).findings if each.code == "M121"]
        assert [finding.place for finding in said] == [Place(OLDER_ROWS, line)]
        assert not any(finding.is_error for finding in said)
    asked = CheckRequest(evidence_source=EvidenceSource())
    findings = report_on_editions(root, asked).findings
    assert [finding.is_error for finding in findings if finding.code == "M121"] == [True]


def test_m121_passes_an_older_file_that_is_saved_again(root: Path) -> None:
    assert isinstance(save(root, {OLDER_ROWS: OLDER}), Published)
    again = b"\r\n".join(OLDER.replace(b"4.2", b"4.20").splitlines())
    assert isinstance(save(root, {OLDER_ROWS: again}), Published)


@pytest.mark.parametrize(
    ("pack", "shown", "codes"),
    [
        ("monthly", "datasets: [access]", []),
        ("board", "datasets: [access]", []),
        # Whoever signed it saw none of the rows.
        ("board", "datasets: [feedback]", ["M121"]),
    ],
)
def test_an_older_edition_of_a_pack_with_those_rows_may_be_corrected_itself(
    root: Path, pack: str, shown: str, codes: list[str]
) -> None:
    assert isinstance(save(root, {OLDER_ROWS: OLDER}), Published)
    board = edited(minimal(), PACK, "datasets: [access]", shown)[PACK]
    put({OLDER_ROWS: OLDER.replace(b"212", b"112"), "data/packs/board.yml": board}, root)
    corrected_commit = commit(root, "October was wrong")
    pages = find_pages_branch(root, "gh-pages", None)
    tip = find_known_commit(pages)
    publications = read_publications(pages, tip)
    workspace = open_workspace(root)
    [edition] = check_editions(workspace, select_editions(workspace, "monthly", None)).editions

    def find_codes(*more: Publication) -> list[str]:
        before = PublishedBefore(pages, tip, (*publications, *more))
        return [finding.code for finding in find_departures(workspace, edition, before)]

    october = replace(
        publications[-1], version=f"{pack}-2018-10-r2", pack=pack, period="2018-10", revision=2
    )
    assert find_codes() == find_codes(october) == ["M121"]
    assert find_codes(replace(october, commit=corrected_commit)) == codes


def test_a_section_that_is_not_signed_off_refuses_all(root: Path) -> None:
    def find_one_stale(workspace: Workspace, edition: Edition, source: EvidenceSource) -> Approvals:
        first_verdict, *others = approved(workspace, edition).verdicts
        return Approvals((replace(first_verdict, standing=Standing.STALE), *others))

    outcome = publish(root, judge=find_one_stale)
    assert isinstance(outcome, NotSignedOff)
    assert [verdict.standing for verdict in outcome.verdicts if not verdict.is_valid] == [
        Standing.STALE
    ]
    assert outcome.ledger_faults == ()


def test_content_with_errors_is_not_ready(root: Path) -> None:
    put({SEISDON: b"---\nstatus: draft\n---\n"}, root)
    outcome = publish(root)
    assert isinstance(outcome, ContentNotReady)
    assert outcome.error_count > 0


def test_what_was_built_with_somebodys_details_in_it_is_not_published(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leak = LEAKED_CONTACT.make_finding(Place("index.html"), "a telephone number would be published")
    monkeypatch.setattr(
        EditionBuilder, "build_edition", lambda *_, **__: BuildReport(leaks=(leak,))
    )
    before = git(root, "rev-parse", "origin/gh-pages")
    outcome = publish(root)
    assert outcome == LeaksFound((leak,))
    out = StringIO()
    assert show_outcome(REQUEST, outcome, out) == 1
    assert "index.html  I108  a telephone number would be published" in out.getvalue()
    assert git(root, "rev-parse", "origin/gh-pages") == before


def test_a_reason_with_somebodys_details_in_it_is_not_published(root: Path) -> None:
    put(edited(minimal(), CANNOCK, "second line", "third line"), root)
    commit(root, "It was the third")
    git(root, "push", "--quiet", "origin", "main")
    outcome = publish(root, replace(REQUEST, reason="Ring 01543 123456 about it"))
    assert isinstance(outcome, LeaksFound)
    [finding] = outcome.findings
    assert (finding.code, finding.place.path) == ("I108", "manifest.json")
    assert "123456" not in finding.what
