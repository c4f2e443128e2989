"""One month of the worked example, played by its roles in a throwaway repository."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from boardpack.adapters.git.pages_branch import BRANCH
from boardpack.adapters.git.rehearsal import Rehearsal
from boardpack.adapters.mail.mailbox import Mailbox, open_mailbox
from boardpack.adapters.workbook import to_plain_workbook
from boardpack.errors import CannotRun, Exit
from boardpack.load.signoffs import ALLOWED_SIGNERS
from boardpack.operations.initialise import initialise_worked_example
from boardpack.operations.rehearse_steps import (
    CommandBegun,
    CommandEnded,
    FilesCommitted,
    MailsArrived,
    MonthPlayed,
    RehearsalStep,
    SceneBegun,
)

PACK, PERIOD = "monthly", "2018-11"
MANAGER = "directorate-development-manager"
SERVICES = ("cannock-chase", "south-east-staffs-and-seisdon")
SIGNATORIES = (*(f"service-director-{s}" for s in SERVICES), "director-of-primary-care")
DEPUTY = "deputy-service-director"
REASON = "One incident of November was reported late."

_DATASET_PATH = "data/datasets/incidents/2018-11.csv"
_WORKBOOK_NAME = "Incidents Dec 18.xlsx"
_WORKBOOK_ROWS: Sequence[Sequence[str | int]] = (
    ("Incidents, December 2018 (made up)",),
    (),
    ("Service", "Incidents reported", "Days to close an incident"),
    ("Cannock Chase", 31, 14),
    ("South East Staffordshire and Seisdon Peninsula", 39, 18),
)
_SUBMISSION_PATH = f"content/{PACK}/{PERIOD}/{SERVICES[1]}.md"

CommandRunner = Callable[[Path, Sequence[str], datetime, Mapping[str, str]], tuple[int, str]]
"""What runs a command of boardpack in a folder at a moment, with the settings of a mail server;
returns exit status and output."""

_Steps = Iterator[RehearsalStep]


def rehearse_month(folder: Path, day: date, run_command: CommandRunner) -> _Steps:
    """Play the month in a folder, and yield each step as soon as it is done.

    By `day` CODEOWNERS is written. CannotRun where the folder holds something else, and where a
    command does not end as the month wants it.
    """
    rehearsal = Rehearsal(folder.resolve())
    rehearsal.create_repository()
    with open_mailbox(rehearsal.mailbox) as mailbox:
        yield from _Month(rehearsal, mailbox, day, run_command).play()
    yield MonthPlayed(rehearsal.export_site(BRANCH), rehearsal.clone, rehearsal.mailbox)


@dataclass(frozen=True, slots=True)
class _Month:
    rehearsal: Rehearsal
    mailbox: Mailbox
    day: date
    run_command: CommandRunner

    def play(self) -> _Steps:
        """Play all the scenes."""
        yield from self._open_month()
        yield from self._write_submissions()
        yield from self._chase_the_missing()
        yield from self._complete_edition()
        yield from self._sign_sections()
        yield from self._publish_edition()
        yield from self._circulate_edition()
        yield from self._change_figure()
        yield from self._correct_publication()
        yield from self._open_next_month()

    def _open_month(self) -> _Steps:
        yield SceneBegun(
            "The directorate development manager sets up the month: registers and figures."
        )
        initialise_worked_example(self.rehearsal.clone, self.day)
        lines = [self.rehearsal.format_allowed_line(person) for person in (*SIGNATORIES, DEPUTY)]
        allowed = self.rehearsal.clone / ALLOWED_SIGNERS
        allowed.parent.mkdir(parents=True)
        allowed.write_text("\n".join(lines) + "\n")
        everything = (".", f":!content/{PACK}", ":!content/safety")
        yield self._commit_files(MANAGER, "2018-12-10T09:00", "Open November 2018", *everything)

    def _write_submissions(self) -> _Steps:
        yield SceneBegun("Each practice manager writes about their own service; one is not ready.")
        self._edit_file(_SUBMISSION_PATH, "status: ready", "status: draft")
        for hour, service in enumerate(SERVICES, start=10):
            path = f"content/{PACK}/{PERIOD}/{service}.md"
            person = f"practice-manager-{service}"
            yield self._commit_files(
                person, f"2018-12-12T{hour}:00", f"November 2018, {service}", path
            )
        yield self._commit_files(MANAGER, "2018-12-12T12:00", "The weekly safety pack", "content")

    def _chase_the_missing(self) -> _Steps:
        yield SceneBegun("It was due that day. Next morning people are told, and a line manager.")
        yield from self._send("2018-12-13T08:23", "chase")
        yield SceneBegun("It runs again at noon, and tells nobody the same twice.")
        yield from self._send("2018-12-13T12:23", "chase")

    def _complete_edition(self) -> _Steps:
        self._edit_file(_SUBMISSION_PATH, "status: draft", "status: ready")
        writer = f"practice-manager-{SERVICES[1]}"
        yield self._commit_files(
            writer, "2018-12-13T12:40", f"November 2018, {SERVICES[1]}, is ready", _SUBMISSION_PATH
        )
        yield from self._run_boardpack("2018-12-13T13:00", "check", PACK, PERIOD)
        yield SceneBegun(
            "The content is complete. May it be published? Not before it is signed off."
        )
        yield from self._run_boardpack(
            "2018-12-13T13:01", "check", PACK, PERIOD, "--publishable", is_shut=True
        )

    def _sign_sections(self) -> _Steps:
        yield SceneBegun("Each director looks at what is theirs, and signs it with their own key.")
        for hour, person in enumerate(SIGNATORIES, start=9):
            yield from self._approve_as(person, f"2018-12-14T{hour:02}:30")
        yield from self._run_boardpack("2018-12-14T13:00", "check", PACK, PERIOD, "--publishable")

    def _publish_edition(self) -> _Steps:
        yield SceneBegun("Now it is published: one commit on the pages branch of the remote.")
        yield from self._run_boardpack("2018-12-14T15:00", "publish", PACK, PERIOD)
        yield SceneBegun("Anybody who has a clone can prove it.")
        yield from self._run_boardpack("2018-12-14T15:10", "verify", f"{PACK}-{PERIOD}")

    def _circulate_edition(self) -> _Steps:
        yield SceneBegun("It goes to those who get it, with what is escalated and what is asked.")
        yield from self._send("2018-12-14T15:23", "circulate", f"{PACK}-{PERIOD}")

    def _change_figure(self) -> _Steps:
        yield SceneBegun("Days later a figure changes. One section is stale, and the gate shuts.")
        self._edit_file(
            _DATASET_PATH,
            f"{SERVICES[1]},incidents-reported,41",
            f"{SERVICES[1]},incidents-reported,42",
        )
        yield self._commit_files(
            MANAGER, "2018-12-18T09:00", "One incident was reported late", _DATASET_PATH
        )
        yield from self._run_boardpack(
            "2018-12-18T09:10", "check", PACK, PERIOD, "--publishable", is_shut=True
        )
        yield from self._run_boardpack("2018-12-18T09:11", "signoff", "diff", PACK, PERIOD)
        yield from self._run_boardpack(
            "2018-12-18T09:12", "publish", PACK, PERIOD, "--reason", REASON, is_shut=True
        )

    def _correct_publication(self) -> _Steps:
        yield SceneBegun(
            "The manager mends the words; the deputy, within the delegation, signs again."
        )
        self._edit_file(_SUBMISSION_PATH, "41 incidents, two more", "42 incidents, three more")
        writer = f"practice-manager-{SERVICES[1]}"
        yield self._commit_files(
            writer, "2018-12-18T11:00", "Say that there were 42 incidents", _SUBMISSION_PATH
        )
        yield from self._approve_as(DEPUTY, "2018-12-18T14:00")
        yield SceneBegun("A correction is a revision with its reason; the first publication stays.")
        yield from self._run_boardpack(
            "2018-12-18T15:00", "publish", PACK, PERIOD, "--reason", REASON
        )
        yield from self._run_boardpack("2018-12-18T15:10", "verify")
        yield SceneBegun("Whoever had the first is sent the correction, and what changed.")
        yield from self._send("2018-12-18T15:23", "circulate")

    def _open_next_month(self) -> _Steps:
        yield SceneBegun("The month rolls over: on its last working day December is opened.")
        yield from self._run_boardpack("2018-12-31T06:47", "new")
        yield self._commit_files(MANAGER, "2018-12-31T09:00", "Open December 2018", "content")
        yield SceneBegun("Figures come in a workbook, and are taken in as they are.")
        workbook = self.rehearsal.folder / _WORKBOOK_NAME
        workbook.write_bytes(to_plain_workbook("Dec 18", _WORKBOOK_ROWS))
        where = ("--dataset", "incidents", "--period", "2018-12")
        yield from self._run_boardpack("2019-01-03T10:00", "take", str(workbook), *where)
        yield self._commit_files(MANAGER, "2019-01-03T10:05", "Incidents of December", "data")
        yield SceneBegun("It goes on as before: the finance report is due, and is asked for.")
        yield from self._send("2019-01-09T08:23", "chase")

    def _send(self, moment: str, *arguments: str) -> _Steps:
        """Run a command that sends; show what came in, and keep what was sent."""
        known_count = len(self.mailbox.list_mails())
        yield from self._run_boardpack(moment, *arguments, "--send")
        yield MailsArrived(self.mailbox.list_mails()[known_count:])
        yield self._commit_files(MANAGER, moment, "What was sent", "data/sent")

    def _approve_as(self, person: str, moment: str) -> _Steps:
        key = str(self.rehearsal.ensure_key(person))
        who = (PACK, PERIOD, "--as", person, "--key", key)
        yield from self._run_boardpack(moment, "signoff", "approve", *who, "--yes")
        yield self._commit_files(person, moment, f"Sign-off by {person}", "data/signoffs")

    def _edit_file(self, path: str, old: str, new: str) -> None:
        file = self.rehearsal.clone / path
        text = file.read_text("utf-8")
        if old not in text:
            raise CannotRun(f"the worked example no longer says '{old}' in {path}")
        file.write_text(text.replace(old, new), "utf-8")

    def _commit_files(self, person: str, moment: str, message: str, *paths: str) -> FilesCommitted:
        time = _parse_moment(moment)
        self.rehearsal.commit_and_push(person, f"{person}@example.org", time, message, *paths)
        return FilesCommitted(time, person, message)

    def _run_boardpack(self, moment: str, *arguments: str, is_shut: bool = False) -> _Steps:
        """Run a command in the clone at a moment; CannotRun unless the gate is as expected."""
        time = _parse_moment(moment)
        yield CommandBegun(time, arguments)
        status, output = self.run_command(
            self.rehearsal.clone, arguments, time, self.mailbox.settings
        )
        yield CommandEnded(arguments, output)
        if status != (Exit.GATE_SHUT if is_shut else Exit.CLEAR):
            raise CannotRun(
                f"the demonstration did not go as planned: {arguments[0]} ended {status}"
            )


def _parse_moment(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)
