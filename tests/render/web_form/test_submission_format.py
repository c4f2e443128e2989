"""The form finds its fields where boardpack's own reader finds them, and keeps every other byte."""

from __future__ import annotations

import difflib
import re
from functools import cache
from typing import Any

import pytest

from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.load.instance import load_instance
from boardpack.load.markdown import parse_outline
from boardpack.model.forms import fold_title
from boardpack.model.instance import Instance
from boardpack.model.period import format_day
from boardpack.model.report_labels import LABELS
from boardpack.model.submission import Submission
from boardpack.render.skeleton import render_skeletons
from boardpack.render.web_form.page import compose_plan
from support.books import ROOT, demo, demo_book
from support.editions import edition_of
from support.instances import CANNOCK, Files, minimal, with_file
from support.web_forms import Data, Plan, read_in_form, write_by_form

EXAMPLE = ROOT / "examples/emergency-care"

ODD = """---
author: practice-manager-cannock-chase
status: ready
---

# What happened

## Access
Status: draft

<!-- Notes 00000000, kept up to date by boardpack: write below them, not in here.
## Risk register
-->

Words with `code`, {{ unseen }} and | marks |.

```
## Risk register
```

> ## Patient feedback

### Exception report

- **Issue:** It is late
  and later.
Cause: Nobody knows.

### exception report 2:

Issue: Twice.
Lead: Practice manager, of both surgeries

Another heading
===

## Patient feedback
### You Said:
It was cold.
<!-- not a word
-->
### Something else

### We did

"""


def test_every_submission_of_the_demo_comes_back_as_it_was_and_means_the_same() -> None:
    assert assert_all_come_back(demo_book().edition.instance, demo()) > 2


@pytest.mark.exhaustive
def test_every_submission_of_the_second_example_does() -> None:
    assert assert_all_come_back(load(example()), example()) > 100


def assert_all_come_back(instance: Instance, tree: Files) -> int:
    """Hold all submissions against what the form makes of them; return how many there are."""
    names = [name for name in instance.submissions if not instance.packs[name[0]].committee]
    editions = {name[:2]: analyse_edition(instance, *name[:2]) for name in names}
    plans = [compose_plan(editions[name[:2]], name[2]) for name in names]
    texts = [tree[instance.submissions[name].path].decode() for name in names]
    read = read_in_form(list(zip(texts, plans, strict=True)))
    written = write_by_form(list(zip(read, plans, strict=True)))
    for name, text, new_text, plan, data in zip(names, texts, written, plans, read, strict=True):
        assert new_text == text, name
        assert_same_meaning(instance.submissions[name], plan, data)
    return len(names)


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_odd_but_good_text_comes_back_as_it_was_and_means_the_same(newline: str) -> None:
    text = ODD.replace("\n", newline)
    edition, plan = read_minimal(text)
    [data] = read_in_form([(text, plan)])
    assert write_by_form([(data, plan)]) == [text]
    submission = edition.instance.submissions["monthly", "2018-11", "cannock-chase"]
    assert_same_meaning(submission, plan, data)


def read_minimal(text: str) -> tuple[Edition, Plan]:
    edition = edition_of(with_file(minimal(), CANNOCK, text))
    return edition, compose_plan(edition, "cannock-chase")


def test_what_is_written_into_a_new_file_stands_below_its_notes() -> None:
    edition = demo_book().edition
    path = edition.locate_submission("cannock-chase")
    text = render_skeletons(edition)[path]
    plan = compose_plan(edition, "cannock-chase")
    [data] = read_in_form([(text, plan)])
    assert data["performance-flu"] == {"status": "", "words": "", "reports": []}
    data["file_status"] = "ready"
    data["exec-summary"]["part_1"] = "Only half got through by telephone."
    data["performance-flu"] |= {
        "status": "draft",
        "words": "Uptake rose.\n\n- Over 65: more\n- Under 65: more",
        "reports": [{"issue": "Under\nthe target.", "lead": "lead-gp-cannock-chase", "due": ""}],
    }
    [new_text] = write_by_form([(data, plan)])
    removed, added = changes(text, new_text)
    assert removed == ["status: draft"]
    assert [line for line in added if line] == [
        "status: ready",
        "Only half got through by telephone.",
        "Status: draft",
        "Uptake rose.",
        "- Over 65: more",
        "- Under 65: more",
        "### Exception report",
        "Issue: Under the target.",
        "Lead: lead-gp-cannock-chase",
    ]
    submission = read_demo({path: new_text.encode()}).find_submission("cannock-chase")
    assert submission
    narrative = submission.find_narrative("performance-flu")
    assert narrative
    assert narrative.prose.strip() == data["performance-flu"]["words"]
    assert [report.issue for report in submission.exceptions] == ["Under the target."]
    assert submission.statuses == {"performance-flu": "draft"}
    assert read_in_form([(new_text, plan)])[0]["performance-flu"]["words"].startswith("Uptake rose")


@pytest.mark.parametrize("status", ["{}", '"{}"', "'{}'", "{}  # until Friday", '"{}" # so far'])
def test_what_stands_about_a_status_stays_when_it_changes(status: str) -> None:
    text = ODD.replace("status: ready", f"status: {status.format('draft')}")
    _, plan = read_minimal(text)
    [data] = read_in_form([(text, plan)])
    [new_text] = write_by_form([({**data, "file_status": "ready"}, plan)])
    assert new_text == ODD.replace("status: ready", f"status: {status.format('ready')}")


def test_only_the_lines_of_a_changed_field_are_written_anew() -> None:
    path = "content/monthly/2018-11/cannock-chase.md"
    text = demo()[path].decode()
    plan = compose_plan(demo_book().edition, "cannock-chase")
    [data] = read_in_form([(text, plan)])
    report = data["performance-qof"]["reports"][0]
    report |= {"due": "29 March 2019", "risk": "", "review": "30 April 2019"}
    data["performance-kpis"]["reports"] = []
    data["performance-appointments"]["words"] = "Missed appointments rose."
    [new_text] = write_by_form([(data, plan)])
    removed, added = changes(text, new_text)
    assert added == [
        "Due: 29 March 2019", "Risk register:", "Review: 30 April 2019",
        "Missed appointments rose.",
    ]  # fmt: skip
    assert removed[:3] == ["Due: 28 February 2019", "Risk register: A1.54", "### Exception report"]
    assert len(removed) == 2 + 9 + 1  # the report on A&E, and the narrative
    old, new = (read_demo({path: words.encode()}) for words in (text, new_text))
    before, after = (one.find_submission("cannock-chase") for one in (old, new))
    assert before
    assert after
    kept = {"performance-qof", "performance-kpis", "performance-appointments"}
    assert [one.prose for one in before.narratives if one.section not in kept] == [
        one.prose for one in after.narratives if one.section not in kept
    ]
    assert [one for one in before.exceptions if one.section not in kept] == [
        one for one in after.exceptions if one.section not in kept
    ]


def test_a_section_without_a_heading_gets_one_in_the_order_of_the_pack() -> None:
    text = demo()["content/monthly/2018-11/cannock-chase.md"].decode()
    start, end = text.index("## Flu"), text.index("## Appointments")
    plan = compose_plan(demo_book().edition, "cannock-chase")
    shorter = text[:start] + text[end:]
    [data] = read_in_form([(shorter, plan)])
    data["performance-flu"]["words"] = text[start:end].removeprefix("## Flu").strip()
    assert write_by_form([(data, plan)]) == [text]


def test_a_file_that_was_not_read_is_not_written() -> None:
    plan = compose_plan(demo_book().edition, "cannock-chase")
    with pytest.raises(AssertionError, match="was not read"):
        write_by_form([({"whole": "", "file_status": "ready"}, plan)])


def assert_same_meaning(submission: Submission, plan: Plan, data: Data) -> None:
    """Hold the fields of a form against what boardpack read of the same text."""
    assert data["file_status"] == submission.front.status
    for section in plan["sections"]:
        identifier, entry = section["id"], data[section["id"]]
        assert entry["status"] == submission.statuses.get(identifier, ""), identifier
        narrative = submission.find_narrative(identifier)
        prose = narrative.prose if narrative else ""
        for name, words in split_parts(prose, section["parts"]).items():
            assert squeeze(entry[name]) == squeeze(words), f"{submission.path} {identifier} {name}"
        reports = [one for one in submission.exceptions if one.section == identifier]
        assert [describe(one) for one in reports] == [
            {name: words for name, words in report.items() if name != "at" and words}
            for report in entry["reports"]
        ], identifier


def split_parts(prose: str, titles: list[str]) -> dict[str, str]:
    """Return the words of each field, by boardpack's own parser."""
    lines = prose.split("\n")
    names = {fold_title(title): f"part_{number}" for number, title in enumerate(titles)}
    starts = [("words", 0, 0)]
    starts += [
        (name, heading.line, heading.end)
        for heading in parse_outline(prose).headings
        if (name := names.get(fold_title(heading.title)))
    ]
    ends = [line for _, line, _ in starts[1:]] + [len(lines)]
    return {
        name: "\n".join(lines[start:end])
        for (name, _, start), end in zip(starts, ends, strict=True)
    }


def squeeze(words: str) -> list[str]:
    """Return the words without comments, which stay in a field where they stand among its words."""
    return re.sub("<!--.*?-->", "", words, flags=re.DOTALL).split()


def describe(report: Any) -> dict[str, str]:
    """Return the values of a report as they are written."""
    values = {name: getattr(report, name) for name in LABELS}
    words = {name: format_day(one) if hasattr(one, "year") else one for name, one in values.items()}
    return {name: str(one).replace("-", " ") if name in ("outcome", "next_step") else one
            for name, one in words.items() if one}  # fmt: skip


def changes(old: str, new: str) -> tuple[list[str], list[str]]:
    """Return the lines that are gone and those that are new, but for blank ones that are gone."""
    lines = list(difflib.ndiff(old.split("\n"), new.split("\n")))
    return (
        [line[2:] for line in lines if line.startswith("- ") and line[2:]],
        [line[2:] for line in lines if line.startswith("+ ")],
    )


def read_demo(changed: Files) -> Edition:
    return analyse_edition(load({**demo(), **changed}), "monthly", "2018-11")


def load(tree: Files) -> Instance:
    instance, _ = load_instance(tree)
    assert instance
    return instance


@cache
def example() -> Files:
    paths = (path for top in ("content", "data") for path in (EXAMPLE / top).rglob("*"))
    return {
        path.relative_to(EXAMPLE).as_posix(): path.read_bytes() for path in paths if path.is_file()
    }
