"""Where a command's PDFs are printed: by processes here, or by the workers of a cluster."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from boardpack.adapters.build_folder import locate_build_folder
from boardpack.adapters.pdf.fonts import write_fonts
from boardpack.adapters.pdf.workers import DocumentPrinter, start_printers
from boardpack.commands.arguments import add_jobs_argument, parse_jobs


def add_printing_arguments(parser: argparse.ArgumentParser) -> None:
    """Add how many processes print PDFs, or which cluster."""
    add_jobs_argument(parser)
    parser.add_argument(
        "--dask",
        metavar="ADDRESS",
        help="let the workers of this Dask cluster print the PDFs, such as tcp://10.0.0.5:8786",
    )


@contextmanager
def start_chosen_printer(
    args: argparse.Namespace, root: Path, out: TextIO
) -> Iterator[DocumentPrinter]:
    """Give the printer that the arguments ask for; say at the end which workers were lost."""
    jobs, fonts = parse_jobs(args), locate_build_folder(root) / ".fonts"
    if args.dask is None:
        with start_printers(jobs, write_fonts(fonts)) as printer:
            yield printer
        return
    from boardpack.adapters.pdf.cluster import start_cluster_printer

    with start_cluster_printer(args.dask, fonts, lambda line: print(line, file=out)) as printer:
        yield printer
