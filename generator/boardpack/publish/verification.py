"""What came of verifying publications: what is proved, what is wrong, what stays open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from boardpack.model.publication import Publication


class Certainty(Enum):
    """What a look at something came to."""

    PROVED = "proved"
    WRONG = "wrong"
    OPEN = "open"


class Remark(NamedTuple):
    """A sentence on one thing that was looked at."""

    certainty: Certainty
    sentence: str


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """What came of verifying one publication, and what is taken on trust all the same."""

    publication: Publication
    remarks: tuple[Remark, ...]
    assumptions: tuple[str, ...] = ()

    def list_sentences(self, certainty: Certainty) -> list[str]:
        """Return the sentences of one certainty, in the order in which things were looked at."""
        return [remark.sentence for remark in self.remarks if remark.certainty is certainty]

    @property
    def certainty(self) -> Certainty:
        """Proved only when all was; something that is wrong comes before what is open."""
        return summarise_certainties(remark.certainty for remark in self.remarks)


@dataclass(frozen=True, slots=True)
class PagesVerification:
    """What came of verifying a pages branch as of a commit.

    `removed_folders` once held a publication and are gone; `unlisted_folders` hold one that
    `versions.json` does not name; `made_up_names` look like publications and hold no manifest.
    `rewritings` say in sentences what this clone saw before somebody wrote history anew.
    """

    location: str
    commit: str
    reports: tuple[VerificationReport, ...]
    removed_folders: tuple[str, ...]
    unlisted_folders: tuple[str, ...]
    made_up_names: tuple[str, ...] = ()
    rewritings: tuple[str, ...] = ()

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What is taken on trust for any of the publications, each sentence once."""
        return tuple(
            dict.fromkeys(
                assumption for report in self.reports for assumption in report.assumptions
            )
        )

    @property
    def is_meddled_with(self) -> bool:
        """Whether something beside the listed publications is not as it should be."""
        return bool(
            self.removed_folders or self.unlisted_folders or self.made_up_names or self.rewritings
        )

    @property
    def certainty(self) -> Certainty:
        """Proved only when every publication is, and none is missing or too many."""
        if self.is_meddled_with:
            return Certainty.WRONG
        return summarise_certainties(report.certainty for report in self.reports)


def summarise_certainties(certainties: Iterable[Certainty]) -> Certainty:
    """Return the worst: wrong, then open, then proved."""
    present = set(certainties)
    return next(
        (certainty for certainty in (Certainty.WRONG, Certainty.OPEN) if certainty in present),
        Certainty.PROVED,
    )


def remark_on_faults(faults: Iterable[str], proof: str) -> tuple[Remark, ...]:
    """Return a remark for each fault, or what their absence proves."""
    remarks = tuple(Remark(Certainty.WRONG, fault) for fault in faults)
    return remarks or (Remark(Certainty.PROVED, proof),)
