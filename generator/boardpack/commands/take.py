"""`boardpack take`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TextIO

from boardpack.adapters.workspace import find_instance_root
from boardpack.commands.arguments import parse_period_words
from boardpack.errors import CannotRun, Exit
from boardpack.findings import name_choices
from boardpack.model.intake import DateOrder
from boardpack.operations.take import TakeRequest, list_datasets, take_file, take_inbox
from boardpack.render.intake.words import render_taken

HELP = "Read a workbook or CSV as it comes into a dataset, and keep it beside its figures."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("file", nargs="?", type=Path, help="an .xlsx workbook or a CSV")
    parser.add_argument("--dataset", metavar="NAME", help="the dataset that its figures belong to")
    parser.add_argument(
        "--period",
        type=parse_period_words,
        help="the month or week that they came for, such as 2018-12",
    )
    parser.add_argument(
        "--inbox",
        action="store_true",
        help="take in every file of data/inbox/<dataset>/, each named for its month or week",
    )
    parser.add_argument(
        "--dates",
        choices=[order.value for order in DateOrder],
        help="which number of 03/04/2018 is the day, where the file has such dates",
    )
    parser.add_argument(
        "--accept",
        action="store_true",
        help="take it in although something should be looked at: you did",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, do nothing")


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Take in what is meant, and say what was read, changed and restated."""
    root = find_instance_root(args.root)
    if args.inbox:
        if args.file or args.dataset or args.period or args.dates:
            raise CannotRun("--inbox takes neither file, --dataset, --period nor --dates")
        taken_files = take_inbox(root, is_accepted=args.accept, is_rehearsal=args.dry_run)
    else:
        taken_files = (take_file(root, _parse_request(args, root), is_rehearsal=args.dry_run),)
    said = [render_taken(taken, args.dry_run) for taken in taken_files]
    print("\n\n\n".join(said) or "The inbox is empty.", file=out)
    is_settled = all(taken.is_settled for taken in taken_files)
    return Exit.CLEAR if is_settled else Exit.GATE_SHUT


def _parse_request(args: argparse.Namespace, root: Path) -> TakeRequest:
    if not args.file:
        raise CannotRun("name the file to take in, a workbook or a CSV, or say --inbox")
    if not args.dataset:
        choices = name_choices(list_datasets(root))
        raise CannotRun(f"say which figures these are, with --dataset; there is {choices}")
    if not args.period:
        raise CannotRun(
            "say for which month or week they came, with --period, such as --period 2018-12"
        )
    order = DateOrder(args.dates) if args.dates else None
    return TakeRequest(args.file, args.dataset, args.period, order, args.accept)
