"""The second net: what points to a person in what was built, whatever the sources seemed to hold.

What was decided where it is written is let through wherever it is shown, so that a decision is
made once; everything else that is found here got past the rules on the sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from boardpack.analysis.edition import Edition
from boardpack.checks.clearances import describe_passage, find_governor, is_cleared
from boardpack.checks.identifiers import PRIVATE_KINDS, collect_explained_identifiers
from boardpack.checks.responsible import find_edition_opener
from boardpack.findings import Finding, Place, Rule, sort_findings
from boardpack.identifiers import Identifier, find_identifiers

_ADVICE = (
    "Take it out where it is written; if it may be published, whoever answers for information "
    "governance says so in data/clearances.csv."
)
LEAKED_PATIENT = Rule("I107", "Nothing that was built names a patient", _ADVICE)
LEAKED_CONTACT = Rule(
    "I108", "Nothing that was built has an address or telephone number beside the contacts", _ADVICE
)
RULES = (LEAKED_PATIENT, LEAKED_CONTACT)


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that points to a person, where it would be published."""

    path: str
    passage: str
    identifier: Identifier


@dataclass(slots=True)
class LeakSearch:
    """Searches many files, and remembers what was clean: most of a page stands on every page.

    It remembers digests, for in a large directorate they are millions.
    """

    clean_passages: set[bytes] = field(default_factory=set)

    def find_leaks(self, path: str, passages: Iterable[str]) -> Iterator[Leak]:
        """Yield what points to a person in some passages of a file."""
        for passage in passages:
            digest = blake2b(passage.encode("utf-8", "surrogatepass"), digest_size=16).digest()
            if digest in self.clean_passages:
                continue
            identifiers = list(find_identifiers(passage))
            if not identifiers:
                self.clean_passages.add(digest)
            yield from (Leak(path, passage, identifier) for identifier in identifiers)


def judge_leaks(edition: Edition, leaks: Sequence[Leak]) -> tuple[Finding, ...]:
    """Return a finding for each leak that nobody decided about; it never repeats what was found."""
    if not leaks:
        return ()
    explained = collect_explained_identifiers(edition) | {
        leak.identifier for leak in leaks if _is_cleared(edition, leak)
    }
    governor = find_governor(edition, find_edition_opener(edition))
    return sort_findings(
        _build_finding(edition, leak, governor)
        for leak in leaks
        if leak.identifier not in explained
    )


def _find_rule(leak: Leak) -> Rule:
    return LEAKED_PATIENT if leak.identifier.kind in PRIVATE_KINDS else LEAKED_CONTACT


def _is_cleared(edition: Edition, leak: Leak) -> bool:
    return is_cleared(edition, _find_rule(leak).code, leak.path, leak.passage)


def _build_finding(edition: Edition, leak: Leak, governor: str) -> Finding:
    rule = _find_rule(leak)
    passage = describe_passage(edition, rule.code, leak.path, leak.passage)
    words = f"{leak.identifier.kind} would be published here ({passage})"
    return rule.make_finding(Place(leak.path), words, who=governor)
