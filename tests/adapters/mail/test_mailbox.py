"""The mailbox of the demonstration takes what our own way of sending sends, and keeps it."""

from __future__ import annotations

import smtplib
from pathlib import Path

from boardpack.adapters.mail.mail_settings import read_mail_settings
from boardpack.adapters.mail.mailbox import KeptMail, open_mailbox
from boardpack.adapters.mail.smtp import open_mail_server
from boardpack.model.message import Attachment, Delivery, Outcome
from support.letters import AT, LETTER, letter, to
from support.mail_server import FROM

PDF = Attachment("summary.pdf", "application/pdf", b"%PDF-1.7 \n.\n..\n")


def test_every_mail_is_a_file_that_can_be_opened(tmp_path: Path) -> None:
    second = letter(key="circulate/monthly-2018-11/bob", recipient=to("bob"), copies=(to("eve"),),
                    subject="Päckchen", attachments=(PDF,))  # fmt: skip
    with open_mailbox(tmp_path) as mailbox:
        settings = read_mail_settings(FROM, mailbox.settings)
        with open_mail_server(settings) as server:
            deliveries = [server.send(message, AT) for message in (LETTER, second)]
        mails = mailbox.list_mails()
    assert deliveries == [Delivery(Outcome.SENT)] * 2
    assert mails == (
        KeptMail(tmp_path / "0001.eml", ("ann@example.org",), "November 2018", ()),
        KeptMail(
            tmp_path / "0002.eml",
            ("bob@example.org", "eve@example.org"),
            "Päckchen",
            ("summary.pdf",),
        ),
    )
    assert b"\r\n.\r\nA dot stood alone.\r\n" in (tmp_path / "0001.eml").read_bytes()


def test_what_it_does_not_know_it_says_so_and_goes_on(tmp_path: Path) -> None:
    with open_mailbox(tmp_path) as mailbox, smtplib.SMTP("127.0.0.1", mailbox.port) as client:
        assert client.docmd("VRFY", "ann")[0] == 502
        assert client.docmd("")[0] == 502
        assert client.noop()[0] == 250
