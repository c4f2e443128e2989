"""`boardpack demo`: one month of the worked example, played by its roles."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import TextIO

from boardpack.adapters.git.rehearsal import Rehearsal
from boardpack.commands import check, init, publish, signoff, verify
from boardpack.errors import CannotRun, Exit
from boardpack.load.signoffs import ALLOWED_SIGNERS

HELP = "Play a month of the worked example: written, signed, published, corrected, proved."
PACK, PERIOD = "monthly", "2018-11"
BRANCH = "gh-pages"
MANAGER = "directorate-development-manager"
SERVICES = ("cannock-chase", "south-east-staffs-and-seisdon")
SIGNATORIES = (*(f"service-director-{s}" for s in SERVICES), "director-of-primary-care")
DEPUTY = "deputy-service-director"
REASON = "One incident of November was reported late."

_DATASET_PATH = "data/datasets/incidents/2018-11.csv"
_SUBMISSION_PATH = f"content/{PACK}/{PERIOD}/{SERVICES[1]}.md"
_COMMANDS: dict[str, tuple[Callable[[argparse.ArgumentParser], None], Callable[..., int]]] = {
    "check": (check.add_arguments, check.run),
    "signoff": (signoff.add_arguments, signoff.run),
    "publish": (publish.add_arguments, publish.run),
    "verify": (verify.add_arguments, verify.run),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "folder",
        metavar="DIR",
        type=Path,
        nargs="?",
        default=Path("build/demo"),
        help="where to play it (default: build/demo)",
    )


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Play the month; every command that is shown is really run."""
    rehearsal = Rehearsal(args.folder.resolve())
    rehearsal.create_repository()
    _Month(rehearsal, out).play_month()
    site = rehearsal.export_site(BRANCH)
    print(f"\nOpen all publications in a browser:\n    {site / 'index.html'}", file=out)
    print(f"The repository, with its history and its records:\n    {rehearsal.clone}", file=out)
    return Exit.CLEAR


@dataclass(frozen=True, slots=True)
class _Month:
    rehearsal: Rehearsal
    out: TextIO

    def play_month(self) -> None:
        """Play all the scenes."""
        self._open_month()
        self._write_submissions()
        self._sign_sections()
        self._publish_edition(PERIOD)
        self._change_figure()
        self._correct_publication()

    def _open_month(self) -> None:
        self._announce_scene(
            "The directorate development manager sets up the month: registers and figures."
        )
        args = argparse.Namespace(folder=self.rehearsal.clone, demo=True)
        init.run(args, StringIO())
        lines = [self.rehearsal.format_allowed_line(person) for person in (*SIGNATORIES, DEPUTY)]
        allowed = self.rehearsal.clone / ALLOWED_SIGNERS
        allowed.parent.mkdir(parents=True)
        allowed.write_text("\n".join(lines) + "\n")
        everything = (".", f":!content/{PACK}", ":!content/safety")
        self._commit_files(MANAGER, "2018-12-10T09:00", "Open November 2018", *everything)

    def _write_submissions(self) -> None:
        self._announce_scene("Each practice manager writes about their own service.")
        for hour, service in enumerate(SERVICES, start=10):
            path = f"content/{PACK}/{PERIOD}/{service}.md"
            person = f"practice-manager-{service}"
            self._commit_files(person, f"2018-12-12T{hour}:00", f"November 2018, {service}", path)
        self._commit_files(MANAGER, "2018-12-12T12:00", "The weekly safety pack", "content")
        self._run_boardpack("2018-12-12T13:00", "check", PACK, PERIOD)
        self._announce_scene(
            "The content is complete. May it be published? Not before it is signed off."
        )
        self._run_boardpack(
            "2018-12-12T13:01", "check", PACK, PERIOD, "--publishable", is_shut=True
        )

    def _sign_sections(self) -> None:
        self._announce_scene(
            "Each director looks at what is theirs, and signs it with their own key."
        )
        for hour, person in enumerate(SIGNATORIES, start=9):
            self._approve_as(person, f"2018-12-13T{hour:02}:30")
        self._run_boardpack("2018-12-13T13:00", "check", PACK, PERIOD, "--publishable")

    def _publish_edition(self, period: str) -> None:
        self._announce_scene("Now it is published: one commit on the pages branch of the remote.")
        self._run_boardpack("2018-12-14T15:00", "publish", PACK, period)
        self._announce_scene("Anybody who has a clone can prove it.")
        self._run_boardpack("2018-12-14T15:10", "verify", f"{PACK}-{period}")

    def _change_figure(self) -> None:
        self._announce_scene(
            "Days later a figure changes. One section is stale, and the gate shuts."
        )
        self._edit_file(
            _DATASET_PATH,
            f"{SERVICES[1]},incidents-reported,41",
            f"{SERVICES[1]},incidents-reported,42",
        )
        self._commit_files(
            MANAGER, "2018-12-18T09:00", "One incident was reported late", _DATASET_PATH
        )
        self._run_boardpack(
            "2018-12-18T09:10", "check", PACK, PERIOD, "--publishable", is_shut=True
        )
        self._run_boardpack("2018-12-18T09:11", "signoff", "diff", "--pack", PACK)
        self._run_boardpack(
            "2018-12-18T09:12", "publish", PACK, PERIOD, "--reason", REASON, is_shut=True
        )

    def _correct_publication(self) -> None:
        self._announce_scene(
            "The manager mends the words; the deputy, within the delegation, signs again."
        )
        self._edit_file(_SUBMISSION_PATH, "41 incidents, two more", "42 incidents, three more")
        writer = f"practice-manager-{SERVICES[1]}"
        self._commit_files(
            writer, "2018-12-18T11:00", "Say that there were 42 incidents", _SUBMISSION_PATH
        )
        self._approve_as(DEPUTY, "2018-12-18T14:00")
        self._announce_scene(
            "A correction is a revision with its reason; the first publication stays."
        )
        self._run_boardpack("2018-12-18T15:00", "publish", PACK, PERIOD, "--reason", REASON)
        self._run_boardpack("2018-12-18T15:10", "verify")

    def _approve_as(self, person: str, moment: str) -> None:
        key = self.rehearsal.ensure_key(person)
        arguments = (
            "signoff",
            "approve",
            "--as",
            person,
            "--pack",
            PACK,
            "--key",
            str(key),
            "--yes",
        )
        self._run_boardpack(moment, *arguments, last_count=1)
        self._commit_files(person, moment, f"Sign-off by {person}", "data/signoffs")

    def _edit_file(self, path: str, old: str, new: str) -> None:
        file = self.rehearsal.clone / path
        text = file.read_text("utf-8")
        if old not in text:
            raise CannotRun(f"the worked example no longer says '{old}' in {path}")
        file.write_text(text.replace(old, new), "utf-8")

    def _commit_files(self, person: str, moment: str, message: str, *paths: str) -> None:
        self.rehearsal.commit_and_push(
            person, f"{person}@example.org", _parse_moment(moment), message, *paths
        )
        print(f"[{_format_moment(moment)}] {person} commits: {message}", file=self.out)

    def _announce_scene(self, description: str) -> None:
        print(f"\n{description}", file=self.out, flush=True)

    def _run_boardpack(
        self, moment: str, *arguments: str, is_shut: bool = False, last_count: int = 0
    ) -> None:
        """Run a command in the clone at a moment, and show it with what it says."""
        print(
            f"[{_format_moment(moment)}] $ boardpack {_format_command(arguments, self.rehearsal)}",
            file=self.out,
        )
        output = StringIO()
        with _set_clock(moment):
            status = _run_command(self.rehearsal.clone, arguments, output)
        lines = output.getvalue().splitlines()
        print(
            "\n".join(f"    {line}" for line in _select_shown_lines(lines, last_count)),
            file=self.out,
            flush=True,
        )
        if status != (Exit.GATE_SHUT if is_shut else Exit.CLEAR):
            raise CannotRun(
                f"the demonstration did not go as planned: {arguments[0]} ended {status}"
            )


def _run_command(root: Path, arguments: Sequence[str], out: TextIO) -> int:
    add_options, run_command = _COMMANDS[arguments[0]]
    parser = argparse.ArgumentParser()
    add_options(parser)
    args = parser.parse_args(arguments[1:])
    args.root = root
    return run_command(args, out)


_MAXIMUM_LINES = 14


def _select_shown_lines(lines: Sequence[str], last_count: int) -> list[str]:
    """Return what is shown of a long output: its last lines, or its beginning and its end."""
    if last_count:
        return [line for line in lines if line.startswith("Signed off")][-last_count:]
    if len(lines) <= _MAXIMUM_LINES:
        return list(lines)
    omitted_count = len(lines) - _MAXIMUM_LINES
    return [*lines[: _MAXIMUM_LINES - 3], f"... {omitted_count} more lines ...", *lines[-3:]]


def _format_command(arguments: Sequence[str], rehearsal: Rehearsal) -> str:
    line = " ".join(
        f'"{argument}"' if re.search(r"\s", argument) else argument for argument in arguments
    )
    return line.replace(f"{rehearsal.folder}{os.sep}", "../")


def _parse_moment(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


def _format_moment(moment: str) -> str:
    return moment.replace("T", " ")


@contextmanager
def _set_clock(moment: str) -> Iterator[None]:
    """Let boardpack's clock stand at a moment."""
    previous_epoch = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(_parse_moment(moment).timestamp()))
    try:
        yield
    finally:
        if previous_epoch is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = previous_epoch
