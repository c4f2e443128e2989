"""`boardpack form`."""

from __future__ import annotations

import argparse
from typing import TextIO

from boardpack.adapters.workspace import find_instance_root
from boardpack.errors import Exit
from boardpack.operations.web_form import install_form_editor

HELP = "Install the editor of the form in the browser, which the next build then writes."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments: there are none."""


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Install the editor, and say where."""
    folder = install_form_editor(find_instance_root(args.root))
    print(f"The editor of the form was installed: {folder}", file=out)
    return Exit.CLEAR
