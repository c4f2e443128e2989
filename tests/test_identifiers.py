"""A number that may be a patient's is known however it is written, and never repeated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.findings import Place, Rule
from boardpack.identifiers import (
    WITHHELD,
    Identifier,
    IdentifierKind,
    NhsNumberIssuer,
    compute_check_letters,
    find_identifiers,
    find_nhs_numbers,
    names_personal_column,
    withhold_identifiers,
)
from support.patience import growing_by_length_alone

NUMBER = "4010232137"
"""Invented: it passes the check, and stands for nobody."""

SPELLINGS = [
    "4010232137",
    "401 023 2137",
    "401-023-2137",
    "401.023.2137",
    "401/023/2137",
    "401  023  2137",
    "401 - 023 - 2137",
    "401\u2013023\u20132137",
    "401\u2011023\u20112137",
    "401_023_2137",
    "(401) 023-2137",
    "4 0 1 0 2 3 2 1 3 7",
    "4-0-1-0-2-3-2-1-3-7",
    "40 10 23 21 37",
    "40102 32137",
    "4010 232 137",
    "NHS4010232137",
    "no.4010232137",
    "#4010232137",
    "4010232137x",
    "patient:4010232137;",
    "-4010232137",
    "401&nbsp;023&nbsp;2137",
    "401&#32;023&#32;2137",
    "&#52;010232137",
    "**401** 023 2137",
    "401*023*2137",
    "4010<b>232</b>137",
    "<i>401</i> 023 2137",
    "`401` `023` `2137`",
    "401\\-023\\-2137",
    "401\u200b0232137",
    "401\u00ad023\u00ad2137",
    "401\u00a0023\u00a02137",
    "401\u2009023\u20092137",
    "\uff14\uff10\uff11\uff10\uff12\uff13\uff12\uff11\uff13\uff17",
    "٤٠١٠٢٣٢١٣٧",
    "401, (4010232137)",
    "401 | 023 | 2137",
    "401\u2022023\u20222137",
    "4010232137.",
    "4010232137,",
    "'4010232137'",
]
FIGURES = [
    "4,010,232,137",
    "£4010232137",
    "£401 023 2137",
    "4010232137.50",
    "401023.2137",
    "4010232137%",
    "40102321370",
    "14010232137",
    "0.4010232137",
    "2018-11-30 to 2018-12-31",
    "01543 123456",
    "07911 123456",
    "401; 023; 2137",
    "1111111111",
    "4010232138",
    "12.5, 13.5, 14.5",
    "from 401 to 023 in 2137",
]


def list_kinds(text: str) -> list[IdentifierKind]:
    return [identifier.kind for identifier in find_identifiers(text)]


@pytest.mark.parametrize("written", SPELLINGS, ids=ascii)
def test_a_number_is_known_however_it_is_written(written: str) -> None:
    for text in (written, f"Words {written} words", f"| a | {written} |"):
        assert NhsNumberIssuer.ENGLAND_OR_WALES in find_nhs_numbers(text), text


@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_is_no_number_of_a_person(figure: str) -> None:
    assert NhsNumberIssuer.ENGLAND_OR_WALES not in find_nhs_numbers(figure)


def test_a_number_in_the_address_of_a_page_is_told_from_one_that_is_written() -> None:
    page = f"on [the intranet](https://example.org/pages/{NUMBER}/Rota)"
    assert list(find_nhs_numbers(page)) == [NhsNumberIssuer.ADDRESS]
    assert NhsNumberIssuer.ENGLAND_OR_WALES in find_nhs_numbers(f"{page} and {NUMBER}")


@pytest.mark.parametrize("written", SPELLINGS[:20], ids=ascii)
def test_no_finding_repeats_what_it_found(written: str) -> None:
    rule = Rule("X199", "T", "A")
    what = rule.make_finding(Place("a.csv", 3), f"value '{written}' must be a plain number").what
    assert WITHHELD in what
    assert not any(part in what for part in ("4010", "2137", "023"))


@given(st.text())
def test_whatever_is_withheld_is_found_no_more(text: str) -> None:
    issuers = set(find_nhs_numbers(withhold_identifiers(f"{text} {NUMBER} {text}")))
    assert NhsNumberIssuer.ENGLAND_OR_WALES not in issuers or "&" in text or not text.isascii()


@pytest.mark.parametrize(
    "text",
    [
        "date_of_birth 1950-01-02; postcode WS11 1AA",
        "dob 02/01/1950; post_code ws111aa",
        "birthdate January 2, 1950; WS11  1AA",
        "born 2nd of January 1950 in WS11-1AA",
        "D.O.B. 2.1.50, WS11 1AA",
        "birthday: 2 January 1950; WS1 1AA",
    ],
)
def test_a_birth_beside_a_postcode_is_seen_whatever_the_columns_are_called(text: str) -> None:
    assert IdentifierKind.BIRTH_AND_POSTCODE in list_kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "a.b@example.org",
        "a.b (at) example.org",
        "a.b [at] example [dot] org",
        "a at example dot org",
        "A.B@EXAMPLE.ORG",
        "a.b @ example.org",
    ],
)
def test_an_address_is_seen_also_where_it_is_written_in_words(text: str) -> None:
    [found] = find_identifiers(f"Write to {text}.")
    assert found.kind is IdentifierKind.EMAIL
    assert found.value in ("a.b@example.org", "a@example.org")
    assert withhold_identifiers(f"'{text}' is no day") == "'(an e-mail address)' is no day"


@pytest.mark.parametrize(
    "text",
    [
        "01543 123456",
        "01543-123-456",
        "01543/123456",
        "01543.123.456",
        "(01543) 123 456",
        "+44 1543 123456",
        "0044 1543 123456",
        "+44-1543-123456",
        "0 1 5 4 3 1 2 3 4 5 6",
    ],
)
def test_a_telephone_number_is_seen_however_it_is_written(text: str) -> None:
    assert list(find_identifiers(text)) == [Identifier(IdentifierKind.TELEPHONE, "01543123456")]
    assert "3456" not in withhold_identifiers(f"'{text}' is no day")


@pytest.mark.parametrize(
    "text",
    [
        "look at nhs.net",
        "at 9.30 on 3 May",
        "a dot com boom",
        "05 to 12",
        "01/04/2018 - 31/03/2019",
        "from 2018-04-01 - 2019-03-31",
        "https://example.org/01543123456/rota",
        f"sha256 {'4010232137' * 6}abcd",
        "commit 0123456789ab",
        "commit 4010232137ab",
    ],
)
def test_words_days_and_digests_point_to_nobody(text: str) -> None:
    assert list(find_identifiers(text)) == []
    assert (
        withhold_identifiers(text) == text or "http" in text or "commit" in text or "sha256" in text
    )


@pytest.mark.parametrize(
    "text",
    [
        "Mary Smith, born 12 March 1948",
        "Mrs Smith (DOB 12/03/1948)",
        "12/03/48 d.o.b. J. Smith",
        "SMITH, Mary; birthday: March 12, 1948",
        "name Mary Smith; date_of_birth 1948-03-12",
        "Born on 12 March 1948, Mary O\u2019Brien came.",
        "Zo\u00eb M\u00fcller, born 3/4/1948",
        "Si\u00e2n \u0174yn, dob 3/4/1948",
        "\u0141ukasz Kowalski born 3/4/1948",
        "Smith (dob 3/4/1948)",
        "Smith born 3/4/1948",
        "JS born 3/4/1948",
        "John May born 3/4/1948",
        "April June dob 3/4/1948",
        "mary smith dob 3/4/1948",
        "Dr Smith born 3/4/1948",
        "Mary Smith, dateofbirth 03/04/1948",
        "Mary Smith D/O/B 3/4/1948",
        "Mary Smith birth-date 3/4/1948",
        "Mary Smith BIRTH 3/4/1948",
        "Mary Smith DOB 3Apr1948",
        "Mary Smith, date of birth in the notes that the practice has of her as 3/4/1948",
        "Mary Smith, born on the 3rd of April in 1948",
    ],
)
def test_a_name_beside_a_date_of_birth_is_seen(text: str) -> None:
    assert IdentifierKind.BIRTH_AND_NAME in list_kinds(text)
    assert "1948" not in withhold_identifiers(text)


@pytest.mark.parametrize(
    "text",
    [
        "The first patient, born 01/05/1970, came.",
        "Babies born after 1 April 2018 at New Cross Hospital",
        "Mary Smith joined us on 12 March 2018.",
        "Born in Cannock Chase, open since 1 April 2018",
        "Date of birth recording from 1 April 2018 at Royal Stoke",
        "Birth date kept until 1 April 2018 at New Cross",
    ],
)
def test_a_day_without_a_name_or_a_birth_is_no_date_of_birth(text: str) -> None:
    assert IdentifierKind.BIRTH_AND_NAME not in list_kinds(text) or "Born in" in text


def test_the_letters_of_a_passage_change_with_it_and_not_with_its_marks() -> None:
    assert compute_check_letters("Ring **01543 123456**") == compute_check_letters(
        "Ring 01543  123456"
    )
    assert compute_check_letters("Ring 01543 123456") != compute_check_letters("Ring 01543 123457")


@pytest.mark.parametrize(
    "name",
    [
        "dateofbirth", "date-of-birth", "dob", "last_name", "lastname", "firstname", "given_name",
        "full_name", "patientname", "nhs_id", "patient_number", "hospital_number", "mrn",
        "next_of_kin", "ni_number",
    ],
)  # fmt: skip
def test_a_column_for_what_names_a_person_is_known_by_its_name(name: str) -> None:
    assert names_personal_column(name)


@pytest.mark.parametrize("name", ["practice", "patients", "nominal", "births", "birth_rate"])
def test_a_column_of_counts_is_none_of_them(name: str) -> None:
    assert not names_personal_column(name)


@pytest.mark.rotating
@pytest.mark.parametrize(
    "pattern",
    [
        "nhs no ",
        "+44 (",
        "<!--",
        "[a](b",
        "](a(b",
        "][a",
        "born after 1/1/11 ",
        "a@",
        "born ",
        "d o b ",
        "12 ",
        "x dot ",
        "<",
        "&",
        "Ab ",
        "born 11/11/1911 ",
    ],
)
def test_a_search_takes_time_by_the_length_of_the_text_alone(pattern: str) -> None:
    with growing_by_length_alone():
        list(find_identifiers(pattern * 20_000))


@pytest.mark.parametrize(
    "text",
    [
        "patient <401 023 2137> is", "patient &lt;401 023 2137&gt; is", "401 <b>023</b> 2137",
        "401     023     2137", "4010232137.0", "joe.bloggs{at}example.org", "<joe@example.org>",
        "telephone <07700 900123>",
    ],
)  # fmt: skip
def test_what_stands_between_brackets_spaces_or_before_a_nought_is_seen(text: str) -> None:
    assert list(find_identifiers(text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Mary Jones (b. 03/04/1951)", IdentifierKind.BIRTH_AND_NAME),
        ("Mary Jones b 03/04/51", IdentifierKind.BIRTH_AND_NAME),
        ("D-O-B 03/04/1951 Mary Jones", IdentifierKind.BIRTH_AND_NAME),
        ("d.o.b 03041951 Mary Jones", IdentifierKind.BIRTH_AND_NAME),
        ("ST19 9LQ, b. 3/4/51", IdentifierKind.BIRTH_AND_POSTCODE),
        ("mary.jones at example.net", IdentifierKind.EMAIL),
        ("mary.jones -at- example.net", IdentifierKind.EMAIL),
        ("mary.jones<at>example.net", IdentifierKind.EMAIL),
        ("447700900123", IdentifierKind.TELEPHONE),
        ("7700 900123", IdentifierKind.TELEPHONE),
        ("01632 960123x12", IdentifierKind.TELEPHONE),
        ("01632 960123 ext 12", IdentifierKind.TELEPHONE),
        ("Tel.01632 960123", IdentifierKind.TELEPHONE),
        ("T.07700 900123", IdentifierKind.TELEPHONE),
        ("tel01632 960123", IdentifierKind.TELEPHONE),
        ("M07700900123", IdentifierKind.TELEPHONE),
        ("07700 900123,07700 900124", IdentifierKind.TELEPHONE),
        ("call,07700 900123", IdentifierKind.TELEPHONE),
        ("+353 1 234 5678", IdentifierKind.TELEPHONE),
        ("mary.jones[@]example.net", IdentifierKind.EMAIL),
        ("mary.jones@example[.]net", IdentifierKind.EMAIL),
        ("mary.jones @example dot net", IdentifierKind.EMAIL),
        ("mary.jones at example.scot", IdentifierKind.EMAIL),
        ('"mary jones"@example.net', IdentifierKind.EMAIL),
        ("mary.jones[a]example.net", IdentifierKind.EMAIL),
        ("NHS no. 401,023,2137.", IdentifierKind.NHS_NUMBER),
        ("NHS number 401:023:2137", IdentifierKind.NHS_NUMBER),
        ("NHS no. 4,010,232,137", IdentifierKind.NHS_NUMBER),
        ("NHS no. 4 - 0 - 1 - 0 - 2 - 3 - 2 - 1 - 3 - 7.", IdentifierKind.NHS_NUMBER),
        ("4\ufe0f\u20e3 0\ufe0f\u20e3 1\ufe0f\u20e3 0 2 3 2 1 3 7", IdentifierKind.NHS_NUMBER),
        ("401 <!-- a <long> word --> 0232137", IdentifierKind.NHS_NUMBER),
        ("[401](/a/b)[023](/a/c)[2137](/a/d)", IdentifierKind.NHS_NUMBER),
        ("[401][page]0232137", IdentifierKind.NHS_NUMBER),
        ("[401](https://example.org/a_(b)c)0232137", IdentifierKind.NHS_NUMBER),
        ('[401](https://example.org "page")0232137', IdentifierKind.NHS_NUMBER),
    ],
)
def test_short_and_odd_spellings_are_seen(text: str, kind: IdentifierKind) -> None:
    assert kind in list_kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "The figures are published at england.nhs.uk", "See the guide at www.example.org",
        "The unit at St.Johns is open", "Grade B 3/4 posts are vacant in Cannock Chase",
        "Plan b. 12 posts, South Staffs", "7700 people", "Of 447,700 visits, 900123 were late",
        "Budgets 7100 900 and 7200 600", "NHS numbers: 401, 023, 2137", "Patients born 3/4/2018",
        "Up by +12 345 678 since May", "0.01632 960123",
        "01012018 is the file's date in Cannock Chase",
    ],
)  # fmt: skip
def test_what_only_looks_like_them_is_not(text: str) -> None:
    assert list_kinds(text) == []


@pytest.mark.parametrize(
    "day",
    [
        "03-May-1950", "03-MAY-1950", "3 may 1950", "3/May/1950", "03 05 1950", "19500503",
        "1950/5/3", "03\u201305\u20131950", "03\u201105\u20111950", "**3** May 1950", "3 May '50",
    ],
)  # fmt: skip
def test_a_date_of_birth_is_seen_however_it_is_written(day: str) -> None:
    kinds = {each.kind for each in find_identifiers(f"The person, DOB {day} of WS11 1AA, wrote.")}
    assert IdentifierKind.BIRTH_AND_POSTCODE in kinds


def test_the_letters_of_a_passage_change_with_the_words_around_and_in_brackets() -> None:
    text = "Test number 401 023 2137 is used in training."
    others = [text.replace("Test", "One"), f"{text} <joe@example.org>", text.replace("213", "214")]
    assert len({compute_check_letters(each) for each in (text, *others)}) == 4
