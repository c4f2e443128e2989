"""`boardpack signoff`: what there is to sign, what changed since, and the decisions themselves."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TextIO

from boardpack.commands.arguments import (
    add_provider_arguments,
)
from boardpack.commands.standing import show_signoff_status
from boardpack.model.signoff import Action
from boardpack.operations.compare import print_differences, write_preview
from boardpack.operations.decide import decide_on_sections

HELP = "Show what is signed off, sign it, object to it, or see what changed since."
_DECISIONS = {
    Action.APPROVE: "Sign sections off: they are shown to you first.",
    Action.OBJECT: "Say what must be mended first; the gate stays shut until you sign.",
    Action.WITHDRAW: "Take your earlier decision back.",
}
_SECTION_HELP = "such as performance-qof, or cannock-chase/performance-qof"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    actions = parser.add_subparsers(dest="action", metavar="WHAT", required=True)
    _add_status_arguments(
        actions.add_parser("status", help="Say what stands of every section's sign-off.")
    )
    _add_diff_arguments(actions.add_parser("diff", help="Show what changed since it was signed."))
    _add_preview_arguments(
        actions.add_parser("preview", help="Make one page with exactly the changed sections.")
    )
    for action, description in _DECISIONS.items():
        _add_decision_arguments(
            actions.add_parser(action.value, help=description, description=description), action
        )


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Do what was asked."""
    match args.action:
        case "status":
            return show_signoff_status(args, out)
        case "diff":
            return print_differences(args, out)
        case "preview":
            return write_preview(args, out)
        case _:
            return decide_on_sections(args, Action(args.action), out)


def _add_status_arguments(parser: argparse.ArgumentParser) -> None:
    _add_edition_options(parser)
    add_provider_arguments(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to say it")
    parser.add_argument(
        "--pull",
        default="",
        metavar="N",
        help="judge what this pull request proposes; 'open' for all open ones",
    )
    parser.add_argument(
        "--post",
        action="store_true",
        help="set the pull request's check and its one comment (needs GITHUB_TOKEN)",
    )


def _add_diff_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=_SECTION_HELP)
    _add_edition_options(parser)
    parser.add_argument(
        "--since", default="", metavar="REV", help="compare with this revision, signed or not"
    )


def _add_preview_arguments(parser: argparse.ArgumentParser) -> None:
    _add_edition_options(parser)
    parser.add_argument("--since", required=True, metavar="REV", help="compare with this revision")
    parser.add_argument(
        "--output",
        type=Path,
        default=Path("build/preview"),
        metavar="DIR",
        help="folder for the page (default: build/preview)",
    )


def _add_decision_arguments(parser: argparse.ArgumentParser, action: Action) -> None:
    parser.add_argument(
        "sections",
        nargs="*",
        metavar="SECTION",
        help=f"{_SECTION_HELP}; all that wait for you when left out",
    )
    _add_edition_options(parser)
    parser.add_argument(
        "--as", dest="person", required=True, metavar="PERSON", help="your id in data/people.csv"
    )
    parser.add_argument(
        "--key", type=Path, metavar="FILE", help="your SSH key; else the one that Git signs with"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask again before signing")
    if action is not Action.APPROVE:
        parser.add_argument(
            "--why", required=True, metavar="TEXT", help="the reason, for all to read"
        )


def _add_edition_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pack", metavar="PACK", help="such as monthly; all packs when left out")
    parser.add_argument(
        "--period", metavar="PERIOD", help="such as 2018-11; the newest when left out"
    )
