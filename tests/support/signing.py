"""A month whose text the managers wrote, in a throwaway repository where directors sign.

    month.approve("director-cannock", "cannock-chase/access")
    month.edit(CANNOCK, "fell", "rose", by="manager-cannock")
    assert month.verdict("cannock-chase/access").standing is Standing.STALE

Commits carry fixed times, a minute apart, so that nothing depends on when a test runs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from boardpack.adapters import ssh
from boardpack.adapters.ssh import SigningKey
from boardpack.adapters.workspace import (
    open_workspace,
)
from boardpack.analysis.edition import analyse_edition
from boardpack.findings import Finding
from boardpack.load.signoffs import (
    LEDGER_FOLDER,
    compute_record_digest,
    format_record_name,
    serialise_record,
)
from boardpack.model.signoff import Action, Evidence, Record, Standing, Subject, Verdict
from boardpack.operations.evidence_source import EvidenceSource
from boardpack.operations.gate import GateReport, check_gate
from boardpack.signoff.subject import build_subjects
from support.instances import CANNOCK, SEISDON, minimal, plain
from support.running import Ran, boardpack, put
from support.surroundings import GITCONFIG

PACK, PERIOD = "monthly", "2018-11"
LEDGER = f"{LEDGER_FOLDER}/{PACK}/{PERIOD}"
ALLOWED = f"{LEDGER_FOLDER}/allowed_signers"
REVOKED = f"{LEDGER_FOLDER}/revoked_keys"
START = datetime(2018, 12, 10, 9, 0, tzinfo=UTC)
DIRECTOR, MANAGER = "director-cannock", "manager-cannock"
DEPUTY, DEVELOPER = "manager-seisdon", "development-manager"
SECTION, SUMMARY = "cannock-chase/access", "cannock-chase/summary"
SIGNERS = ("director-cannock", "director-seisdon", "primary-care-director", "manager-cannock")
EMAILS = {
    "director-cannock": "cannock.director@example.org",
    "director-seisdon": "seisdon.director@example.org",
    "manager-cannock": "cannock.manager@example.org",
    "manager-seisdon": "seisdon.manager@example.org",
    "development-manager": "manager.development@example.org",
    "primary-care-director": "director.care.primary@example.org",
}


@dataclass
class Month:
    """A repository of an instance, the keys of its people, and the time by its commits."""

    root: Path
    keys: Path
    time: datetime = START

    def key(self, person: str) -> Path:
        """Return somebody's private key; it is made when there is none yet."""
        file = self.keys / person
        if not file.exists():
            words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(file)]
            subprocess.run(words, check=True)
        return file

    def allowed(self, person: str, options: str = f'namespaces="{ssh.NAMESPACE}"') -> str:
        """Return the line of `allowed_signers` that gives somebody their key."""
        self.key(person)
        return f"{person} {options} {(self.keys / f'{person}.pub').read_text().strip()}\n"

    def git(self, *words: str, by: str = "development-manager") -> str:
        """Run Git as somebody, at the next minute."""
        self.time += timedelta(minutes=1)
        email, when = EMAILS.get(by, by), self.time.isoformat()
        settings = {
            "PATH": os.environ["PATH"],
            "GIT_CONFIG_GLOBAL": str(GITCONFIG),
            "GIT_CONFIG_NOSYSTEM": "1",
            **{f"GIT_{who}_NAME": by for who in ("AUTHOR", "COMMITTER")},
            **{f"GIT_{who}_EMAIL": email for who in ("AUTHOR", "COMMITTER")},
            **{f"GIT_{who}_DATE": when for who in ("AUTHOR", "COMMITTER")},
        }
        done = subprocess.run(
            ["git", *words], cwd=self.root, env=settings, check=False, capture_output=True
        )
        assert done.returncode == 0 or words[0] == "merge", done
        return done.stdout.decode().strip()

    def commit(self, by: str, message: str = "Work", *more: str) -> str:
        """Commit everything as somebody and return the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message, *more, by=by)
        return self.git("rev-parse", "HEAD")

    def put(self, path: str, text: str | bytes, by: str, message: str = "Work") -> str:
        """Write a file, commit it as somebody and return the commit."""
        put({path: text if isinstance(text, bytes) else plain(text).encode()}, self.root)
        return self.commit(by, message)

    def edit(self, path: str, old: str, new: str, by: str, message: str = "Edit") -> str:
        """Replace a text that stands once in a file, and commit as somebody."""
        self.alter(path, old, new)
        return self.commit(by, message)

    def alter(self, path: str, old: str, new: str) -> None:
        """Replace a text that stands once in a file, without a commit."""
        file = self.root / path
        data = file.read_bytes()
        assert data.count(old.encode()) == 1, f"{path} has {old!r} {data.count(old.encode())} times"
        file.write_bytes(data.replace(old.encode(), new.encode()))

    def add_line(self, path: str, line: str, by: str = "development-manager") -> str:
        """Add a line to the end of a file and commit it."""
        file = self.root / path
        before = file.read_bytes() if file.exists() else b""
        return self.put(path, before + line.encode() + b"\n", by)

    def branch(self, name: str, start: str = "HEAD") -> None:
        """Make a branch and check it out."""
        self.git("switch", "--quiet", "--create", name, start)

    def switch(self, name: str) -> None:
        """Check a branch out."""
        self.git("switch", "--quiet", name)

    def merge(self, name: str, by: str = "development-manager", *more: str) -> str:
        """Merge a branch as somebody, never fast-forward; conflicts are left to be resolved."""
        return self.git("merge", "--no-ff", "--no-edit", *more, name, by=by)

    # Deciding

    def record(self, person: str, *sections: str, **changes: Any) -> Record:
        """Return an approval of sections as they are now; keywords change its fields."""
        self.time += timedelta(minutes=1)
        found = self.subjects()
        chain = self.chain(person)
        one = Record(
            action=Action.APPROVE,
            pack=PACK,
            period=PERIOD,
            actor=person,
            account="",
            role="service-director",
            deputy_for="",
            time=self.time.strftime("%Y-%m-%dT%H:%M:%SZ"),
            time_source="the signer's clock",
            commit=self.git("rev-parse", "HEAD"),
            covers=tuple(found[_place(name)] for name in sections),
            words="",
            evidence=Evidence("ssh"),
            previous=compute_record_digest(chain[-1].read_bytes()) if chain else "",
        )
        return replace(one, **changes)

    def file(self, record: Record, key: Path | None = None, folder: str = LEDGER) -> Path:
        """Sign a record, put it at the end of its person's chain, and return its path."""
        data = serialise_record(record)
        name = format_record_name(len(self.chain(record.actor)) + 1)
        path = self.root / folder / record.actor / name
        signature = ssh.sign_message(SigningKey(key or self.key(record.actor)), data)
        put({name: data, f"{name}.sig": signature}, path.parent)
        return path

    def decide(self, person: str, *sections: str, **changes: Any) -> Path:
        """Sign a decision (an approval unless told otherwise) and commit its record."""
        path = self.file(self.record(person, *sections, **changes))
        self.commit(person, "Sign")
        return path

    def approve(self, person: str, *sections: str) -> Path:
        """Sign sections off and commit the record."""
        return self.decide(person, *sections)

    def chain(self, person: str, folder: str = LEDGER) -> list[Path]:
        """Return the files of somebody's records, in their order."""
        return sorted((self.root / folder / person).glob("*.json"))

    # Judging

    def subjects(self, root: Path | None = None) -> Mapping[tuple[str, str], Subject]:
        """Return what is signed of each due section as the files are now."""
        at = open_workspace(root or self.root)
        assert at.instance is not None, at.findings
        return build_subjects(analyse_edition(at.instance, PACK, PERIOD))

    def gate(self, base: str = "") -> GateReport:
        """Return what stands of the month's sign-off."""
        at = open_workspace(self.root)
        assert at.instance is not None, at.findings
        return check_gate(at, analyse_edition(at.instance, PACK, PERIOD), EvidenceSource(base=base))

    def verdict(self, name: str, base: str = "") -> Verdict:
        """Return the verdict on `service/section`."""
        found = {(v.subject.service, v.subject.section): v for v in self.gate(base).verdicts}
        return found[_place(name)]

    def standing(self, name: str, base: str = "") -> Standing:
        """Return what the verdict on `service/section` comes to."""
        return self.verdict(name, base).standing

    def ledger_findings(self) -> list[Finding]:
        """Return what is said to be wrong with the ledger."""
        return [one for one in self.gate().findings if one.code == "L101"]

    def run(self, *words: str | Path) -> Ran:
        """Run a command in the repository, at the next minute."""
        self.time += timedelta(minutes=1)
        with _moment(self.time):
            return boardpack("-C", self.root, *words)

    def sign(self, action: str, person: str, *words: str | Path) -> Ran:
        """Decide with the command itself, without being asked again; words are sections first."""
        given = ("--as", person, "--key", self.key(person), "--yes")
        names = ("--section", *words) if words and not str(words[0]).startswith("--") else words
        return self.run("signoff", action, *names, *given)


def make_month(folder: Path) -> Month:
    """Return a repository whose registers and data came first, then the managers' text."""
    month = Month(folder / "month", folder / "keys")
    for each in (month.root, month.keys):
        each.mkdir(parents=True)
    month.git("init", "--quiet", "--initial-branch=main", "--template=")
    tree = minimal()
    text = {path: tree.pop(path) for path in (CANNOCK, SEISDON)}
    allowed = "".join(map(month.allowed, SIGNERS)).encode()
    put({**tree, ALLOWED: allowed}, month.root)
    month.commit("development-manager", "Registers and data")
    month.put(CANNOCK, text[CANNOCK], "manager-cannock", "What Cannock Chase says")
    month.put(SEISDON, text[SEISDON], "manager-seisdon", "What Seisdon says")
    pack_objects(month.root)
    return month


def pack_objects(repository: Path) -> None:
    """Put all objects into one file: most of a copy's time goes into its number of files."""
    subprocess.run(["git", "repack", "-adq"], cwd=repository, check=True)


def copy_month(month: Month, folder: Path) -> Month:
    """Return a copy that a test may spoil; the keys stay where they are."""
    root = folder / "month"
    shutil.copytree(month.root, root, symlinks=True)
    return replace(month, root=root)


def _place(name: str) -> tuple[str, str]:
    service, _, section = name.partition("/")
    return service, section


@contextmanager
def _moment(time: datetime) -> Iterator[None]:
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(time.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
