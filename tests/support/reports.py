"""Exception reports in a submission of the smallest instance."""

from __future__ import annotations

from textwrap import dedent

from support.instances import CANNOCK, Files, edited

AFTER_ACCESS = "## Patient feedback"
"""The heading that ends the section Access."""


def with_report(
    tree: Files, lines: str, path: str = CANNOCK, before: str = AFTER_ACCESS
) -> dict[str, bytes]:
    """Return files with an exception report of some lines at the end of a section.

    `before` is the heading that follows the section.
    """
    return edited(tree, path, before, f"{report_of(lines)}\n{before}")


def report_of(lines: str) -> str:
    """Return an exception report as it stands in a file."""
    return f"### Exception report\n\n{dedent(lines).strip()}\n"
