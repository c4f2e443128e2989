"""What `check` found, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass

from boardpack.findings import Finding, shuts_gate


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
        return "shut" if shuts_gate(self.findings) else "open"


def closing_words(report: Report) -> list[str]:
    """Return the sentences that sum a report up."""
    verdict = f"{_count(report)}{_where(report)}: {_verdict(report)}"
    lines = [_since(report) if report.since and report.is_readable else verdict]
    if report.others:
        lines.append(f"{plural(report.others, 'more finding')} {_is(report.others)} not yours.")
    if report.elsewhere:
        lines.append(f"{plural(report.elsewhere, 'more finding')} in other editions.")
    return lines


def plural(count: int, noun: str) -> str:
    """Return `1 error` or `2 errors`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _verdict(report: Report) -> str:
    match report.gate:
        case "open":
            return "ready to publish." if report.publishable else "the gate is open for sign-off."
        case "shut":
            return "the gate is shut."
        case _:
            return "boardpack cannot judge until this is mended."


def _since(report: Report) -> str:
    """Return the verdict on a change, which says nothing about the rest of the edition."""
    where, since = _where(report), f"your change since {report.since}"
    if not report.findings:
        return f"Nothing wrong{where} comes from {since}."
    comes = "comes" if len(report.findings) == 1 else "come"
    verdict = "the gate is shut." if report.errors else "none of it shuts the gate."
    return f"{_count(report)}{where} {comes} from {since}: {verdict}"


def _count(report: Report) -> str:
    counts = ((report.errors, "error"), (report.warnings, "warning"))
    return " and ".join(plural(n, noun) for n, noun in counts if n) or "Nothing missing"


def _where(report: Report) -> str:
    *most, last = report.editions or ("",)
    names = f"{', '.join(most)} and {last}" if most else last
    return f" in {names}" if names else ""


def _is(count: int) -> str:
    return "is" if count == 1 else "are"
