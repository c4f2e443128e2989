"""A mail server on this computer that keeps what it is sent: for demonstrations, and no other use.

It takes mail for anybody and hands none on. So whoever tries boardpack sees real mails without an
account anywhere, and without a package more.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer

_HOST = "127.0.0.1"
_LONGEST_LINE = 8192
_DOT_LINE = b"."


@dataclass(frozen=True, slots=True)
class KeptMail:
    """A mail as it came in: its file, to whom it went and what it is about."""

    path: Path
    recipients: tuple[str, ...]
    subject: str
    attachments: tuple[str, ...]


class Mailbox:
    """The folder with the mails, each as `0001.eml`, and the port at which more come in."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        self.port = port

    @property
    def settings(self) -> dict[str, str]:
        """The settings by which boardpack sends to it."""
        return {
            "BOARDPACK_SMTP_HOST": _HOST,
            "BOARDPACK_SMTP_PORT": str(self.port),
            "BOARDPACK_SMTP_SECURITY": "none",
        }

    def list_mails(self) -> tuple[KeptMail, ...]:
        """Return all mails, in the order in which they came in."""
        return tuple(_read_mail(path) for path in sorted(self._folder.glob("*.eml")))


@contextmanager
def open_mailbox(folder: Path) -> Iterator[Mailbox]:
    """Run a mail server that keeps what it is sent in a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    with _Server(folder) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield Mailbox(folder, server.server_address[1])
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__((_HOST, 0), _Conversation)
        self._folder = folder
        self._lock = threading.Lock()

    def keep(self, data: bytes) -> None:
        """Write a mail into the folder under the next number."""
        with self._lock:
            number = len(list(self._folder.glob("*.eml"))) + 1
            (self._folder / f"{number:04}.eml").write_bytes(data)


class _Conversation(StreamRequestHandler):
    """As much of SMTP (RFC 5321) as a client needs to hand over mail."""

    server: _Server

    def handle(self) -> None:
        """Answer one command after the other, until the client has gone."""
        self._say("220 a mailbox for demonstrations")
        while line := self.rfile.readline(_LONGEST_LINE):
            match line.split(None, 1)[0].upper() if line.strip() else b"":
                case b"DATA":
                    self._say("354 go on, and end with a dot")
                    self.server.keep(self._read_mail())
                    self._say("250 kept")
                case b"QUIT":
                    self._say("221 goodbye")
                    return
                case b"EHLO" | b"HELO" | b"MAIL" | b"RCPT" | b"RSET" | b"NOOP":
                    self._say("250 well")
                case _:
                    self._say("502 not here")

    def _read_mail(self) -> bytes:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) and line.rstrip(b"\r\n") != _DOT_LINE:
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


def _read_mail(path: Path) -> KeptMail:
    mail = message_from_bytes(path.read_bytes(), policy=default)
    recipients = [address.strip() for name in ("To", "Cc") for address in mail.get_all(name, ())]
    attachments = [part.get_filename() or "" for part in mail.iter_attachments()]
    return KeptMail(path, tuple(recipients), str(mail["Subject"]).strip(), tuple(attachments))
