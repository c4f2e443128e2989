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

from boardpack.commands import check, init, publish, signoff, verify
from boardpack.errors import CannotRun, Exit
from boardpack.load.signoffs import ALLOWED
from boardpack.world.rehearsal import Rehearsal

HELP = "Play a month of the worked example: written, signed, published, corrected, proved."
PACK, PERIOD = "monthly", "2018-11"
BRANCH = "gh-pages"
MANAGER = "directorate-development-manager"
SERVICES = ("cannock-chase", "south-east-staffs-and-seisdon")
SIGNATORIES = (*(f"service-director-{s}" for s in SERVICES), "director-of-primary-care")
DEPUTY = "deputy-service-director"
REASON = "One incident of November was reported late."

_ROWS = "data/datasets/incidents/2018-11.csv"
_WORDS = f"content/{PACK}/{PERIOD}/{SERVICES[1]}.md"
_RUN: dict[str, tuple[Callable[[argparse.ArgumentParser], None], Callable[..., int]]] = {
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
    rehearsal.begin()
    _Month(rehearsal, out).play()
    site = rehearsal.export(BRANCH)
    print(f"\nOpen all publications in a browser:\n    {site / 'index.html'}", file=out)
    print(f"The repository, with its history and its records:\n    {rehearsal.clone}", file=out)
    return Exit.CLEAR


@dataclass(frozen=True, slots=True)
class _Month:
    rehearsal: Rehearsal
    out: TextIO

    def play(self) -> None:
        """Play all the scenes."""
        self._opened()
        self._written()
        self._signed()
        self._published(PERIOD)
        self._changed()
        self._corrected()

    def _opened(self) -> None:
        self._scene("The directorate development manager sets up the month: registers and figures.")
        args = argparse.Namespace(folder=self.rehearsal.clone, demo=True)
        init.run(args, StringIO())
        lines = [self.rehearsal.allowed_line(one) for one in (*SIGNATORIES, DEPUTY)]
        allowed = self.rehearsal.clone / ALLOWED
        allowed.parent.mkdir(parents=True)
        allowed.write_text("\n".join(lines) + "\n")
        everything = (".", f":!content/{PACK}", ":!content/safety")
        self._commit(MANAGER, "2018-12-10T09:00", "Open November 2018", *everything)

    def _written(self) -> None:
        self._scene("Each practice manager writes about their own service.")
        for hour, service in enumerate(SERVICES, start=10):
            path = f"content/{PACK}/{PERIOD}/{service}.md"
            person = f"practice-manager-{service}"
            self._commit(person, f"2018-12-12T{hour}:00", f"November 2018, {service}", path)
        self._commit(MANAGER, "2018-12-12T12:00", "The weekly safety pack", "content")
        self._boardpack("2018-12-12T13:00", "check", PACK, PERIOD)
        self._scene("The content is complete. May it be published? Not before it is signed off.")
        self._boardpack("2018-12-12T13:01", "check", PACK, PERIOD, "--publishable", shut=True)

    def _signed(self) -> None:
        self._scene("Each director looks at what is theirs, and signs it with their own key.")
        for hour, person in enumerate(SIGNATORIES, start=9):
            self._sign(person, f"2018-12-13T{hour:02}:30")
        self._boardpack("2018-12-13T13:00", "check", PACK, PERIOD, "--publishable")

    def _published(self, period: str) -> None:
        self._scene("Now it is published: one commit on the pages branch of the remote.")
        self._boardpack("2018-12-14T15:00", "publish", PACK, period)
        self._scene("Anybody who has a clone can prove it.")
        self._boardpack("2018-12-14T15:10", "verify", f"{PACK}-{period}")

    def _changed(self) -> None:
        self._scene("Days later a figure changes. One section is stale, and the gate shuts.")
        self._edit(
            _ROWS, f"{SERVICES[1]},incidents-reported,41", f"{SERVICES[1]},incidents-reported,42"
        )
        self._commit(MANAGER, "2018-12-18T09:00", "One incident was reported late", _ROWS)
        self._boardpack("2018-12-18T09:10", "check", PACK, PERIOD, "--publishable", shut=True)
        self._boardpack("2018-12-18T09:11", "signoff", "diff", "--pack", PACK)
        self._boardpack("2018-12-18T09:12", "publish", PACK, PERIOD, "--reason", REASON, shut=True)

    def _corrected(self) -> None:
        self._scene("The manager mends the words; the deputy, within the delegation, signs again.")
        self._edit(_WORDS, "41 incidents, two more", "42 incidents, three more")
        writer = f"practice-manager-{SERVICES[1]}"
        self._commit(writer, "2018-12-18T11:00", "Say that there were 42 incidents", _WORDS)
        self._sign(DEPUTY, "2018-12-18T14:00")
        self._scene("A correction is a revision with its reason; the first publication stays.")
        self._boardpack("2018-12-18T15:00", "publish", PACK, PERIOD, "--reason", REASON)
        self._boardpack("2018-12-18T15:10", "verify")

    def _sign(self, person: str, moment: str) -> None:
        key = self.rehearsal.key(person)
        words = ("signoff", "approve", "--as", person, "--pack", PACK, "--key", str(key), "--yes")
        self._boardpack(moment, *words, last=1)
        self._commit(person, moment, f"Sign-off by {person}", "data/signoffs")

    def _edit(self, path: str, old: str, new: str) -> None:
        file = self.rehearsal.clone / path
        text = file.read_text("utf-8")
        if old not in text:
            raise CannotRun(f"the worked example no longer says '{old}' in {path}")
        file.write_text(text.replace(old, new), "utf-8")

    def _commit(self, person: str, moment: str, message: str, *paths: str) -> None:
        self.rehearsal.commit(person, f"{person}@example.org", _time(moment), message, *paths)
        print(f"[{_day(moment)}] {person} commits: {message}", file=self.out)

    def _scene(self, words: str) -> None:
        print(f"\n{words}", file=self.out, flush=True)

    def _boardpack(self, moment: str, *words: str, shut: bool = False, last: int = 0) -> None:
        """Run a command in the clone at a moment, and show it with what it says."""
        print(f"[{_day(moment)}] $ boardpack {_shown(words, self.rehearsal)}", file=self.out)
        said = StringIO()
        with _at(moment):
            status = _status(self.rehearsal.clone, words, said)
        lines = said.getvalue().splitlines()
        print("\n".join(f"    {line}" for line in _excerpt(lines, last)), file=self.out, flush=True)
        if status != (Exit.GATE_SHUT if shut else Exit.CLEAR):
            raise CannotRun(f"the demonstration did not go as planned: {words[0]} ended {status}")


def _status(root: Path, words: Sequence[str], out: TextIO) -> int:
    add, start = _RUN[words[0]]
    parser = argparse.ArgumentParser()
    add(parser)
    args = parser.parse_args(words[1:])
    args.root = root
    return start(args, out)


_MOST = 14


def _excerpt(lines: Sequence[str], last: int) -> list[str]:
    """Return what is shown of a long output: its last lines, or its beginning and its end."""
    if last:
        return [line for line in lines if line.startswith("Signed off")][-last:]
    if len(lines) <= _MOST:
        return list(lines)
    left_out = len(lines) - _MOST
    return [*lines[: _MOST - 3], f"... {left_out} more lines ...", *lines[-3:]]


def _shown(words: Sequence[str], rehearsal: Rehearsal) -> str:
    line = " ".join(f'"{word}"' if re.search(r"\s", word) else word for word in words)
    return line.replace(f"{rehearsal.folder}{os.sep}", "../")


def _time(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


def _day(moment: str) -> str:
    return moment.replace("T", " ")


@contextmanager
def _at(moment: str) -> Iterator[None]:
    """Let boardpack's clock stand at a moment."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(_time(moment).timestamp()))
    try:
        yield
    finally:
        if given is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = given
