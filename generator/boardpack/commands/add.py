"""`boardpack add`: a service, dataset, measure, section or person more."""

from __future__ import annotations

import argparse
from decimal import Decimal, InvalidOperation
from typing import TextIO

from boardpack.adapters.clock import today
from boardpack.adapters.workspace import find_instance_root
from boardpack.commands.arguments import parse_period_words
from boardpack.errors import Exit
from boardpack.model.dataset import Better, Kind, Unit
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.operations.add import (
    NewDataset,
    NewMeasure,
    NewSection,
    NewService,
    NewThing,
    add_thing,
)
from boardpack.operations.add_person import NewPerson

HELP = "Add a service, dataset, measure, section or person to the files."
_ID_HELP = "short name: lower case, digits and hyphens"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands, each with its arguments."""
    things = parser.add_subparsers(dest="action", metavar="WHAT", required=True)
    _add_service(things.add_parser("service", help="a practice or other unit that reports"))
    _add_person(things.add_parser("person", help="somebody, and a role that they hold"))
    _add_dataset(things.add_parser("dataset", help="figures from one source"))
    _add_measure(things.add_parser("measure", help="an indicator of a dataset"))
    _add_section(things.add_parser("section", help="a part of a pack"))


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Write what is new, and say what to do next."""
    added = add_thing(find_instance_root(args.root), _parse_thing(args))
    print("\n".join(f"Written: {path}" for path in added.paths), file=out)
    print("Next:", file=out)
    for step in added.next_steps:
        print(f"  {step}", file=out)
    return Exit.CLEAR


def _add_service(parser: argparse.ArgumentParser) -> None:
    _add_id_and_title(parser)
    _add_beginning(parser)


def _add_person(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help=_ID_HELP)
    parser.add_argument(
        "--name", default="", help="as readers know them; not for another role of somebody"
    )
    parser.add_argument("--emails", default="", help="addresses of their commits, with ; between")
    parser.add_argument("--role", default="", help="id of a role in data/directorate.yml")
    parser.add_argument(
        "--service",
        default="",
        help=f"for which service they hold it, where each has its own; {WHOLE_DIRECTORATE} for all",
    )
    parser.add_argument(
        "--since",
        # As everything else that begins is given.
        "--from",
        default="",
        metavar="DAY",
        help="such as 2018-04-01; today when left out",
    )


def _add_dataset(parser: argparse.ArgumentParser) -> None:
    _add_id_and_title(parser)
    parser.add_argument(
        "--kind", choices=[kind.value for kind in Kind], default=Kind.MEASURES.value
    )
    parser.add_argument("--source", required=True, help="where the figures come from, in words")
    parser.add_argument("--owner", required=True, metavar="ROLE", help="who answers for them")


def _add_measure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dataset", metavar="DATASET", help="the dataset that it belongs to")
    _add_id_and_title(parser)
    parser.add_argument("--unit", choices=[unit.value for unit in Unit], default="")
    parser.add_argument("--better", choices=[side.value for side in Better], default="")
    parser.add_argument("--target", type=_parse_number, help="the value to be reached")
    _add_beginning(parser)


def _add_section(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pack", metavar="PACK", help="such as monthly")
    _add_id_and_title(parser)
    parser.add_argument("--group", required=True, help="the heading that it stands under")
    parser.add_argument("--narrated-by", required=True, metavar="ROLE", help="who writes it")
    parser.add_argument(
        "--dataset",
        dest="datasets",
        action="append",
        default=[],
        metavar="NAME",
        help="a dataset that it shows; may be repeated",
    )
    parser.add_argument("--prompt", default="", help="what the writer is asked")
    _add_beginning(parser)


def _add_id_and_title(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help=_ID_HELP)
    parser.add_argument("--title", required=True, help="as readers know it")


def _add_beginning(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--from",
        dest="since",
        type=parse_period_words,
        metavar="PERIOD",
        help="the first month or week of it; the next one when left out. Nothing is owed before",
    )


def _parse_thing(args: argparse.Namespace) -> NewThing:
    match args.action:
        case "service":
            return NewService(args.id, args.title, args.since or "")
        case "person":
            since = args.since or f"{today():%Y-%m-%d}"
            return NewPerson(args.id, args.name, args.role, args.service, since, args.emails)
        case "dataset":
            return NewDataset(args.id, args.title, Kind(args.kind), args.source, args.owner)
        case "measure":
            return NewMeasure(
                args.dataset,
                args.id,
                args.title,
                args.unit,
                args.better,
                args.target,
                args.since or "",
            )
        case _:
            return NewSection(
                args.pack,
                args.id,
                args.title,
                args.group,
                args.narrated_by,
                tuple(args.datasets),
                args.prompt,
                args.since or "",
            )


def _parse_number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise argparse.ArgumentTypeError(f"'{text}' is no number") from None
