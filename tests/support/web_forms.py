"""What the form in the browser makes of a submission, by Node.js, which tests have for npm."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from support.books import templates

Data = dict[str, Any]
Plan = Mapping[str, Any]

_RUN = """
import { readSubmission, writeSubmission } from "./submission.mjs";
import { readFileSync } from "node:fs";
const calls = JSON.parse(readFileSync(0, "utf8"));
const answer = ({ text, plan, data }) =>
  data ? writeSubmission(data, plan) : readSubmission(text, plan);
console.log(JSON.stringify(calls.map(answer)));
"""


def read_in_form(texts: Sequence[tuple[str, Plan]]) -> list[Data]:
    """Return the fields that the form has for each text."""
    return _call([{"text": text, "plan": plan} for text, plan in texts])


def write_by_form(data: Sequence[tuple[Data, Plan]]) -> list[str]:
    """Return the texts that the form writes."""
    return _call([{"data": fields, "plan": plan} for fields, plan in data])


def _call(calls: Sequence[Mapping[str, Any]]) -> list[Any]:
    node = shutil.which("node")
    assert node, "Node.js is not installed: .ci/system-libraries node"
    with TemporaryDirectory() as name:
        Path(name, "submission.mjs").write_text(templates()["write/submission.js"], "utf-8")
        Path(name, "run.mjs").write_text(_RUN, "utf-8")
        process = subprocess.run(
            [node, "run.mjs"], cwd=name, input=json.dumps(calls).encode(), capture_output=True
        )
    assert process.returncode == 0, process.stderr.decode()
    answers: list[Any] = json.loads(process.stdout)
    return answers
