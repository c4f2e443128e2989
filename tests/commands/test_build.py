"""All of an edition or nothing of it, only what changed, and a DRAFT that says so."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from boardpack.adapters.site.mkdocs import MkdocsBuilder
from support.books import ROOT, demo
from support.instances import (
    ACCESS_ROWS,
    APPOINTMENTS,
    CANNOCK,
    DIRECTORATE,
    FEEDBACK_ROWS,
    FINANCE,
    FINANCE_ROWS,
    FINANCE_TOTALS,
    GLOSSARY,
    PEOPLE,
    SEISDON,
    SHIFT_ROWS,
    SHIFTS,
    Files,
    edited,
    minimal,
    with_file,
    without_file,
)
from support.printing import printing
from support.reports import AFTER_ACCESS, report_of
from support.running import Ran, boardpack, put

pytestmark = pytest.mark.rotating

SITE = "build/monthly-2018-11/site"
PDF = "build/monthly-2018-11/pdf"
DRAFT = "<strong>DRAFT.</strong>"


def build(root: Path, *words: str) -> Ran:
    return boardpack("-C", root, "build", *words)


def tree_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def touched(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in sorted(folder.rglob("*"))}


def text(root: Path, page: str) -> str:
    return (root / SITE / page).read_text("utf-8")


@pytest.fixture
def root(tmp_path: Path, plain_minimal: Path, printed_plainly: None) -> Path:
    """Return a built instance of one's own, which costs no second build."""
    subprocess.run(["cp", "-a", f"{plain_minimal}/.", tmp_path], check=True)
    return tmp_path


def test_a_built_edition_has_its_pages_documents_and_figures(built_minimal: Path) -> None:
    site = tree_of(built_minimal / SITE)
    for name in (
        "index.html", "findings.html", "rules.html", "glossary.html", "data.html",
        "services/cannock-chase.html", "services/seisdon.html", "services/directorate.html",
        "sections/access.html", "sections/finance.html", "pdf/cannock-chase.pdf",
        "pdf/seisdon.pdf", "pdf/directorate.pdf", "data/access.csv", "assets/plotly.min.js",
        "search/search_index.json", "search/search_index.js", "search/words-0.js",
    ):  # fmt: skip
        assert name in site
    pages = [data.decode() for name, data in site.items() if name.endswith(".html")]
    assert not any(DRAFT in page for page in pages)


def test_a_build_of_what_is_unchanged_touches_nothing(root: Path) -> None:
    before = touched(root / "build/monthly-2018-11")
    assert build(root).status == 0
    assert touched(root / "build/monthly-2018-11") == before


def test_a_document_that_does_not_tell_of_a_change_is_not_printed_again(root: Path) -> None:
    document = root / PDF / "seisdon.pdf"
    before = document.stat().st_mtime_ns
    assert build(put(edited(minimal(), CANNOCK, "second line", "third line"), root)).status == 0
    assert document.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("path", "old", "new", "page"),
    [
        (PEOPLE, "Manager of Cannock", "Acting manager of Cannock", "services/cannock-chase.html"),
        (GLOSSARY, "Did not attend", "Never came", "services/cannock-chase.html"),
        (DIRECTORATE, "/edit/main/", "/edit/trunk/", "services/seisdon.html"),
        (ACCESS_ROWS, "seisdon,booked,1000", "seisdon,booked,1077", "data/access.csv"),
    ],
)  # fmt: skip
def test_whatever_a_page_shows_is_shown_anew_when_it_changes(
    root: Path, path: str, old: str, new: str, page: str
) -> None:
    put(edited(minimal(), path, old, new), root)
    assert build(root).status == 0
    word = new.rpartition(",")[2]
    assert word in text(root, page)


def test_a_shut_gate_builds_nothing_and_the_old_site_stays(root: Path) -> None:
    before = touched(root / "build/monthly-2018-11")
    (root / CANNOCK).unlink()
    ran = build(root, "monthly", "2018-11")
    assert ran.status == 1
    assert "the gate is shut" in ran.out
    assert "boardpack check monthly 2018-11" in ran.out
    assert "--draft" in ran.out
    assert touched(root / "build/monthly-2018-11") == before


def test_a_shut_gate_writes_nothing_where_nothing_was(tmp_path: Path) -> None:
    put(without_file(minimal(), CANNOCK), tmp_path)
    assert build(tmp_path).status == 1
    assert not (tmp_path / "build/monthly-2018-11").exists()


def test_a_draft_says_so_and_what_is_missing_on_every_page(root: Path) -> None:
    (root / CANNOCK).unlink()
    ran = build(root, "--draft")
    assert ran.status == 0
    assert "a DRAFT was built" in ran.out
    for path in (root / SITE).rglob("*.html"):
        if path.name != "404.html":
            page = path.read_text("utf-8")
            assert DRAFT in page, path
            own = "This page is complete; other pages are not." in page
            assert own is not ("Cannock Chase: missing" in page), path
            assert own is (path.stem in ("seisdon", "directorate", "finance", "extra-shifts")), path
    put(minimal(), root)
    assert build(root, "--draft").status == 0
    assert DRAFT not in text(root, "index.html")


@pytest.mark.bad_input(35)
def test_what_names_a_patient_is_on_no_draft(root: Path) -> None:
    before = touched(root / SITE)
    put(edited(minimal(), CANNOCK, "second line", "second line for 401 023 2137"), root)
    ran = build(root, "--draft")
    assert ran.status == 1
    assert "what looks like a patient's NHS number stands here" in ran.out
    assert "2137" not in ran.out + ran.err
    assert touched(root / SITE) == before


def test_two_builds_at_once_are_done_one_after_the_other(
    plain_minimal: Path, tmp_path: Path
) -> None:
    root = put({**minimal(), "mkdocs.yml": (ROOT / "mkdocs.yml").read_bytes()}, tmp_path / "two")
    command = [sys.executable, "-m", "support.printing", "-C", str(root), "build"]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'generator'}:{ROOT / 'tests'}"}
    both = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]
    for one in both:
        assert one.communicate()[0].count(b"built for review") == 1
    assert tree_of(root / SITE) == tree_of(plain_minimal / SITE)


def test_an_instance_that_cannot_be_read_is_exit_2(root: Path) -> None:
    before = touched(root / SITE)
    (root / DIRECTORATE).write_text("title: [")
    ran = build(root)
    assert (ran.status, ran.out) == (2, "")
    assert "boardpack check" in ran.err
    assert touched(root / SITE) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("monthly", "2018-12"),
            "'monthly' has no edition '2018-12'; there is 2018-11"
            ". To open it: boardpack new monthly 2018-12",
        ),
        (("yearly",), "there is no pack 'yearly'; there is monthly"),
        (("--jobs", "0"), "--jobs takes 1 or more"),
    ],
)
def test_what_does_not_exist_cannot_be_built(
    plain_minimal: Path, words: tuple[str, ...], said: str
) -> None:
    ran = build(plain_minimal, *words)
    assert ran.status == 2
    assert said in ran.err


def test_what_a_removed_service_had_is_gone(root: Path) -> None:
    put(two_become_one(), root)
    (root / SEISDON).unlink()
    ran = build(root)
    assert ran.status == 0, ran.out
    assert not list((root / "build/monthly-2018-11").rglob("*seisdon*"))
    assert "Seisdon" not in text(root, "index.html")


def two_become_one() -> dict[str, bytes]:
    tree = without_file(minimal(), SEISDON)
    tree = edited(tree, DIRECTORATE, "  - id: seisdon\n    title: Seisdon Peninsula\n", "")
    tree = edited(tree, FINANCE, "  seisdon: 2\n", "")
    tree = edited(tree, SHIFTS, "  seisdon: 1\n", "")
    for path in (ACCESS_ROWS, FEEDBACK_ROWS, FINANCE_ROWS, FINANCE_TOTALS, SHIFT_ROWS, PEOPLE,
                 APPOINTMENTS):  # fmt: skip
        lines = tree[path].decode().splitlines(keepends=True)
        tree = {**tree, path: "".join(one for one in lines if "seisdon" not in one).encode()}
    risks = "data/datasets/risk-register/2018-11.csv"
    return {**tree, risks: tree[risks].replace(b"; Seisdon Peninsula", b"").replace(b"Seisdon Peninsula", b"Cannock Chase")}  # fmt: skip # noqa: E501


class Boom(BaseException):
    pass


def test_a_build_that_is_interrupted_leaves_the_old_site_and_no_stale_page_later(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree_of(root / SITE)

    def boom(*_: object) -> tuple[str, ...]:
        raise Boom

    put(edited(minimal(), CANNOCK, "second line", "third line"), root)
    with monkeypatch.context() as patched:
        patched.setattr(MkdocsBuilder, "build_site", boom)
        with pytest.raises(Boom):
            build(root)
    assert tree_of(root / SITE) == before
    # What had been staged for the build that failed must not survive its being taken back.
    put(minimal(), root)
    assert build(root).status == 0
    assert tree_of(root / SITE) == before
    assert "third line" not in (root / "build/monthly-2018-11/pages/services/cannock-chase.md").read_text()  # fmt: skip # noqa: E501


@pytest.mark.parametrize("after", [0.5, 0.9])
def test_a_build_that_is_killed_leaves_a_whole_site(root: Path, after: float) -> None:
    before = tree_of(root / SITE)
    put(edited(minimal(), CANNOCK, "second line", "third line"), root)
    command = [sys.executable, "-m", "boardpack", "-C", str(root), "build"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "generator")}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait()
    now = tree_of(root / SITE)
    assert now == before or b"third line" in now["services/cannock-chase.html"]
    assert build(root).status == 0
    assert "third line" in text(root, "services/cannock-chase.html")
    assert not (root / f"{SITE}.new").exists()


def test_a_document_that_is_refused_is_named_and_the_old_site_stays(
    tmp_path: Path, built_minimal: Path
) -> None:
    root = tmp_path / "built"
    subprocess.run(["cp", "-a", built_minimal, root], check=True)
    before = tree_of(root / SITE)
    put(edited(minimal(), CANNOCK, "second line", "third line"), root)
    with printing(refusal="it needs a font that is not ours"):
        ran = build(root)
    assert ran.status == 1
    assert "cannock-chase.pdf was not printed: it needs a font that is not ours" in ran.out
    assert tree_of(root / SITE) == before


def test_an_instance_s_own_template_takes_the_place_of_the_shipped_one(root: Path) -> None:
    own = "# {{ edition.title }}\n\n{{ banner }}\n\nOur own home page.\n"
    put({"site_templates/pages/home.md.jinja": own.encode()}, root)
    assert build(root).status == 0
    assert "Our own home page." in text(root, "index.html")
    assert "Missed appointments" in text(root, "services/cannock-chase.html")


EXCEPTION = """\
Issue: Too many appointments are missed.
Cause: Reminders are sent by hand.
Action: Texts go out the day before.
Lead: manager-stafford
Due: 2019-02-28
Measured by: 8 in 100 or fewer missed in February.
Systems and processes: The reminder is part of the booking system.
"""


def third(tree: Files) -> dict[str, bytes]:
    """Add a service with rows and configuration only."""
    lines: dict[str, str] = {
        ACCESS_ROWS: "".join(
            f"2018-{month},stafford,booked,900,,\n2018-{month},stafford,missed,9.5,,\n"
            for month in ("09", "10", "11")
        ),
        FEEDBACK_ROWS: "2018-11,stafford,recommend,95\n",
        SHIFT_ROWS: "stafford,Monday,3\n",
        FINANCE_ROWS: "stafford,Contracts,GMS,1,10,10,0,20,20,0\n",
        FINANCE_TOTALS: "stafford,group,Contracts,1,10,10,0,20,20,0\n"
        "stafford,grand-total,,2,10,10,0,20,20,0\n",
        PEOPLE: "director-stafford,Director of Stafford,1011,stafford.director@example.org\n"
        "manager-stafford,Manager of Stafford,1012,stafford.manager@example.org\n",
        APPOINTMENTS: "director-stafford,service-director,stafford,2018-04-01,,\n"
        "manager-stafford,practice-manager,stafford,2018-04-01,,\n",
        FINANCE: "",
    }
    found = dict(tree)
    for path, more in lines.items():
        found[path] = found[path] + more.encode()
    found = edited(found, DIRECTORATE, "roles:\n", "  - id: stafford\n    title: Stafford and Surrounds\nroles:\n")  # fmt: skip # noqa: E501
    found = edited(found, FINANCE, "rows:\n", "rows:\n  stafford: 1\n")
    found = edited(found, SHIFTS, "rows:\n", "rows:\n  stafford: 1\n")
    words = found[SEISDON].decode().replace("manager-seisdon", "manager-stafford")
    words = words.replace(AFTER_ACCESS, f"{report_of(EXCEPTION)}\n{AFTER_ACCESS}", 1)
    return with_file(found, "content/monthly/2018-11/stafford.md", words.encode())


def test_a_third_service_takes_rows_and_configuration_only_and_appears_everywhere(
    root: Path,
) -> None:
    put(third(minimal()), root)
    ran = build(root)
    assert ran.status == 0, boardpack("-C", root, "check").out
    home = text(root, "index.html")
    assert 'href="services/stafford.html#access"' in home
    assert 'href="pdf/stafford.pdf"' in home
    assert "9.5%" in home, "its red measure needs attention"
    for section in ("summary", "access", "feedback", "extra-shifts", "finance"):
        assert "Stafford and Surrounds" in text(root, f"sections/{section}.html")
    assert 'id="extra-shifts"' in text(root, "services/stafford.html")
    assert (root / PDF / "stafford.pdf").read_bytes().startswith(b"%PDF")
    assert "stafford" in text(root, "data/access.csv")


def test_the_example_takes_a_third_area_the_same_way() -> None:
    tree, area = demo_with_a_third_area()
    from support.books import book_of, staged

    pages = staged(book_of(tree, draft=True))
    assert f"services/{area}.html#performance-qof" in pages["index.md"]
    assert f"pdf/{area}.pdf" in pages["index.md"]
    assert "Third area" in pages["sections/performance-qof.md"]
    assert "Third area" in pages["sections/finance.md"]


def demo_with_a_third_area() -> tuple[Mapping[str, bytes], str]:
    """Return the example with a third area whose rows and words are a copy of another's."""
    old, new = "cannock-chase", "third-area"
    tree = dict(demo())
    for path, data in demo().items():
        if path.endswith(".csv") and path.startswith("data/"):
            lines = data.decode().splitlines(keepends=True)
            mine = [one for one in lines if old in one.split(",")[:6] or f"{old}," in one]
            tree[path] = "".join([*lines, *(one.replace(old, new) for one in mine)]).encode()
        elif path.endswith(f"/{old}.md"):
            tree[path.replace(old, new)] = data.replace(old.encode(), new.encode())
    config = tree["data/directorate.yml"].decode()
    tree["data/directorate.yml"] = config.replace(
        "services:\n", f"services:\n  - id: {new}\n    title: Third area\n", 1
    ).encode()
    return tree, new


def test_two_editions_of_one_build_are_dated_each_by_its_own_day(plain_demo: Path) -> None:
    dates = {
        name: (plain_demo / "build" / name / "site/sitemap.xml.gz").read_bytes()[4:8]
        for name in ("monthly-2018-11", "safety-2018-W50")
    }
    assert len(set(dates.values())) == 2
    assert "SOURCE_DATE_EPOCH" not in os.environ
