"""The demonstration, played once as anybody would see it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.books import ROOT
from support.printing import EITHER_WAY, PLAIN, printing
from support.running import Ran, boardpack, git

pytestmark = pytest.mark.rotating(whole_file=True, turns=16)


@pytest.fixture(scope="module", params=EITHER_WAY)
def played(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> tuple[Path, Ran]:
    folder = tmp_path_factory.mktemp("demo")
    if request.param == PLAIN:
        with printing(PLAIN):
            return folder, boardpack("demo", folder)
    command = [sys.executable, "-m", "boardpack", "demo", str(folder)]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "generator")}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    return folder, Ran(done.returncode, done.stdout, done.stderr)


def test_the_month_is_chased_signed_published_sent_corrected_and_proved(
    played: tuple[Path, Ran],
) -> None:
    _, ran = played
    assert ran.status == 0, ran
    told = (
        "practice-manager-south-east-staffs-and-seisdon: sent",
        "line-manager: sent",
        "Nobody is to be told anything that they have not been told.",
        " errors and 5 warnings in monthly 2018-11: the gate is shut.",
        "5 warnings in monthly 2018-11: ready to publish.",
        "published as monthly-2018-11 on origin/gh-pages",
        "November 2018): it is what was published",
        "business-partner: sent",
        "since then the data and figures have changed",
        "1 error and 5 warnings in monthly 2018-11: the gate is shut.",
        "the gate is shut, so nothing was published",
        "published as monthly-2018-11-r2 on origin/gh-pages",
        "(revision 2)): it is what was published",
        "Correction: Monthly integrated service pack, November 2018 (revision 2) [monthly-",
        "content/monthly/2018-12/cannock-chase.md",
        "  data/datasets/incidents/2018-12.csv\n",
        "primary-care-finance-manager: sent",
    )
    places = [ran.out.find(words) for words in told]
    assert places == sorted(places)
    assert -1 not in places


def test_the_mailbox_holds_what_people_were_sent_and_the_repository_what_was_recorded(
    played: tuple[Path, Ran],
) -> None:
    folder, _ = played
    mails = [path.read_text() for path in sorted((folder / "mailbox").glob("*.eml"))]
    corrections = [mail for mail in mails if "Correction: Monthly" in mail]
    assert len(corrections) == 7
    assert all("One incident of November was reported late." in mail for mail in corrections)
    record = git(folder / "repository", "show", "origin/main:data/sent/monthly/2018-11.csv")
    assert record.count("circulate/monthly-2018-11/") == 6
    assert record.count("circulate/monthly-2018-11-r2/") == 7
    assert "@" not in record


def test_it_says_who_must_look_again_and_at_what(played: tuple[Path, Ran]) -> None:
    _, ran = played
    assert "V102  South East Staffordshire and Seisdon Peninsula, Incidents" in ran.out
    assert "who: Service director, South East Staffordshire and Seisdon Peninsula" in ran.out


def test_both_publications_can_be_opened_and_the_first_says_by_what_it_was_superseded(
    played: tuple[Path, Ran],
) -> None:
    folder, _ = played
    site = folder / "site"
    assert (site / "monthly-2018-11/index.html").is_file()
    assert (site / "monthly-2018-11-r2/certificate.html").is_file()
    found = json.loads((site / "versions.json").read_text())
    superseded = {one["version"]: one["properties"].get("superseded_by") for one in found}
    assert superseded["monthly-2018-11"] == "monthly-2018-11-r2"
    assert not superseded["monthly-2018-11-r2"]
    assert "One incident of November was reported late." in (site / "index.html").read_text()


def test_the_deputy_is_shown_as_one(played: tuple[Path, Ran]) -> None:
    folder, _ = played
    text = (folder / "site/monthly-2018-11-r2/certificate.html").read_text()
    assert "Deputy service director" in text
    assert "eputy for" in text


def test_every_commit_was_made_by_a_role(played: tuple[Path, Ran]) -> None:
    folder, _ = played
    emails = set(git(folder / "repository", "log", "--format=%ae %ce").split())
    assert len(emails) == 7
    assert {email.partition("@")[2] for email in emails} == {"example.org"}


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    ran = boardpack("demo", tmp_path)
    assert ran.status == 2
    assert "is not empty; name a folder that is new or empty" in ran.err
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]
