"""Who has a form, what it may speak to, and what it asks in each section."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from boardpack.render.edition_view import EditionView
from boardpack.render.web_form.page import plan_form
from support.books import book_of
from support.instances import DIRECTORATE, minimal, with_file

SETTINGS = "write/cannock-chase.json"


def book(form: str) -> EditionView:
    tree = minimal()
    tree = with_file(tree, DIRECTORATE, tree[DIRECTORATE].decode() + form)
    return replace(book_of(tree), has_editor=True)


def planned(form: str) -> dict[str, str]:
    return {one.path: one.make() for one in plan_form(book(form))}


@pytest.mark.parametrize(
    ("form", "server", "backend"),
    [
        (
            "forge: github, repository: a/b, sign_in: https://sign-in.example.org",
            "https://api.github.com",
            {"name": "github", "repo": "a/b", "base_url": "https://sign-in.example.org"},
        ),
        (
            "forge: gitlab, repository: a/b, app_id: x1, branch: trunk",
            "https://gitlab.com",
            {"name": "gitlab", "auth_type": "pkce", "app_id": "x1", "branch": "trunk"},
        ),
        (
            "forge: forgejo, repository: a/b, app_id: x1, server: https://git.example.org/",
            "https://git.example.org",
            {"name": "forgejo", "api_root": "https://git.example.org/api/v1", "branch": "main"},
        ),
    ],
)
def test_the_form_speaks_to_its_forge_and_proposes_there(
    form: str, server: str, backend: dict[str, str]
) -> None:
    files = planned(f"form: {{{form}}}\n")
    assert set(files) == {"write/index.html", SETTINGS, "write/seisdon.json"}
    assert f"connect-src 'self' blob: {server}\"" in files["write/index.html"]
    editor = json.loads(files[SETTINGS])["editor"]
    assert editor["publish_mode"] == "editorial_workflow"
    assert backend.items() <= editor["backend"].items()


def test_a_section_asks_its_question_with_its_figures_and_offers_leads() -> None:
    editor = json.loads(planned("form: {forge: local}\n")[SETTINGS])["editor"]
    [file] = editor["collections"][0]["files"]
    access = find(file["fields"], "access")
    hint = find(access["fields"], "words")["hint"]
    assert hint.startswith("What changed, and what are you doing about it?\nAt least 10 words")
    assert "Appointments booked: " in hint
    lead = find(find(access["fields"], "reports")["fields"], "lead")
    names = [option["label"] for option in lead["options"]]
    assert names[:2] == ["Director of Cannock Chase", "Manager of Cannock Chase"]
    assert "Manager of Seisdon Peninsula" not in names


def find(fields: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(field for field in fields if field["name"] == name)


def test_a_publication_has_no_form_and_neither_has_who_asks_for_none() -> None:
    with_form = book("form: {forge: local}\n")
    # Any certificate makes it a publication; what it says is not asked.
    published: Any = replace(with_form, certificate=object())  # type: ignore[arg-type]
    for without in (published, replace(with_form, has_editor=False), book("")):
        assert list(plan_form(without)) == []
