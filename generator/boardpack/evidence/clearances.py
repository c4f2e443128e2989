"""Whether whoever cleared an identifier could do so before their decision came in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from boardpack.adapters.git import history, plumbing
from boardpack.adapters.git.history import FileChange
from boardpack.analysis.edition import Edition
from boardpack.evidence.history import SignoffHistory
from boardpack.findings import Finding, Place, Rule
from boardpack.load.directorate import (
    APPOINTMENTS_FILE,
    CLEARANCES_FILE,
    DIRECTORATE_FILE,
    load_appointments,
    load_clearances,
    load_directorate,
)
from boardpack.model.directorate import WHOLE_DIRECTORATE, Clearance

SELF_MADE = Rule(
    "L103",
    "Clearances come in after what gives the right to decide",
    "Merge the role and the appointment first; then let whoever was appointed bring the row anew.",
)
RULES = (SELF_MADE,)


def find_self_made_clearances(
    signoff_history: SignoffHistory, edition: Edition
) -> Iterator[Finding]:
    """Yield a finding for each clearance whose maker could not decide before it came in.

    Like a record, it is judged by the registers as they stood in the main line just before: a
    proposal that appoints its own author clears nothing.
    """
    clearances = edition.instance.clearances
    if not clearances:
        return
    arrivals = signoff_history.list_arrivals(signoff_history.head, CLEARANCES_FILE)
    versions = [(arrival, _read_rows(signoff_history, arrival)) for arrival in arrivals]
    for clearance in clearances:
        base = _find_base(signoff_history, versions, _unplace(clearance))
        if not _could_decide(signoff_history, base, clearance):
            words = (
                f"'{clearance.decided_by}' could not decide before this row came in: the role or "
                "the appointment came with it"
            )
            yield SELF_MADE.make_finding(clearance.row, words)


def _read_rows(signoff_history: SignoffHistory, arrival: FileChange) -> frozenset[Clearance]:
    if arrival.kind == "D":
        return frozenset()
    blobs = history.read_blobs(signoff_history.root, [arrival.new_object])
    clearances, _ = load_clearances({CLEARANCES_FILE: blobs[arrival.new_object]})
    return frozenset(map(_unplace, clearances))


def _find_base(
    signoff_history: SignoffHistory,
    versions: list[tuple[FileChange, frozenset[Clearance]]],
    row: Clearance,
) -> str:
    """Return the commit before a row came in for good; of one that has not, whose word counts."""
    base = signoff_history.register_commit
    for arrival, rows in versions:
        if row not in rows:
            break
        # Nothing was before the first commit of all.
        base = next(iter(arrival.commit.parents), arrival.commit.id)
    return base


def _could_decide(signoff_history: SignoffHistory, commit: str, clearance: Clearance) -> bool:
    files = plumbing.read_files_at(
        signoff_history.root, commit, DIRECTORATE_FILE, APPOINTMENTS_FILE
    )
    directorate, _ = load_directorate(files)
    appointments, _ = load_appointments(files)
    role = directorate.information_governance if directorate else ""
    return any(
        appointment.person == clearance.decided_by
        and appointment.has_role(role, WHOLE_DIRECTORATE, clearance.decided)
        for appointment in appointments
    )


def _unplace(clearance: Clearance) -> Clearance:
    """Return a row without its line, which moves with the rows above it."""
    return replace(clearance, row=Place(CLEARANCES_FILE))
