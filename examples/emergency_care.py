"""Make the example instance `emergency-care` from the published figures of A&E departments.

    python examples/emergency_care.py AE_TYPE1_MONTHLY.CSV examples/emergency-care

Every provider with a figure for each month of the three years is a service. The figures are NHS
England's (Open Government Licence v3; from nhs-r-community/NHSRdatasets). What is written about
them is generated from them and marked as illustrative; so are the actions. The same input gives
the same bytes.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from textwrap import fill

PERIOD, YEAR_AGO = "2019-03", "2018-03"
MONTHS = 36
STANDARD, RED = Decimal(95), Decimal(80)
LOWER_THAN_USUAL = {
    "RC9": "The standard is met, but the share is lower than is usual for this department.",
}
"""What is escalated above the standard: a special cause of concern."""
Months = dict[str, tuple[int, int]]
"""Patients seen within four hours and attendances, by month."""


def providers(source: Path) -> dict[str, Months]:
    """Return the months of each provider that has them all."""
    found: dict[str, Months] = {}
    with source.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            attended = int(row["attendances"])
            within = attended - int(row["breaches"])
            found.setdefault(row["org_code"], {})[row["period"][:7]] = (within, attended)
    return {code: found[code] for code in sorted(found) if len(found[code]) == MONTHS}


def instance(found: dict[str, Months]) -> Iterator[tuple[str, str]]:
    """Yield the path and text of every file."""
    yield "data/directorate.yml", _directorate(found)
    yield "data/people.csv", _people(found)
    yield "data/appointments.csv", _appointments(found)
    yield "data/waivers.csv", "pack,period,service,section,reason,owner,until\n"
    yield "data/glossary.csv", "acronym,meaning\nA&E,Accident and emergency\n"
    yield "data/packs/monthly.yml", _PACK
    yield "data/datasets/four-hours/dataset.yml", _CONTRACT
    yield f"data/datasets/four-hours/{PERIOD}.csv", _rows(found)
    for code, months in found.items():
        yield f"content/monthly/{PERIOD}/{code.lower()}.md", _submission(code, months)
    yield f"content/monthly/{PERIOD}/directorate.md", _summary(found)


def write(folder: Path, found: dict[str, Months]) -> None:
    """Write the instance into a folder."""
    for path, text in instance(found):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")


def _share(pair: tuple[int, int], decimals: str = "0.1") -> Decimal:
    return (Decimal(100) * pair[0] / pair[1]).quantize(Decimal(decimals), ROUND_HALF_UP)


def _directorate(found: dict[str, Months]) -> str:
    services = "".join(f"  - id: {code.lower()}\n    title: Provider {code}\n" for code in found)
    return (
        "title: Emergency care\n"
        "organisation: A worked example of boardpack\n"
        'about: "Type 1 A&E departments, April 2016 to March 2019. The figures are published by NHS'
        " England (Open Government Licence v3); the narratives, actions and people are"
        ' illustrative."\n'
        f"services:\n{services}"
        "roles:\n"
        "  - id: service-director\n    title: Service director\n"
        "  - id: service-manager\n    title: Service manager\n"
        "  - id: analyst\n    title: Analyst\n"
        "  - id: programme-director\n    title: Director of the urgent care programme\n"
    )


def _people(found: dict[str, Months]) -> str:
    rows = ["id,name,forge_id", "analyst,Analyst,"]
    rows.append("programme-director,Director of the urgent care programme,")
    for code in found:
        rows.append(f"director-{code.lower()},Service director of {code},")
        rows.append(f"manager-{code.lower()},Service manager of {code},")
    return "\n".join(rows) + "\n"


def _appointments(found: dict[str, Months]) -> str:
    rows = [
        "person,role,service,since,until,deputy_for",
        "analyst,analyst,directorate,2016-04-01,,",
        "programme-director,programme-director,directorate,2016-04-01,,",
    ]
    for code in map(str.lower, found):
        rows.append(f"director-{code},service-director,{code},2016-04-01,,")
        rows.append(f"manager-{code},service-manager,{code},2016-04-01,,")
    return "\n".join(rows) + "\n"


_PACK = """\
title: Four-hour pack
cadence: monthly
about: How many patients A&E departments saw within four hours, for each provider.
signed_off_by: service-director
documents: [directorate]
sections:
  - id: summary
    title: Executive summary
    group: Summary
    scope: directorate
    form: triple-a
    min_words: 60
    prompt: Write last. What must the programme board decide, watch, and be sure of?
    narrated_by: analyst
    signed_off_by: programme-director
  - id: four-hours
    title: Four hours
    group: Access
    datasets: [four-hours]
    min_words: 25
    prompt: What changed, and what is being done about it?
    source: NHS England, A&E attendances and emergency admissions
    requested_by: analyst
    data_by: analyst
    narrated_by: service-manager
timetable:
  - id: sign
    when: working day 10
    who: service-director
    what: Review and sign the pack
"""

_CONTRACT = f"""\
title: Seen within four hours, type 1 departments
kind: measures
source: NHS England, A&E attendances and emergency admissions, by way of NHSRdatasets
owner: analyst
cadence: monthly
licence: Open Government Licence v3
description: Patients who were admitted, transferred or sent home within four hours of arrival.
history: {MONTHS}
measures:
  - id: four-hours
    title: Seen within four hours
    unit: percent
    decimals: 1
    better: higher
    target: {STANDARD}
    thresholds: {{board: 95, slt: {RED}}}
    minimum: 0
    maximum: 100
    description: Numerator patients within four hours, denominator all attendances.
"""


def _rows(found: dict[str, Months]) -> str:
    lines = ["period,service,measure,value,numerator,denominator"]
    for code, months in found.items():
        for month, pair in sorted(months.items()):
            value = _share(pair, "0.01")
            lines.append(f"{month},{code.lower()},four-hours,{value},{pair[0]},{pair[1]}")
    return "\n".join(lines) + "\n"


def _submission(code: str, months: Months) -> str:
    now, before = months[PERIOD], months[YEAR_AGO]
    head = f"---\nauthor: manager-{code.lower()}\nstatus: ready\n---\n"
    return f"{head}\n## Four hours\n\n{fill(_words(now, before), 96)}\n{_exception(code, now)}"


def _summary(found: dict[str, Months]) -> str:
    """Return the summary of all providers: what to alert to, advise of and assure of."""
    shares = {code: _share(months[PERIOD], "0.01") for code, months in found.items()}
    before = {code: _share(months[YEAR_AGO], "0.01") for code, months in found.items()}
    red = sum(share < RED for share in shares.values())
    met = sum(share >= STANDARD for share in shares.values())
    better = sum(shares[code] > before[code] for code in shares)
    first, second, third = (
        # Rounded as the table rounds the figure that it is given.
        f"`{code}` ({shares[code].quantize(Decimal('0.1'), ROUND_HALF_UP)}%)"
        for code in sorted(shares, key=lambda code: shares[code])[:3]
    )
    parts = {
        "Alert": f"{red} of {len(found)} providers saw fewer than {RED}% of patients within four "
        f"hours in March 2019. The lowest are {first}, {second} and {third}. We ask the programme "
        "board to visit these three first.",
        "Advise": f"{len(found) - met} providers missed the standard of {STANDARD}%. Each looks at "
        "every long wait of one week, hour by hour, and reports on 31 May 2019.",
        "Assure": f"{met} providers met the standard, and {better} did better than in March 2018. "
        "All sent figures for every month of three years. This text is illustrative: it was "
        "generated from the published figures.",
    }
    words = "\n".join(f"### {title}\n\n{fill(text, 96)}\n" for title, text in parts.items())
    return f"---\nauthor: analyst\nstatus: ready\n---\n\n## Executive summary\n\n{words}"


def _words(now: tuple[int, int], before: tuple[int, int]) -> str:
    share, ago = _share(now), _share(before)
    gap = share - ago
    moved = f"{abs(gap)} points {'more' if gap > 0 else 'less'} than" if gap else "the same as"
    more = now[1] - before[1]
    many = f"{abs(more):,} {'more' if more > 0 else 'fewer'} than" if more else "as many as"
    return (
        f"In March 2019, {share}% of patients were seen within four hours, {now[0]:,} of "
        f"{now[1]:,}. That is {moved} in March 2018. There were {many} in March 2018. This text is"
        " illustrative: it was generated from the published figures and was not written by the"
        " provider."
    )


def _exception(code: str, now: tuple[int, int]) -> str:
    """Return the report of a provider that is below the standard, or lower than usual."""
    share = _share(now, "0.01")
    below = f"{share}% were seen within four hours; the standard is {STANDARD}%."
    issue = below if share < STANDARD else LOWER_THAN_USUAL.get(code, "")
    if not issue:
        return ""
    manager = f"manager-{code.lower()}"
    return (
        "\n### Exception report\n\n"
        f"Issue: {issue}\n"
        "Cause: The figures do not give a cause. This report is illustrative.\n"
        "Action: Look at every wait of more than four hours of one week, hour by hour.\n"
        f"Lead: {manager}\n"
        "Due: 31 May 2019\n"
        f"Measured by: More than {share}% in the figures of May 2019.\n"
        "Systems and processes: The weekly review of waits is part of the department's rota "
        "meeting.\n"
        "Remedial plan: Four-hour recovery plan of the department. Illustrative.\n"
    )


if __name__ == "__main__":
    write(Path(sys.argv[2]), providers(Path(sys.argv[1])))
