"""One month from an empty folder to a publication, by nothing but what the guide tells people."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest

from boardpack.commands import add, init
from boardpack.operations.build import EditionBuilder
from support.printing import printing
from support.publications import quick_make
from support.repository import ROOT
from support.running import Ran, boardpack
from support.surroundings import GITCONFIG
from support.workbooks import table

pytestmark = pytest.mark.rotating

WORKBOOK = table(
    ("Practice", "Appointments booked", "Appointments missed"),
    ("North Practice", 4200, 4.1),
    ("South Practice", 3000, 4.4),
    ("East Practice", 2900, 8.9),
)
WRITERS = {"north-practice": "manager-north", "south-practice": "manager-south", "east": "jo"}
DIRECTORS = ("director-north", "director-south", "sam")
KEEP, DIRECT = "content/guide/keep.md", "content/guide/direct.md"
WORDS = {
    "### What went well": "The team kept to its plan through the holidays, opened on each working "
    "day, and told patients in good time of every change.",
    "### What needs attention": "Missed appointments are what we look at first. Each practice "
    "writes to whoever missed more than one, with the number to call.",
    "### What we ask of the directorate": "Nothing this month.",
    "### You said": "The telephone was answered late on Mondays.",
    "### We did": "Two more people answer it from eight to ten, and calls wait in one queue.",
    "### Action plan": "We count the calls again in February, and say here what came of it.",
}
NARRATIVE = """Demand fell in the last two weeks, as it does each year. {{ missed }} of appointments
were missed, and whoever missed more than one has had a letter with the number to call."""
ANSWERS = {
    "Cause:": "Text reminders failed for six days.",
    "Action:": "The practice moves to the reminder system of the others.",
    "Lead:": "Practice manager, East Practice",
    "Due:": "28 February 2019",
    "Measured by:": "No more than 5% missed in the January figures.",
    "Systems and processes:": "The system reports each day what it sent.",
}


class Willing(StringIO):
    """Somebody at a terminal who says yes to whatever they are asked."""

    def isatty(self) -> bool:
        return True


@dataclass
class Desk:
    """Where one person after the other sits down, each with a home folder of their own."""

    folder: Path
    patched: pytest.MonkeyPatch

    def sit_down(self, person: str, moment: str) -> None:
        when = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        facts = {"NAME": person, "EMAIL": f"{person}@example.org", "DATE": when.isoformat()}
        for part in ("AUTHOR", "COMMITTER"):
            for name, value in facts.items():
                self.patched.setenv(f"GIT_{part}_{name}", value)
        self.patched.setenv("HOME", str(self.folder / person))
        self.patched.setenv("SOURCE_DATE_EPOCH", str(int(when.timestamp())))
        for module in (add, init):
            self.patched.setattr(module, "today", when.date)

    def shell(self, command: str) -> None:
        subprocess.run(["bash", "-c", command], check=True)

    def commit(self) -> None:
        self.shell("git add . && git commit --quiet -m Work && git push --quiet origin HEAD")


def told(document: str, command: str, your_id: str = "") -> Ran:
    """Run a command as it stands in a document, with the id of whoever types it."""
    text = (ROOT / document).read_text()
    line = rf"(?m)(`|^){re.escape(command)}(`|$)"
    assert re.search(line, text), f"{document} no longer says: {command}"
    program, *arguments = shlex.split(command.replace("YOUR-ID", your_id))
    assert program == "boardpack"
    return boardpack(*arguments)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(EditionBuilder, "build_edition", quick_make)
    monkeypatch.setattr(sys, "stdin", Willing("y\n" * 9))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(GITCONFIG))
    return Desk(tmp_path, monkeypatch)


def test_the_guide_alone_leads_from_an_empty_folder_to_a_publication(desk: Desk) -> None:
    set_up(desk)
    open_month(desk)
    write_submissions(desk)
    sign_sections(desk)
    desk.sit_down("development-manager", "2019-01-07T09:00")
    checked = told("generator/boardpack/starter/README.md", "boardpack check --publishable")
    assert checked.status == 0, checked.out
    with printing():
        published = told("README.md", "boardpack publish monthly 2018-12")
    assert published.status == 0, published


def set_up(desk: Desk) -> None:
    """Let the development manager make an instance, with a service more and its two people."""
    desk.sit_down("development-manager", "2018-12-20T09:00")
    assert told("README.md", "boardpack init our-reports").status == 0
    desk.patched.chdir("our-reports")
    desk.shell("git init -q --bare -b main ../remote.git && git init -q -b main")
    desk.shell("git remote add origin ../remote.git")
    person = "boardpack add person"
    for command in (
        'boardpack add service east --title "East Practice"',
        f'{person} jo --name "Manager of East Practice" --role practice-manager --service east',
        f'{person} sam --name "Director of East Practice" --role service-director --service east',
    ):
        assert told(KEEP, command).status == 0
    people = Path("data/people.csv")
    rows = re.sub(r"(?m)^(?!id,)([\w-]+)(,.*,)$", r"\1\2\1@example.org", people.read_text())
    people.write_text(rows)
    desk.commit()


def open_month(desk: Desk) -> None:
    """Let the development manager take the figures in, and open the month."""
    desk.sit_down("development-manager", "2019-01-02T09:00")
    workbook = Path("Access Dec 18.xlsx")
    workbook.write_bytes(WORKBOOK)
    take = f'boardpack take "{workbook}" --dataset appointments --period 2018-12'
    assert told("content/guide/data.md", take).status == 0
    workbook.unlink()
    opened = told("README.md", "boardpack new monthly 2018-12")
    assert opened.out.splitlines() == [f"content/monthly/2018-12/{name}.md" for name in WRITERS]
    desk.commit()


def write_submissions(desk: Desk) -> None:
    """Let each manager write over the skeleton, and complete what the check gave them to paste."""
    checked = told("README.md", "boardpack check monthly")
    assert checked.status == 1
    pasted = checked.out[checked.out.index("### Exception report") :].partition("\ncontent/")[0]
    for label, words in ANSWERS.items():
        assert pasted.count(f"{label}\n") == 1
        pasted = pasted.replace(f"{label}\n", f"{label} {words}\n")
    for service, writer in WRITERS.items():
        desk.sit_down(writer, "2019-01-03T09:00")
        write_over(service, pasted if service == "east" else "")
        desk.commit()
    checked = told("README.md", "boardpack check monthly")
    assert (checked.status, "error" in checked.out) == (0, False), checked.out


def write_over(service: str, report: str) -> None:
    """Fill in the empty submission of a service as somebody in a browser would."""
    file = Path(f"content/monthly/2018-12/{service}.md")
    text = file.read_text()
    for heading, words in WORDS.items():
        assert text.count(f"\n{heading}\n") == 1, heading
        text = text.replace(f"\n{heading}\n", f"\n{heading}\n\n{words} ({service})\n")
    written = f"-->\n\n{NARRATIVE} ({service})\n\n{report}\n## PREM"
    text = text.replace("-->\n\n## PREM", written).replace("status: draft\n", "status: ready\n", 1)
    file.write_text(text)


def sign_sections(desk: Desk) -> None:
    """Let each director make a key, which the manager commits, then look and sign."""
    signers = Path("data/signoffs/allowed_signers")
    guide = (ROOT / DIRECT).read_text()
    assert "\nssh-keygen -t ed25519\n" in guide
    assert '\nYOUR-ID namespaces="signoff@boardpack" ssh-ed25519 AAAA...\n' in guide
    for person in DIRECTORS:
        desk.sit_down(person, "2019-01-04T09:00")
        # As it is when somebody answers each of its questions with Return.
        desk.shell("mkdir -p ~/.ssh && ssh-keygen -q -t ed25519 -N '' -f ~/.ssh/id_ed25519")
        public = (desk.folder / person / ".ssh/id_ed25519.pub").read_text()
        line = f'{person} namespaces="signoff@boardpack" {public}'
        signers.write_text(signers.read_text() + line)
    desk.sit_down("development-manager", "2019-01-04T10:00")
    desk.commit()
    assert told(DIRECT, "boardpack signoff preview").status == 0
    assert "not signed off" in told(DIRECT, "boardpack signoff status").out
    for person in DIRECTORS:
        desk.sit_down(person, "2019-01-04T11:00")
        signed = told(DIRECT, "boardpack signoff approve --as YOUR-ID", person)
        assert (signed.status, "Left out" in signed.out) == (0, False), signed
        commit = re.search(r"Now commit and push it: (.*) && git commit && (.*)\n", signed.out)
        assert commit
        desk.shell(f"{commit[1]} && git commit --quiet -m Signed && {commit[2]} --quiet")
