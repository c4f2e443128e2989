"""Why GitHub refused a request, and what to do about it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import httpx

from boardpack.findings import escape_unprintable, shorten_text
from boardpack.signoff.forge import Unreadable

READ_RIGHTS = "contents, pull requests and issues (read)"
WRITE_RIGHTS = "statuses and pull requests (write)"
ISSUE_RIGHTS = "issues (write)"
_FAILURES: tuple[tuple[type[Exception], str], ...] = (
    (httpx.TimeoutException, "did not answer in time"),
    (httpx.ConnectError, "could not be reached"),
    (httpx.ProxyError, "could not be reached through the proxy"),
)


def build_refusal(response: httpx.Response, rights: str) -> Unreadable:
    """Return the error for an answer that is none; `rights` are those that it takes."""
    status = response.status_code
    request = f"{response.request.method} {escape_unprintable(response.request.url.path)}"
    if limit := describe_limit(response):
        return Unreadable(f"GitHub takes no more requests {limit}; run this again then")
    advice = {
        401: "the token is not valid, or no longer; set GITHUB_TOKEN to one that is",
        403: f"the token lacks a right; it needs {rights}",
        404: f"there is no such thing, or the token may not see it; it needs {rights}",
    }.get(status, "this was not expected; run this again, or tell us")
    # Redirects are not followed: see the client in `wire`.
    if response.has_redirect_location:
        advice = "it has moved; name the repository as it is called now"
    return Unreadable(f"GitHub answered {status} to {request}{_quote_message(response)}: {advice}")


def describe_failure(error: Exception) -> str:
    """Return what GitHub did, where no answer came."""
    failures = (failures for kind, failures in _FAILURES if isinstance(error, kind))
    return next(failures, "broke off in the middle of an answer")


def describe_limit(response: httpx.Response) -> str:
    """Return how long GitHub wants to be left alone; empty when it is not about that."""
    headers = response.headers
    # GitHub uses both for its limits, and 403 for missing rights too.
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


def _quote_message(response: httpx.Response) -> str:
    try:
        message = json.loads(response.content)["message"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    return f" ({shorten_text(escape_unprintable(message))})" if isinstance(message, str) else ""
