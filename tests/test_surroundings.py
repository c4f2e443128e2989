"""What surrounds the tests: nobody leaves this computer or writes at home; each has its turn."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from support.sampling import read_turn, take_sample
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


def test_each_rotating_test_has_its_turn_and_an_exhaustive_one_has_none(
    request: pytest.FixtureRequest,
) -> None:
    items = [make_item(request.node, str(n), pytest.mark.rotating) for n in range(10)]
    others = [
        make_item(request.node, "plain"),
        make_item(request.node, "all", pytest.mark.exhaustive),
    ]
    samples = [
        take_sample([*items, *others], turn)[0] for turn in range(read_turn(), read_turn() + 8)
    ]
    assert sorted(item.name for sample in samples for item in sample) == sorted(
        [*map(str, range(10)), *["plain"] * 8]
    )
    assert all(len(sample) <= 3 for sample in samples)


def test_a_file_has_its_turn_as_a_whole_where_it_asks_for_that(
    request: pytest.FixtureRequest,
) -> None:
    whole = pytest.mark.rotating(whole_file=True)
    items = [make_item(request.node, str(n), whole) for n in range(3)]
    samples = [take_sample(items, turn)[0] for turn in range(8)]
    assert sorted(map(len, samples)) == [*[0] * 7, 3]


def test_what_takes_longest_has_more_turns(request: pytest.FixtureRequest) -> None:
    items = [make_item(request.node, str(n), pytest.mark.rotating(turns=16)) for n in range(8)]
    samples = [take_sample(items, turn)[0] for turn in range(16)]
    assert sorted(map(len, samples)) == [*[0] * 8, *[1] * 8]


def make_item(function: pytest.Function, name: str, *marks: pytest.MarkDecorator) -> pytest.Item:
    """Return a test that does nothing, with its marks."""
    item = pytest.Function.from_parent(function.parent, name=name, callobj=lambda: None)
    for mark in marks:
        item.add_marker(mark)
    return item
