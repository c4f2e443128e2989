"""`boardpack signoff status`: what stands of every section's sign-off."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import TextIO

from boardpack.analysis.edition import analyse
from boardpack.commands.evidence import Past
from boardpack.commands.instance import choose, instance_root, open_instance
from boardpack.commands.provider import asked
from boardpack.commands.signing import Gate, gate
from boardpack.errors import CannotRun, Exit
from boardpack.findings import shuts_gate
from boardpack.load.signoffs import FOLDER
from boardpack.render.standing import as_text, as_values
from boardpack.world import terminal


def show_standing(args: argparse.Namespace, out: TextIO) -> int:
    """Print the verdicts; the exit status says whether every due section is signed off."""
    at = open_instance(instance_root(args.root))
    if args.pull:
        from boardpack.commands.proposing import show_proposals

        return show_proposals(args, at, out)
    if args.post:
        raise CannotRun("--post goes with --pull: it says what stands of a pull request")
    choice = choose(at, args.pack, args.period)
    if at.instance is None or choice.unreadable or not choice.editions:
        raise CannotRun("the instance cannot be read; see what is wrong with: boardpack check")
    whom = asked(args)
    gates = [gate(at, analyse(at.instance, *one), whom) for one in choice.editions]
    print(_shown(gates, Past(at.root, "").unsaved, args.format, out), file=out)
    return Exit.GATE_SHUT if any(shuts_gate(one.findings) for one in gates) else Exit.CLEAR


def _shown(gates: Sequence[Gate], unsaved: Sequence[str], style: str, out: TextIO) -> str:
    each = [(one.edition, one.verdicts, one.findings, _uncommitted(one, unsaved)) for one in gates]
    if style == "json":
        return json.dumps([as_values(*one) for one in each], indent=2)
    width = terminal.width(out)
    return "\n\n\n".join(as_text(*one, width) for one in each)


def _uncommitted(one: Gate, unsaved: Sequence[str]) -> int:
    """Return how many records of an edition are in no commit yet, so that nobody else has them."""
    folder = f"{FOLDER}/{one.edition.pack_id}/{one.edition.period.id}/"
    return sum(path.startswith(folder) and path.endswith(".json") for path in unsaved)
