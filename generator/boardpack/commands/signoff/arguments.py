"""What several subcommands take and say."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, TextIO

from boardpack.adapters.workspace import Workspace
from boardpack.analysis.period_words import read_period_words
from boardpack.commands.arguments import parse_period_words
from boardpack.operations.evidence_source import EvidenceSource, settle_evidence_source


def add_edition_words(parser: argparse.ArgumentParser) -> None:
    """Add what names an edition: words, as of every command, or options, as scripts may say it."""
    _add_edition(parser, "")
    parser.set_defaults(sections=[])


def add_edition_and_sections(parser: argparse.ArgumentParser, otherwise: str) -> None:
    """Add what names an edition and sections of it; in words those that are `otherwise`."""
    _add_edition(parser, ", and sections such as cannock-chase/performance-qof")
    parser.add_argument(
        "--section",
        dest="sections",
        nargs="+",
        action="extend",
        default=[],
        metavar="SECTION",
        help=f"such as performance-qof, or cannock-chase/performance-qof; {otherwise}",
    )


def _add_edition(parser: argparse.ArgumentParser, more: str) -> None:
    parser.add_argument(
        "words",
        nargs="*",
        action=_EditionWords,
        takes_sections=bool(more),
        metavar="PACK PERIOD SECTION" if more else "PACK PERIOD",
        help=f"such as monthly 2018-11{more}; all packs, and the newest, when left out",
    )
    parser.add_argument("--pack", help="the pack, by name")
    parser.add_argument(
        "--period", type=parse_period_words, metavar="PERIOD", help="the period, by name"
    )


class _EditionWords(argparse.Action):
    """Takes words for the pack, the period and sections, which are those with a slash."""

    def __init__(self, *, takes_sections: bool, **settings: Any) -> None:
        super().__init__(**settings)
        self.takes_sections = takes_sections

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        sections = [word for word in values or () if _is_section(word)]
        names = [word for word in values or () if word not in sections]
        strange = [*names[2:], *(() if self.takes_sections else sections)]
        if strange:
            raise argparse.ArgumentError(None, f"unrecognized arguments: {' '.join(strange)}")
        if names:
            namespace.pack = names[0]
        if names[1:]:
            try:
                namespace.period = parse_period_words(names[1])
            except argparse.ArgumentTypeError as error:
                raise argparse.ArgumentError(None, f"argument PERIOD: {error}") from None
        namespace.sections = [*namespace.sections, *sections]


def _is_section(word: str) -> bool:
    # A month may be written as 11/2018.
    return "/" in word and not read_period_words(word)


def print_unasked_forge(workspace: Workspace, out: TextIO) -> None:
    """Say whose reviews count beside what this clone knows, where the instance names a forge."""
    repository = settle_evidence_source(workspace, EvidenceSource()).repository
    if repository:
        print(describe_unasked_forge(repository), file=out)


def describe_unasked_forge(repository: str) -> str:
    """Return that the reviews at a repository count beside what this clone knows."""
    return (
        f"The reviews at {repository} count too, and were not asked for here; "
        "boardpack signoff status asks."
    )
