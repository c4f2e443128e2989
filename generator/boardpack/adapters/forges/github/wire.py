"""Requests to GitHub: an answer is whole and as expected, or an error that says what to do."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from boardpack.adapters.forges.github.answer_cache import AnswerCache
from boardpack.findings import escape_unprintable, shorten_text
from boardpack.signoff.forge import Unreadable, read_number

PER_PAGE = 100
_ATTEMPTS = 3
_LOCAL_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})
_FAILURES: tuple[tuple[type[Exception], str], ...] = (
    (httpx.TimeoutException, "did not answer in time"),
    (httpx.ConnectError, "could not be reached"),
    (httpx.ProxyError, "could not be reached through the proxy"),
)
_READ_RIGHTS = "contents, pull requests and issues (read)"
_WRITE_RIGHTS = "statuses and pull requests (write)"


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
            self._client = httpx.Client(headers=headers, timeout=timeout, follow_redirects=False)
        except (ImportError, OSError, ValueError):
            raise Unreadable(
                "the settings for a proxy or for certificates cannot be used; "
                "correct HTTPS_PROXY or SSL_CERT_FILE"
            ) from None

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def get_answer(self, path: str) -> GitHubAnswer:
        """Return what is shown at a path, from the cache where GitHub says that it is unchanged."""
        cached = self._cache.find_answer(path) if self._cache else None
        if cached:
            response = self._send_request("GET", path, {"If-None-Match": cached.etag})
            if response.status_code == 304 and not response.links:
                return GitHubAnswer(path, cached.body, _parse_json(cached.body, path))
            if response.status_code != 304:
                return self._to_answer(path, response)
        return self._to_answer(path, self._send_request("GET", path))

    def send_json(self, method: str, path: str, fields: dict[str, str]) -> None:
        """Write something; it is not tried twice, for it may have come through the first time."""
        response = self._send_request(method, path, content=json.dumps(fields).encode())
        if response.status_code != (201 if method == "POST" else 200):
            raise _build_refusal(response, _WRITE_RIGHTS)

    def read_account_id(self) -> int:
        """Return the id of the token's account; 0 for the token of an app, which has none."""
        response = self._send_request("GET", "/user")
        if response.status_code in (403, 404) and not _describe_limit(response):
            return 0
        return read_number(self._to_answer("/user", response).data, "id", "the token's account")

    def _to_answer(self, path: str, response: httpx.Response) -> GitHubAnswer:
        if response.status_code != 200:
            raise _build_refusal(response, _READ_RIGHTS)
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
                failure = _describe_failure(error)
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
    is_safe = url.scheme == "https" or (url.scheme == "http" and url.host in _LOCAL_HOSTS)
    if not is_safe or not url.host or url.userinfo or url.query or url.fragment:
        raise Unreadable(
            f"'{escape_unprintable(address)}' is no address to send a token to; "
            "set GITHUB_API_URL to one that begins with https"
        )
    return address.rstrip("/")


def _check_token(token: str) -> str:
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


def _describe_failure(error: Exception) -> str:
    failures = (failures for kind, failures in _FAILURES if isinstance(error, kind))
    return next(failures, "broke off in the middle of an answer")


def _describe_limit(response: httpx.Response) -> str:
    """Return how long GitHub wants to be left alone; empty when it is not about that."""
    headers = response.headers
    if response.status_code not in (403, 429):
        return ""
    if retry_after := headers.get("Retry-After"):
        return (
            f"for {retry_after} seconds"
            if retry_after.isdecimal()
            else f"until {escape_unprintable(retry_after)}"
        )
    if headers.get("X-RateLimit-Remaining") == "0":
        return f"until {_format_moment(headers.get('X-RateLimit-Reset', ''))}"
    is_about_rate = response.status_code == 429 or b"rate limit" in response.content.lower()
    return "for some minutes" if is_about_rate else ""


def _format_moment(seconds: str) -> str:
    try:
        return datetime.fromtimestamp(int(seconds), UTC).strftime("%H:%M on %Y-%m-%d (UTC)")
    except (OverflowError, OSError, ValueError):
        return "the next hour"


def _build_refusal(response: httpx.Response, rights: str) -> Unreadable:
    status = response.status_code
    request = f"{response.request.method} {escape_unprintable(response.request.url.path)}"
    if limit := _describe_limit(response):
        return Unreadable(f"GitHub takes no more requests {limit}; run this again then")
    advice = {
        401: "the token is not valid, or no longer; set GITHUB_TOKEN to one that is",
        403: f"the token lacks a right; it needs {rights}",
        404: f"there is no such thing, or the token may not see it; it needs {rights}",
    }.get(status, "this was not expected; run this again, or tell us")
    if response.has_redirect_location:
        advice = "it has moved; name the repository as it is called now"
    return Unreadable(f"GitHub answered {status} to {request}{_quote_message(response)}: {advice}")


def _quote_message(response: httpx.Response) -> str:
    try:
        message = json.loads(response.content)["message"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    return f" ({shorten_text(escape_unprintable(message))})" if isinstance(message, str) else ""
