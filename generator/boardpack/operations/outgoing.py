"""What leaves boardpack beside a build: messages, feeds, previews, comments.

Each is searched as a build is, when it is whole, so that no source of its words has to be thought
of. Whatever is found keeps all of it back: the words beside a number may tell as much.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.analysis.text import Text
from boardpack.analysis.texts import list_texts
from boardpack.checks.identifiers import collect_explained_identifiers
from boardpack.errors import CannotRun
from boardpack.identifiers import Identifier, find_identifiers
from boardpack.model.instance import Instance
from boardpack.model.message import Message
from boardpack.publish.leaks import LeakSearch

_WITHHELD = "Withheld: it may identify a person"


@dataclass
class OutgoingNet:
    """Searches what is to leave; its words may come from some editions, or the newest of a pack.

    `writers` are the addresses on commits that are nobody's yet: people are asked whose they are.
    """

    instance: Instance
    editions: Sequence[Edition] = ()
    writers: Collection[str] = ()

    def withhold_message(self, message: Message) -> Message:
        """Return a message; of one that would point to a person, only why it does not go."""
        reason = self.find_reason((message.subject, *message.text.split("\n")))
        if not reason:
            return message
        return replace(
            message, subject=_WITHHELD, text=f"{reason}\n", attachments=(), withheld=reason
        )

    def refuse(self, name: str, passages: Iterable[str]) -> None:
        """Raise CannotRun where what is to leave under a name would point to a person."""
        if reason := self.find_reason(passages):
            raise CannotRun(f"{name} is withheld: {reason}")

    def find_reason(self, passages: Iterable[str]) -> str:
        """Return why some passages may not leave, and what to mend; never what was found; or ""."""
        leaks = LeakSearch().find_leaks("", passages)
        strange = {leak.identifier: None for leak in leaks}.keys() - self._own_addresses
        # Only now: hardly anything that leaves needs to be explained, and it takes a while.
        unexplained = strange - self._explained if strange else strange
        if not unexplained:
            return ""
        kinds = sorted({str(identifier.kind) for identifier in unexplained})
        places = dict.fromkeys(
            str(text.place)
            for text in self._texts
            if not unexplained.isdisjoint(find_identifiers(text.words))
        )
        where = " and ".join(places) or "where it is written"
        return (
            f"it may identify a person, as it holds {' and '.join(kinds)}; take it out of {where}"
        )

    @cached_property
    def _own_addresses(self) -> frozenset[Identifier]:
        """The addresses of those who work with boardpack: they are told whom to write to."""
        people = self.instance.people.values()
        addresses = [email for person in people for email in person.emails]
        return frozenset(
            identifier
            for address in (*addresses, *self.writers, self.instance.directorate.mail_from)
            for identifier in find_identifiers(address)
        )

    @cached_property
    def _explained(self) -> frozenset[Identifier]:
        return frozenset[Identifier]().union(
            *map(collect_explained_identifiers, self._telling_editions)
        )

    @cached_property
    def _texts(self) -> tuple[Text, ...]:
        return tuple(text for edition in self._telling_editions for text in list_texts(edition))

    @cached_property
    def _telling_editions(self) -> tuple[Edition, ...]:
        return (*self.editions, *self._iterate_newest_editions())

    def _iterate_newest_editions(self) -> Iterator[Edition]:
        known = {edition.pack_id for edition in self.editions}
        # Oldest first, so that the newest of each pack stays.
        for pack_id, period_id in dict(self.instance.edition_ids).items():
            if pack_id not in known:
                yield analyse_edition(self.instance, pack_id, period_id)
