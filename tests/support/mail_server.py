"""A real mail server on this computer, which misbehaves as it is told."""

from __future__ import annotations

import asyncio
import ssl
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cache
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from boardpack.adapters.mail.mail_settings import Login, MailSettings, Security

FROM = "reports@example.org"
LOGIN = Login("reports", "correct-horse")
TOKEN = Login("reports", "a-token", is_token=True)
HANG_UP = "hang up"
_OK = "250 OK"


@dataclass
class MailHandler:
    """Takes mail, but answers as `answers` says: by address or step, one after the other."""

    answers: Mapping[str, Iterator[str]] = field(default_factory=dict)
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    port: int = 0

    async def handle_MAIL(  # noqa: N802  (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self._answer(server, "MAIL")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._answer(server, address)
        if answer == _OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        self.recipients.append(list(envelope.rcpt_tos))
        return self._answer(server, "DATA")

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802
        words = f"user={TOKEN.user}\1auth=Bearer {TOKEN.secret}\1\1"
        is_known = b64decode(args[1]) == words.encode()
        if not is_known:
            # As Gmail and Exchange do it: the reason comes first, and wants an empty answer.
            await server.challenge_auth('{"status":"401"}')
        return AuthResult(success=is_known, handled=False)

    def _answer(self, server: SMTP, name: str) -> str:
        answer = next(self.answers.get(name, iter(())), _OK)
        if answer == HANG_UP:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return answer


def answering(**answers: list[str]) -> MailHandler:
    """Return a handler with its answers: to `MAIL`, `DATA`, or for `ann@example.org` by `ann`."""
    return MailHandler(
        {
            name if name.isupper() else f"{name}@example.org": iter(texts)
            for name, texts in answers.items()
        }
    )


class _Server(Controller):
    """A controller that finds a free port by itself."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@contextmanager
def serving(handler: MailHandler, *, encrypted: bool = False) -> Iterator[MailHandler]:
    """Run a mail server; it offers STARTTLS, and then asks for a login, where it is encrypted."""
    server = _Server(
        handler,
        hostname="127.0.0.1",
        port=0,
        tls_context=_certify()[0] if encrypted else None,
        authenticator=_check_login,
        auth_require_tls=encrypted,
        auth_required=encrypted,
    )
    server.start()
    try:
        handler.port = server.port
        yield handler
    finally:
        server.stop()


def trusting() -> ssl.SSLContext:
    """Return what trusts the server's certificate, and no other."""
    return _certify()[1]


def settings_for(
    handler: MailHandler, security: Security = Security.NONE, login: Login | None = None
) -> MailSettings:
    """Return the settings by which a running server is reached."""
    return MailSettings("127.0.0.1", handler.port, security, FROM, login)


@cache
def _certify() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    authority = trustme.CA()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(server)
    client = ssl.create_default_context()
    authority.configure_trust(client)
    return server, client


def _check_login(
    server: object, session: object, envelope: object, way: str, data: Any
) -> AuthResult:
    is_known = isinstance(data, LoginPassword) and (data.login, data.password) == (
        LOGIN.user.encode(),
        LOGIN.secret.encode(),
    )
    return AuthResult(success=is_known, handled=False)
