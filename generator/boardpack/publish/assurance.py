"""Who attests what of a publication, in sentences for its certificate and for `verify`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from boardpack.model.signoff import Record, Verdict
from boardpack.publish.manifest import Manifest


def describe_assurance(verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    """Return what stands behind the verdicts of a publication."""
    return tuple(_describe_approvals(_list_records(verdicts)))


def list_trusted_claims(
    manifest: Manifest,
    branch: str,
    main: str,
    others: Sequence[str] = (),
    *,
    is_rebuilt: bool = False,
) -> tuple[str, ...]:
    """Return what nobody can prove from a clone alone.

    `branch` is where the pages are and `main` the branch that is published from; `others` are
    the names of what lies beside the publications and is not ours. `is_rebuilt` tells whether the
    pages were made again.
    """
    records = _list_records(manifest.sections)
    clocks = sorted({record.time_source for record in records if record.time_source})
    return (
        *(f"The times of approvals, which come from: {clock}." for clock in clocks),
        *(
            _GITHUB_TRUST.format(branch=branch)
            for _ in records[:1]
            if any(record.evidence.review for record in records)
        ),
        f"The time of publication, {manifest.published}: by the clock of whoever published "
        "(boardpack anchor adds somebody else's).",
        *(_PAGES_TRUST.format(version=manifest.version) for _ in range(not is_rebuilt)),
        "What nobody signs and the pages show all the same: the guide, the glossary, the names of "
        "people, and the instance's own templates and look.",
        "That each key or account was used by the person to whom it belongs.",
        "Who wrote what: commits carry the addresses that their makers put into them, and Git lets "
        "anybody put in anybody's.",
        f"The history of {main}, from which people, roles, keys, records and objections are read: "
        "that nobody who may push there put another in its place before this clone saw it.",
        "The archive page and aliases such as latest: they only lead to publications.",
        *(_OTHERS_TRUST.format(names=", ".join(others)) for _ in others[:1]),
        f"That nobody who may push put another history in the place of {branch}: compare its "
        "commit with one that you noted elsewhere.",
    )


_GITHUB_TRUST = (
    "That GitHub answered truthfully about its reviews, and that nobody who may push to {branch} "
    "made its answers up: what was relied on of them is kept in evidence.json, and GitHub does not "
    "sign it."
)
_PAGES_TRUST = (
    "That whoever published made the pages and PDFs of what was signed: boardpack verify {version} "
    "--rebuild makes them again and compares."
)
_OTHERS_TRUST = "What lies beside the publications and is not boardpack's: {names}."


def _describe_approvals(records: tuple[Record, ...]) -> Iterator[str]:
    if any(not record.evidence.review for record in records):
        yield (
            "Approvals are signed with the SSH key of whoever approved. The signatures and the "
            "records lie in the repository and can be checked again at any time."
        )
    if any(record.evidence.review for record in records):
        yield (
            "Approvals are reviews of pull requests, as GitHub reported them when this was "
            "published; what was relied on of its answers is kept beside this publication."
        )
    yield (
        "Each approval covers a digest of the narrative, the data, the definitions and the figures "
        "shown; nothing of them has changed since."
    )


def _list_records(verdicts: Iterable[Verdict]) -> tuple[Record, ...]:
    return tuple(verdict.record for verdict in verdicts if verdict.record is not None)
