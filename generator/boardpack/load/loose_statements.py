"""What a section seems to say of itself to boardpack, in a line that would be printed instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from boardpack.findings import Fault, Finding, Rule
from boardpack.load.bare_body import BareBody
from boardpack.load.section_status import OTHER_STATES, UNKNOWN_STATUS
from boardpack.model.status import Status

LOOSE_STATEMENT = Rule(
    "S122",
    "What excuses a section stands at the top of the file",
    "Write it between the two lines --- at the top, such as `not_applicable:` and below it "
    "`  section-id: why`; or say it in a sentence.",
)
_PAPER_ADVICE = (
    "Write `status:` between the two lines --- at the top of the file, and nowhere else."
)

# Each part takes all that it can and gives nothing back: a long line is read once.
_OPENING = (
    r"[\s>]*+(?:#{1,6}\s++)?(?:[-*+•·–—]\s++|[0-9]{1,3}[.)]\s++)?(?:\[[ xX]?\]\s*+)?[(\[*_~`]*+"
)
_CLOSING = r"[.!)\]*_~`\s]*+(?:[,;(–—].*)?"
_STATUS = re.compile(
    rf"{_OPENING}status[\s*_`]*+(?P<sign>[:=–—-]?)[\s*_`]*+(?:is\s++[*_`]*+)?"
    rf"(?P<words>[^\W_]++(?:[ _-][^\W_]++){{0,2}}){_CLOSING}",
    re.IGNORECASE,
)
_BARE_STATE = re.compile(rf"\s*[(\[*_~`]*(?:draft|ready|not ready){_CLOSING}", re.IGNORECASE)
_FINISHED = re.compile(
    r"(?:(?:not|now|nearly|almost|un|in)[ _-]?)*"
    r"(?:ready|finished|finalised|final|done|complete|completed|progress)",
    re.IGNORECASE,
)
_EXCUSE = re.compile(
    rf"{_OPENING}(?P<label>none|not[ _-]applicable|n/a|unchanged|no change)[*_`]*:[\s*_`]*+"
    r"(?P<words>.*)",
    re.IGNORECASE,
)
# Nought of something is the reason why there is nothing to say.
_COUNT = re.compile(
    r"(?:£?[0-9][0-9,.]*+%?|(?!0)[0-9][0-9,.]*+%?(?: of [0-9,]++)?(?: [a-z-]++){0,2})"
    r"\s*+(?:\([^)]*+\))?[\s*_`.;,]*+",
    re.IGNORECASE,
)
_NEAR = 0.8


def find_loose_statuses(bare: BareBody, is_paper: bool = False) -> Iterator[Finding]:
    """Yield each line that says whether its section is finished, where nobody obeys it.

    A word that is no state may be one of the text, such as that of a repair, unless it is a
    paragraph by itself; a rating or the state of works, such as green or open, is one there, too.
    """
    advice = _PAPER_ADVICE if is_paper else UNKNOWN_STATUS.advice
    lines = bare.spoken_lines
    if not _may_tell_state(bare.body.text):
        return
    telling = [number for number, line in enumerate(lines) if _may_tell_state(line)]
    for section, start, end in bare.sections:
        for number in (number for number in telling if start <= number < end):
            is_alone = _is_blank(lines, number - 1, start) and _is_blank(lines, number + 1, end)
            if words := _find_state(lines[number], is_alone and not is_paper):
                what = f"readers would see '{words}', and nothing would come of it"
                place = bare.body.find_place(number)
                fault = Fault(place, what, "", bare.body.service, section, advice)
                yield UNKNOWN_STATUS.complete_fault(fault)


def find_loose_excuses(bare: BareBody) -> Iterator[Finding]:
    """Yield each line that says why there is nothing to say, where nobody obeys it.

    A figure behind the label is a count: `Unchanged: 5 practices`.
    """
    lines = bare.spoken_lines
    for section, start, end in bare.sections:
        for number in range(start, end):
            match = _EXCUSE.fullmatch(lines[number]) if ":" in lines[number] else None
            if match and not _COUNT.fullmatch(match["words"]):
                what = f"readers would see '{match['label']}:', and the section stays owed"
                place = bare.body.find_place(number)
                yield LOOSE_STATEMENT.make_finding(
                    place, what, service=bare.body.service, section=section
                )


def _may_tell_state(text: str) -> bool:
    """Return whether there is any word without which `_find_state` finds nothing."""
    folded = text.casefold()
    return "status" in folded or "draft" in folded or "ready" in folded


def _is_blank(lines: Sequence[str], number: int, bound: int) -> bool:
    return number == bound or not lines[number].strip()


def _find_state(line: str, is_alone: bool) -> str:
    """Return what a line says of whether something is finished, or nothing."""
    match = _STATUS.fullmatch(line)
    if match is None:
        return line.strip()[:60] if is_alone and _BARE_STATE.fullmatch(line) else ""
    words = match["words"]
    is_state = _FINISHED.fullmatch(words) or any(map(_is_near_state, words.split()))
    is_other = words.casefold() in OTHER_STATES
    is_label_alone = is_alone and match["sign"] and words.isalnum() and not is_other
    return line.strip()[:60] if (is_state and _is_short(words)) or is_label_alone else ""


def _is_near_state(word: str) -> bool:
    return any(
        SequenceMatcher(None, word.casefold(), status.value).ratio() >= _NEAR for status in Status
    )


def _is_short(words: str) -> bool:
    """Return whether words can be a state; `ready for winter` is the end of a sentence."""
    return "ready" not in words.casefold().split()[:-1]
