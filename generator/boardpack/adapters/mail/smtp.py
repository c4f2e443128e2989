"""A mail server, spoken to so that of each message it is known how far it came."""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage

from boardpack.adapters.mail.compose import compose_email
from boardpack.adapters.mail.mail_settings import Login, MailSettings, Security
from boardpack.adapters.mail.reach import describe_sent, refuse_unreachable
from boardpack.errors import CannotRun
from boardpack.model.message import Addressee, Delivery, Message, Outcome

_TIMEOUT = 30.0
"""Seconds in which a server must answer; RFC 5321 would allow it minutes."""
_OK, _FORWARDED, _GO_AHEAD = 250, 251, 354
_STATUS = re.compile(rb"[245]\.[0-9]{1,3}\.[0-9]{1,3}\b")
_LINE_START_DOT = re.compile(rb"^\.", re.MULTILINE)


@contextmanager
def open_mail_server(
    settings: MailSettings, context: ssl.SSLContext | None = None, timeout: float = _TIMEOUT
) -> Iterator[MailServer]:
    """Yield a mail server to which we are logged in; CannotRun where that is not to be had.

    `context` says whom TLS trusts (by default: whom this computer trusts); `timeout` is in seconds.
    """
    server = MailServer(settings, context or ssl.create_default_context(), timeout)
    server.connect()
    try:
        yield server
    finally:
        server.close()


class MailServer:
    """Sends e-mail; a connection that is lost is opened again for the next message."""

    name = "smtp"

    def __init__(self, settings: MailSettings, context: ssl.SSLContext, timeout: float) -> None:
        self._settings = settings
        self._context = context
        self._timeout = timeout
        self._connection: smtplib.SMTP | None = None

    def connect(self) -> smtplib.SMTP:
        """Return the connection, which is opened and logged in where there is none."""
        if self._connection is None:
            self._connection = _connect(self._settings, self._context, self._timeout)
        return self._connection

    def close(self) -> None:
        """Say goodbye to the server; what was sent is sent, whatever it answers."""
        if self._connection is not None:
            connection, self._connection = self._connection, None
            try:
                connection.quit()
            except (smtplib.SMTPException, OSError):
                connection.close()

    def send(self, message: Message, at: datetime) -> Delivery:
        """Send a message; a server that is lost half-way leaves the next message untouched."""
        reachable, delivery = refuse_unreachable(message)
        if reachable is None:
            return delivery
        email = compose_email(reachable, self._settings.sender, at)
        try:
            connection = self.connect()
        except CannotRun as error:
            # It was there when we began: the next run may find it again.
            return Delivery(Outcome.DEFERRED, str(error))
        try:
            refused = _open_envelope(connection, self._settings.sender, reachable)
        except _Unsent as unsent:
            self._reset(connection)
            return unsent.delivery
        except (smtplib.SMTPException, OSError):
            self._drop()
            return Delivery(Outcome.DEFERRED, "the mail server was lost before it had the message")
        try:
            _hand_over(connection, email)
        except _Unsent as unsent:
            self._reset(connection)
            return unsent.delivery
        except (smtplib.SMTPException, OSError):
            self._drop()
            # The server may have taken it and lost us before it could say so.
            return Delivery(
                Outcome.UNKNOWN,
                "the mail server was lost before it said whether it took the message",
            )
        return describe_sent((*delivery.refused, *refused))

    def _reset(self, connection: smtplib.SMTP) -> None:
        try:
            connection.rset()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class _Unsent(Exception):  # noqa: N818  (it says what is, not what went wrong in us)
    """The server has not taken a message, and said so."""

    def __init__(self, what: str, code: int, reply: bytes, *refused: Addressee) -> None:
        super().__init__(what)
        # Not the server's own words: they name addresses, which records must not.
        status = match[0].decode() if (match := _STATUS.match(reply)) else ""
        words = f"the mail server {what} ({' '.join(filter(None, (str(code), status)))})"
        outcome = Outcome.REFUSED if code >= 500 else Outcome.DEFERRED
        self.delivery = Delivery(outcome, words, refused)


def _connect(settings: MailSettings, context: ssl.SSLContext, timeout: float) -> smtplib.SMTP:
    """Return a connection that is encrypted and logged in as the settings say."""
    where = f"the mail server {settings.host}:{settings.port}"
    try:
        connection = _greet(settings, context, timeout)
    except smtplib.SMTPNotSupportedError:
        raise CannotRun(
            f"{where} offers no encryption (STARTTLS), so nothing was sent to it; use another "
            "port, or BOARDPACK_SMTP_SECURITY=tls where it expects that"
        ) from None
    except ssl.SSLError as error:
        reason = getattr(error, "verify_message", "") or "it could not be agreed on"
        raise CannotRun(f"{where} is not encrypted as it must be: {reason}") from None
    except (smtplib.SMTPException, OSError) as error:
        raise CannotRun(f"{where} cannot be reached: {_describe_failure(error)}") from None
    try:
        _log_in(connection, settings.login)
    except smtplib.SMTPAuthenticationError as error:
        connection.close()
        raise CannotRun(
            f"{where} did not accept the login ({error.smtp_code}); many mail services no longer "
            "take passwords: ask for a token (BOARDPACK_SMTP_TOKEN), or send with --via outbox"
        ) from None
    except UnicodeEncodeError:
        connection.close()
        raise CannotRun("the login for the mail server may hold ASCII letters only") from None
    except (smtplib.SMTPException, OSError) as error:
        connection.close()
        raise CannotRun(f"{where} lets nobody log in: {_describe_failure(error)}") from None
    return connection


def _greet(settings: MailSettings, context: ssl.SSLContext, timeout: float) -> smtplib.SMTP:
    if settings.security is Security.TLS:
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            settings.host, settings.port, timeout=timeout, context=context
        )
    else:
        connection = smtplib.SMTP(settings.host, settings.port, timeout=timeout)
    try:
        connection.ehlo_or_helo_if_needed()
        if settings.security is Security.STARTTLS:
            connection.starttls(context=context)
            connection.ehlo()
    except BaseException:
        connection.close()
        raise
    return connection


def _log_in(connection: smtplib.SMTP, login: Login | None) -> None:
    match login:
        case None:
            return
        case Login(user, secret, is_token=True):
            connection.auth("XOAUTH2", _OAuth(user, secret))
        case Login(user, secret):
            connection.login(user, secret)


class _OAuth:
    """What XOAUTH2 says: first the token; to the reason why it is refused, nothing."""

    def __init__(self, user: str, token: str) -> None:
        self._words = f"user={user}\1auth=Bearer {token}\1\1"

    def __call__(self, challenge: bytes | None = None) -> str:
        return self._words if challenge is None else ""


def _open_envelope(
    connection: smtplib.SMTP, sender: str, message: Message
) -> tuple[Addressee, ...]:
    """Say from whom and to whom; return those of the copies that were refused for good."""
    code, reply = connection.mail(sender)
    if code != _OK:
        raise _Unsent("does not take mail from this sender", code, reply)
    refused: list[Addressee] = []
    for addressee in (message.recipient, *message.copies):
        code, reply = connection.rcpt(addressee.address)
        if code in (_OK, _FORWARDED):
            continue
        # A copy that is only put off is worth waiting for: the whole message goes next time.
        if addressee is message.recipient or code < 500:
            raise _Unsent(f"does not take mail for {addressee.person}", code, reply, addressee)
        refused.append(addressee)
    return tuple(refused)


def _hand_over(connection: smtplib.SMTP, email: EmailMessage) -> None:
    """Hand over the message; until the last line is sent, the server cannot have taken it."""
    code, reply = connection.docmd("DATA")
    if code != _GO_AHEAD:
        raise _Unsent("does not want the message", code, reply)
    # The generator of mails ends each line, the last one too, with CRLF.
    connection.send(_LINE_START_DOT.sub(b"..", email.as_bytes()) + b".\r\n")
    code, reply = connection.getreply()
    if code != _OK:
        raise _Unsent("did not take the message", code, reply)


def _describe_failure(error: Exception) -> str:
    match error:
        case smtplib.SMTPResponseException():
            return f"it answered {error.smtp_code}"
        case smtplib.SMTPServerDisconnected():
            return "it hung up, or did not answer in time"
        case OSError():
            return (error.strerror or str(error)).lower()
        case _:
            return "it does not speak as a mail server does"
