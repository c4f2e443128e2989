"""What boardpack runs on: the page of licences, and the bill of materials of a release.

As a program it writes `generator/licences.md` from what is installed, and into the folder that is
named a CycloneDX bill of `requirements.lock`. Nothing in it depends on the day or the machine.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from boardpack import __version__
from support.repository import ROOT, texts

LOCK = "requirements.lock"
PAGE = ROOT / "generator/licences.md"
ELSEWHERE = "installed on other systems only"
_ENTRY = re.compile(r"(?m)^([a-z0-9-]+)==([^\s;\\]+)(?: ; ([^\\\n]*?))?(?: \\)?$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_VIA = re.compile(r"(?m)^    #(?: via |   )([a-z0-9-]+)(?: \(pyproject\.toml\))?$")
_LONGEST = 60


@dataclass(frozen=True)
class Package:
    """A package in one version, where it is installed, its digests, and which others need it."""

    name: str
    version: str
    marker: str
    digests: tuple[str, ...]
    needed_by: tuple[str, ...]

    @property
    def purl(self) -> str:
        """The package's address as bills of materials have it."""
        return f"pkg:pypi/{self.name}@{self.version}"


def list_packages() -> list[Package]:
    """Return the packages of the lock, in its order; one may be there in two versions."""
    text = texts()[LOCK]
    entries = list(_ENTRY.finditer(text))
    ends = [entry.start() for entry in entries[1:]] + [len(text)]
    return [
        Package(
            entry[1],
            entry[2],
            entry[3] or "",
            tuple(_HASH.findall(text, entry.end(), end)),
            tuple(_VIA.findall(text, entry.end(), end)),
        )
        for entry, end in zip(entries, ends, strict=True)
    ]


def find_licence(name: str) -> str:
    """Return a package's licence as it says itself, or that it is not installed here."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return ELSEWHERE
    classifiers = [one.split(" :: ")[-1] for one in about.get_all("Classifier") or ()
                   if one.startswith("License :: ")]  # fmt: skip
    # By get_all, for which there may be none: once a backport of this module is loaded, it answers
    # for all of the process, and a heading that is not there is an error.
    written = [(about.get_all(heading) or [""])[0] for heading in ("License-Expression", "License")]
    said = (*written, " and ".join(classifiers))
    known = (one for one in said if one not in ("", "UNKNOWN") and len(one) <= _LONGEST)
    return next(known, "see the package")


def render_page() -> str:
    """Return the page of licences; what is not installed here keeps the row that it has."""
    old_rows = read_rows() if PAGE.exists() else {}
    needed_by: dict[str, set[str]] = {}
    for package in list_packages():
        needed_by.setdefault(package.name, set()).update(package.needed_by)
    lines = [
        "# Licences of what boardpack runs on",
        "",
        "What is installed with boardpack, in the versions and with the digests of "
        f"[{LOCK}](../{LOCK}), and the licence that each says of itself. boardpack's own is "
        "[MIT](../LICENSE). `make bom` writes this page anew, and a CycloneDX bill of materials "
        "beside it in `dist/`.",
        "",
        "| package | licence | needed by |",
        "|---|---|---|",
    ]
    for name, others in needed_by.items():
        licence = find_licence(name)
        if licence == ELSEWHERE:
            licence = old_rows.get(name, ELSEWHERE)
        lines.append(f"| {name} | {licence} | {', '.join(sorted(others))} |")
    return "\n".join(lines) + "\n"


def read_rows() -> dict[str, str]:
    """Return the licence of each package by what the page says."""
    rows = re.findall(r"(?m)^\| ([a-z0-9-]+) \| (.*?) \|", PAGE.read_text("utf-8"))
    return {name: licence for name, licence in rows if name != "package"}


def build_bill() -> dict[str, Any]:
    """Return the bill of materials of this version (CycloneDX 1.6)."""
    packages = list_packages()
    licences = read_rows()
    own = f"pkg:pypi/boardpack@{__version__}"
    needs = {
        package.purl: sorted(one.purl for one in packages if package.name in one.needed_by)
        for package in packages
    }
    needs[own] = sorted(one.purl for one in packages if "boardpack" in one.needed_by)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": "boardpack",
                "version": __version__,
                "purl": own,
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": [
            {
                "type": "library",
                "bom-ref": package.purl,
                "name": package.name,
                "version": package.version,
                "purl": package.purl,
                "licenses": [{"license": {"name": licences[package.name]}}],
                # Of every file in which it is distributed: which one is taken, the system decides.
                "hashes": [{"alg": "SHA-256", "content": digest} for digest in package.digests],
                **({"properties": [{"name": "boardpack:marker", "value": package.marker}]}
                   if package.marker else {}),
            }
            for package in packages
        ],
        "dependencies": [{"ref": ref, "dependsOn": on} for ref, on in sorted(needs.items())],
    }  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Write the page, and the bill into a folder."""
    [folder] = map(Path, arguments)
    PAGE.write_text(render_page(), "utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    bill = folder / f"boardpack-{__version__}.cdx.json"
    bill.write_text(json.dumps(build_bill(), indent=2, ensure_ascii=True) + "\n", "utf-8")
    print(f"{bill}: {len(list_packages())} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
