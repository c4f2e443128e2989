"""On which sections somebody decides, which are left out, and which cannot be decided on."""

from __future__ import annotations

from collections.abc import Sequence

from boardpack.errors import CannotRun
from boardpack.model.signoff import Action
from boardpack.operations.candidates import Candidate
from boardpack.operations.decision import DecisionRequest, Omission, OmissionReason
from boardpack.operations.select import is_meant


def choose_candidates(
    candidates: Sequence[Candidate], request: DecisionRequest
) -> tuple[Candidate, ...]:
    """Return the sections to decide on; CannotRun where one that was named cannot be."""
    if not request.sections:
        return tuple(candidate for candidate in candidates if _waits(candidate, request))
    for candidate in candidates:
        _refuse_undecidable(candidate, request)
    _refuse_unassigned_sections(candidates, request)
    return tuple(candidates)


def list_omissions(
    candidates: Sequence[Candidate], request: DecisionRequest
) -> tuple[Omission, ...]:
    """Return the sections without a sign-off that an approval of all that waits leaves out."""
    if request.sections or request.action is not Action.APPROVE:
        return ()
    unsigned = [candidate for candidate in candidates if not candidate.verdict.is_valid]
    own_names = tuple(
        candidate.name
        for candidate in unsigned
        if candidate.entry.state.is_complete
        and not candidate.errors
        and candidate.is_by(request.person)
    )
    omissions = [
        Omission((candidate.name,), OmissionReason.INCOMPLETE, _describe_incomplete(candidate))
        for candidate in unsigned
        if not candidate.entry.state.is_complete
    ]
    omissions += [
        Omission((candidate.name,), OmissionReason.REFUSED, _describe_refused(candidate))
        for candidate in unsigned
        if candidate.entry.state.is_complete and candidate.errors
    ]
    if own_names:
        explanation = _describe_own_work(request.person, own_names)
        omissions.append(Omission(own_names, OmissionReason.OWN_WORK, explanation))
    return tuple(omissions)


def _waits(candidate: Candidate, request: DecisionRequest) -> bool:
    if request.action is Action.WITHDRAW:
        return candidate.is_decided_by(request.person)
    can_be_published = candidate.entry.state.is_complete and not candidate.errors
    is_signed = candidate.verdict.is_valid
    return can_be_published and not is_signed and not candidate.is_by(request.person)


def _refuse_undecidable(candidate: Candidate, request: DecisionRequest) -> None:
    name, person = candidate.name, request.person
    if request.action is Action.WITHDRAW and not candidate.is_decided_by(person):
        raise CannotRun(f"'{person}' has decided nothing on {name} that could be taken back")
    if request.action is not Action.APPROVE:
        return
    if not candidate.entry.state.is_complete:
        raise CannotRun(f"{_describe_incomplete(candidate)}; only what is ready can be signed")
    if candidate.errors:
        raise CannotRun(_describe_refused(candidate))
    if candidate.is_by(person):
        raise CannotRun(_describe_own_work(person, [name]))


def _refuse_unassigned_sections(candidates: Sequence[Candidate], request: DecisionRequest) -> None:
    for name in request.sections:
        if not any(is_meant([name], candidate.verdict.subject) for candidate in candidates):
            raise CannotRun(f"'{request.person}' signs off no section that is called '{name}'")


def _describe_incomplete(candidate: Candidate) -> str:
    return f"{candidate.name} is not complete ({candidate.entry.state})"


def _describe_refused(candidate: Candidate) -> str:
    error, *others = candidate.errors
    more = f", and {len(others)} more" if others else ""
    return (
        f"{candidate.name} is not in order: {error.what} ({error.place}{more}); "
        "whoever wrote it mends that first: boardpack check"
    )


def _describe_own_work(person: str, section_names: Sequence[str]) -> str:
    return (
        f"'{person}' had a hand in {', '.join(section_names)}; another holder of the role must "
        f"sign {'it' if len(section_names) == 1 else 'them'} off: "
        "a deputy can, with a row in data/appointments.csv"
    )
