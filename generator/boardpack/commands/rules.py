"""`boardpack rules`."""

from __future__ import annotations

import argparse
import json
from textwrap import fill
from typing import TextIO

from boardpack.adapters import terminal
from boardpack.errors import Exit
from boardpack.operations.rules import ALL_RULES

HELP = "List every rule with its code and what to do."
INDENT = " " * 6
SCHEMA = "boardpack.rules/1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to show it")


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Print the table of rules."""
    rules = list(ALL_RULES.values())
    if args.format == "json":
        values = [
            {
                "code": rule.code,
                "severity": rule.severity.value,
                "title": rule.title,
                "advice": rule.advice,
            }
            for rule in rules
        ]
        print(json.dumps({"schema": SCHEMA, "rules": values}, indent=2), file=out)
        return Exit.CLEAR
    width = max(terminal.measure_width(out), 40)
    for rule in rules:
        print(f"{rule.code}  {rule.severity:<7}  {rule.title}", file=out)
        print(fill(rule.advice, width, initial_indent=INDENT, subsequent_indent=INDENT), file=out)
    return Exit.CLEAR
