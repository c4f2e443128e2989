"""What `check` found, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass

from boardpack.findings import Finding, has_errors


@dataclass(frozen=True, slots=True)
class Report:
    """Findings in order, and what they are about.

    `others` counts findings that a change (since revision `since`) is not answerable for,
    `elsewhere` those in editions that were not asked for.
    """

    findings: tuple[Finding, ...]
    editions: tuple[str, ...]
    is_readable: bool = True
    others: int = 0
    since: str = ""
    elsewhere: int = 0
    publishable: bool = False
    """Whether sign-off was asked for too."""

    @property
    def errors(self) -> int:
        """How many findings shut the gate."""
        return sum(finding.is_error for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings do not."""
        return len(self.findings) - self.errors

    @property
    def gate(self) -> str:
        """`open`, `shut`, or `unknown` when something could not be read."""
        if not self.is_readable:
            return "unknown"
        return "shut" if has_errors(self.findings) else "open"


def render_closing_words(report: Report) -> list[str]:
    """Return the sentences that sum a report up."""
    verdict = f"{_count_findings(report)}{_name_editions(report)}: {_render_verdict(report)}"
    lines = [_render_verdict_since(report) if report.since and report.is_readable else verdict]
    if report.others:
        lines.append(
            f"{format_count(report.others, 'more finding')} {_choose_be(report.others)} not yours."
        )
    if report.elsewhere:
        lines.append(f"{format_count(report.elsewhere, 'more finding')} in other editions.")
    return lines


def format_count(count: int, noun: str) -> str:
    """Return `1 error` or `2 errors`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _render_verdict(report: Report) -> str:
    match report.gate:
        case "open":
            return "ready to publish." if report.publishable else "the gate is open for sign-off."
        case "shut":
            return "the gate is shut."
        case _:
            return "boardpack cannot judge until this is mended."


def _render_verdict_since(report: Report) -> str:
    """Return the verdict on a change, which says nothing about the rest of the edition."""
    edition_words, origin = _name_editions(report), f"your change since {report.since}"
    if not report.findings:
        return f"Nothing wrong{edition_words} comes from {origin}."
    verb = "comes" if len(report.findings) == 1 else "come"
    verdict = "the gate is shut." if report.errors else "none of it shuts the gate."
    return f"{_count_findings(report)}{edition_words} {verb} from {origin}: {verdict}"


def _count_findings(report: Report) -> str:
    counts = ((report.errors, "error"), (report.warnings, "warning"))
    return " and ".join(format_count(n, noun) for n, noun in counts if n) or "Nothing missing"


def _name_editions(report: Report) -> str:
    *most, last = report.editions or ("",)
    names = f"{', '.join(most)} and {last}" if most else last
    return f" in {names}" if names else ""


def _choose_be(count: int) -> str:
    return "is" if count == 1 else "are"
