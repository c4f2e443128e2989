"""The rules of the gate as they stood before anything in an edition could change them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from boardpack.adapters.git import history
from boardpack.adapters.git.history import Commit
from boardpack.analysis.edition import Edition
from boardpack.evidence.history import PEOPLE_FILE, SignoffHistory
from boardpack.load.directorate import DIRECTORATE_FILE, load_directorate, load_people
from boardpack.model.directorate import Appointment, Person, Witness


def find_former_roles(signoff_history: SignoffHistory, edition: Edition) -> Mapping[str, str]:
    """Return by section who signed it off when the edition before this one was opened.

    Who may sign is changed like any other file. Until one whole edition was signed by the role
    that loses it, that role is asked as well, whether the change came in while an edition was open
    or between two. Without an edition before it, it counts what was when this one was opened.
    """
    commit = _find_rule_commit(signoff_history, edition)
    if not commit:
        return {}
    register, _ = signoff_history.read_registers(commit)
    present_roles = {
        section.id: edition.pack.find_signing_role(section) for section in edition.pack.sections
    }
    return {
        section_id: former_role
        for section_id, former_role in register.list_signing_roles(
            edition.pack_id, edition.period.id
        ).items()
        if former_role == (role := present_roles.get(section_id, former_role))
        or not _is_same_people(
            register.appointments, former_role, edition.instance.appointments, role
        )
    }


def _is_same_people(
    former: Iterable[Appointment], former_role: str, present: Iterable[Appointment], role: str
) -> bool:
    """Return whether a role was given another name: the same people hold it, for the same services.

    Nobody holds the old one any more then, and nothing is lowered.
    """
    return _list_holders(former, former_role) == _list_holders(present, role)


def _list_holders(appointments: Iterable[Appointment], role: str) -> set[tuple[str, str, str]]:
    return {
        (appointment.person, appointment.service, appointment.deputy_for)
        for appointment in appointments
        if appointment.role == role
    }


def find_former_witnesses(signoff_history: SignoffHistory, edition: Edition) -> tuple[Witness, ...]:
    """Return the forges that main named since the edition was opened, newest first.

    An objection that was raised where people were told to raise it does not go when a merged change
    names another place, or none.
    """
    # What cannot be read never opened a gate, so that nobody was told by it whom to turn to.
    directorates = (
        load_directorate({DIRECTORATE_FILE: data})[0]
        for data in _read_versions(signoff_history, edition, DIRECTORATE_FILE)
    )
    witnesses = (directorate.signoff for directorate in directorates if directorate is not None)
    return tuple(dict.fromkeys(witness for witness in witnesses if witness is not None))


def find_recent_people(signoff_history: SignoffHistory, edition: Edition) -> tuple[Person, ...]:
    """Return all that the register of people said since the edition was opened, newest first.

    Whoever had an address then may have written by it: no change takes that away from them.
    """
    registers = _read_versions(signoff_history, edition, PEOPLE_FILE)
    return tuple(
        person for data in registers for person in load_people({PEOPLE_FILE: data})[0].values()
    )


def list_commits_since_opening(
    signoff_history: SignoffHistory, edition: Edition, end_commit: str
) -> frozenset[str]:
    """Return the commits that came with or after the opening of an edition; all without one."""
    start_commit = _find_start(_find_openings(signoff_history, edition).get(edition.period.id))
    return signoff_history.ask_once(history.list_commits_between, start_commit, end_commit)


def _read_versions(
    signoff_history: SignoffHistory, edition: Edition, path: str
) -> Collection[bytes]:
    """Return what a file held on main when an edition was opened, and since, newest first."""
    end_commit = signoff_history.register_commit
    arrivals = signoff_history.list_arrivals(end_commit, path)
    if not arrivals:
        return ()
    commits = list_commits_since_opening(signoff_history, edition, end_commit)
    object_ids = [
        object_id
        for change in arrivals
        if change.commit.id in commits
        for object_id in (change.new_object, *change.parent_objects)
    ]
    return history.read_blobs(signoff_history.root, object_ids).values()


def _find_rule_commit(signoff_history: SignoffHistory, edition: Edition) -> str:
    """Return the commit before which nothing in this edition could change the rules."""
    openings = _find_openings(signoff_history, edition)
    own_start = _find_start(openings.get(edition.period.id))
    earlier_periods = [period for period in openings if period < edition.period.id]
    commit = _find_start(openings.get(max(earlier_periods, default=edition.period.id)))
    # An earlier period that is opened only now says nothing of how the rules were before.
    if own_start and not (commit and _has_ancestor(signoff_history, own_start, commit)):
        commit = own_start
    base = signoff_history.register_commit if signoff_history.base else ""
    if base and not (commit and _has_ancestor(signoff_history, base, commit)):
        return base
    return commit


def _has_ancestor(signoff_history: SignoffHistory, descendant: str, ancestor: str) -> bool:
    return signoff_history.ask_once(history.has_ancestor, descendant, ancestor)


def _find_start(opening: Commit | None) -> str:
    """Return the commit of the main line before an opening; empty for the first, and for none."""
    return opening.parents[0] if opening is not None and opening.parents else ""


def _find_openings(signoff_history: SignoffHistory, edition: Edition) -> dict[str, Commit]:
    """Return by period the commit by which an edition of the pack came into the main line."""
    folder = f"content/{edition.pack_id}"
    arrivals = signoff_history.list_arrivals(signoff_history.head, folder)
    openings = {change.path.split("/")[2]: change.commit for change in arrivals}
    # A folder that is called otherwise than a period is no edition, whatever it sorts before.
    known_periods = {
        period for pack_id, period in edition.instance.edition_ids if pack_id == edition.pack_id
    }
    return {period: commit for period, commit in openings.items() if period in known_periods}
