"""Of each message it is known how far it came, whatever a real mail server does."""

from __future__ import annotations

import socket
from dataclasses import replace

import pytest

from boardpack.adapters.mail.mail_settings import Login, Security
from boardpack.adapters.mail.smtp import open_mail_server
from boardpack.errors import CannotRun
from boardpack.model.message import Addressee, Delivery, Message, Outcome
from support.letters import AT, LETTER, letter, to
from support.mail_server import (
    HANG_UP,
    LOGIN,
    TOKEN,
    MailHandler,
    answering,
    serving,
    settings_for,
    trusting,
)


def send(handler: MailHandler, *messages: Message) -> list[Delivery]:
    with serving(handler), open_mail_server(settings_for(handler)) as server:
        return [server.send(message, AT) for message in messages]


def test_a_message_arrives_as_it_was_written() -> None:
    handler = answering()
    assert send(handler, LETTER) == [Delivery(Outcome.SENT)]
    (mail,) = handler.mails
    assert mail.get_content().replace("\r\n", "\n") == LETTER.text
    assert (mail["To"], mail["Subject"]) == ("ann@example.org", "November 2018")
    assert handler.recipients == [["ann@example.org"]]


def test_a_copy_goes_to_all_who_are_to_have_one() -> None:
    handler = answering()
    assert send(handler, letter(copies=(to("bob"),))) == [Delivery(Outcome.SENT)]
    assert handler.mails[0]["Cc"] == "bob@example.org"
    assert handler.recipients == [["ann@example.org", "bob@example.org"]]


def test_a_recipient_who_is_refused_for_good_gets_nothing_and_the_next_message_goes() -> None:
    handler = answering(ann=["550 5.1.1 <ann@example.org>: no such user"])
    refused, sent = send(handler, LETTER, letter(recipient=to("bob")))
    assert refused == Delivery(
        Outcome.REFUSED, "the mail server does not take mail for ann (550 5.1.1)", (to("ann"),)
    )
    assert sent == Delivery(Outcome.SENT)
    assert handler.recipients == [["bob@example.org"]]


def test_a_copy_that_is_refused_for_good_keeps_nobody_else_from_the_message() -> None:
    handler = answering(bob=["550 no"])
    (sent,) = send(handler, letter(copies=(to("bob"), to("eve"))))
    assert sent == Delivery(Outcome.SENT, "no copy could go to bob", (to("bob"),))
    assert handler.recipients == [["ann@example.org", "eve@example.org"]]


@pytest.mark.parametrize("who", ["ann", "bob"])
def test_greylisting_puts_the_whole_message_off_and_the_next_attempt_sends_it_once(
    who: str,
) -> None:
    handler = answering(**{who: ["450 4.7.1 come back in five minutes"]})
    message = letter(copies=(to("bob"),))
    first, second = send(handler, message, message)
    assert first.outcome is Outcome.DEFERRED
    assert first.reason == f"the mail server does not take mail for {who} (450 4.7.1)"
    assert second == Delivery(Outcome.SENT)
    assert len(handler.mails) == 1


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [("452 4.3.1 full", Outcome.DEFERRED), ("554 5.6.0 not wanted", Outcome.REFUSED)],
)
def test_a_message_that_is_not_taken_after_it_was_read_was_not_sent(
    answer: str, outcome: Outcome
) -> None:
    (delivery,) = send(answering(DATA=[answer]), LETTER)
    assert delivery.outcome is outcome
    assert delivery.reason == f"the mail server did not take the message ({answer[:9]})"


def test_a_connection_that_drops_after_the_message_leaves_unknown_whether_it_was_taken() -> None:
    handler = answering(DATA=[HANG_UP])
    unknown, sent = send(handler, LETTER, letter(recipient=to("bob")))
    words = "the mail server was lost before it said whether it took the message"
    assert unknown == Delivery(Outcome.UNKNOWN, words)
    assert sent == Delivery(Outcome.SENT), "the connection is opened again"


@pytest.mark.parametrize("step", ["MAIL", "ann"])
def test_a_connection_that_drops_before_the_message_puts_it_off(step: str) -> None:
    (delivery,) = send(answering(**{step: [HANG_UP]}), LETTER)
    words = "the mail server was lost before it had the message"
    assert delivery == Delivery(Outcome.DEFERRED, words)


def test_a_sender_who_is_not_wanted_is_refused_without_naming_an_address() -> None:
    (delivery,) = send(answering(MAIL=["550 5.7.1 <reports@example.org> may not"]), LETTER)
    words = "the mail server does not take mail from this sender (550 5.7.1)"
    assert delivery == Delivery(Outcome.REFUSED, words)


def test_a_server_that_goes_away_puts_off_all_that_is_left() -> None:
    handler = answering(MAIL=["250 OK", HANG_UP])
    with serving(handler):
        context = open_mail_server(settings_for(handler))
        server = context.__enter__()
        assert server.send(LETTER, AT).outcome is Outcome.SENT
        assert server.send(LETTER, AT).outcome is Outcome.DEFERRED
    delivery = server.send(LETTER, AT)
    assert delivery.outcome is Outcome.DEFERRED
    assert "cannot be reached: connection refused" in delivery.reason
    context.__exit__(None, None, None)


@pytest.mark.parametrize(
    "address", ["", "ann", "ann@example.org, bob@example.org", "a@b\nBcc: c@d"]
)
def test_whoever_has_no_plain_address_waits_and_the_server_is_not_asked(address: str) -> None:
    handler = answering()
    (delivery,) = send(handler, letter(recipient=Addressee("ann", address)))
    assert delivery.outcome is Outcome.DEFERRED
    assert delivery.reason == "ann has no e-mail address in data/people.csv"
    assert handler.mails == []


@pytest.mark.parametrize("login", [LOGIN, TOKEN], ids=["password", "token"])
def test_we_log_in_once_the_connection_is_encrypted(login: Login) -> None:
    handler = answering()
    with serving(handler, encrypted=True):
        settings = settings_for(handler, Security.STARTTLS, login)
        with open_mail_server(settings, trusting()) as server:
            assert server.send(LETTER, AT) == Delivery(Outcome.SENT)
    assert len(handler.mails) == 1


@pytest.mark.parametrize("login", [LOGIN, TOKEN], ids=["password", "token"])
def test_a_wrong_password_or_token_stops_the_run_and_is_not_repeated(login: Login) -> None:
    wrong = replace(login, secret="not-the-right-one")
    handler = answering()
    with serving(handler, encrypted=True):
        settings = settings_for(handler, Security.STARTTLS, wrong)
        with (
            pytest.raises(CannotRun, match="did not accept the login") as raised,
            open_mail_server(settings, trusting()),
        ):
            pass
    assert "not-the-right-one" not in str(raised.value) + repr(settings)


def test_a_server_that_offers_no_encryption_is_told_nothing() -> None:
    handler = answering()
    with (
        serving(handler),
        pytest.raises(CannotRun, match="offers no encryption"),
        open_mail_server(settings_for(handler, Security.STARTTLS, LOGIN)),
    ):
        pass


def test_a_server_whose_certificate_nobody_trusts_is_told_nothing() -> None:
    handler = answering()
    with (
        serving(handler, encrypted=True),
        pytest.raises(CannotRun, match="is not encrypted as it must be"),
        open_mail_server(settings_for(handler, Security.STARTTLS, LOGIN)),
    ):
        pass


def test_a_server_that_is_not_there_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with (
        pytest.raises(CannotRun, match=f"127.0.0.1:{port} cannot be reached: connection refused"),
        open_mail_server(settings_for(MailHandler(port=port))),
    ):
        pass


def test_a_server_that_says_nothing_is_not_waited_for_without_end() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        pytest.raises(CannotRun, match="or did not answer in time"),
        open_mail_server(settings_for(MailHandler(port=silent.getsockname()[1])), timeout=0.05),
    ):
        pass


def test_a_login_with_other_letters_than_ascii_is_explained() -> None:
    handler = answering()
    with serving(handler, encrypted=True):
        settings = settings_for(handler, Security.STARTTLS, Login("ann", "pässword"))
        with (
            pytest.raises(CannotRun, match="ASCII letters only"),
            open_mail_server(settings, trusting()),
        ):
            pass
