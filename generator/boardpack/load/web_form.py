"""What `form` in `data/directorate.yml` must say for each forge."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from boardpack.model.web_form import FormForge, WebForm

REPOSITORY = re.compile(r"[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)+", re.ASCII)
_BRANCH = re.compile(r"[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*", re.ASCII)
_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]+)?/?", re.ASCII)
_LOCAL_ADDRESS = re.compile(r"http://(localhost|127\.0\.0\.1)(:[0-9]+)?/?", re.ASCII)
_APP_ID = re.compile(r"[A-Za-z0-9._-]+", re.ASCII)
_NEEDED: Mapping[FormForge, tuple[str, ...]] = {
    FormForge.GITHUB: ("repository", "sign_in"),
    FormForge.GITLAB: ("repository", "app_id"),
    FormForge.FORGEJO: ("repository", "app_id", "server"),
    FormForge.LOCAL: (),
}


def find_form_faults(form: WebForm) -> Iterator[tuple[str, str]]:
    """Yield each key under `form` that is missing or wrong, and the words."""
    is_local = form.forge is FormForge.LOCAL
    server = (
        (_LOCAL_ADDRESS, "an address of this computer, such as http://localhost:8081")
        if is_local
        else (_ADDRESS, "an address that begins with https:// and has no path")
    )
    patterns = {
        "repository": (REPOSITORY, "a repository's name on the forge, such as owner/name"),
        "branch": (_BRANCH, "the name of a branch"),
        "server": server,
        "sign_in": (_ADDRESS, "an address that begins with https:// and has no path"),
        "app_id": (_APP_ID, "an id in letters, digits, dots and hyphens"),
    }
    for key, (pattern, words) in patterns.items():
        value = getattr(form, key)
        if value and not pattern.fullmatch(value):
            yield key, f"'{key}' must be {words}"
        elif not value and key in (*_NEEDED[form.forge], "branch"):
            yield key, f"'form' needs '{key}' for {form.forge}: {words}"
