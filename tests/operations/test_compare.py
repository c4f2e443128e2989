"""What changed in sections, since they were signed and since a revision."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.adapters.workspace import open_workspace
from boardpack.errors import CannotRun
from boardpack.model.signoff import Component
from boardpack.operations.compare import (
    Comparison,
    compare_with_revision,
    compare_with_signed,
    write_preview,
)
from support.instances import ACCESS_ROWS, CANNOCK
from support.signing import DIRECTOR, MANAGER, SECTION, SUMMARY, Month

pytestmark = pytest.mark.rotating

ROW = "2018-11,cannock-chase,missed,3.5,77,2200"


def compare(month: Month, *sections: str) -> Comparison:
    """Return what changed in the newest editions since it was signed."""
    return compare_with_signed(open_workspace(month.root), None, None, sections)


def test_what_changed_since_it_was_signed_is_told_by_component(month: Month) -> None:
    month.approve(DIRECTOR, SECTION, SUMMARY)
    assert compare(month).changed == ()
    month.edit(CANNOCK, "fell for", "rose for", by=MANAGER)
    month.edit(ACCESS_ROWS, ROW, "2018-11,cannock-chase,missed,3.6,79,2200", by=MANAGER)
    (section,) = compare(month).changed
    assert section.subject == month.subjects()["cannock-chase", "access"]
    assert list(section.lines) == [Component.NARRATIVE, Component.DATA, Component.FIGURES]
    was, now = section.lines[Component.DATA]
    assert was.startswith("was  access 2018-11 missed 3.5")
    assert now.startswith("now  access 2018-11 missed 3.6")
    assert section.words.startswith("stale: Director of Cannock Chase signed it")


def test_what_nobody_signed_is_told_apart_from_what_changed(month: Month) -> None:
    month.approve(DIRECTOR, SECTION)
    assert len(compare(month).unsigned) == 10
    assert [subject.name for subject in compare(month, SUMMARY, SECTION).unsigned] == [SUMMARY]


def test_what_changed_since_a_revision_needs_no_signature(month: Month) -> None:
    month.edit(CANNOCK, "fell for", "rose for", by=MANAGER)
    workspace = open_workspace(month.root)
    (section,) = compare_with_revision(workspace, "monthly", "2018-11", "HEAD~1")
    assert (section.subject.name, section.words) == (SECTION, "changed since HEAD~1 (narrative)")
    assert compare_with_revision(workspace, None, None, "HEAD~1", ["summary"]) == ()
    assert compare_with_revision(workspace, None, None, "HEAD") == ()


def test_an_edition_that_was_not_there_has_changed_in_all_its_sections(month: Month) -> None:
    first_commit = month.git("rev-list", "--max-parents=0", "HEAD")
    sections = compare_with_revision(open_workspace(month.root), None, None, first_commit)
    assert len(sections) == len(month.subjects())


def test_sections_and_revisions_that_nobody_knows_are_refused(month: Month) -> None:
    with pytest.raises(CannotRun, match="no section that is due is called 'acces'"):
        compare(month, "acces")
    with pytest.raises(CannotRun, match="Git knows no revision 'nowhere'"):
        compare_with_revision(open_workspace(month.root), None, None, "nowhere")


def test_a_preview_has_exactly_the_sections_that_changed(month: Month, tmp_path: Path) -> None:
    month.edit(CANNOCK, "fell for", "rose for", by=MANAGER)
    preview = write_preview(open_workspace(month.root), None, None, "HEAD~1", tmp_path / "page")
    assert preview.page == tmp_path / "page/preview.html"
    assert [section.subject.name for section in preview.sections] == [SECTION]
    page = preview.page.read_text()
    assert f"Digest {preview.sections[0].subject.digest[:12]}</p>" in page
    assert preview.sections[0].subject.digest not in page
    assert "rose for" in page
    assert "Patient feedback" not in page


@pytest.mark.parametrize("words", ["NHS 401 023 2137", "Jane Smith, born 3/4/1960,"])
def test_a_preview_that_would_name_a_patient_is_not_written(
    words: str, month: Month, tmp_path: Path
) -> None:
    month.edit(CANNOCK, "fell for", f"fell, says {words} for", by=MANAGER)
    for revision in ("HEAD~1", ""):
        with pytest.raises(CannotRun, match="the preview is withheld") as caught:
            write_preview(open_workspace(month.root), None, None, revision, tmp_path)
        assert f"take it out of {CANNOCK}:" in str(caught.value)
        assert "2137" not in str(caught.value)
    assert not (tmp_path / "preview.html").exists()


def test_a_preview_of_all_that_is_due_needs_no_revision(month: Month, tmp_path: Path) -> None:
    preview = write_preview(open_workspace(month.root), None, None, "", tmp_path)
    assert len(preview.sections) == len(month.subjects())
    page = preview.page.read_text()
    for service in ("cannock-chase", "seisdon", "directorate"):
        assert page.count(f'<article class="pv-page" id="monthly-2018-11.{service}"') == 1
    assert "Sections that this proposal changes" not in page


def test_a_preview_marks_the_words_that_are_not_those_of_the_last_edition(
    month: Month, tmp_path: Path
) -> None:
    last = (month.root / CANNOCK).read_text().replace("fell for", "rose for")
    month.put(CANNOCK.replace("2018-11", "2018-10"), last, by=MANAGER)
    page = write_preview(
        open_workspace(month.root), "monthly", "2018-11", "", tmp_path
    ).page.read_text()
    assert "<del>rose </del> <ins>fell </ins>for" in page
    assert "as in October 2018" in page
