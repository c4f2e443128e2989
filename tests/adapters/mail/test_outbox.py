"""Without a mail server, mails lie in a folder, ready to be sent by hand."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from pathlib import Path

from boardpack.adapters.mail.outbox import Outbox
from boardpack.model.message import Addressee, Delivery, Outcome
from support.letters import AT, LETTER, letter, to
from support.mail_server import FROM

NAME = "circulate_monthly-2018-11_ann.eml"


def test_each_message_is_a_file_that_a_mail_program_opens(tmp_path: Path) -> None:
    assert Outbox(tmp_path, FROM).send(LETTER, AT) == Delivery(Outcome.SENT)
    mail = message_from_bytes((tmp_path / NAME).read_bytes(), policy=default)
    assert (mail["To"], mail["Subject"]) == ("ann@example.org", "November 2018")


def test_a_message_that_is_written_again_is_the_same_file(tmp_path: Path) -> None:
    Outbox(tmp_path, FROM).send(LETTER, AT)
    first = (tmp_path / NAME).read_bytes()
    Outbox(tmp_path, FROM).send(LETTER, AT)
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    assert (tmp_path / NAME).read_bytes() == first


def test_whoever_has_no_address_gets_no_file_and_no_copy(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path, FROM)
    assert outbox.send(letter(recipient=Addressee("ann", "")), AT).outcome is Outcome.DEFERRED
    assert list(tmp_path.iterdir()) == []
    nobody = Addressee("bob", "")
    sent = Delivery(Outcome.SENT, "no copy could go to bob", (nobody,))
    assert outbox.send(letter(copies=(nobody, to("eve"))), AT) == sent
    assert b"Cc: eve@example.org" in (tmp_path / NAME).read_bytes()
