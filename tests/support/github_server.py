"""A GitHub on this computer that speaks the published shapes, and things to put into it.

What goes to and fro is held against GitHub's description: `serving` fails where it does not fit.
"""

from __future__ import annotations

import hashlib
import json
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from support.github_description import answer_faults, example, request_faults

REPOSITORY = "directorate/packs"
AT = f"/repos/{REPOSITORY}"
BY_NUMBER = "/repositories/1296269"
"""How the links between pages name the repository."""
HEAD = "a" * 40
MERGE = "b" * 40
TOKEN = "a-token-for-tests"


@dataclass(frozen=True)
class Asked:
    """A request as it came in."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path.replace(BY_NUMBER, AT)

    @property
    def page(self) -> int:
        return int(parse_qs(urlsplit(self.target).query).get("page", ["1"])[0])


@dataclass(frozen=True)
class Said:
    """An answer. `missing` bytes of the body never come; `silent` says nothing at all."""

    data: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    missing: int = 0
    silent: bool = False

    @property
    def body(self) -> bytes:
        return json.dumps(self.data).encode() if self.raw is None else self.raw


Answering = Callable[[Asked], Said]


class Server(ThreadingHTTPServer):
    """Answers by path; what is not known is 404, as it is at GitHub for what may not be seen."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.asked: list[Asked] = []
        self.faults: list[str] = []
        self.closing = threading.Event()
        self._ways: dict[tuple[str, str], Answering] = {}

    def on(self, method: str, path: str, way: Answering) -> None:
        """Answer a method at a path, and at what lies below it."""
        self._ways[method, path] = way

    def says(self, path: str, *answers: Said) -> None:
        """Give answers to GET one after the other; the last one again and again."""
        waiting = list(answers)
        self.on("GET", path, lambda asked: waiting.pop(0) if waiting[1:] else waiting[0])

    def shows(self, path: str, data: Any, size: int = 100) -> None:
        """Show an object, or a list in pages, with ETags."""
        self.on("GET", path, lambda asked: _shown(self.address, asked, data, size))

    def handle_error(self, request: object, client_address: object) -> None:
        error = sys.exception()
        if not isinstance(error, ConnectionError):
            self.faults.append(repr(error))

    def answer(self, asked: Asked) -> Said:
        self.asked.append(asked)
        target = asked.target.replace(BY_NUMBER, AT)
        self.faults += request_faults(asked.method, target, asked.body)
        if asked.headers.get("Authorization") != f"Bearer {TOKEN}":
            return Said({"message": "Bad credentials"}, 401)
        above = asked.path.rpartition("/")[0]
        way = self._ways.get((asked.method, asked.path)) or self._ways.get((asked.method, above))
        said = way(asked) if way else Said({"message": "Not Found"}, 404)
        if said.status in (200, 201) and said.raw is None and not said.silent:
            self.faults += answer_faults(asked.method, target, said.status, said.body)
        return said


class _Handler(BaseHTTPRequestHandler):
    server: Server
    wbufsize = -1

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        asked = Asked(self.command, self.path, dict(self.headers), self.rfile.read(length))
        said = self.server.answer(asked)
        if said.silent:
            self.server.closing.wait()
            return
        self.send_response(said.status)
        for name, value in said.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(said.body) + said.missing))
        self.end_headers()
        self.wfile.write(b"" if said.status == 304 else said.body)

    do_POST = do_PATCH = do_GET  # noqa: N815  (http.server looks for these names)

    def log_message(self, *words: object) -> None:
        pass


@contextmanager
def serving(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, "127.0.0.1,localhost")
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()
    assert server.faults == [], server.faults


def _shown(address: str, asked: Asked, data: Any, size: int) -> Said:
    links: dict[str, str] = {}
    if isinstance(data, list):
        last = max(1, -(-len(data) // size))
        links = _links(f"{address}{BY_NUMBER}{asked.path.removeprefix(AT)}", asked.page, last)
        data = data[(asked.page - 1) * size : asked.page * size]
    etag = f'W/"{hashlib.sha256(json.dumps(data).encode()).hexdigest()}"'
    if asked.headers.get("If-None-Match") == etag:
        return Said(status=304, headers={"ETag": etag}, raw=b"")
    return Said(data, headers={"ETag": etag, **links})


def _links(url: str, page: int, last: int) -> dict[str, str]:
    pages = {"prev": page - 1, "next": page + 1, "last": last, "first": 1}
    if page == 1:
        del pages["prev"], pages["first"]
    if page == last:
        del pages["next"], pages["last"]
    return link({rel: f"{url}?per_page=100&page={number}" for rel, number in pages.items()})


def link(urls: Mapping[str, str]) -> dict[str, str]:
    """Return the header that names other pages, or none."""
    said = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in urls.items())
    return {"Link": said} if said else {}


# Things to show; each is an example that GitHub publishes, with our own values in it


def account(number: int = 101, login: str = "director", kind: str = "User") -> dict[str, Any]:
    user: dict[str, Any] = example("simple-user")
    return {**user, "id": number, "login": login, "type": kind}


def pull(number: int = 3, **edits: Any) -> dict[str, Any]:
    """Return a pull request that is merged into main."""
    data = example("pull-request")
    data["base"]["ref"] = "main"
    data["base"]["repo"]["full_name"] = REPOSITORY
    data["head"]["sha"] = HEAD
    merged = {
        "number": number,
        "state": "closed",
        "merged": True,
        "merged_at": "2018-12-13T10:00:00Z",
        "merge_commit_sha": MERGE,
        "user": account(102, "manager"),
        "requested_teams": [],
    }
    return {**data, **merged, **edits}


def listed_pull(number: int = 3, **edits: Any) -> dict[str, Any]:
    """Return a pull request as the list of those of a commit shows it."""
    (data,) = example("pull-request-simple-items")
    full = pull(number, **edits)
    return {key: full[key] for key in data if key in full}


def review(
    number: int = 80,
    state: str = "APPROVED",
    *,
    by: dict[str, Any] | str | None = "director",
    at: str = "2018-12-12T09:30:00Z",
    commit: str | None = HEAD,
    **edits: Any,
) -> dict[str, Any]:
    (data,) = example("pull-request-review-items")
    said = {"id": number, "state": state, "submitted_at": at, "commit_id": commit}
    user = account() if by == "director" else by
    return {**data, **said, "user": user, **edits}


def event(kind: str, at: str, number: int = 900, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "node_id": f"event-{number}",
        "url": f"https://example.org{AT}/issues/events/{number}",
        "actor": account(103, "administrator"),
        "event": kind,
        "commit_id": None,
        "commit_url": None,
        "created_at": at,
        "performed_via_github_app": None,
        **more,
    }


def force_push(at: str, number: int = 901) -> dict[str, Any]:
    return event("head_ref_force_pushed", at, number)


def dismissal(
    of: int, was: str, at: str, number: int = 902, by: dict[str, Any] | None = None
) -> dict[str, Any]:
    about = {"state": was, "review_id": of, "dismissal_message": "Out of date"}
    who = {"actor": by} if by else {}
    return event("review_dismissed", at, number, dismissed_review=about, **who)


def reviewed(review: Mapping[str, Any]) -> dict[str, Any]:
    """Return how the timeline shows a review."""
    return {**review, "event": "reviewed", "state": review["state"].lower()}


def comment(number: int, body: str, by: dict[str, Any] | None = None) -> dict[str, Any]:
    (data,) = example("issue-comment-items")
    return {**data, "id": number, "body": body, "user": by or account(555, "robot[bot]", "Bot")}


def comments(server: Server, number: int, shown: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let the comments of a pull request be read, written and altered; return them as they are."""
    kept = list(shown)
    path = f"{AT}/issues/{number}/comments"
    server.shows(path, kept)

    def post(asked: Asked) -> Said:
        kept.append(comment(7000 + len(kept), json.loads(asked.body)["body"]))
        return Said(kept[-1], 201)

    def patch(asked: Asked) -> Said:
        (found,) = (one for one in kept if asked.path.endswith(f"/{one['id']}"))
        found["body"] = json.loads(asked.body)["body"]
        return Said(found)

    server.on("POST", path, post)
    server.on("PATCH", f"{AT}/issues/comments", patch)
    return kept
