"""What surrounds every test: an empty home folder, and no network but this computer."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import certifi
import pytest

GITCONFIG = Path(__file__).with_name("gitconfig")
_END = "-----END CERTIFICATE-----\n"
_NAMES = {"localhost", "", None}


@contextmanager
def living_in(home: Path) -> Iterator[None]:
    """Give whatever runs a home folder that holds nothing but Git's settings."""
    shutil.copy(GITCONFIG, home / ".gitconfig")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("HOME", str(home))
        yield


def take_what_was_left(home: Path) -> list[str]:
    """Return what somebody wrote into the home folder; it goes, so that only they fail by it."""
    left = sorted(path for path in home.iterdir() if path.name != ".gitconfig")
    for path in left:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return [path.name for path in left]


@contextmanager
def staying_here(folder: Path) -> Iterator[None]:
    """Fail whoever asks another computer, in a way that no `except Exception` swallows.

    One certificate authority is enough for who asks nobody; each client would read all of them.
    """
    first, end, _ = Path(certifi.where()).read_text("ascii", "ignore").partition(_END)
    (folder / "authority.pem").write_text(first + end)
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def connect_here(client: socket.socket, address: Any) -> None:
        if client.family != socket.AF_UNIX:
            _refuse_unless_here(address[0])
        connect(client, address)

    def look_up_here(host: Any, *rest: Any, **more: Any) -> Any:
        _refuse_unless_here(host)
        return look_up(host, *rest, **more)

    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SSL_CERT_FILE", str(folder / "authority.pem"))
        patched.setattr(socket.socket, "connect", connect_here)
        patched.setattr(socket, "getaddrinfo", look_up_here)
        yield


def _refuse_unless_here(host: str | bytes | None) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name not in _NAMES and not _is_loopback(name or ""):
        pytest.fail(f"a test asks {name}; it may ask this computer only")


def _is_loopback(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
