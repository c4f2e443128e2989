"""Odd input and what only one clone believes end in a verdict that says so."""

from __future__ import annotations

import pytest

from boardpack.model.signoff import Standing
from support.instances import CANNOCK
from support.signing import DIRECTOR, MANAGER, SECTION, Month


@pytest.mark.parametrize("year", ["0001", "0000", "1066"])
def test_a_record_from_before_anybody_signed_anything_is_detected(month: Month, year: str) -> None:
    month.decide(DIRECTOR, SECTION, time=f"{year}-01-01T00:00:00Z")
    (finding,) = month.ledger_findings()
    assert "'time' must be such as 2018-12-12T09:30:00Z" in finding.what


@pytest.mark.parametrize("time", ["1900-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_record_dated_where_no_commit_bears_it_out_is_invalid(month: Month, time: str) -> None:
    month.decide(DIRECTOR, SECTION, time=time)
    assert month.standing(SECTION) is Standing.INVALID


def test_a_commit_without_a_date_bears_out_no_record(month: Month) -> None:
    month.file(month.record(DIRECTOR, SECTION))
    month.git("add", "--all")
    tree, parent = month.git("write-tree"), month.git("rev-parse", "HEAD")
    who = "D <cannock.director@example.org> 253402300800 +0000"
    odd = month.root.parent / "odd"
    odd.write_text(f"tree {tree}\nparent {parent}\nauthor {who}\ncommitter {who}\n\nx\n")
    made = month.git("hash-object", "-t", "commit", "-w", "--literally", str(odd))
    month.git("reset", "--quiet", "--hard", made)
    verdict = month.verdict(SECTION)
    assert verdict.standing is Standing.INVALID
    assert f"came in with commit {made[:12]}, whose date no calendar knows" in verdict.reason


def test_a_graft_that_cuts_the_director_s_commit_out_hides_no_author(month: Month) -> None:
    first = month.git("rev-parse", "HEAD")
    month.edit(CANNOCK, "fell for", "rose for", by=DIRECTOR)
    last = month.put("content/guide/one.md", "# Guide", MANAGER)
    month.decide(DIRECTOR, SECTION)
    (month.root / ".git/info").mkdir(exist_ok=True)
    (month.root / ".git/info/grafts").write_text(f"{last} {first}\n")
    assert month.standing(SECTION) is Standing.INVALID


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
@pytest.mark.parametrize("action", ["approve", "object", "withdraw"])
def test_what_git_was_told_to_overlook_is_not_decided_on(
    month: Month, flag: str, action: str
) -> None:
    month.git("update-index", flag, "data/directorate.yml")
    path = month.root / "data/directorate.yml"
    path.write_bytes(path.read_bytes() + b"# mine\n")
    why = [] if action == "approve" else ["--why", "x"]
    done = month.sign(action, DIRECTOR, SECTION, *why)
    assert done.status == 2
    assert "data/directorate.yml is not as it was committed" in done.err
    assert "git update-index --no-assume-unchanged --no-skip-worktree" in done.err


@pytest.mark.parametrize("path", ["mkdocs.yml", "site_templates/sections/source.html.jinja"])
def test_a_template_that_is_in_no_commit_is_not_decided_under(month: Month, path: str) -> None:
    (month.root / path).parent.mkdir(parents=True, exist_ok=True)
    (month.root / path).write_bytes(b"x: 1\n")
    done = month.sign("approve", DIRECTOR, SECTION)
    assert done.status == 2
    assert f"{path} is not as it was committed" in done.err
    assert f"it is new: commit it (git add {path})" in done.err


def test_a_submodule_in_the_place_of_content_is_named(month: Month) -> None:
    submodule = "content/monthly/2018-11"
    month.git("rm", "--quiet", "--cached", "-r", submodule)
    month.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},{submodule}")
    month.git("commit", "--quiet", "--message", "A submodule")
    done = month.sign("approve", DIRECTOR, SECTION)
    assert done.status == 2
    assert f"{submodule} is a submodule, whose files are in no commit" in done.err
