from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any

import pytest

from boardpack.adapters.forges.github.live_answers import LiveAnswers
from boardpack.adapters.forges.github.noticeboard import Noticeboard
from boardpack.adapters.forges.github.wire import GitHubWire
from support.github_server import AT, TOKEN, Server, serving


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving(monkeypatch) as server:
        yield server


@pytest.fixture
def wire(server: Server) -> Iterator[Callable[..., GitHubWire]]:
    """Return how to make wires to the server; they are closed at the end."""
    with ExitStack() as stack:

        def make(**edits: Any) -> GitHubWire:
            settings = {
                "address": server.address,
                "token": TOKEN,
                "cache": None,
                "timeout": 20.0,
                "wait": 0.0,
                **edits,
            }
            return stack.enter_context(closing(GitHubWire(**settings)))

        yield make


@pytest.fixture
def client(wire: Callable[..., GitHubWire]) -> Callable[..., LiveAnswers]:
    """Return how to ask the server; each asks anew."""
    return lambda **edits: LiveAnswers(wire(**edits), AT)


@pytest.fixture
def board(wire: Callable[..., GitHubWire]) -> Noticeboard:
    """Return where to write at the server."""
    return Noticeboard(wire(), AT)
