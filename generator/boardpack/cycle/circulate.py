"""Who is sent a publication: the holders of the pack's roles, and whoever had what it corrects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from boardpack.analysis.on_duty import find_on_duty
from boardpack.model.directorate import WHOLE_DIRECTORATE, Person
from boardpack.model.instance import Instance
from boardpack.model.message import Addressee, Outcome, SentMessage, address_person
from boardpack.model.publication import Publication

_PREFIX = "circulate"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is sent a publication.

    `roles` are the ids of those for which they get it. `earlier` is the last message by which they
    had an earlier revision, if they did.
    """

    addressee: Addressee
    roles: tuple[str, ...]
    earlier: SentMessage | None = None


def format_circular_key(version: str, person: str) -> str:
    """Return by which key the message to a person about a version is known."""
    return f"{_PREFIX}/{version}/{person}"


def is_circular(message: SentMessage, version: str) -> bool:
    """Return whether a message is one by which a version was circulated."""
    return message.key == format_circular_key(version, message.to)


def get_circulated_version(message: SentMessage) -> str:
    """Return which version a message circulated; empty where it is no such message."""
    prefix, _, rest = message.key.partition("/")
    return rest.rpartition("/")[0] if prefix == _PREFIX else ""


def choose_recipients(
    instance: Instance, publication: Publication, sent: Sequence[SentMessage], day: date
) -> tuple[Recipient, ...]:
    """Return who is sent a publication on a day: by role, then those who had an earlier revision.

    Whoever is away is sent it as well as whoever stands in for them.
    """
    roles_by_person: dict[str, dict[str, None]] = {}
    for role in instance.packs[publication.pack].circulation.to:
        for service in (WHOLE_DIRECTORATE, *instance.service_ids):
            on_duty = find_on_duty(instance, role, service, day)
            for person in (*on_duty.people, *on_duty.away):
                roles_by_person.setdefault(person, {})[role] = None
    earlier = _find_earlier(publication, sent)
    people = dict.fromkeys((*roles_by_person, *earlier))
    return tuple(
        Recipient(
            _address(instance.people.get(person), person),
            tuple(roles_by_person.get(person, ())),
            earlier.get(person),
        )
        for person in people
    )


def _find_earlier(publication: Publication, sent: Sequence[SentMessage]) -> dict[str, SentMessage]:
    """Return by person the last message with another revision that they had, or may have had."""
    return {
        message.to: message
        for message in sent
        if (message.pack, message.period) == (publication.pack, publication.period)
        and message.key.startswith(f"{_PREFIX}/")
        and not is_circular(message, publication.version)
        and message.outcome in (Outcome.SENT, Outcome.UNKNOWN)
    }


def _address(person: Person | None, person_id: str) -> Addressee:
    # Whoever left the register is named all the same: they have what is corrected.
    return address_person(person) if person else Addressee(person_id, "")
