"""A forge on this computer: pull requests that are real Git objects, shown as GitHub shows them.

    number = hub.propose(CANNOCK, text, by="manager-cannock")
    hub.approve(number, "director-cannock")
    hub.merge(number, "squash")
    assert hub.standing("cannock-chase/access") is Standing.VALID

People write in one clone, the gate judges in another one that has only what it fetched.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from boardpack.adapters.forges.github.connect import open_github
from boardpack.adapters.workspace import (
    open_workspace,
)
from boardpack.analysis.edition import analyse_edition
from boardpack.model.signoff import Standing, Verdict
from boardpack.operations.evidence_source import EvidenceSource
from boardpack.operations.gate import GateReport, check_gate
from support.github_description import example
from support.github_server import (
    AT,
    REPOSITORY,
    TOKEN,
    Said,
    Server,
    account,
    comments,
    dismissal,
    force_push,
    listed_pull,
    pull,
    review,
    reviewed,
    serving,
)
from support.github_server import Asked as Request
from support.instances import CANNOCK, SEISDON, minimal
from support.running import Ran, boardpack, put
from support.signing import EMAILS, PERIOD, Month, pack_objects
from support.surroundings import GITCONFIG

ACCOUNTS = {
    "director-cannock": 1001,
    "director-seisdon": 1002,
    "manager-cannock": 1003,
    "manager-seisdon": 1004,
    "development-manager": 1005,
    "finance-manager": 1006,
    "primary-care-director": 1007,
    "administrator": 2001,
}
FORGE = "noreply@github.com"
MERGER = "development-manager"
WAYS = ("merge", "squash", "rebase", "queue")


def user(name: str) -> dict[str, Any]:
    """Return the account of somebody; a name that ends in `[bot]` is a program's."""
    is_bot = name.endswith("[bot]")
    return account(ACCOUNTS.get(name, 9001), name, "Bot" if is_bot else "User")


@dataclass
class Pull:
    """A pull request as the forge keeps it; `edits` go over all that it shows of it."""

    number: int
    branch: str
    base: str
    opener: dict[str, Any]
    head: str
    reviews: list[dict[str, Any]] = field(default_factory=list)
    timeline: list[dict[str, Any]] = field(default_factory=list)
    merged_at: str | None = None
    merge_commit: str | None = None
    became: frozenset[str] = frozenset()
    is_open: bool = True
    edits: dict[str, Any] = field(default_factory=dict)

    def shown(self, is_listed: bool = False) -> dict[str, Any]:
        """Return the JSON of it, or of its entry in a list."""
        edits = {
            "id": 70000 + self.number,
            "state": "open" if self.is_open else "closed",
            "merged": self.merged_at is not None,
            "merged_at": self.merged_at,
            "merge_commit_sha": self.merge_commit,
            "user": self.opener,
            **self.edits,
        }
        data = (listed_pull if is_listed else pull)(self.number, **edits)
        data["head"] = {**data["head"], "sha": self.head, "ref": self.branch}
        data["base"] = {**data["base"], "ref": self.base}
        return data


@dataclass(frozen=True)
class Posted:
    """What was written beside commits (by commit), and the comments on one pull request."""

    checks: list[tuple[str, dict[str, Any]]]
    comments: list[dict[str, Any]]

    @property
    def states(self) -> list[str]:
        """Return the states of the checks, in the order in which they were set."""
        return [said["state"] for _, said in self.checks]

    @property
    def comment(self) -> str:
        """Return the one comment."""
        (only,) = self.comments
        return str(only["body"])


@dataclass
class Hub:
    """A bare repository, its pull requests, and the two clones of it."""

    server: Server
    bare: Path
    month: Month
    clone: Path
    pulls: dict[int, Pull] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    """Further addresses that accounts have at the forge."""
    answers: dict[str, Said] = field(default_factory=dict)
    """What the server answers at a path instead of the truth."""
    _ids: int = 5000

    # What people do

    def propose(self, path: str, text: str | bytes, by: str, branch: str = "") -> int:
        """Write a file on a branch of its own from the main line, and open a pull request."""
        self.branch(branch or f"work-{len(self.pulls) + 1}")
        self.month.put(path, text, by)
        return self.open(by)

    def amend(self, path: str, old: str, new: str, by: str) -> int:
        """Replace a text on a branch of its own from the main line, and open a pull request."""
        self.branch(f"work-{len(self.pulls) + 1}")
        self.month.edit(path, old, new, by)
        return self.open(by)

    def branch(self, name: str) -> None:
        """Begin a branch from the main line as the forge has it."""
        self.month.git("fetch", "--quiet", "origin")
        self.month.branch(name, "origin/main")

    def open(self, by: str = "manager-cannock", base: str = "main") -> int:
        """Open a pull request for the branch that is checked out."""
        number = len(self.pulls) + 1
        name = self.month.git("branch", "--show-current")
        self.pulls[number] = Pull(number, name, base, user(by), "")
        self.push(number)
        return number

    def push(self, number: int, *how: str) -> None:
        """Push what is checked out to a pull request."""
        one = self.pulls[number]
        self.month.git("push", "--quiet", *how, "origin", f"HEAD:refs/heads/{one.branch}")
        one.head = self.month.git("rev-parse", "HEAD")
        self.git("update-ref", f"refs/pull/{number}/head", one.head)

    def force_push(self, number: int) -> None:
        """Push over what a pull request had."""
        self.push(number, "--force")
        self.pulls[number].timeline.append(force_push(self.now(), self.new_id()))

    def push_directly(self) -> None:
        """Push what is checked out to the main line, past all pull requests."""
        self.month.git("push", "--quiet", "origin", "HEAD:refs/heads/main")

    def review(self, number: int, by: str, state: str = "APPROVED", **edits: Any) -> int:
        """Review a pull request as its head is now; return the review's number.

        `account` shows another account than that of `by`, and None no account at all.
        """
        one, review_id = self.pulls[number], edits.pop("id", 0) or self.new_id()
        shown = edits.pop("account", user(by))
        given = {"by": shown, "at": edits.pop("at", "") or self.now(), "commit": one.head}
        one.reviews.append(review(review_id, state, **{**given, **edits}))
        one.timeline.append(reviewed(one.reviews[-1]))
        return review_id

    def approve(self, number: int, by: str = "director-cannock", **edits: Any) -> int:
        """Approve a pull request."""
        return self.review(number, by, **edits)

    def object(self, number: int, by: str = "director-cannock", **edits: Any) -> int:
        """Request changes to a pull request."""
        return self.review(number, by, "CHANGES_REQUESTED", **edits)

    def dismiss(self, review_id: int, by: str = "administrator") -> None:
        """Dismiss a review, as an administrator may."""
        found = ((p, r) for p in self.pulls.values() for r in p.reviews if r["id"] == review_id)
        one, given = next(found)
        was, given["state"] = given["state"].lower(), "DISMISSED"
        for event in one.timeline:
            if (event["event"], event["id"]) == ("reviewed", review_id):
                event["state"] = "dismissed"
        one.timeline.append(dismissal(review_id, was, self.now(), self.new_id(), user(by)))

    def close(self, number: int) -> None:
        """Close a pull request without merging it."""
        self.pulls[number].is_open = False

    def merge(self, number: int, how: str = "merge", text: Mapping[str, bytes] | None = None,
              by: str = MERGER, words: str = "") -> str:  # fmt: skip
        """Merge a pull request as the forge does; `text` comes in by the merge alone.

        `words` are more of the message, such as trailers. Return what it became.
        """
        one = self.pulls[number]
        main = self.git("rev-parse", f"refs/heads/{one.base}")
        message = f"Pull request {number}\n\n{words}"
        if how == "rebase":
            commit = self._rebased(main, one.head, by)
        else:
            tree = self._with(self.git("merge-tree", "--write-tree", main, one.head), text or {})
            parents = [main] if how == "squash" else [main, one.head]
            author = one.opener["login"] if how == "squash" else by
            commit = self._commit(tree, parents, message, author)
        if how == "queue":
            self.git("update-ref", f"refs/heads/gh-readonly-queue/{one.base}/pr-{number}", commit)
        self.git("update-ref", f"refs/heads/{one.base}", commit)
        one.became = self._range(main, one.head) | self._range(main, commit)
        one.is_open, one.merged_at, one.merge_commit = False, self.now(), commit
        return commit

    # What is seen of it

    def standing(self, name: str = "cannock-chase/access") -> Standing:
        """Return what the verdict on `service/section` comes to."""
        return self.verdict(name).standing

    def verdict(self, name: str = "cannock-chase/access") -> Verdict:
        """Return the gate's verdict on `service/section`."""
        return self.verdicts()[name]

    def verdicts(self) -> dict[str, Verdict]:
        """Return the gate's verdicts by `service/section`."""
        return {f"{v.subject.service}/{v.subject.section}": v for v in self.gate().verdicts}

    def gate(self) -> GateReport:
        """Return what stands of the month's sign-off on the main line."""
        at = open_workspace(self.fetched())
        assert at.instance is not None, at.findings
        return check_gate(
            at,
            analyse_edition(at.instance, "monthly", PERIOD),
            EvidenceSource("github", REPOSITORY),
        )

    def run(self, *words: str) -> Ran:
        """Run a command on the main line with GitHub as its witness."""
        given = ("--provider", "github", "--repo", REPOSITORY)
        return boardpack("-C", self.fetched(), *words, *given)

    def fetched(self) -> Path:
        """Return the clone of the gate, brought up to date; it has no commits of branches."""
        self.show()
        only_main = ("--quiet", "--no-tags", "origin", "+refs/heads/main:refs/remotes/origin/main")
        if not self.clone.exists():
            self.clone.mkdir()
            _git(self.clone, "init", "--quiet", "--initial-branch=main")
            _git(self.clone, "remote", "add", "origin", self.bare.as_uri())
        _git(self.clone, "fetch", *only_main)
        _git(self.clone, "reset", "--quiet", "--hard", "origin/main")
        return self.clone

    def posted(self, number: int) -> Posted:
        """Let checks and comments be written; return what is written on a pull request."""
        posted = Posted([], comments(self.server, number, []))

        def status(asked: Request) -> Said:
            posted.checks.append((asked.path.rpartition("/")[2], json.loads(asked.body)))
            return Said({**example("status"), **posted.checks[-1][1]}, 201)

        self.server.on("POST", f"{AT}/statuses", status)
        return posted

    # How it is done

    def now(self) -> str:
        """Return the forge's time, a minute after the last one."""
        self.month.time += timedelta(minutes=1)
        return self.month.time.strftime("%Y-%m-%dT%H:%M:%SZ")

    def new_id(self) -> int:
        """Return a number that nothing else has."""
        self._ids += 1
        return self._ids

    def git(self, *words: str, author: str = FORGE, committer: str = FORGE) -> str:
        """Run Git in the forge's own repository."""
        self.month.time += timedelta(seconds=1)
        return _git(self.bare, *words, author=author, committer=committer, when=self.month.time)

    def _commit(
        self, tree: str, parents: list[str], message: str, author: str, committer: str = FORGE
    ) -> str:
        sides = [word for one in parents for word in ("-p", one)]
        words = ("commit-tree", tree, *sides, "-m", message)
        return self.git(*words, author=EMAILS.get(author) or _hidden(author), committer=committer)

    def _rebased(self, main: str, head: str, by: str) -> str:
        """Return the last of the commits made anew; the forge names who merged as committer."""
        folder = self.bare.parent / "rebasing"
        self.git("worktree", "add", "--quiet", "--detach", str(folder), main)
        commits = self.git("rev-list", "--reverse", "--no-merges", f"{main}..{head}").split()
        _git(folder, "cherry-pick", *commits, author="", committer=EMAILS[by], when=self.month.time)
        commit = _git(folder, "rev-parse", "HEAD")
        self.git("worktree", "remove", str(folder))
        return commit

    def _with(self, tree: str, text: Mapping[str, bytes]) -> str:
        if not text:
            return tree
        index = self.bare / "index-of-a-merge"
        index.unlink(missing_ok=True)
        environment = {"GIT_INDEX_FILE": str(index)}
        _git(self.bare, "read-tree", tree, more=environment)
        for path, data in text.items():
            blob = _git(self.bare, "hash-object", "-w", "--stdin", given=data)
            entry = f"100644,{blob},{path}"
            _git(self.bare, "update-index", "--add", "--cacheinfo", entry, more=environment)
        return _git(self.bare, "write-tree", more=environment)

    def show(self) -> None:
        """Let the server show all that there is now; `answers` are given instead of that."""
        opened = [one for one in self.pulls.values() if one.is_open]
        self.server.shows(f"{AT}/pulls", [one.shown(True) for one in opened])
        for number, one in self.pulls.items():
            self.server.shows(f"{AT}/pulls/{number}", one.shown())
            self.server.shows(f"{AT}/pulls/{number}/reviews", one.reviews)
            self.server.shows(f"{AT}/issues/{number}/timeline", one.timeline)
        main = set(self.git("rev-list", "refs/heads/main").split())
        commits = [(one, self._commits(one)) for one in self.pulls.values()]
        for line in self.git("log", "--all", "--format=%H %ae %ce").splitlines():
            sha, author, committer = line.split()
            among = [one for one, those in commits if sha in those]
            shown = [one for one in among if one.merged_at or (one.is_open and sha not in main)]
            self.server.shows(f"{AT}/commits/{sha}/pulls", [one.shown(True) for one in shown])
            self.server.shows(f"{AT}/commits/{sha}", self._shown(sha, author, committer))
        for path, answer in self.answers.items():
            self.server.says(path, answer)

    def _commits(self, one: Pull) -> frozenset[str]:
        """Return the commits of a pull request, and those that it became on the main line."""
        return one.became or self._range("main", one.head)

    def _range(self, since: str, until: str) -> frozenset[str]:
        return frozenset(self.git("rev-list", f"{since}..{until}").split())

    def _shown(self, sha: str, author: str, committer: str) -> dict[str, Any]:
        data = example("commit")
        people = {"author": self._account(author), "committer": self._account(committer)}
        data["commit"]["author"]["email"] = author
        data["commit"]["committer"]["email"] = committer
        return {**data, "sha": sha, "files": [], **people}

    def _account(self, email: str) -> dict[str, Any] | None:
        known = {**{mail: name for name, mail in EMAILS.items()}, **self.addresses}
        return user(known[email]) if email in known else None


def _hidden(name: str) -> str:
    """Return the address that the forge makes up for an account."""
    return f"{user(name)['id']}+{name}@users.noreply.github.com"


def make_origin(folder: Path) -> Month:
    """Return a clone of `origin.git` beside it, of which `main` has registers and data only."""
    bare, month = folder / "origin.git", Month(folder / "work", folder / "keys")
    for each in (bare, month.root, month.keys):
        each.mkdir(parents=True)
    _git(bare, "init", "--quiet", "--bare", "--initial-branch=main", "--template=")
    month.git("init", "--quiet", "--initial-branch=main", "--template=")
    month.git("remote", "add", "origin", "../origin.git")
    tree = minimal()
    put({path: tree[path] for path in tree if path not in (CANNOCK, SEISDON)}, month.root)
    month.commit("development-manager", "Registers and data")
    month.git("push", "--quiet", "origin", "HEAD:refs/heads/main")
    for repository in (bare, month.root):
        pack_objects(repository)
    return month


def _git(
    folder: Path,
    *words: str,
    author: str = FORGE,
    committer: str = FORGE,
    when: Any = "2018-12-01T00:00:00Z",
    given: bytes = b"",
    more: Mapping[str, str] | None = None,
) -> str:
    by = {"NAME": author, "EMAIL": author, "DATE": str(when)} if author else {}
    settings = {
        "PATH": os.environ["PATH"],
        "GIT_CONFIG_GLOBAL": str(GITCONFIG),
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_AUTHOR_{key}": value for key, value in by.items()},
        "GIT_COMMITTER_NAME": "GitHub",
        "GIT_COMMITTER_EMAIL": committer,
        "GIT_COMMITTER_DATE": str(when),
        **(more or {}),
    }
    done = subprocess.run(
        ["git", *words], cwd=folder, env=settings, check=False, capture_output=True, input=given
    )
    assert done.returncode == 0, (words, done.stderr)
    return done.stdout.decode().strip()


def hurry(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Wait so long for an answer, and not at all before asking again."""
    monkeypatch.setattr(
        "boardpack.adapters.forges.github.connect.open_github",
        partial(open_github, wait=0.0, timeout=seconds),
    )


@contextmanager
def hosting(origin: Month, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """Serve a copy of a forge; the environment gives access to it, and nothing is waited for."""
    shutil.copytree(origin.root.parent, folder, symlinks=True, dirs_exist_ok=True)
    month = replace(origin, root=folder / "work", keys=folder / "keys")
    with serving(monkeypatch) as server:
        monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
        monkeypatch.setenv("GITHUB_API_URL", server.address)
        hurry(monkeypatch, 10.0)
        yield Hub(server, folder / "origin.git", month, folder / "gate")
