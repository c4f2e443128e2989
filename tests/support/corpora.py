"""Corpora of odd input through our readers: `make corpora DIR=...`, or a program with a folder.

Each folder in the one that is given is a corpus. In it are read

- `*.yaml` and `*.yml`, each as YAML and as a dataset's contract; beside a file called `error`, as
  in yaml-test-suite, it is no YAML, and is named where it is read all the same;
- `*.csv`, each as figures, and by its own header (csv-spectrum, csv-test-data);
- `*.md`, each as a narrative;
- `*.json` that is a list of strings (naughty strings) or of objects with `markdown` (CommonMark),
  and `*.txt` line by line: each text as a narrative, a title and a cell at once.

Whatever it is, there are findings only, never a traceback; no page of it runs anything; it takes
under a second of a processor and under 256 MiB.
"""

from __future__ import annotations

import csv
import json
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from boardpack.analysis.edition import analyse_edition
from boardpack.checks.run import apply_rules
from boardpack.findings import Finding
from boardpack.load.instance import load_instance
from boardpack.load.strict_csv import read_csv
from boardpack.load.strict_yaml import parse_yaml
from boardpack.load.tree import decode_leniently, decode_text
from boardpack.render.narrative import render_narrative
from support.harmless import find_harm
from support.instances import ACCESS, ACCESS_ROWS, CANNOCK, RISK_ROWS, Files, edited, minimal

MOST_SECONDS = 1.0
MOST_MEGABYTES = 256
_STATUS = Path("/proc/self/statm")


@dataclass(frozen=True)
class Case:
    """A text of a corpus in the place where it is read."""

    name: str
    tree: Files
    narrative: str = ""
    sheet: bytes = b""
    document: bytes = b""
    is_wrong: bool = False


@dataclass
class Result:
    """What became of the cases of a corpus."""

    read: int = 0
    refused: int = 0
    accepted_wrong: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0


def iterate_cases(corpus: Path) -> Iterator[Case]:
    """Yield every case of a corpus, in the order of their names."""
    good = minimal()
    for path in sorted(path for path in corpus.rglob("*") if path.is_file()):
        name = path.relative_to(corpus).as_posix()
        if path.suffix in (".yaml", ".yml"):
            is_wrong = path.with_name("error").exists()
            data = path.read_bytes()
            yield Case(name, {**good, ACCESS: data}, document=data, is_wrong=is_wrong)
        elif path.suffix == ".csv":
            data = path.read_bytes()
            yield Case(name, {**good, ACCESS_ROWS: data}, sheet=data)
        elif path.suffix == ".md":
            yield _put_text(name, decode_leniently(path.read_bytes()))
        elif path.suffix in (".json", ".txt"):
            for number, text in enumerate(_read_texts(path), start=1):
                yield _put_text(f"{name}:{number}", text)


def _read_texts(path: Path) -> list[str]:
    text = decode_leniently(path.read_bytes())
    if path.suffix == ".txt":
        return [line for line in text.splitlines() if line and not line.startswith("#")]
    values = json.loads(text)
    texts = [one.get("markdown") if isinstance(one, dict) else one for one in values]
    # Half a letter, which JSON can name, is in no file.
    return [one.encode("utf-8", "replace").decode() for one in texts if isinstance(one, str)]


def _put_text(name: str, text: str) -> Case:
    tree = minimal()
    tree[CANNOCK] += b"\n" + text.encode() + b"\n"
    # Other texts than narratives stand in one line. JSON's quotation marks are YAML's.
    line = " ".join(text.split())
    tree = edited(tree, ACCESS, "Booked appointments. Made-up figures.", json.dumps(line))
    cell = line.replace('"', '""')
    tree = edited(tree, RISK_ROWS, "Too few staff to open every day.", f'"{cell}"')
    return Case(name, tree, narrative=text)


def judge_corpus(corpus: Path) -> Result:
    """Return what became of the cases of a corpus."""
    result = Result()
    for case in iterate_cases(corpus):
        start, megabytes = time.process_time(), _count_megabytes()
        try:
            findings = _read_case(case)
            fault = find_harm(render_narrative(case.narrative, {}).html)
        # Whatever it is, it is what must not happen.
        except Exception as error:
            findings, fault = [], f"{type(error).__name__}: {str(error)[:120]}"
        seconds, grown = time.process_time() - start, _count_megabytes() - megabytes
        result.slowest = max(result.slowest, seconds)
        if seconds > MOST_SECONDS or grown > MOST_MEGABYTES:
            fault = fault or f"{seconds:.1f} seconds, {grown} MiB"
        if fault:
            result.faults.append(f"{case.name}: {fault}")
        elif findings:
            result.refused += 1
        else:
            result.read += 1
            if case.is_wrong:
                result.accepted_wrong.append(case.name)
    return result


def _read_case(case: Case) -> list[Finding]:
    """Return what is wrong with a case, as `boardpack check` would say it."""
    instance, findings = load_instance(case.tree)
    if instance is not None and instance.edition_ids:
        findings = [*findings, *apply_rules(analyse_edition(instance, *instance.edition_ids[-1]))]
    if case.sheet:
        header = next(csv.reader(decode_leniently(case.sheet).splitlines()), [])
        findings = read_csv(case.sheet, ACCESS_ROWS, [name.strip() for name in header])[1]
    if case.document:
        text, findings = decode_text(case.document, ACCESS)
        findings += parse_yaml(text, ACCESS)[1] if text is not None else []
    assert all(finding.what and finding.advice for finding in findings)
    return findings


def _count_megabytes() -> int:
    pages = int(_STATUS.read_text().split()[1]) if _STATUS.exists() else 0
    return pages * resource.getpagesize() >> 20


def main(arguments: Sequence[str]) -> int:
    """Sum up the corpora of a folder; 1 when anything happened that must not."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        print("Name the folder that holds the corpora: make corpora DIR=...", file=sys.stderr)
        return 2
    print(f"{'corpus':24}{'cases':>8}{'read':>8}{'refused':>9}{'faults':>8}{'slowest':>11}")
    faults: list[str] = []
    for corpus in sorted(path for path in Path(arguments[0]).iterdir() if path.is_dir()):
        result = judge_corpus(corpus)
        faults += [f"{corpus.name}/{fault}" for fault in result.faults]
        cases = result.read + result.refused + len(result.faults)
        print(
            f"{corpus.name[:23]:24}{cases:8}{result.read:8}{result.refused:9}"
            f"{len(result.faults):8}{result.slowest * 1000:8.0f} ms"
        )
        if result.accepted_wrong:
            names = ", ".join(result.accepted_wrong)
            print(f"    no YAML by its own word, and read all the same: {names}")
    print("\n".join(faults) or "Nothing happened that must not.")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
