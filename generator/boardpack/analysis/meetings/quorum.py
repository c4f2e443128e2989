"""Whether a meeting could decide, at every moment from its opening to its close.

Who comes late or leaves early changes it, so a meeting is cut into spells at those times, and each
rule of the terms is counted in each spell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby, pairwise

from boardpack.model.meeting import Meeting, Member, MinutesFront, QuorumRule, TermsOfReference

WHOLE_MEETING = ""
"""Stands for all bodies together, where a rule is about no body of its own."""


@dataclass(frozen=True, slots=True)
class QuorumCount:
    """How a rule stands in a spell: `counted` are there of `needed`; `seats` could be."""

    rule: QuorumRule
    body: str
    counted: int
    needed: int
    seats: int

    @property
    def is_met(self) -> bool:
        """Whether so many are there as are needed."""
        return self.counted >= self.needed


@dataclass(frozen=True, slots=True)
class QuorumSpell:
    """A stretch of a meeting in which nobody came or went; empty times were not written down."""

    since: str
    until: str
    counts: tuple[QuorumCount, ...]

    def is_quorate(self, body: str = WHOLE_MEETING) -> bool:
        """Return whether a body could decide; without one, whether every body could."""
        return all(
            count.is_met
            for count in self.counts
            if body == WHOLE_MEETING or count.body in (body, WHOLE_MEETING)
        )


def compute_quorum(terms: TermsOfReference, meeting: Meeting) -> tuple[QuorumSpell, ...]:
    """Return the spells of a meeting in their order; none where no quorum is asked for.

    Who comes and goes without being counted parts no spells.
    """
    if not terms.quorum:
        return ()
    front = meeting.front
    changes = sorted({*front.joined.values(), *front.left.values()} - {""})
    inner = [time for time in changes if time > front.opened and time < (front.closed or "99")]
    bounds = [front.opened, *inner, front.closed]
    seats = _count_voters(terms, lambda member: member.id)
    presence = _Presence(front, frozenset(front.present))
    spells = (
        QuorumSpell(since, until, tuple(_count_rules(terms, presence, seats, since)))
        for since, until in pairwise(bounds)
    )
    return tuple(
        QuorumSpell(alike[0].since, alike[-1].until, counts)
        for counts, group in groupby(spells, lambda spell: spell.counts)
        for alike in [list(group)]
    )


def list_quorate_bodies(terms: TermsOfReference, spell: QuorumSpell) -> tuple[str, ...]:
    """Return the ids of the bodies that could decide in a spell."""
    return tuple(body.id for body in terms.bodies if spell.is_quorate(body.id))


def was_always_quorate(terms: TermsOfReference, meeting: Meeting) -> bool:
    """Return whether every body could decide from the opening to the close."""
    return all(spell.is_quorate() for spell in compute_quorum(terms, meeting))


@dataclass(frozen=True, slots=True)
class _Presence:
    """Who was there: `present` are those of the front matter, as a set."""

    front: MinutesFront
    present: frozenset[str]

    def find_voter(self, member: Member, *, deputies_count: bool, moment: str) -> str:
        """Return who is there for a member at a time: the member, or a deputy where they count."""
        front = self.front
        if member.id in self.present:
            name = member.id
        elif member.id in front.deputies and deputies_count:
            name = front.deputies[member.id]
        else:
            return ""
        # The time at which a deputy came or left may stand under either name.
        joined = front.joined.get(name) or front.joined.get(member.id) or ""
        left = front.left.get(name) or front.left.get(member.id) or ""
        return name if joined <= moment and (not left or left > moment) else ""


_Counts = Mapping[tuple[str, str], int]
"""How many there are by body and group; "" is any of them."""


def _count_voters(terms: TermsOfReference, find_voter: Callable[[Member], str]) -> _Counts:
    """Return how many people vote for the members whose voters can be found.

    Whoever stands in for two, or has a seat as well, is one person. All rules are counted at once:
    a rule for each body would look at each member again.
    """
    voters: dict[tuple[str, str], set[str]] = defaultdict(set)
    for member in terms.members:
        voter = find_voter(member) if member.voting else ""
        if voter:
            for body in {WHOLE_MEETING, member.body}:
                for group in {"", *member.groups}:
                    voters[body, group].add(voter)
    return defaultdict(int, {key: len(names) for key, names in voters.items()})


def _count_rules(
    terms: TermsOfReference, presence: _Presence, seats: _Counts, moment: str
) -> Iterator[QuorumCount]:
    voters = {
        deputies_count: _count_voters(
            terms, partial(presence.find_voter, deputies_count=deputies_count, moment=moment)
        )
        for deputies_count in {rule.deputies_count for rule in terms.quorum}
    }
    for rule in terms.quorum:
        there = voters[rule.deputies_count]
        for body in [body.id for body in terms.bodies] if rule.each_body else [rule.body]:
            # Of nobody every share is nothing, and nobody decides nothing.
            needed = rule.at_least or max(1, -(-there[body, ""] * rule.percent // 100))
            counted, group_seats = there[body, rule.among], seats[body, rule.among]
            yield QuorumCount(rule, body, counted, needed, group_seats)
