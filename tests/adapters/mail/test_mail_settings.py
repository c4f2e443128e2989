"""The environment says which mail server to use; a setting that is of no use is said, no secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.adapters.mail.mail_settings import (
    Login,
    MailSettings,
    Security,
    read_mail_settings,
)
from boardpack.errors import CannotRun
from support.mail_server import FROM

HOST = "BOARDPACK_SMTP_HOST"
PASSWORD, TOKEN = "BOARDPACK_SMTP_PASSWORD", "BOARDPACK_SMTP_TOKEN"
USER = "BOARDPACK_SMTP_USER"
GIVEN = {HOST: "mail.example.org"}


def test_a_host_is_enough_and_the_connection_is_encrypted() -> None:
    settings = MailSettings("mail.example.org", 587, Security.STARTTLS, FROM, None)
    assert read_mail_settings(FROM, GIVEN) == settings


@pytest.mark.parametrize(("security", "port"), [("tls", 465), ("starttls", 587), ("", 587)])
def test_the_port_is_the_usual_one_of_the_security(security: str, port: int) -> None:
    assert read_mail_settings(FROM, {**GIVEN, "BOARDPACK_SMTP_SECURITY": security}).port == port


def test_a_secret_is_read_from_a_file_and_never_shown(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("t0ken\n")
    given = {**GIVEN, USER: "reports", f"{TOKEN}_FILE": str(tmp_path / "token")}
    settings = read_mail_settings(FROM, given)
    assert settings.login == Login("reports", "t0ken", is_token=True)
    assert "t0ken" not in repr(settings)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({HOST: ""}, "BOARDPACK_SMTP_HOST is not set"),
        ({"BOARDPACK_SMTP_PORT": "0"}, "must be the number of a port"),
        ({"BOARDPACK_SMTP_PORT": "smtp"}, "must be the number of a port"),
        ({"BOARDPACK_SMTP_PORT": "9" * 5000}, "must be the number of a port"),
        ({"BOARDPACK_SMTP_SECURITY": "ssl"}, "must be one of starttls, tls, none"),
        ({"BOARDPACK_SMTP_SECURITY": "none"}, "on this computer only"),
        ({USER: "reports"}, "set BOARDPACK_SMTP_USER, and either"),
        ({PASSWORD: "s3cret"}, "set BOARDPACK_SMTP_USER, and either"),
        ({USER: "reports", PASSWORD: "s3cret", TOKEN: "s3cret"}, "and either"),
        ({PASSWORD: "s3cret", f"{PASSWORD}_FILE": "s3cret"}, "are both set"),
        ({USER: "reports", f"{TOKEN}_FILE": "s3cret/nowhere"}, "cannot be read"),
    ],
)
def test_settings_of_no_use_are_said_without_a_secret(more: dict[str, str], words: str) -> None:
    with pytest.raises(CannotRun, match=words) as raised:
        read_mail_settings(FROM, {**GIVEN, **more})
    assert "s3cret" not in str(raised.value)
