"""`data/originals/<dataset>/`: each file as it came, and beside it what became of it.

`2018-12.json` says which file it was, by its digest, and for each line of `2018-12.csv` the cells
of the original that it came from. It is written by `boardpack take`, and by nobody else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from boardpack.findings import Finding, Place, Rule, Severity
from boardpack.identifiers import may_point_to_person, names_personal_column
from boardpack.load.packed import (
    Package,
    PackageFault,
    iterate_passages,
    measure_unpacked,
    read_whole_text,
)
from boardpack.load.personal_paths import find_personal_name
from boardpack.load.refused_rows import find_refused_identifiers, points_to_patient
from boardpack.load.tree import LONGEST_LINE, Tree, decode_leniently, iterate_paths_under
from boardpack.model.original import Original, Trace

FOLDER = "data/originals"
VERSION = 1
MOST_UNPACKED_BYTES = 512 * 1024 * 1024
"""Of all originals together; each of them is read whenever the instance is."""
_LONGEST_HEADING = 40
_ADDRESS = re.compile(
    r"(?:(?:\w{1,31}|'(?:[^'\x00-\x1f\x7f-\x9f\ud800-\udfff]|''){1,31}')!)?[A-Z]{1,3}[1-9][0-9]{0,6}|"
)
"""A cell's, or nothing, with a sheet's name as `name_spot` writes it: 31 letters at most."""
_MOST_WORDS = 4

PERSONAL_ORIGINAL = Rule(
    "J105",
    "No original that is kept points to a patient",
    "Take it out of the file, also where it is hidden, and take the file in again; if it is "
    "committed already, tell your data team.",
)
UNSOUND_ORIGINAL = Rule(
    "J106",
    "Every original is the file that was taken in",
    "Bring back both files as they were committed, or take the original in again.",
)
EDITED_DATA = Rule(
    "J107",
    "Figures that were taken in are as they were read",
    "Take the corrected original in again; until then no figure of the file leads to its cell.",
    Severity.WARNING,
)


def load_originals(tree: Tree) -> tuple[dict[tuple[str, str], Original], list[Finding]]:
    """Return the originals by dataset and period, and what is wrong with them."""
    originals: dict[tuple[str, str], Original] = {}
    findings = list(_find_bulky(tree))
    if findings:
        return {}, findings
    for path in iterate_paths_under(tree, FOLDER):
        parts = path.split("/")
        if len(parts) != 4 or not path.endswith(".json"):
            continue
        original, new_findings = _load_original(tree, path)
        findings += new_findings
        if original is not None:
            originals[parts[2], parts[3].removesuffix(".json")] = original
    return originals, findings


def _find_bulky(tree: Tree) -> Iterator[Finding]:
    """Yield a finding where the originals are more, unpacked, than anybody waits for."""
    total = 0
    for path in iterate_paths_under(tree, FOLDER):
        # What nothing is said of is not read, and is said to be so elsewhere.
        is_told_of = f"{path.rpartition('.')[0]}.json" in tree
        if path.endswith(".json") or not is_told_of or not tree[path].startswith(b"PK"):
            continue
        try:
            total += measure_unpacked(tree[path])
        except PackageFault:
            continue
        if total > MOST_UNPACKED_BYTES:
            limit = f"{MOST_UNPACKED_BYTES // 1024**2} MiB is the limit"
            words = f"unpacked, the originals before it and this one are more, and {limit}"
            yield UNSOUND_ORIGINAL.make_finding(Place(path), words)
            return


def find_personal_passages(data: bytes, path: str) -> Iterator[Finding]:
    """Yield a finding if anything in a workbook or CSV points to a patient, hidden or not."""
    if not data.startswith(b"PK"):
        for finding in find_refused_identifiers(data, path, ()):
            words = finding.what.replace(" that was refused", "")
            yield PERSONAL_ORIGINAL.make_finding(finding.place, words)
        headings = decode_leniently(data)[:LONGEST_LINE].splitlines()
        if any(map(_has_personal_column, headings)):
            yield _report_passage(path, "a column is called as what names a person")
        return
    try:
        package = Package.open(data)
        whole_text = read_whole_text(package)
        # Most workbooks have nothing that looks like it, and need no look at every row.
        if not (may_point_to_person(whole_text) or names_personal_column(whole_text)):
            return
        names_patient = has_column = False
        for passage in iterate_passages(package):
            names_patient = names_patient or points_to_patient(passage)
            has_column = has_column or _has_personal_column(passage)
    except PackageFault as fault:
        yield UNSOUND_ORIGINAL.make_finding(Place(path), str(fault))
        return
    if names_patient:
        words = "what looks like a patient's NHS number, or a date of birth with a name or postcode"
        yield _report_passage(path, words)
    if has_column:
        yield _report_passage(path, "a column is called as what names a person")


def _report_passage(path: str, words: str) -> Finding:
    return PERSONAL_ORIGINAL.make_finding(
        Place(path), f"{words}; look into hidden sheets, rows and comments too"
    )


def _has_personal_column(passage: str) -> bool:
    """Return whether a cell of a row is a heading that is called as what names a person."""
    return any(
        len(part) <= _LONGEST_HEADING
        and len(part.split()) <= _MOST_WORDS
        and names_personal_column(part)
        for part in passage.replace(",", ";").replace("\t", ";").split(";")
    )


def _load_original(tree: Tree, path: str) -> tuple[Original | None, list[Finding]]:
    try:
        document = json.loads(tree[path].decode())
        original_path = f"{path.rpartition('/')[0]}/{_read_name(document['original'])}"
        if document["version"] != VERSION:
            raise ValueError
        files = {_read_data_path(path, entry): entry for entry in document["files"]}
        traces = {name: _read_trace(entry) for name, entry in files.items()}
        digests = {name: str(entry["sha256"]) for name, entry in files.items()}
        name, digest = str(document["name"]), str(document["sha256"])
    # Anybody can have edited it: whatever is not as boardpack writes it is as good as none.
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None, [
            UNSOUND_ORIGINAL.make_finding(Place(path), "this is not as boardpack take writes it")
        ]
    findings = list(find_personal_name(name, Place(path)))
    if original_path not in tree:
        words = f"the file that it tells of, {original_path}, is not there"
        return None, [*findings, UNSOUND_ORIGINAL.make_finding(Place(path), words)]
    data = tree[original_path]
    if sha256(data).hexdigest() != digest:
        words = "it is not the file that was taken in: its digest is another"
        findings.append(UNSOUND_ORIGINAL.make_finding(Place(original_path), words))
        traces = {}
    findings += find_personal_passages(data, original_path)
    for data_path, data_digest in digests.items():
        if sha256(tree.get(data_path, b"")).hexdigest() != data_digest:
            words = f"it was edited, or taken away, since it was read from {original_path}"
            findings.append(EDITED_DATA.make_finding(Place(data_path), words))
            traces.pop(data_path, None)
    return Original(original_path, name, traces), findings


def _read_name(name: Any) -> str:
    if not isinstance(name, str) or "/" in name:
        raise ValueError
    return name


def _read_data_path(path: str, entry: Mapping[str, Any]) -> str:
    dataset = path.split("/")[2]
    return f"data/datasets/{dataset}/{_read_name(entry['file'])}"


def _read_trace(entry: Mapping[str, Any]) -> Trace:
    columns = tuple(map(str, entry["columns"]))
    # Below the header, which is the first line.
    cells = {
        line: tuple(map(str, addresses)) for line, addresses in enumerate(entry["cells"], start=2)
    }
    if any(len(addresses) != len(columns) for addresses in cells.values()):
        raise ValueError
    # They are shown beside the figures: whatever is no address would be words that nobody signed.
    if not all(map(_ADDRESS.fullmatch, {one for row in cells.values() for one in row})):
        raise ValueError
    return Trace(columns, cells)
