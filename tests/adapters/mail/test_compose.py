"""A message becomes the same e-mail each time, and nothing in it adds a header."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boardpack.adapters.mail.compose import compose_email
from boardpack.findings import escape_unprintable
from boardpack.model.message import Attachment, Message, is_address
from support.letters import AT, LETTER, letter, to
from support.mail_server import FROM

PDF = Attachment("summary.pdf", "application/pdf", b"%PDF-1.7 \0\xff")
HEADERS = {
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type",
    "Content-Transfer-Encoding", "MIME-Version",
}  # fmt: skip


def read_back(message: Message) -> EmailMessage:
    return message_from_bytes(compose_email(message, FROM, AT).as_bytes(), policy=default)


def test_an_e_mail_says_from_whom_to_whom_when_and_that_a_program_wrote_it() -> None:
    mail = read_back(letter(copies=(to("bob"), to("eve"))))
    assert mail["From"] == FROM
    assert mail["Cc"] == "bob@example.org, eve@example.org"
    assert mail["Date"] == "Thu, 13 Dec 2018 16:30:00 +0000"
    assert mail["Auto-Submitted"] == "auto-generated"


def test_the_same_message_is_the_same_to_the_byte_with_its_attachments_too() -> None:
    first, second = (
        compose_email(letter(attachments=(PDF,)), FROM, AT).as_bytes() for _ in range(2)
    )
    assert first == second


def test_messages_have_one_id_for_each_key_whenever_they_are_sent() -> None:
    ids = {
        str(compose_email(letter(key=key), FROM, at)["Message-ID"])
        for key in ("a/1", "a/2")
        for at in (AT, AT.replace(day=14))
    }
    assert len(ids) == 2


def test_an_attachment_arrives_whole() -> None:
    (part,) = read_back(letter(attachments=(PDF,))).iter_attachments()
    assert (part.get_filename(), part.get_content_type()) == ("summary.pdf", "application/pdf")
    assert part.get_content() == PDF.content


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_no_subject_adds_a_header_or_hides_a_letter(subject: str) -> None:
    mail = read_back(letter(subject=subject))
    assert set(mail.keys()) == HEADERS
    assert str(mail["Subject"]).isprintable()


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_no_text_becomes_anything_but_text(text: str) -> None:
    mail = read_back(letter(text=text))
    assert set(mail.keys()) == HEADERS
    assert all(escape_unprintable(line) == line for line in mail.get_content().split("\r\n"))


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_no_name_of_an_attachment_adds_a_header(name: str) -> None:
    mail = read_back(letter(attachments=(Attachment(name, "application/pdf", b"x"),)))
    assert set(mail.keys()) == HEADERS - {"Content-Transfer-Encoding"}


@pytest.mark.parametrize("address", ["ann@example.org", "a.b+c@example.co.uk", "o'neil@localhost"])
def test_plain_addresses_are_addresses(address: str) -> None:
    assert is_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "ann", "@example.org", "ann@", "a b@example.org", "Ann <ann@example.org>",
        "ann@example.org,bob@example.org", "ann@example.org\n", '"a b"@example.org',
        "ann@example.org\r\nBcc: bob@example.org", "ann@[127.0.0.1]", "änn@example.org",
        "ann..b@example.org", "ann@-example", f"{'a' * 260}@example.org",
    ],
)  # fmt: skip
def test_anything_beside_one_plain_address_is_none(address: str) -> None:
    assert not is_address(address)
    with pytest.raises(ValueError, match="an address is not one"):
        compose_email(LETTER, address, AT)
