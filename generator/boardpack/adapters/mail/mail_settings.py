"""Which mail server to use, and how to log in: the environment says.

Not a file of the instance: whoever may propose a change to one could send the password elsewhere.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from boardpack.errors import CannotRun

_LOCAL_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})


class Security(StrEnum):
    """How the connection to the server is encrypted."""

    STARTTLS = "starttls"
    """It begins in the open and must be encrypted before anything is said."""
    TLS = "tls"
    """It is encrypted from the beginning."""
    NONE = "none"
    """Not at all, which is for a server on this computer."""


_PORTS = {Security.STARTTLS: 587, Security.TLS: 465, Security.NONE: 25}


@dataclass(frozen=True, slots=True)
class Login:
    """Who logs in, and with what: a password, or a token of OAuth 2 (XOAUTH2)."""

    user: str
    secret: str = field(repr=False)
    is_token: bool = False


@dataclass(frozen=True, slots=True)
class MailSettings:
    """A server, from whose address mail comes, and how to log in; None for no login."""

    host: str
    port: int
    security: Security
    sender: str
    login: Login | None


def read_mail_settings(sender: str, environment: Mapping[str, str] | None = None) -> MailSettings:
    """Return the settings from BOARDPACK_SMTP_*, for mail from an address.

    CannotRun where one is missing or of no use; no secret is repeated.
    """
    values = os.environ if environment is None else environment
    host = values.get("BOARDPACK_SMTP_HOST", "").strip()
    if not host:
        raise CannotRun(
            "BOARDPACK_SMTP_HOST is not set, so there is no mail server; set it, or write mails "
            "into a folder with --via outbox"
        )
    security = _read_security(values, host)
    return MailSettings(
        host,
        _read_port(values, _PORTS[security]),
        security,
        sender,
        _read_login(values),
    )


def _read_security(values: Mapping[str, str], host: str) -> Security:
    text = values.get("BOARDPACK_SMTP_SECURITY") or Security.STARTTLS
    if text not in tuple(Security):
        raise CannotRun(f"BOARDPACK_SMTP_SECURITY must be one of {', '.join(Security)}")
    # Others on the way could read the password and every mail; this computer is no way.
    if text == Security.NONE and host not in _LOCAL_HOSTS:
        raise CannotRun("BOARDPACK_SMTP_SECURITY=none is for a mail server on this computer only")
    return Security(text)


def _read_port(values: Mapping[str, str], default: int) -> int:
    text = values.get("BOARDPACK_SMTP_PORT") or str(default)
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:6]) < 65536):
        raise CannotRun("BOARDPACK_SMTP_PORT must be the number of a port, such as 587")
    return int(text)


def _read_login(values: Mapping[str, str]) -> Login | None:
    password = _read_secret(values, "BOARDPACK_SMTP_PASSWORD")
    token = _read_secret(values, "BOARDPACK_SMTP_TOKEN")
    user = values.get("BOARDPACK_SMTP_USER", "").strip()
    if not (user or password or token):
        return None
    if not user or bool(password) == bool(token):
        raise CannotRun(
            "to log in to the mail server set BOARDPACK_SMTP_USER, and either "
            "BOARDPACK_SMTP_PASSWORD or BOARDPACK_SMTP_TOKEN (or one of them with _FILE)"
        )
    return Login(user, token or password, is_token=bool(token))


def _read_secret(values: Mapping[str, str], name: str) -> str:
    """Return a secret from a variable, or from the file that the variable with _FILE names."""
    if values.get(name) and values.get(f"{name}_FILE"):
        raise CannotRun(f"{name} and {name}_FILE are both set; keep one")
    if file := values.get(f"{name}_FILE"):
        try:
            return Path(file).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise CannotRun(f"the file that {name}_FILE names cannot be read") from None
    return values.get(name, "")
