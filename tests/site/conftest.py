"""A real Chromium, which keeps what it remembers out of the home folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""


# For a module only: what other tests end or kill must not find it.
@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Return the browser; open a context of its own in each test."""
    if not CHROMIUM and not os.environ.get("CI"):
        pytest.skip("Chromium is not installed")
    # What printed in this process left fontconfig with the fonts of our PDFs and no others.
    own: dict[str, str | float | bool] = {
        name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"
    }
    own["HOME"] = str(tmp_path_factory.mktemp("chromium"))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"], env=own
        )
        yield chromium
        chromium.close()
