"""What stops a built site from being published."""

from __future__ import annotations

import pytest

from boardpack.publish.built import list_site_faults

GOOD = {
    "index.html": b"<h1>One</h1>",
    "certificate.html": b"<h1>Who signed</h1>",
    "pdf/a.pdf": b"%PDF-1.7\n%%EOF\n",
}


def test_a_whole_site_has_no_faults() -> None:
    assert list_site_faults(GOOD) == ()


@pytest.mark.parametrize("name", ["index.html", "certificate.html", "pdf/a.pdf"])
def test_a_site_without_a_part_is_refused(name: str) -> None:
    found = list_site_faults({path: data for path, data in GOOD.items() if path != name})
    assert len(found) == 1
    assert found[0].startswith("it has no ")


@pytest.mark.parametrize(
    ("path", "data", "words"),
    [
        ("empty.html", b"", "empty.html is empty"),
        ("manifest.json", b"{}", "needs for itself"),
        ("SHA256SUMS", b"x", "needs for itself"),
        ("a\nb", b"x", "not every computer can hold"),
        ("Index.html", b"x", "only by capital letters"),
        ("pdf/b.pdf", b"%PDF-1.7\ncut sh", "pdf/b.pdf is not a whole PDF"),
        ("pdf/b.pdf", b"<html>%%EOF", "pdf/b.pdf is not a whole PDF"),
        ("x.html", b'<div class="bp-draft">', "x.html says that it is a draft"),
    ],
)
def test_a_site_with_something_wrong_is_refused(path: str, data: bytes, words: str) -> None:
    assert any(words in one for one in list_site_faults({**GOOD, path: data}))
