"""An edition is built by any builder and any printer that keep to the interface."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from boardpack.adapters.lock import hold_lock
from boardpack.adapters.site.builder import SiteJob
from boardpack.adapters.workspace import open_workspace
from boardpack.errors import CannotRun
from boardpack.operations.build import BuildReport, EditionBuilder
from boardpack.operations.build_settings import BuildSettings, read_build_settings
from boardpack.operations.check import check_editions
from boardpack.operations.select import Selection
from support.instances import CANNOCK, edited, minimal
from support.printing import PlainPrinter
from support.running import put

pytestmark = pytest.mark.rotating

NOVEMBER = Selection((("monthly", "2018-11"),))


class PlainBuilder:
    """A second site builder: each page as it is, and a list of what it was told."""

    def __init__(self) -> None:
        self.jobs: list[SiteJob] = []

    def build_site(self, job: SiteJob) -> tuple[str, ...]:
        self.jobs.append(job)
        for page in sorted(job.pages_folder.rglob("*.md")):
            name = page.relative_to(job.pages_folder).with_suffix(".html")
            put({name.as_posix(): page.read_bytes()}, job.new_site)
        settings = job.settings
        about = f"{settings.title}, {settings.version or 'for review'}, {job.build_date:%Y-%m-%d}"
        put({"about.txt": about.encode()}, job.new_site)
        return ()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return put(minimal(), tmp_path)


def read_settings(root: Path) -> BuildSettings:
    return read_build_settings(root, root / "build")


def build(root: Path, builder: EditionBuilder) -> BuildReport:
    workspace = open_workspace(root)
    report = check_editions(workspace, NOVEMBER)
    return builder.build_edition(workspace, report.editions[0], report.findings, (), draft=False)


def test_another_builder_and_another_printer_make_an_edition(root: Path) -> None:
    site_builder = PlainBuilder()
    builder = EditionBuilder(read_settings(root), PlainPrinter(), site_builder)
    assert build(root, builder) == BuildReport()
    site = root / "build/monthly-2018-11/site"
    assert (site / "about.txt").read_text() == "Example primary care, for review, 2018-12-14"
    assert (site / "services/seisdon.html").is_file()
    assert (site / "pdf/seisdon.pdf").read_bytes().startswith(b"%PDF-")
    assert [job.changed_pages for job in site_builder.jobs] == [None]


def test_a_builder_is_told_what_changed_and_left_alone_when_nothing_did(root: Path) -> None:
    site_builder = PlainBuilder()
    builder = EditionBuilder(read_settings(root), PlainPrinter(), site_builder)
    build(root, builder)
    build(root, builder)
    assert len(site_builder.jobs) == 1
    put(edited(minimal(), CANNOCK, "second line", "third line"), root)
    build(root, builder)
    assert site_builder.jobs[1].changed_pages == frozenset(
        {
            "sections/feedback.md",
            "services/cannock-chase.md",
        }
    )


def test_a_site_is_dated_by_its_edition_or_by_the_day_that_is_asked_for(root: Path) -> None:
    site_builder = PlainBuilder()
    settings = read_settings(root)
    build(root, EditionBuilder(settings, PlainPrinter(), site_builder))
    asked = replace(settings, source_date=datetime(2019, 1, 2, 3, tzinfo=UTC))
    build(root, EditionBuilder(asked, PlainPrinter(), site_builder))
    assert [f"{job.build_date:%Y-%m-%dT%H}" for job in site_builder.jobs] == [
        "2018-12-14T00",
        "2019-01-02T03",
    ]
    assert site_builder.jobs[1].changed_pages is None, "a date is on every page"


def test_progress_is_reported_from_none_to_all(root: Path) -> None:
    reports: list[tuple[int, int]] = []
    builder = EditionBuilder(
        read_settings(root),
        PlainPrinter(),
        PlainBuilder(),
        lambda done_count, total: reports.append((done_count, total)),
    )
    build(root, builder)
    assert reports == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_what_is_refused_leaves_no_site(root: Path) -> None:
    builder = EditionBuilder(read_settings(root), PlainPrinter("too long"), PlainBuilder())
    assert "seisdon.pdf was not printed: too long" in build(root, builder).refusals
    assert not (root / "build/monthly-2018-11/site").exists()


def test_the_settings_of_a_build_reach_another_process_whole(root: Path) -> None:
    settings = replace(read_settings(root), source_date=datetime(2019, 1, 2, tzinfo=UTC))
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as elsewhere:
        assert elsewhere.submit(replace, settings, digest=settings.digest).result() == settings


def test_two_builds_of_an_edition_at_once_both_make_all_of_it(root: Path) -> None:
    def build_site(_: int) -> tuple[BuildReport, int]:
        builder = EditionBuilder(read_settings(root), PlainPrinter(), PlainBuilder())
        return build(root, builder), len(list((root / "build/monthly-2018-11/site").rglob("*")))

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(build_site, range(4)))
    assert len(set(map(repr, outcomes))) == 1
    assert outcomes[0][0] == BuildReport()


def test_a_build_that_others_keep_waiting_says_who_they_are(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("boardpack.adapters.lock.PATIENCE_IN_SECONDS", 0)
    builder = EditionBuilder(read_settings(root), PlainPrinter(), PlainBuilder())
    with (
        hold_lock(root / "build/.monthly-2018-11.lock", "it"),
        pytest.raises(CannotRun, match=r"build/monthly-2018-11 is being made by process \d+"),
    ):
        build(root, builder)


def test_what_a_template_adds_is_found_in_what_was_built_and_again_until_it_is_mended(
    root: Path,
) -> None:
    page = "site_templates/pages/glossary.md.jinja"
    shipped = read_settings(root).templates["pages/glossary.md.jinja"]
    put({page: f"{shipped}\n<p>Ring 01543 123456.</p>\n".encode()}, root)
    builder = EditionBuilder(read_settings(root), PlainPrinter(), PlainBuilder())
    [leak] = build(root, builder).leaks
    assert (leak.code, leak.place.path) == ("I108", "glossary.html")
    assert "123456" not in leak.what
    assert build(root, builder).leaks == (leak,), "a build with nothing to do says it too"
    assert (root / "build/monthly-2018-11/site").exists()


def test_what_names_a_patient_is_not_even_kept(root: Path) -> None:
    page = "site_templates/pages/glossary.md.jinja"
    put({page: b"# Glossary\n\nPatient <b>401</b> 023 2137\n"}, root)
    builder = EditionBuilder(read_settings(root), PlainPrinter(), PlainBuilder())
    [refusal] = build(root, builder).refusals
    assert refusal.startswith("glossary.html: what looks like a patient's NHS number")
    assert not (root / "build/monthly-2018-11/site").exists()
