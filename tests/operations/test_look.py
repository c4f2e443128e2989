"""An instance chooses the look of its site, and runs nothing by it."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2.exceptions import SecurityError

from boardpack.adapters.files import find_shipped
from boardpack.errors import CannotRun
from boardpack.operations.look import find_look
from boardpack.operations.templates import load_templates
from boardpack.render.page import create_environment
from support.running import put

SHIPPED = find_shipped("mkdocs.yml").read_text("utf-8")


def with_look(folder: Path, text: str) -> Path:
    return put({"mkdocs.yml": text.encode()}, folder)


def changed(old: str, new: str) -> str:
    assert old in SHIPPED
    return SHIPPED.replace(old, new, 1)


def test_without_settings_of_its_own_an_instance_has_those_that_are_shipped(tmp_path: Path) -> None:
    assert find_look(tmp_path) == find_shipped("mkdocs.yml")


@pytest.mark.parametrize(
    "look",
    [
        SHIPPED,
        changed("site_name: South", "site_name: A&E <b>, 'ours', South"),
        changed("primary: custom", "primary: indigo"),
        changed("    - navigation.top\n", ""),
        changed("    - navigation.top", "    - navigation.sections"),
        changed("language: en", "language: en\n  logo: assets/our-logo.svg"),
        changed("language: en", "language: cy\n  icon: {repo: fontawesome/brands/git-alt}"),
    ],
)
def test_words_and_colours_may_be_chosen(tmp_path: Path, look: str) -> None:
    root = with_look(tmp_path, look)
    assert find_look(root) == root / "mkdocs.yml"


@pytest.mark.parametrize(
    ("look", "words"),
    [
        (
            SHIPPED + "hooks: [run.py]\n",
            f"mkdocs.yml:{SHIPPED.count(chr(10)) + 1}: 'hooks' cannot be set",
        ),
        (changed("  - search\n", "  - search\n  - macros\n"), "'plugins'"),
        (changed("  - search\n", "  - search: {prebuild_index: true}\n"), "'plugins.search"),
        (changed("  - tables", "  - pymdownx.snippets"), "'markdown_extensions'"),
        (changed("assets/charts.js", "https://www.example.org/x.js"), "'extra_javascript'"),
        (
            changed("generator: false", "analytics: {provider: google}"),
            "'extra.analytics.provider'",
        ),
        (changed("font: false", "font: {text: Roboto}"), "'theme.font.text'"),
        (changed("name: material", "name: material\n  custom_dir: over"), "'theme.custom_dir'"),
        (changed("primary: custom", 'primary: "x\\" onload=\\"y"'), "'theme.palette.primary'"),
        (changed("font: false", "logo: //www.example.org/a.svg"), "'theme.logo' cannot be set"),
        (changed("font: false", "logo: assets/../a.svg"), "'theme.logo' cannot be set"),
        ("INHERIT: /etc/passwd\n", "'INHERIT' cannot be set"),
        ("docs_dir: ..\nsite_name: x\n", "'docs_dir' cannot be set"),
        ("copyright: <script>\n", "'copyright' cannot be set"),
        ("site_name: !ENV GITHUB_TOKEN\n", "a tag, !ENV"),
        ("site_name: !!python/name:os.system\n", "a tag"),
        (changed("  font: false\n", ""), "'theme.font: false' is missing"),
        ("site_name: Ours\n", "is missing; write it as in the file that boardpack init makes"),
        ("- a\n", "holds no settings"),
        ("", "holds no settings"),
        ("a: [\n", "mkdocs.yml:"),
    ],
)
def test_whatever_could_run_or_fetch_is_refused_with_its_line(
    tmp_path: Path, look: str, words: str
) -> None:
    with pytest.raises(CannotRun) as refusal:
        find_look(with_look(tmp_path, look))
    assert words in str(refusal.value)


def test_settings_that_are_a_link_are_refused(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").symlink_to(find_shipped("mkdocs.yml"))
    with pytest.raises(CannotRun, match=r"mkdocs\.yml is a link"):
        find_look(tmp_path)


@pytest.mark.parametrize("link", ["pages/home.md.jinja", "theme"])
def test_templates_that_are_links_are_refused(tmp_path: Path, link: str) -> None:
    put({"secret": b"x"}, tmp_path)
    path = tmp_path / "site_templates" / link
    path.parent.mkdir(parents=True)
    path.symlink_to(tmp_path / "secret")
    with pytest.raises(CannotRun, match=f"site_templates/{link} is a link"):
        load_templates(tmp_path)


def test_a_template_reaches_nothing_but_the_values_that_it_shows() -> None:
    reach = "{{ cycler.__init__.__globals__.os.popen('id').read() }}"
    environment = create_environment({"page.jinja": reach})
    with pytest.raises(SecurityError):
        environment.get_template("page.jinja").render()


def test_a_template_alters_nothing_however_often_it_tries() -> None:
    environment = create_environment({"page.jinja": "{{ rows.count(1) }}{{ rows.append(1) }}"})
    for rows in ([], [1]):
        with pytest.raises(SecurityError):
            environment.get_template("page.jinja").render(rows=rows)


def test_a_page_of_the_theme_is_refused_for_it_would_run_outside_the_sandbox(
    tmp_path: Path,
) -> None:
    put({"site_templates/theme/404.html": b"{{ 7 * 7 }}"}, tmp_path)
    with pytest.raises(CannotRun, match="would run as a program"):
        load_templates(tmp_path)
