"""Requests to GitHub: an answer is whole and as expected, or an error that says what to do."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from boardpack.adapters.forges.github.answer_cache import AnswerCache
from boardpack.adapters.forges.github.fields import read_number
from boardpack.adapters.forges.github.refusals import (
    READ_RIGHTS,
    WRITE_RIGHTS,
    build_refusal,
    describe_failure,
    describe_limit,
)
from boardpack.findings import escape_unprintable
from boardpack.signoff.forge import Unreadable

# The most that GitHub puts into a page.
PER_PAGE = 100
_ATTEMPTS = 3
_LOCAL_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class GitHubAnswer:
    """What was answered to a path with its query.

    `next_path` and `last_path` are such paths, or empty.
    """

    path: str
    body: bytes
    data: Any
    next_path: str = ""
    last_path: str = ""


class GitHubWire:
    """Asks and tells; times are in seconds, `wait` lies between two attempts."""

    def __init__(
        self, address: str, token: str, cache: Path | None, timeout: float, wait: float
    ) -> None:
        self._address = _check_address(address)
        self._cache = AnswerCache(cache, self._address) if cache else None
        self._wait = wait
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {_check_token(token)}",
            "User-Agent": "boardpack",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        try:
            # Who asks must name a repository as it is called now, and the token goes nowhere else.
            self._client = httpx.Client(headers=headers, timeout=timeout, follow_redirects=False)
        except (ImportError, OSError, ValueError):
            raise Unreadable(
                "the settings for a proxy or for certificates cannot be used; "
                "correct HTTPS_PROXY or SSL_CERT_FILE"
            ) from None

    @property
    def site(self) -> str:
        """The address at which people see what this one tells to programs."""
        return self._address.removesuffix("/api/v3").replace("://api.", "://", 1)

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def get_answer(self, path: str) -> GitHubAnswer:
        """Return what is shown at a path, from the cache where GitHub says that it is unchanged."""
        cached = self._cache.find_answer(path) if self._cache else None
        if cached:
            response = self._send_request("GET", path, {"If-None-Match": cached.etag})
            # With links it has grown beyond this page since, though the page is as it was.
            if response.status_code == 304 and not response.links:
                return GitHubAnswer(path, cached.body, _parse_json(cached.body, path))
            if response.status_code != 304:
                return self._to_answer(path, response)
        return self._to_answer(path, self._send_request("GET", path))

    def send_json(
        self, method: str, path: str, fields: dict[str, str], rights: str = WRITE_RIGHTS
    ) -> Any:
        """Write something, for which it takes some rights, and return what GitHub made of it.

        It is not tried twice, for it may have come through the first time.
        """
        response = self._send_request(method, path, content=json.dumps(fields).encode())
        if response.status_code != (201 if method == "POST" else 200):
            raise build_refusal(response, rights)
        return _parse_json(response.content, path)

    def read_account_id(self) -> int:
        """Return the id of the token's account; 0 for the token of an app, which has none."""
        response = self._send_request("GET", "/user")
        if response.status_code in (403, 404) and not describe_limit(response):
            return 0
        return read_number(self._to_answer("/user", response).data, "id", "the token's account")

    def read_repository_id(self, path: str) -> int:
        """Return the id of the repository at a path, or of the one that went from there."""
        response = self._send_request("GET", path)
        moved = f"{self._address}/repositories/"
        if response.has_redirect_location and response.headers["Location"].startswith(moved):
            number = response.headers["Location"].removeprefix(moved)
            if number.isascii() and number.isdecimal():
                return int(number)
        return read_number(self._to_answer(path, response).data, "id", "the repository")

    def _to_answer(self, path: str, response: httpx.Response) -> GitHubAnswer:
        if response.status_code != 200:
            raise build_refusal(response, READ_RIGHTS)
        data = _parse_json(response.content, path)
        links = {rel: self._to_path(link["url"]) for rel, link in response.links.items()}
        # A page among others can stay as it is while pages are added after it.
        is_whole = not links and not (isinstance(data, list) and len(data) >= PER_PAGE)
        if self._cache and is_whole:
            self._cache.store_answer(path, response.headers.get("ETag", ""), response.content)
        return GitHubAnswer(
            path, response.content, data, links.get("next", ""), links.get("last", "")
        )

    def _to_path(self, url: str) -> str:
        if not url.startswith(f"{self._address}/"):
            raise Unreadable(
                "GitHub's list goes on at another address, where the token must not go; "
                "check GITHUB_API_URL"
            )
        return url.removeprefix(self._address)

    def _send_request(
        self,
        method: str,
        path: str,
        headers: dict[str, str] | None = None,
        content: bytes | None = None,
    ) -> httpx.Response:
        """Return any answer but a failure of the server; what only reads is tried three times."""
        failure = ""
        for attempt in range(_ATTEMPTS if method == "GET" else 1):
            if attempt:
                time.sleep(self._wait)
            try:
                response = self._client.request(
                    method, f"{self._address}{path}", headers=headers, content=content
                )
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                failure = describe_failure(error)
                continue
            if response.status_code < 500:
                return response
            failure = f"answered {response.status_code}"
        raise Unreadable(
            f"GitHub {failure} to {method} {escape_unprintable(path)}; run this again later"
        )


def _check_address(address: str) -> str:
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        url = httpx.URL()
    # Over plain HTTP others on the way could read the token; this computer is no way.
    is_safe = url.scheme == "https" or (url.scheme == "http" and url.host in _LOCAL_HOSTS)
    if not is_safe or not url.host or url.userinfo or url.query or url.fragment:
        raise Unreadable(
            f"'{escape_unprintable(address)}' is no address to send a token to; "
            "set GITHUB_API_URL to one that begins with https"
        )
    return address.rstrip("/")


def _check_token(token: str) -> str:
    # A line feed within a header would begin another one.
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise Unreadable("there is no usable token for GitHub; set GITHUB_TOKEN")
    return token


def _parse_json(body: bytes, path: str) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable(
            f"GitHub's answer to {escape_unprintable(path)} is cut short or is not JSON; "
            "run this again"
        ) from None
