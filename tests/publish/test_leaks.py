"""What was built is read as readers read it, and nothing that points to a person gets through."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from xml.parsers.expat import ExpatError

import pytest
from pypdf import PdfReader

from boardpack.identifiers import IdentifierKind
from boardpack.publish.leaks import LEAKED_CONTACT, LEAKED_PATIENT, LeakSearch, judge_leaks
from boardpack.publish.passages import list_html_passages, list_passages
from boardpack.publish.workbook_passages import list_workbook_passages
from boardpack.render.pdf.documents import plan_documents
from support.books import book_of
from support.editions import edition_of
from support.instances import (
    CLEARANCES,
    DIRECTORATE,
    SHIFT_ROWS,
    SHIFTS,
    Files,
    edited,
    minimal,
    with_file,
)

NUMBER = "401 023 2137"
"""Invented: it passes the check, and stands for nobody."""


def search(path: str, text: str, tree: Files | None = None) -> list[tuple[str, str]]:
    """Return the code and place of what is found in one file of the smallest instance's site."""
    leaks = list(LeakSearch().find_leaks(path, list_passages(path, text.encode())))
    findings = judge_leaks(edition_of(tree or minimal()), leaks)
    assert not [
        finding for finding in findings if "123456" in finding.what or "2137" in finding.what
    ]
    return [(finding.code, finding.place.path) for finding in findings]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "a.html",
            "<table><thead><tr><th>Name</th><th>DOB</th><th>Told</th></tr></thead><tbody>"
            "<tr><td>Jane Smith</td><td>3/4/1960</td><td>A letter</td></tr></tbody></table>",
        ),
        (
            "a.html",
            "<table><tr><th>Name<th>Born<tr><td>Jane Smith<td>3/4/1960</table>",
        ),
        ("a.html", f"<p>Patient {NUMBER} came.</p>"),
        ("a.html", "<p>Patient <b>401</b>&nbsp;023 <i>21</i>37 came.</p>"),
        ("a.html", f'<svg><title>{NUMBER}</title><path d="M1 2"/></svg>'),
        ("a.html", f"<abbr title='{NUMBER}'>PAT</abbr>"),
        ("a.html", f"<figure data-chart='{json.dumps({'data': [{'text': [NUMBER]}]})}'></figure>"),
        (
            "search/search_index.json",
            json.dumps({"docs": [{"text": f"<p>Pat <b>{NUMBER}</b></p>"}]}),
        ),
        ("search/search_index.js", "var __index = " + json.dumps({"docs": [{"title": NUMBER}]})),
        ("data/a.csv", f"service,note\nseisdon,{NUMBER}\n"),
        ("data/4010232137.csv", "service,shifts\nseisdon,3\n"),
        ("sitemap.xml", f"<urlset><loc>https://example.org/</loc><x>{NUMBER}</x></urlset>"),
        ("notes.of-a-kind-that-nobody-knows", f"one\n{NUMBER}\n"),
    ],
)
def test_i107_finds_a_number_wherever_anybody_can_read_it(path: str, text: str) -> None:
    assert search(path, text) == [(LEAKED_PATIENT.code, path)]


@pytest.mark.parametrize(
    "text",
    [
        "<td>401</td><td>023</td><td>2137</td>",
        '<path d="M401 023 2137"/>',
        "<script>var a = '401 023 2137'</script><style>a{b:4010232137}</style>",
        "<figure data-chart='{\"y\":[4010232137, 401, 23]}'></figure>",
        f"<code>{'4010232137' * 6}abcd</code>",
        "<p>[[[[ and { are no values</p>",
        "<p>Words with a='a lost mark</p><path d='M401 023 2137'/><p>'</p>",
        "<p>Words with a='a lost mark</p><path d=\"M401 023 2137\"/><p>'</p>",
    ],
)
def test_i107_passes_what_is_nobodys_words(text: str) -> None:
    assert search("a.html", text) == []


def test_a_row_of_a_download_is_read_with_the_names_of_its_columns() -> None:
    text = "date_of_birth,name\n1948-03-12,Mary Smith\n"
    assert search("data/a.csv", text) == [(LEAKED_PATIENT.code, "data/a.csv")]


CONTACT = "<p>Ring 01543 123456.</p>"


def test_i108_finds_a_telephone_number() -> None:
    assert search("a.html", CONTACT) == [(LEAKED_CONTACT.code, "a.html")]


def test_i108_passes_the_contacts_in_columns_for_them() -> None:
    tree = edited(minimal(), SHIFT_ROWS, "service,day,shifts", "service,day,shifts,telephone")
    for row in ("Monday,12", "Friday,14", "Monday,11"):
        tree = edited(tree, SHIFT_ROWS, row, f"{row},+44 1543 123 456")
    field = "constraints: {required: true, minimum: 0}\n"
    tree = edited(tree, SHIFTS, field, f"{field}  - name: telephone\n")
    assert search("a.html", CONTACT, tree) == []


def test_what_was_decided_at_one_place_is_decided_wherever_it_is_shown() -> None:
    [leak] = LeakSearch().find_leaks("a.html", ["Ring 01543 123456."])
    [finding] = judge_leaks(edition_of(minimal()), [leak])
    letters = finding.what.split("passage ")[1][:15]
    role = "information_governance: development-manager\n"
    header = "rule,place,passage,reason,decided_by,decided,until\n"
    row = f"I108,a.html,{letters},It is ours,development-manager,2018-12-01,2019-01-31\n"
    tree = with_file(
        edited(minimal(), DIRECTORATE, "title: Example", f"{role}title: Example"),
        CLEARANCES,
        header + row,
    )
    assert search("a.html", CONTACT, tree) == []
    [elsewhere] = LeakSearch().find_leaks("b.html", ["Call 01543 123456!"])
    assert judge_leaks(edition_of(tree), [leak, elsewhere]) == ()
    assert leak.identifier.kind is IdentifierKind.TELEPHONE


WORD = re.compile(r"[^\W\d_]+")


def test_a_document_has_no_words_that_were_not_read(built_minimal: Path) -> None:
    [document] = [one for one in plan_documents(book_of(minimal())) if "seisdon" in one.path]
    read = set(WORD.findall(" ".join(list_html_passages(document.make()))))
    pdf = PdfReader(built_minimal / "build/monthly-2018-11/site/pdf/seisdon.pdf")
    printed = {*WORD.findall(" ".join(page.extract_text() for page in pdf.pages))}
    facts = {*WORD.findall(" ".join(map(str, (pdf.metadata or {}).values())))}
    assert printed - read == {"Page", "page"}, "only the numbers of pages come from the printer"
    assert facts - read <= {"WeasyPrint", "D", "Z"}, "who made it, and when"


def test_an_odd_quotation_mark_in_one_tag_hides_nothing_of_another() -> None:
    html = (
        f"""<p style='font: "a'>x</p><img alt="Number {NUMBER}" class="q"><b title='it"s'>y</b>"""
    )
    assert f"Number {NUMBER}" in list(list_html_passages(html))
    assert 'it"s' in list(list_html_passages(html))


SHEET = (
    '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
    '<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>Num</x:t><x:t>ber</x:t></x:is></x:c>'
    '<x:c r="B1" t="inlineStr"><x:is><x:t>Who</x:t></x:is></x:c></x:row>'
    '<x:row r="2"><x:c r="A2"><x:f>B1*10</x:f><x:v>4010232137</x:v></x:c></x:row>'
    "</x:sheetData></x:worksheet>"
)


def workbook_of(sheet: str) -> bytes:
    """Return a workbook with one sheet, written out."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", sheet)
    return file.getvalue()


def test_of_a_cell_its_value_is_read_and_not_its_formula() -> None:
    passages = list(list_workbook_passages(workbook_of(SHEET)))
    assert passages == ["Number; Who", "Number 4010232137"]


def test_half_a_sheet_is_not_taken_for_one_that_was_searched() -> None:
    with pytest.raises(ExpatError):
        list(list_workbook_passages(workbook_of(SHEET.removesuffix("</x:worksheet>"))))
