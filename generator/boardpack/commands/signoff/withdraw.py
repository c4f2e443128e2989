"""`boardpack signoff withdraw`: take an earlier decision back."""

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

HELP = "Take your earlier decision back."
_WORDS = DecisionWords(
    Action.WITHDRAW, question="Take back what you decided on this section", outcome="Taken back"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the subcommand's arguments."""
    parser.description = HELP
    add_decision_arguments(parser)
    add_reason_argument(parser)


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Show the sections and sign that the decision is taken back."""
    return run_decision(args, _WORDS, args.why, out)
