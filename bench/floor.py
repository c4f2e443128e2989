"""The floor: what bare mkdocs and bare WeasyPrint need for the same words and tables.

    python bench/floor.py prepare INSTANCE FOLDER   (from what boardpack built in INSTANCE)
    python bench/floor.py run FOLDER                (this is what is measured)

The pages are boardpack's own with every HTML table turned into a Markdown table and the charts
left out; the print HTML is boardpack's own without charts, classes and what is not printed. So
both have the same headings, words and table cells as what boardpack makes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from html import escape
from html.parser import HTMLParser
from pathlib import Path

EDITION = "monthly-2018-11"
CSS = """
@page { size: A4; margin: 20mm; @bottom-right { content: counter(page) } }
html { font: 9.5pt/1.45 "Open Sans" }
section { break-before: page }
table { width: 100%; table-layout: fixed; border-spacing: 0; margin: 0 0 8pt }
th, td { padding: 2pt 5pt; text-align: left; border-bottom: .5pt solid #ccc }
"""
_INLINE = {"strong": "**", "em": "*", "code": "`"}
_DRAWN = {"figure", "svg"}
_VOID = {"meta", "br", "hr", "link", "img"}


def prepare(root: Path, folder: Path) -> None:
    """Write the floor's pages and documents, from an instance that boardpack has built."""
    shutil.rmtree(folder, ignore_errors=True)
    built = root / "build" / EDITION
    for path in sorted((built / "pages").rglob("*")):
        target = folder / "pages" / path.relative_to(built / "pages")
        if path.suffix == ".md":
            _write(target, _page(path.read_text("utf-8")))
        elif path.suffix == ".csv":
            _write(target, path.read_text("utf-8"))
    _write(folder / "mkdocs.yml", _config(built))
    for name, html in _documents(root):
        _write(folder / "html" / name, _Bare.of(html))
    shutil.copytree(root / "build" / ".fonts", folder / "fonts")
    conf = (folder / "fonts/fonts.conf").read_text()
    _write(folder / "fonts/fonts.conf", conf.replace(str(root / "build/.fonts"), f"{folder}/fonts"))


def run(folder: Path) -> None:
    """Build the site, then print the documents, one after the other in one process."""
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    mkdocs = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file"]
    subprocess.run([*mkdocs, str(folder / "mkdocs.yml")], env=quiet, check=True)
    os.environ["FONTCONFIG_FILE"] = str(folder / "fonts/fonts.conf")
    from weasyprint import HTML

    out = folder / "pdf"
    out.mkdir(exist_ok=True)
    for path in sorted((folder / "html").iterdir()):
        HTML(string=path.read_text("utf-8")).write_pdf(out / f"{path.stem}.pdf")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _config(built: Path) -> str:
    import yaml

    made = json.loads((built / "mkdocs.yml").read_text("utf-8"))
    base = yaml.safe_load((built / made["INHERIT"]).read_text("utf-8"))
    for ours in ("extra_css", "extra_javascript"):
        base.pop(ours, None)
    return json.dumps({**base, "nav": made["nav"], "docs_dir": "pages", "site_dir": "site"})


def _documents(root: Path) -> list[tuple[str, str]]:
    from boardpack.adapters.workspace import (
        open_workspace,
    )
    from boardpack.operations.build_settings import read_build_settings
    from boardpack.operations.check import check_editions
    from boardpack.operations.select import (
        select_editions,
    )
    from boardpack.render.edition_view import EditionView
    from boardpack.render.environment import build_environment
    from boardpack.render.pdf.documents import plan_documents

    at = open_workspace(root)
    edition = check_editions(at, select_editions(at, None, None)).editions[0]
    settings = read_build_settings(root, root / "build")
    env = build_environment(settings.templates, edition)
    book = EditionView(edition, (), (), env, settings.digest, False)
    return [(output.path, output.make()) for output in plan_documents(book)]


def _page(text: str) -> str:
    """Return a staged page as plain Markdown: its headings as they are, its HTML turned."""
    head, front, body = text.partition("---\n# ")
    parts = re.split(r"(?m)^(#+ .*)$", "# " + body if front else text)
    turned = (p if p.startswith("#") else _Markdown.of(p) for p in parts)
    return (head + "---\n" if front else "") + "\n".join(turned)


class _Walker(HTMLParser):
    """Reads HTML without charts and without what is marked as not wanted."""

    unwanted: frozenset[str] = frozenset()

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.skipped: list[str] = []

    @classmethod
    def of(cls, html: str) -> str:
        walker = cls()
        walker.feed(html)
        walker.close()
        return "".join(walker.parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = set(given.get("class", "").split())
        if self.skipped or tag in _DRAWN or tag in self.unwanted or classes & self.unwanted:
            if tag not in _VOID:
                self.skipped.append(tag)
        else:
            self.start(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if self.skipped:
            while self.skipped.pop() != tag:
                pass
        else:
            self.end(tag)

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.text(data)

    def start(self, tag: str, attrs: dict[str, str]) -> None: ...
    def end(self, tag: str) -> None: ...
    def text(self, data: str) -> None: ...


class _Markdown(_Walker):
    """HTML to Markdown."""

    link = ""
    columns = 0

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        if tag == "a":
            self.link = re.sub(r"\.html\b", ".md", attrs.get("href", ""))
            self.parts.append("" if self._is_pdf else "[")
        elif tag in _INLINE:
            self.parts.append(_INLINE[tag])
        elif tag == "tr":
            self.columns = 0
            self.parts.append("|")
        elif tag in ("th", "td", "br"):
            self.columns += tag != "br"
            self.parts.append(" ")
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in ("p", "caption", "thead", "ul", "div", "summary"):
            self.parts.append("\n")

    def end(self, tag: str) -> None:
        if tag == "a":
            self.parts.append("" if self._is_pdf else f"]({self.link})")
        elif tag in _INLINE:
            self.parts.append(_INLINE[tag])
        elif tag in ("th", "td"):
            self.parts.append(" |")
        elif tag == "tr":
            self.parts.append("\n")
        elif tag == "thead":
            self.parts.append("|" + " --- |" * self.columns + "\n")
        elif tag in ("p", "caption", "table", "ul", "div", "summary"):
            self.parts.append("\n")

    def text(self, data: str) -> None:
        self.parts.append(data if data.strip() else data.replace("\n", ""))

    @property
    def _is_pdf(self) -> bool:
        return self.link.endswith(".pdf")


class _Bare(_Walker):
    """Print HTML without classes and with the floor's own stylesheet."""

    unwanted = frozenset({"summary", "bp-site-only", "style"})

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        kept = {n: v for n, v in attrs.items() if n in ("id", "href", "scope", "colspan", "lang")}
        self.parts.append(f"<{tag}" + "".join(f' {n}="{escape(kept[n])}"' for n in kept) + ">")

    def end(self, tag: str) -> None:
        self.parts.append((f"<style>{CSS}</style>" if tag == "head" else "") + f"</{tag}>")

    def text(self, data: str) -> None:
        self.parts.append(escape(data, quote=False))

    def handle_decl(self, decl: str) -> None:
        self.parts.append(f"<!{decl}>")


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(Path(sys.argv[2]).resolve(), Path(sys.argv[3]).resolve())
    else:
        run(Path(sys.argv[2]).resolve())
