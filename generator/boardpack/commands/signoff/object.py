"""`boardpack signoff object`: say what must be mended first."""

from __future__ import annotations

import argparse
from typing import TextIO

from boardpack.commands.signoff.decision import (
    DecisionWords,
    add_decision_arguments,
    add_reason_argument,
    run_decision,
)
from boardpack.model.signoff import Action

HELP = "Say what must be mended first; the gate stays shut until you sign."
_WORDS = DecisionWords(Action.OBJECT, question="Object to this section", outcome="Objected to")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the subcommand's arguments."""
    parser.description = HELP
    add_decision_arguments(parser)
    add_reason_argument(parser)


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Show the sections and sign the objection."""
    return run_decision(args, _WORDS, args.why, out)
