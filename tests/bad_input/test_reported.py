"""What was reported of tools like this one, or found in real files: each kind, and siblings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.checking import check, find_codes, narrate, spoil
from support.instances import (
    ACCESS,
    ACCESS_ROWS,
    APPOINTMENTS,
    CANNOCK,
    FINANCE_ROWS,
    FINANCE_TOTALS,
    PACK,
    PEOPLE,
    SHIFT_ROWS,
    Files,
    edited,
    minimal,
    with_file,
)
from support.printing import printing
from support.running import boardpack, put

pytestmark = pytest.mark.rotating

MONTHS = [f"{2016 + (11 + n) // 12}-{(11 + n) % 12 + 1:02d}" for n in range(24)]
FACTS = """\
    source: Ledger
    requested_by: development-manager
    data_by: development-manager
"""


def measured(
    dataset: str, measure: str, lines: str, values: list[str], tree: Files | None = None
) -> dict[str, bytes]:
    """Return an instance, else the smallest, with one more section: two years of a measure."""
    section = (
        f"  - id: {dataset}\n    title: More of {dataset}\n    group: Performance\n"
        f"    narrative: none\n    datasets: [{dataset}]\n{FACTS}timetable:\n"
    )
    tree = edited(tree or minimal(), PACK, "timetable:\n", section)
    folder = f"data/datasets/{dataset}"
    contract = (
        "title: More\nkind: measures\nsource: Ledger\nowner: development-manager\n"
        "illustrative: true\nhistory: 24\nmeasures:\n"
        f"  - id: {measure}\n    title: Another\n{lines}"
    )
    rows = "".join(
        f"{month},{service},{measure},{value}\n"
        for service in ("cannock-chase", "seisdon")
        for month, value in zip(MONTHS, values, strict=True)
    )
    columns = "period,service,measure,value" + (",target" if "," in values[0] else "")
    tree = with_file(tree, f"{folder}/dataset.yml", contract.encode())
    return with_file(tree, f"{folder}/2018-11.csv", f"{columns}\n{rows}".encode())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what is built of an instance that has all of the following sections."""
    falls = [str((1, 4, 0, 3, 2, 5)[n % 6]) for n in range(24)]
    waits = [f"{60 + (n * 7) % 5},{75 if n < 18 else 50}" for n in range(24)]
    shifts = [str(100 + n % 7) for n in range(24)]
    bounded = "    unit: count\n    better: lower\n    minimum: 0\n"
    tree = measured("falls", "falls", bounded, falls)
    tree = measured("waits", "waits", "    unit: percent\n    better: higher\n", waits, tree)
    tree = measured("access-booked", "missed", "    unit: count\n", shifts, tree)
    tree = edited(tree, ACCESS, "id: missed", "id: booked-missed")
    tree = {**tree, ACCESS_ROWS: tree[ACCESS_ROWS].replace(b",missed,", b",booked-missed,")}
    root = put(tree, tmp_path_factory.mktemp("reported"))
    with printing():
        ran = boardpack("-C", root, "build", "--draft")
    assert ran.status == 0, ran
    return root / "build/monthly-2018-11/site"


def test_letters_that_fonts_lack_are_found_all_at_once_and_harmless_ones_pass(
    tmp_path: Path,
) -> None:
    harmless = "No service is at risk ✓, follow\u2011up claims, co₂ monitors, soft\u00adly"
    names = "Siân Llŷr, Łukasz Żółć, Ελένη, Ирина, ½ of ¾"
    hearts = "Thanks ❤️ to all, 漢字 and \u000b too"
    assert find_codes(tmp_path, harmless, names, hearts) == ["", "", "F108"]
    said = boardpack("-C", tmp_path, "check").out
    for letter in ("U+2764 HEAVY BLACK HEART", "U+6F22", "U+5B57", "U+000B"):
        assert letter in said


@pytest.mark.exhaustive  # of what is printed where a folder's name must be escaped
@pytest.mark.parametrize("name", ["A&E reports", "<b> 'q' \"x\" %41 #1 ?"])
def test_pdfs_are_printed_in_any_folder(tmp_path: Path, name: str) -> None:
    ran = boardpack("-C", put(minimal(), tmp_path / name), "build")
    assert (ran.status, ran.err) == (0, "")


def test_what_is_shown_of_limits_lies_where_the_figure_can(site: Path) -> None:
    page = (site / "services/cannock-chase.html").read_text("utf-8")
    section = page[page.index('id="falls"') : page.index('id="waits"')]
    assert set(re.findall(r"between (−?[\d.]+) and [\d.]+", section)) == {"0"}


def test_a_target_that_moved_is_said_as_it_was(site: Path) -> None:
    assert "(75% until May 2018)" in (site / "services/cannock-chase.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("path", "old", "new", "found"),
    [
        (
            ACCESS, "minimum: 0\n    maximum: 100",
            'rebase: [{date: "2018-9", reason: New system}]', f"D105 {ACCESS}",
        ),
        (
            PACK, "narrative: optional",
            'narrative: optional\n    due: seasonal\n    season: {start: 2018-09-01, end: 03-31}',
            f"D102 {PACK}",
        ),
        (ACCESS, "decimals: 1", "decimals: -1", f"D105 {ACCESS}"),
        (ACCESS, "history: 3", "history: 99999999", f"D105 {ACCESS}"),
    ],
)  # fmt: skip
def test_a_value_that_is_refused_is_used_by_nothing(
    tmp_path: Path, path: str, old: str, new: str, found: str
) -> None:
    tree = edited(spoil(path, (old, new)), CANNOCK, "status: ready", "status: draft")
    status, said = check(tree, tmp_path)
    assert status == 1
    assert found in {place.rpartition(":")[0] for place in said}
    assert f"N104 {CANNOCK}:3" in said, "what else is wrong is still said"


@pytest.mark.parametrize(("period", "side"), [("2081-07", "after"), ("2012-01", "before")])
def test_limits_that_never_restart_are_named(tmp_path: Path, period: str, side: str) -> None:
    rebase = f'minimum: 0\n    rebase: [{{date: "{period}", reason: New system}}]\n    maximum: 100'
    status, said = check(spoil(ACCESS, ("minimum: 0\n    maximum: 100", rebase)), tmp_path)
    [(place, words)] = said.items()
    assert (status, place.split(":")[0], side in words) == (0, f"D108 {ACCESS}", True)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (ACCESS, "description: Booked appointments.", "description: Booked at site #3."),
        (PACK, "what: Narratives are complete", "what: Narratives are #complete"),
        (
            CANNOCK,
            "status: ready",
            "status: ready\nnot_applicable:\n  extra-shifts: ward #3 is shut",
        ),
    ],
)
def test_words_after_a_hash_are_named(tmp_path: Path, path: str, old: str, new: str) -> None:
    status, said = check(spoil(path, (old, new)), tmp_path)
    assert (status > 0, [place.split(":")[0] for place in said]) == (True, [f"Y107 {path}"])


@pytest.mark.parametrize("path", sorted(minimal()))
def test_a_file_that_cannot_be_read_is_one_finding_from_which_none_follows(
    tmp_path: Path, path: str
) -> None:
    said = check(with_file(minimal(), path, minimal()[path] + b"\xff"), tmp_path).said
    assert [place.rpartition(":")[0] for place in said] == [f"F103 {path}"]


@pytest.mark.parametrize(
    ("path", "old"),
    [
        (PEOPLE, "1003"),
        (APPOINTMENTS, "2018-04-01"),
        (FINANCE_ROWS, "105"),
        (FINANCE_TOTALS, "150"),
    ],
)
def test_a_row_that_cannot_be_read_is_missed_by_no_other_rule(
    tmp_path: Path, path: str, old: str
) -> None:
    rows = minimal()[path].replace(old.encode(), b"x", 1)
    said = check(with_file(minimal(), path, rows), tmp_path).said
    assert [place.rpartition(":")[0] for place in said] == [f"C105 {path}"]


def test_no_word_of_a_table_or_of_another_markdown_is_lost(tmp_path: Path) -> None:
    head = "| Action | Lead |\n|---|---|\n"
    found = find_codes(
        tmp_path,
        f"{head}| Recall | Nurse |",
        "| Action | Lead | Due |\n|---|---|\n| Recall | Nurse | May |",
        "Begun[^1] in May",
        "- [ ] Not begun",
        "~~Gone~~ and back",
    )
    assert found == ["", "S110", "S110", "S110", ""]
    tree, [line] = narrate(f"{head}| Recall | Nurse | Not started |")
    words = "nobody would see 'Not started': the heading has no column for it"
    assert check(tree, tmp_path).said == {f"S109 {CANNOCK}:{line + 2}": words}


def test_two_measures_whose_names_run_together_have_a_page_each(site: Path) -> None:
    names = {page.name for page in (site / "measures").iterdir()}
    assert {"access.booked-missed.html", "access-booked.missed.html"} <= names


@pytest.mark.parametrize(
    ("path", "empty"),
    [(ACCESS_ROWS, ",,,,,\n"), (SHIFT_ROWS, ",,\n"), (ACCESS_ROWS, ' , ,"",,,\n')],
)
def test_empty_rows_and_columns_of_a_spreadsheet_are_passed_over(
    tmp_path: Path, path: str, empty: str
) -> None:
    rows = minimal()[path] + empty.encode() * 1000
    assert check(with_file(minimal(), path, rows), tmp_path) == (0, {})
    wide = b"".join(line + b",,\n" for line in rows.splitlines())
    assert check(with_file(minimal(), path, wide), tmp_path) == (0, {})


@pytest.mark.parametrize("typed", ["Nov-18", "Nov 2018", "01/11/2018", "11/01/2018", "2018-11-01"])
def test_what_a_spreadsheet_made_of_a_month_is_named_once_a_file(
    tmp_path: Path, typed: str
) -> None:
    rows = minimal()[ACCESS_ROWS].replace(b"2018-11,", f"{typed},".encode())
    status, said = check(with_file(minimal(), ACCESS_ROWS, rows), tmp_path)
    assert (status, list(said)) == (1, [f"C105 {ACCESS_ROWS}:10"])
    assert "a spreadsheet took the period for a date" in said[f"C105 {ACCESS_ROWS}:10"]
    assert "here and in 3 more rows" in said[f"C105 {ACCESS_ROWS}:10"]


def test_ten_digits_in_an_address_or_among_figures_as_long_are_a_warning(tmp_path: Path) -> None:
    link = "The rota is [on the intranet](https://www.example.org/pages/4010232137/Rota)."
    tree, [line] = narrate(link)
    status, said = check(tree, tmp_path)
    assert (status, list(said)) == (0, [f"I102 {CANNOCK}:{line}"])
    tree = measured("budget", "budget", "    unit: gbp\n", ["4010232137"] * 24)
    status, said = check(tree, tmp_path)
    assert (status, {place.split()[0] for place in said}) == (0, {"I102"})


def test_an_odd_space_is_a_space_and_a_hint_is_never_what_was_typed(tmp_path: Path) -> None:
    assert check(spoil(CANNOCK, ("## Patient feedback", "## Patient\u00a0feedback")), tmp_path) == (
        0, {}
    )  # fmt: skip
    tree = spoil(CANNOCK, ("status: ready", "status: ready\ndate: 2018-11-30"))
    assert check(tree, tmp_path) == (1, {f"Y104 {CANNOCK}:4": "unknown key 'date'"})
    tree = spoil(CANNOCK, ("## Access\n", "```\n\n## Access\n"))
    assert f"S111 {CANNOCK}:16" in check(tree, tmp_path).said
    tree = spoil(CANNOCK, ("## Access\n", "##\u00a0Access\n"))
    assert check(tree, tmp_path) == (0, {})
