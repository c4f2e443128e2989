"""What was signed stays signed: the digest of every subject, as it was when this was written.

A digest may change only where a figure or a definition that is shown changed, and a decision says
which; then the file beside this one is changed by hand, line by line.
"""

from __future__ import annotations

import ast
import hashlib
import json
from pathlib import Path

from boardpack.adapters.workspace import open_workspace
from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.signoff.subject import build_subjects
from support.books import ROOT

HERE = Path(__file__).parent
SUBJECTS = json.loads((HERE / "golden_subject_digests.json").read_text("utf-8"))
CASES = json.loads((HERE / "golden_case_digests.json").read_text("utf-8"))
FOLDERS = {"demo": ROOT, "emergency-care": ROOT / "examples/emergency-care"}


def editions(name: str) -> list[Edition]:
    instance = open_workspace(FOLDERS[name]).instance
    assert instance is not None
    return [analyse_edition(instance, *edition_id) for edition_id in instance.edition_ids]


def test_every_subject_of_the_worked_example_is_what_it_was() -> None:
    digests = {
        f"demo {edition.id}": {one.name: one.digest for one in build_subjects(edition).values()}
        for edition in editions("demo")
    }
    assert digests == {key: known for key, known in SUBJECTS.items() if key.startswith("demo ")}


def test_the_subjects_of_the_second_example_are_what_they_were() -> None:
    [edition] = editions("emergency-care")
    digests = sorted(subject.digest for subject in build_subjects(edition).values())
    whole = hashlib.sha256("".join(digests).encode()).hexdigest()
    assert SUBJECTS[f"emergency-care {edition.id}"] == {"all": whole}


def test_no_case_is_listed_that_is_no_longer_played() -> None:
    trees = [ast.parse(path.read_text("utf-8")) for path in HERE.glob("test_signoff_cases_*.py")]
    played = {
        node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
    }
    assert {name.partition("[")[0] for name in CASES} <= played
