"""What varies is a parameter: nothing is passed on by what a whole process shares."""

from __future__ import annotations

import re
from pathlib import Path

GENERATOR = Path(__file__).parents[1] / "generator/boardpack"
CHANNEL = re.compile(
    r"os\.environ\[[^\]]*\] *=|environ\.(?:pop|clear|update|setdefault)\(|del os\.environ"
    r"|putenv\(|chdir\(|\bglobal "
)
REASONS = {
    "adapters/pdf/fonts.py": "fontconfig can be told in the environment of its process only",
    "adapters/site/mkdocs.py": "mkdocs takes an empty date for a number",
    "cli.py": "numpy reads how many threads it may begin when it is imported",
}


def test_nothing_is_passed_through_the_environment_or_the_working_folder() -> None:
    users = {
        path.relative_to(GENERATOR).as_posix()
        for path in GENERATOR.rglob("*.py")
        if CHANNEL.search(path.read_text("utf-8"))
    }
    assert users == REASONS.keys()
