"""A second forge, in memory: a parish council where motions are moved and voted on.

Nothing in it is GitHub's: a motion is a pull request, a vote is a review, members have seats for
accounts, and its clerk keeps minutes. The commits are in a real Git repository.

    number = parish.move(CANNOCK, text, by="manager-cannock")
    parish.vote(number, "director-cannock", "aye")
    parish.carry(number)
    assert parish.gate().verdicts
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from boardpack.adapters.forges.driver import ForgeDriver
from boardpack.adapters.workspace import open_workspace
from boardpack.analysis.edition import analyse_edition
from boardpack.model.signoff import Action, Verdict
from boardpack.operations.evidence_source import EvidenceSource
from boardpack.operations.gate import GateReport, check_gate
from boardpack.operations.pull_request import (
    PullRequestOutcome,
    ReviewDesk,
    judge_pull_requests,
)
from boardpack.signoff.forge import (
    Account,
    AccountKind,
    CheckState,
    CommitAccounts,
    Dismissal,
    Forge,
    PullRequest,
    PullReviews,
    Review,
    Unreadable,
)
from support.instances import CANNOCK, SEISDON, minimal
from support.running import put
from support.signing import PACK, PERIOD, Month

PARISH = "staffordshire parish"
SEATS = {"director-cannock": "1001", "director-seisdon": "1002", "manager-cannock": "1003"}
"""By the names of those who sit on them; the register of people knows their numbers."""
_MEANINGS = {"aye": Action.APPROVE, "nay": Action.OBJECT, "remark": None}


@dataclass
class Vote:
    """What a member called out when a motion was read; it may be struck from the minutes."""

    ballot: int
    member: str
    call: str
    moment: str
    text: str
    struck: str = ""


@dataclass
class Motion:
    """A text that is moved; it is `carried` at a moment, as the commit `act`."""

    number: int
    mover: str
    text: str
    commits: list[str]
    carried: str = ""
    act: str = ""
    votes: list[Vote] = field(default_factory=list)


class ParishForge:
    """The council as a `boardpack.signoff.forge.Forge`; `is_adjourned` answers nobody."""

    name = "parish"
    title = "the parish"
    head_references = "refs/motions/*"

    def __init__(self, motions: Mapping[int, Motion], is_adjourned: bool = False) -> None:
        self._motions = motions
        self._is_adjourned = is_adjourned
        self.notices: list[tuple[str, str]] = []

    @property
    def kept_pulls(self) -> list[int]:
        return sorted(self._motions)

    @property
    def kept_answers(self) -> Mapping[str, bytes]:
        return {f"motion {number}": self._minute(number) for number in self._motions}

    def read_identity(self) -> str:
        return "parish"

    def list_open_pulls(self, branch: str) -> list[PullRequest]:
        self._attend()
        open_motions = [motion for motion in self._motions.values() if not motion.carried]
        return [self.read_pull(motion.number) for motion in open_motions]

    def list_pulls_of_commit(self, commit: str) -> list[PullRequest]:
        self._attend()
        motions = [motion for motion in self._motions.values() if commit in motion.commits]
        return [self.read_pull(motion.number) for motion in motions]

    def read_pull(self, number: int) -> PullRequest:
        self._attend()
        motion = self._motions[number]
        return PullRequest(
            number=number,
            opened_by=SEATS[motion.mover],
            is_open=not motion.carried,
            merged=bool(motion.carried),
            merged_at=motion.carried,
            repository=PARISH,
            base="main",
            head=motion.text,
            merge_commit=motion.act,
            head_reference=f"refs/motions/{number}",
        )

    def read_reviews(self, number: int) -> PullReviews:
        self._attend()
        votes = sorted(self._motions[number].votes, key=lambda vote: (vote.moment, vote.ballot))
        return PullReviews(tuple(_to_review(number, vote) for vote in votes))

    def read_commit_accounts(self, commit: str) -> CommitAccounts:
        self._attend()
        return CommitAccounts()

    def digest_reviews(self, number: int) -> str:
        return hashlib.sha256(self._minute(number)).hexdigest()

    def set_status(self, commit: str, state: CheckState, sentence: str) -> None:
        self.notices.append((commit, f"{state}: {sentence}"))

    def upsert_comment(self, number: int, body: str) -> None:
        self.notices.append((f"motion {number}", body))

    def find_preview(self, pull: PullRequest) -> str:
        return f"https://example.org/motions/{pull.number}"

    def upsert_notice(self, thread: str, title: str, key: str, body: str) -> None:
        self.notices.append((f"{thread} {key}", body))

    def _minute(self, number: int) -> bytes:
        return json.dumps(asdict(self._motions[number])).encode()

    def _attend(self) -> None:
        if self._is_adjourned:
            raise Unreadable("the parish is adjourned; come back when it sits")


def _to_review(number: int, vote: Vote) -> Review:
    meaning = _MEANINGS[vote.call]
    return Review(
        pull=number,
        id=vote.ballot,
        account=Account(SEATS[vote.member], vote.member, AccountKind.PERSON),
        action=None if vote.struck else meaning,
        time=vote.moment,
        commit=vote.text,
        dismissal=Dismissal("9", "clerk", vote.struck, meaning) if vote.struck else None,
    )


def replay_parish(repository: str, kept_answers: Mapping[str, bytes]) -> Forge:
    """Return the council as its minutes have it."""
    motions = [_read_minute(minute) for minute in kept_answers.values()]
    return ParishForge({motion.number: motion for motion in motions})


def _read_minute(minute: bytes) -> Motion:
    motion = json.loads(minute)
    return Motion(**{**motion, "votes": [Vote(**vote) for vote in motion["votes"]]})


@dataclass
class Parish:
    """The council, and the repository in which its members write."""

    month: Month
    motions: dict[int, Motion] = field(default_factory=dict)
    is_adjourned: bool = False

    def move(self, path: str, text: bytes, by: str) -> int:
        """Write a file on a branch of its own, and move that it be accepted."""
        number = len(self.motions) + 1
        self.month.branch(f"motion-{number}", "main")
        self.motions[number] = Motion(number, by, self.month.put(path, text, by), [])
        return number

    def amend(self, number: int, path: str, old: str, new: str) -> None:
        """Replace a text in what is moved."""
        motion = self.motions[number]
        motion.text = self.month.edit(path, old, new, motion.mover)

    def vote(self, number: int, member: str, call: str) -> Vote:
        """Vote on a motion as its text is now."""
        motion = self.motions[number]
        motion.votes.append(
            Vote(700 + len(motion.votes), member, call, self._moment(), motion.text)
        )
        return motion.votes[-1]

    def strike(self, vote: Vote) -> None:
        """Strike a vote from the minutes."""
        vote.struck = self._moment()

    def carry(self, number: int) -> None:
        """Let a motion be what holds."""
        motion = self.motions[number]
        self.month.switch("main")
        before = self.month.git("rev-parse", "HEAD")
        self.month.merge(f"motion-{number}")
        motion.carried, motion.act = self._moment(), self.month.git("rev-parse", "HEAD")
        motion.commits = self.month.git("rev-list", f"{before}..HEAD").split()

    def judge(self) -> tuple[list[PullRequestOutcome], list[tuple[str, str]]]:
        """Judge what is open, and return the outcomes and what the council put up about them."""
        forge = ParishForge(self.motions, self.is_adjourned)
        desk = ReviewDesk(open_workspace(self.month.root), EvidenceSource("parish", PARISH), forge)
        return list(judge_pull_requests(desk, None, is_posted=True)), forge.notices

    def gate(self) -> GateReport:
        """Return what stands of the month's sign-off on the main line."""
        workspace = open_workspace(self.month.root)
        assert workspace.instance is not None, workspace.findings
        edition = analyse_edition(workspace.instance, PACK, PERIOD)
        return check_gate(workspace, edition, EvidenceSource("parish", PARISH), self._drivers())

    def verdict(self, name: str) -> Verdict:
        """Return the gate's verdict on `service/section`."""
        return {verdict.subject.name: verdict for verdict in self.gate().verdicts}[name]

    def _drivers(self) -> Mapping[str, ForgeDriver]:
        @contextmanager
        def connect(repository: str, cache: Path) -> Iterator[Forge]:
            yield ParishForge(self.motions, self.is_adjourned)

        return {"parish": ForgeDriver(connect, replay_parish, lambda email: "", "")}

    def _moment(self) -> str:
        self.month.git("rev-parse", "HEAD")
        return self.month.time.strftime("%Y-%m-%dT%H:%M:%SZ")


def make_parish(folder: Path) -> Parish:
    """Return a council whose main line has registers and data, but no submission yet."""
    month = Month(folder / "month", folder / "keys")
    for each in (month.root, month.keys):
        each.mkdir(parents=True)
    month.git("init", "--quiet", "--initial-branch=main")
    tree = minimal()
    put({path: tree[path] for path in tree if path not in (CANNOCK, SEISDON)}, month.root)
    month.commit("development-manager", "Registers and data")
    return Parish(month)
