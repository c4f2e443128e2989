"""Make an instance to measure with: N services x 12 sections x 24 months, complete and clean.

    python bench/generate.py FOLDER 50

Each section has one measure (a chart, a table of the last 12 months) and a narrative of about
80 words. The same N gives the same bytes.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import fill

PERIOD = "2018-11"
_MONTHS = 24
SECTIONS = {
    "access": ("Access to appointments", "Performance"),
    "quality-outcomes": ("Quality and outcomes", "Performance"),
    "screening": ("Cancer screening", "Performance"),
    "immunisation": ("Childhood immunisation", "Performance"),
    "prescribing": ("Prescribing", "Performance"),
    "waiting": ("Waiting times", "Performance"),
    "sickness": ("Sickness absence", "Workforce"),
    "training": ("Mandatory training", "Workforce"),
    "supervision": ("Supervision", "Workforce"),
    "incidents": ("Incidents", "Quality"),
    "complaints": ("Complaints", "Quality"),
    "feedback": ("Patient feedback", "Quality"),
}
GLOSSARY = {
    "COPD": "Chronic obstructive pulmonary disease",
    "DNA": "Did not attend",
    "GMS": "General medical services",
    "QOF": "Quality and Outcomes Framework",
}
_WHAT = (
    "The figure moved because two practices changed how they book reviews",
    "Patients with COPD were invited by letter and then by telephone",
    "A shared nurse now covers the clinics that were cancelled in the summer",
    "Fewer patients are recorded as DNA since reminders go out by text",
    "The practices furthest behind sent their lists to the locality team",
    "Staff who were absent in the autumn have come back to their posts",
    "The QOF registers were checked against the hospital letters of the last year",
    "Demand rose in the second half of the month and was met by evening sessions",
)
_DONE = (
    "so the trend of the last three months should continue into the new year",
    "and the manager reviews the result with each practice every week",
    "which leaves one practice still to begin before the end of January",
    "although the smallest practices find it hard to release people for it",
    "and we expect the next figures to show whether that was enough",
    "while the costs stay within what the GMS contract already pays for",
)


def instance(services: int) -> Iterator[tuple[str, str]]:
    """Yield the path and text of every file."""
    ids = [f"service-{n:02d}" for n in range(1, services + 1)]
    yield "data/directorate.yml", _directorate(ids)
    yield "data/people.csv", _people(ids)
    yield "data/appointments.csv", _appointments(ids)
    yield "data/waivers.csv", "pack,period,service,section,reason,owner,until\n"
    terms = "".join(f"{acronym},{meaning}\n" for acronym, meaning in GLOSSARY.items())
    yield "data/glossary.csv", "acronym,meaning\n" + terms
    yield "data/packs/monthly.yml", _pack()
    for section, (title, _) in SECTIONS.items():
        yield f"data/datasets/{section}/dataset.yml", _contract(section, title)
        yield f"data/datasets/{section}/{PERIOD}.csv", _rows(section, ids)
    for service in ids:
        yield f"content/monthly/{PERIOD}/{service}.md", _submission(service)


def history(services: int, months: int) -> Iterator[tuple[str, str]]:
    """Yield what came each month before: a file a dataset, of 24 months each, and the texts."""
    ids = [f"service-{n:02d}" for n in range(1, services + 1)]
    for back in range(1, months):
        for section in SECTIONS:
            yield f"data/datasets/{section}/{_name_month(back)}.csv", _rows(section, ids, back)
        for service in ids:
            yield f"content/monthly/{_name_month(back)}/{service}.md", _submission(service, back)


def write(folder: Path, services: int, months: int = 1) -> Path:
    """Write the instance, with the data and texts of so many months, and return the folder."""
    for path, text in (*instance(services), *history(services, months)):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return folder


def _title(service: str) -> str:
    return f"{service.replace('-', ' ').capitalize()} medical practice"


def _directorate(ids: list[str]) -> str:
    services = "".join(f"  - id: {one}\n    title: {_title(one)}\n" for one in ids)
    roles = "".join(
        f"  - id: {role}\n    title: {role.replace('-', ' ').capitalize()}\n"
        for role in ("service-director", "practice-manager", "development-manager")
    )
    return (
        "title: Measured primary care\norganisation: Measured clinical commissioning group\n"
        "about: Services that are made up, to measure how fast packs are made.\n"
        "edit_url: https://github.com/example/measured/edit/main/{path}\n"
        f"services:\n{services}roles:\n{roles}"
    )


def _people(ids: list[str]) -> str:
    rows = ["id,name,forge_id", "development-manager,Development manager,1"]
    for number, one in enumerate(ids):
        rows.append(f"director-{one},Director of {one},{1000 + number}")
        rows.append(f"manager-{one},Manager of {one},{2000 + number}")
    return "\n".join(rows) + "\n"


def _appointments(ids: list[str]) -> str:
    rows = [
        "person,role,service,since,until,deputy_for",
        "development-manager,development-manager,directorate,2016-04-01,,",
    ]
    for one in ids:
        rows.append(f"director-{one},service-director,{one},2016-04-01,,")
        rows.append(f"manager-{one},practice-manager,{one},2016-04-01,,")
    return "\n".join(rows) + "\n"


def _pack() -> str:
    sections = "".join(
        f"  - id: {section}\n    title: {title}\n    group: {group}\n    datasets: [{section}]\n"
        "    min_words: 40\n    prompt: What changed, and what are you doing about it?\n"
        "    source: Practice systems\n    requested_by: development-manager\n"
        "    data_by: development-manager\n    narrated_by: practice-manager\n"
        for section, (title, group) in SECTIONS.items()
    )
    return (
        "title: Monthly pack\ncadence: monthly\nabout: One report a month for each service.\n"
        "signed_off_by: service-director\ndocuments: [service]\n"
        f"sections:\n{sections}timetable:\n"
        "  - id: sign\n    when: working day 10\n    who: service-director\n"
        "    what: Review and sign the pack\n"
    )


def _contract(section: str, title: str) -> str:
    return (
        f"title: {title}\nkind: measures\nsource: Practice systems\nowner: development-manager\n"
        "licence: Made up\nillustrative: true\nhistory: 24\nmeasures:\n"
        f"  - id: {section}\n    title: {title}, share reached\n    unit: percent\n"
        "    decimals: 1\n    better: higher\n    target: 80\n"
        "    thresholds: {board: 55, slt: 40}\n    minimum: 0\n    maximum: 100\n"
    )


def _name_month(back: int) -> str:
    """Return the id of the month that lies so many months before the edition's."""
    month = int(PERIOD[:4]) * 12 + int(PERIOD[5:]) - 1 - back
    return f"{month // 12}-{month % 12 + 1:02d}"


def _rows(section: str, ids: list[str], back: int = 0) -> str:
    """Return 24 months of a section up to one of them; a month is the same in each file."""
    chance = random.Random(f"rows {section}")
    services = {one: (chance.uniform(84, 92), chance.getrandbits(32)) for one in ids}
    lines = ["period,service,measure,value"]
    for service, (middle, seed) in services.items():
        steps = random.Random(seed)
        # Above the target and up and down by turns: nothing that somebody would have to explain.
        values = [
            middle + steps.uniform(0.5, 2) * (-1) ** number for number in range(back + _MONTHS)
        ]
        lines += [
            f"{_name_month(number)},{service},{section},{values[number]:.1f}"
            for number in reversed(range(back, back + _MONTHS))
        ]
    return "\n".join(lines) + "\n"


def _submission(service: str, back: int = 0) -> str:
    chance = random.Random(f"words {service} {back}" if back else f"words {service}")
    parts = [f"---\nauthor: manager-{service}\nstatus: ready\n---\n"]
    for title, _ in SECTIONS.values():
        parts.append(f"\n## {title}\n")
        what, done = chance.sample(_WHAT, 4), chance.sample(_DONE, 3)
        sentences = [*(f"{a}, {b}." for a, b in zip(what, done, strict=False)), f"{what[3]}."]
        for paragraph in (sentences[:2], sentences[2:]):
            parts.append("\n" + fill(" ".join(paragraph), 96) + "\n")
    return "".join(parts)


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
