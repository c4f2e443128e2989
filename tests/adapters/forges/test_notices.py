"""Messages at a forge: whoever they are for is called once, whatever is run again."""

from __future__ import annotations

import pytest

from boardpack.adapters.forges.notices import ForgeNotices
from boardpack.model.message import Addressee, Delivery, Outcome
from boardpack.render.messages import render_notice
from boardpack.signoff.forge import Unreadable
from support.letters import AT, LETTER, letter, to
from support.parish import ParishForge

NOBODY = Addressee("eve", "eve@example.org")


def test_a_message_is_a_notice_in_the_thread_of_its_person_and_edition() -> None:
    parish = ParishForge({})
    assert ForgeNotices(parish, render_notice).send(LETTER, AT) == Delivery(Outcome.SENT)
    ((where, body),) = parish.notices
    assert where == "monthly/2018-11/ann circulate/monthly-2018-11/ann"
    assert body.startswith("@ann-at-work\n**November 2018**\n\nIt is published")


def test_whoever_has_no_account_waits_for_one() -> None:
    delivery = ForgeNotices(ParishForge({}), render_notice).send(letter(recipient=NOBODY), AT)
    assert delivery == Delivery(Outcome.DEFERRED, "eve has no login in data/people.csv", (NOBODY,))


def test_a_copy_to_somebody_without_an_account_keeps_nobody_from_the_notice() -> None:
    message = letter(copies=(to("bob"), NOBODY))
    delivery = ForgeNotices(ParishForge({}), render_notice).send(message, AT)
    assert delivery == Delivery(Outcome.SENT, "no copy could go to eve", (NOBODY,))


def test_a_forge_that_does_not_answer_puts_the_notice_off(monkeypatch: pytest.MonkeyPatch) -> None:
    parish = ParishForge({})

    def refuse(*words: str) -> None:
        raise Unreadable("the parish is adjourned")

    monkeypatch.setattr(parish, "upsert_notice", refuse)
    delivery = ForgeNotices(parish, render_notice).send(LETTER, AT)
    assert delivery == Delivery(Outcome.DEFERRED, "the parish is adjourned")


def test_a_notice_calls_nobody_but_whom_it_is_for_and_its_links_can_be_followed() -> None:
    text = "Ask @everybody about #3 <b>now</b>.\nOpen https://example.org/edit/main/a_b.md\n"
    body = render_notice(letter(text=text, copies=(to("bob"),)))
    assert body.split("\n")[0] == "@ann-at-work @bob-at-work"
    assert "@&#8203;everybody" in body
    assert "<b>" not in body
    assert body.endswith("Open <https://example.org/edit/main/a_b.md>")
