"""The surroundings of the tests fail whoever leaves this computer or writes at home."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from support.surroundings import living_in, take_what_was_left


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org", "2001:db8::1"])
def test_another_computer_is_not_asked(host: str) -> None:
    with pytest.raises(pytest.fail.Exception, match=f"asks {host}"):
        socket.create_connection((host, 443), timeout=0.01)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_computer_is_asked(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection((host, server.getsockname()[1])).close()


def test_what_is_written_at_home_is_named(tmp_path: Path) -> None:
    with living_in(tmp_path):
        (Path.home() / ".cache").mkdir()
        assert take_what_was_left(tmp_path) == [".cache"]
        assert take_what_was_left(tmp_path) == []
    assert os.environ["HOME"] != str(tmp_path)
