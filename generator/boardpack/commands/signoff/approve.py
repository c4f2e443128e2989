"""`boardpack signoff approve`: sign sections off."""

from __future__ import annotations

import argparse
from typing import TextIO

from boardpack.commands.signoff.decision import (
    DecisionWords,
    add_decision_arguments,
    run_decision,
)
from boardpack.model.signoff import Action

HELP = "Sign sections off: they are shown to you first."
_WORDS = DecisionWords(Action.APPROVE, question="Sign off this section", outcome="Signed off")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the subcommand's arguments."""
    parser.description = HELP
    add_decision_arguments(parser)


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Show the sections and sign them off."""
    return run_decision(args, _WORDS, "", out)
