from __future__ import annotations

from pathlib import Path

from mkdocs.config.base import load_config
from mkdocs.structure.files import Files

from boardpack.adapters.site.theme_files import hide_icons
from support.running import put

LOOK = {
    "look.yml": b"site_name: S\ntheme: {name: null, custom_dir: theme}\n",
    "docs/a.md": b"# A\n",
}
THEME = {"theme/main.html": b"<p>", "theme/a/b.css": b"", "theme/a/.icons/c.svg": b"<svg/>"}


def test_mkdocs_lists_icons_and_leaves_them_out_and_we_do_not_list_them(tmp_path: Path) -> None:
    config = load_config(str(put({**LOOK, **THEME}, tmp_path) / "look.yml"))
    listed, copied = [], []
    for _ in range(2):
        env, files = config.theme.get_env(), Files([])
        files.add_files_from_theme(env, config)
        listed.append("a/.icons/c.svg" in env.list_templates())
        copied.append(sorted(file.src_uri for file in files))
        assert env.get_template("a/.icons/c.svg").render() == "<svg/>"
        hide_icons(config.theme)
    assert listed == [True, False]
    assert copied == [["a/b.css"], ["a/b.css"]]
