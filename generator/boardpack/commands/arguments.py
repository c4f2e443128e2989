"""Arguments that several commands take."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from boardpack.adapters.clock import read_clock
from boardpack.adapters.git.pages_branch import BRANCH, REMOTE
from boardpack.analysis.local_time import to_local_time
from boardpack.analysis.period_words import read_period_words
from boardpack.errors import CannotRun
from boardpack.load.records import YEARS
from boardpack.model.period import parse_edition_period
from boardpack.operations.evidence_source import PROVIDERS, EvidenceSource
from boardpack.operations.pages_options import PagesOptions


def add_edition_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the two words that name an edition."""
    parser.add_argument("pack", nargs="?", help="such as monthly; all packs when left out")
    parser.add_argument(
        "period",
        nargs="?",
        type=parse_period_words,
        help="such as 2018-11; the newest when left out",
    )


def parse_period_words(text: str) -> str:
    """Return the id of a month or week, however written, or a day; ArgumentTypeError for none."""
    period = read_period_words(text.strip())
    try:
        return parse_edition_period(period or text).id
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{error}; a month may also be given as 'Nov 2018', in quotes, or 11/2018"
        ) from None


def add_provider_arguments(parser: argparse.ArgumentParser) -> None:
    """Add whom to ask for evidence."""
    parser.add_argument(
        "--provider",
        choices=PROVIDERS,
        default="git",
        help="where approvals are: signed records in this clone, or reviews on GitHub as well",
    )
    parser.add_argument("--repo", default="", metavar="OWNER/NAME", help="the repository on GitHub")
    add_main_argument(parser)
    parser.add_argument(
        "--base",
        default="",
        metavar="REV",
        help="judge by the registers of this branch, for work that is only proposed",
    )


def parse_evidence_source(args: argparse.Namespace) -> EvidenceSource:
    """Return whom the arguments say to ask."""
    return EvidenceSource(args.provider, args.repo, args.base, args.main)


def add_main_argument(parser: argparse.ArgumentParser) -> None:
    """Add from which branch is published."""
    parser.add_argument(
        "--main", default="main", metavar="BRANCH", help="the branch that is published from"
    )


def add_pages_arguments(parser: argparse.ArgumentParser) -> None:
    """Add where publications are kept."""
    parser.add_argument(
        "--remote",
        metavar="NAME",
        help=f"the Git remote with the published pages; {REMOTE} where there is one",
    )
    parser.add_argument(
        "--branch", default=BRANCH, metavar="NAME", help=f"the branch of the pages; else {BRANCH}"
    )


def parse_pages_options(args: argparse.Namespace) -> PagesOptions:
    """Return where the arguments say that publications are kept."""
    return PagesOptions(args.branch, args.remote, args.main)


def add_jobs_argument(parser: argparse.ArgumentParser) -> None:
    """Add how many processes print PDFs."""
    # Imported here, because few commands print.
    from boardpack.adapters.pdf.workers import count_cores

    parser.add_argument(
        "--jobs", type=int, default=count_cores(), metavar="N", help="how many processes print PDFs"
    )


def parse_jobs(args: argparse.Namespace) -> int:
    """Return how many processes print PDFs; CannotRun for none."""
    jobs: int = args.jobs
    if jobs < 1:
        raise CannotRun("--jobs takes 1 or more")
    return jobs


def add_signer_arguments(parser: argparse.ArgumentParser) -> None:
    """Add who signs, and with which key."""
    parser.add_argument(
        "--as", dest="person", default="", metavar="PERSON", help="your id in data/people.csv"
    )
    parser.add_argument(
        "--key", type=Path, metavar="FILE", help="your SSH key; else the one that Git signs with"
    )


def add_moment_argument(parser: argparse.ArgumentParser) -> None:
    """Add for which moment something is asked."""
    add_clock(parser)
    parser.add_argument(
        "--at",
        metavar="MOMENT",
        help="as it is at this moment, such as 2018-12-07T09:00 in London; now when left out",
    )


def parse_moment(args: argparse.Namespace) -> datetime:
    """Return the moment that is meant, local time in London without a zone.

    CannotRun for a text that is none.
    """
    text: str | None = args.at
    if text is None:
        return to_local_time(args.clock())
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CannotRun(
            f"--at takes a moment such as 2018-12-07T09:00 or a day, not '{text[:40]}'"
        ) from None
    if moment.year not in YEARS:
        raise CannotRun(f"--at takes a moment from {YEARS[0]} to {YEARS[-1]}, not '{text[:40]}'")
    return to_local_time(moment) if moment.tzinfo else moment


def add_clock(parser: argparse.ArgumentParser) -> None:
    """Add what says what moment it is; whoever plays a command sets it."""
    parser.set_defaults(clock=read_clock)
