"""`boardpack publish`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TextIO

from boardpack.adapters.progress_bar import ProgressBar
from boardpack.adapters.workspace import find_instance_root, open_workspace
from boardpack.commands.arguments import (
    add_clock,
    add_pages_arguments,
    add_provider_arguments,
    parse_evidence_source,
    parse_pages_options,
    parse_period_words,
)
from boardpack.commands.build import OPARL_MISSING
from boardpack.commands.printing import add_printing_arguments, start_chosen_printer
from boardpack.errors import Exit
from boardpack.operations.publication import (
    AlreadyPublished,
    ContentNotReady,
    LeaksFound,
    NotSignedOff,
    PublicationOutcome,
    PublicationRequest,
    Published,
    ReasonMissing,
)
from boardpack.operations.publications import abbreviate_names
from boardpack.operations.select import require_edition
from boardpack.render.findings.report import format_count
from boardpack.render.findings.text import render_findings

HELP = "Publish a signed edition for good, as one version of the site, with its proof."
_ONLY_HERE = "There is no remote, so it is only in this clone, and nobody else can see it.\n"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("pack", nargs="?", help="such as monthly")
    parser.add_argument("period", nargs="?", type=parse_period_words, help="such as 2018-11")
    parser.add_argument(
        "--reason", default="", metavar="TEXT", help="why what is published must be corrected"
    )
    add_provider_arguments(parser)
    add_pages_arguments(parser)
    add_printing_arguments(parser)
    add_clock(parser)


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Publish one edition."""
    root = find_instance_root(args.root)
    if not args.period:
        require_edition(open_workspace(root), args.pack, args.period)
    with start_chosen_printer(args, root, out) as printer:
        # Imported here, so that the first process that prints is on its way meanwhile.
        from boardpack.operations.publish import publish_edition

        request = parse_request(args)
        outcome = publish_edition(root, request, printer, args.clock, ProgressBar("PDFs", out).show)
    return show_outcome(request, outcome, out)


def parse_request(args: argparse.Namespace) -> PublicationRequest:
    """Return what the arguments ask for."""
    return PublicationRequest(
        pack=args.pack,
        period=args.period,
        reason=args.reason,
        pages=parse_pages_options(args),
        evidence_source=parse_evidence_source(args),
    )


def show_outcome(request: PublicationRequest, outcome: PublicationOutcome, out: TextIO) -> int:
    """Print what came of a request; return the exit status."""
    print(_describe_outcome(f"{request.pack} {request.period}", outcome), file=out)
    return Exit.CLEAR if isinstance(outcome, Published | AlreadyPublished) else Exit.GATE_SHUT


def _describe_outcome(name: str, outcome: PublicationOutcome) -> str:
    match outcome:
        case Published(publication, location, commit, is_only_here, oparl):
            return (
                f"{publication.title}: published as {publication.version} "
                f"on {location}, commit {commit[:12]}.\n"
                f"{_ONLY_HERE if is_only_here else ''}"
                f"{_describe_oparl(oparl)}"
                f"Prove it at any time with: boardpack verify {publication.version}"
            )
        case AlreadyPublished(publication):
            return (
                f"{publication.title} is already published as {publication.version}; "
                "nothing differs."
            )
        case ReasonMissing(publication, differences):
            return (
                f"{publication.title} is already published as {publication.version}, "
                "and that never changes.\n"
                f"What would be published now differs in: {abbreviate_names(differences)}.\n"
                "A correction needs --reason TEXT; it becomes the next revision."
            )
        case ContentNotReady(error_count):
            return (
                f"{name}: the gate is shut ({format_count(error_count, 'error')}), "
                "so nothing was published.\n"
                f"See what is missing with: boardpack check {name}"
            )
        case LeaksFound(findings):
            return (
                f"{name}: the gate is shut, so nothing was published. In what was built:\n"
                f"{render_findings(findings)}"
            )
        case NotSignedOff():
            obstacles = list(_describe_obstacles(outcome)) or ["no section is due"]
            return "\n".join(
                [
                    f"{name}: the gate is shut, so nothing was published. Not signed off:",
                    *(f"  {obstacle}" for obstacle in obstacles),
                ]
            )


def _describe_oparl(address: str | None) -> str:
    """Return where other systems read of the meetings, or why they cannot, as a line; or nothing.

    `address` is empty where the site has none, None where there are no meetings.
    """
    if address is None:
        return ""
    if address:
        return f"Other systems read of its meetings, in OParl 1.1, at {address}\n"
    return f"{OPARL_MISSING[0].upper()}{OPARL_MISSING[1:]}\n"


def _describe_obstacles(refusal: NotSignedOff) -> Iterator[str]:
    """Yield what is not signed off, and who can; then what is wrong with the records."""
    directorate = refusal.edition.instance.directorate
    # One cause often holds for every section of a service: it is said once.
    sections_by_cause: dict[tuple[str, str], list[str]] = {}
    for verdict in refusal.verdicts:
        if not verdict.is_valid:
            entry = refusal.edition.find_entry(verdict.subject.service, verdict.subject.section)
            section = entry.section.title if entry else verdict.subject.section
            service = directorate.find_service_title(verdict.subject.service)
            role = directorate.find_role_title(verdict.role)
            cause = f"{verdict.standing}: {verdict.reason} ({role})"
            sections_by_cause.setdefault((service, cause), []).append(section)
    for (service, cause), sections in sections_by_cause.items():
        yield f"{service}, {', '.join(sections)}: {cause}"
    for finding in refusal.ledger_faults:
        yield f"{finding.place}: {finding.what}"
