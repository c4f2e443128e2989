"""`boardpack calendar`."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TextIO

from boardpack.adapters.build_folder import locate_build_folder
from boardpack.adapters.workspace import find_instance_root
from boardpack.analysis.local_time import to_local_time
from boardpack.commands.arguments import add_clock
from boardpack.errors import CannotRun, Exit
from boardpack.load.calendar import CALENDAR_FILE
from boardpack.model.period import parse_period
from boardpack.operations.calendar import PAGE, write_calendar
from boardpack.render.findings.report import format_count

HELP = "Write a year of deadlines and meetings: a page, and calendar feeds by role and committee."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_clock(parser)
    parser.add_argument(
        "--from",
        dest="month",
        metavar="MONTH",
        help="the first month, such as 2018-12; else the present one",
    )
    parser.add_argument(
        "--out", metavar="DIR", type=Path, help="where to write (default: build/calendar)"
    )


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Write the page and the feeds, and say where they are."""
    root = find_instance_root(args.root)
    moment = args.clock()
    local_time = to_local_time(moment)
    first_day = _parse_month(args.month) if args.month else local_time.date().replace(day=1)
    folder = args.out or locate_build_folder(root) / "calendar"
    written = write_calendar(root, folder, first_day, moment.replace(microsecond=0))
    dates = format_count(written.deadline_count, "deadline")
    if written.meeting_count:
        dates += f" and {format_count(written.meeting_count, 'meeting')}"
    print(f"{dates} written, of which {written.changed_count} are new or changed:", file=out)
    print(f"  {written.folder / PAGE}", file=out)
    feeds = format_count(len(written.names) - 1, "feed")
    print(f"  {feeds} beside it, one for each role and each committee", file=out)
    print(f"What calendars were told is in {CALENDAR_FILE}; commit it.", file=out)
    return Exit.CLEAR


def _parse_month(text: str) -> date:
    try:
        return parse_period(text).start
    except ValueError as error:
        raise CannotRun(f"--from takes a month such as 2018-12: {error}") from None
