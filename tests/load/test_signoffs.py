"""The ledger of sign-offs: what is written is read back, and nothing altered is."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.load.signoffs import (
    FiledRecord,
    compute_record_digest,
    format_record_name,
    load_ledger,
    plan_next_record,
    read_record,
    serialise_record,
)
from boardpack.model.signoff import Action, Evidence, Record, Subject

PERSON = "director-cannock"
FOLDER = f"data/signoffs/monthly/2018-11/{PERSON}"
_HEX = st.text("0123456789abcdef", min_size=64, max_size=64)
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_SUBJECTS = st.builds(Subject, _TEXT, _TEXT, _HEX, _HEX, _HEX, _HEX, _HEX)
_TIMES = st.datetimes(min_value=datetime(1900, 1, 1)).map(  # noqa: DTZ001
    lambda time: time.strftime("%Y-%m-%dT%H:%M:%SZ")
)
RECORDS = st.builds(
    Record,
    action=st.sampled_from(Action),
    pack=_TEXT,
    period=_TEXT,
    actor=_TEXT,
    account=_TEXT,
    role=_TEXT,
    deputy_for=_TEXT,
    time=_TIMES,
    time_source=_TEXT,
    commit=_TEXT,
    covers=st.lists(_SUBJECTS, min_size=1, max_size=3).map(tuple),
    words=_TEXT,
    evidence=st.builds(Evidence, _TEXT, _TEXT, st.integers(), st.integers(), _TEXT),
    previous=_TEXT,
    schema=st.just(1),
)


def record(previous: str = "", words: str = "") -> Record:
    subject = Subject("cannock-chase", "access", *("0123456789abcdef" * 4 for _ in range(5)))
    return Record(
        action=Action.APPROVE,
        pack="monthly",
        period="2018-11",
        actor=PERSON,
        account="",
        role="service-director",
        deputy_for="",
        time="2018-12-12T09:30:00Z",
        time_source="the signer's clock",
        commit="",
        covers=(subject,),
        words=words,
        evidence=Evidence("ssh"),
        previous=previous,
    )


def chain(length: int) -> dict[str, bytes]:
    """Return the files of so many records, each naming the digest of the one before."""
    files: dict[str, bytes] = {}
    previous = ""
    for number in range(1, length + 1):
        data = serialise_record(record(previous, f"number {number}"))
        previous = compute_record_digest(data)
        files[f"{FOLDER}/{format_record_name(number)}"] = data
        files[f"{FOLDER}/{format_record_name(number)}.sig"] = b"signature"
    return files


def ledger(files: dict[str, bytes]) -> tuple[tuple[FiledRecord, ...], list[str]]:
    filed, findings = load_ledger(files, "monthly", "2018-11")
    assert {one.code for one in findings} <= {"L101"}
    return filed, [f"{one.place.path.removeprefix(FOLDER)[1:]}: {one.what}" for one in findings]


@given(RECORDS)
def test_a_record_is_read_as_it_was_written(one: Record) -> None:
    assert read_record(serialise_record(one)) == one


@given(RECORDS, st.data())
def test_a_record_with_one_byte_changed_is_never_read_as_the_same(
    one: Record, data: st.DataObject
) -> None:
    written = serialise_record(one)
    place = data.draw(st.integers(0, len(written) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != written[place]))
    altered = written[:place] + bytes([byte]) + written[place + 1 :]
    assert compute_record_digest(altered) != compute_record_digest(written)
    with suppress(ValueError):
        assert read_record(altered) != one


@given(st.binary(max_size=200))
def test_no_bytes_whatever_are_more_than_a_refusal(data: bytes) -> None:
    with pytest.raises(ValueError, match="this is not a sign-off record"):
        read_record(data)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(st.sampled_from(sorted(json.loads(serialise_record(record())))), _JSON)
def test_no_value_in_any_place_of_a_record_is_more_than_a_refusal(name: str, value: object) -> None:
    values = {**json.loads(serialise_record(record())), name: value}
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"
    try:
        read = read_record(text.encode())
    except ValueError:
        return
    assert serialise_record(read) == text.encode()
    assert isinstance(getattr(read, name), str | int)


def test_records_are_canonical_json_on_one_line() -> None:
    data = serialise_record(record(words="Zoë"))
    assert data.count(b"\n") == 1
    assert "Zoë".encode() in data
    assert list(json.loads(data)) == sorted(json.loads(data))


def test_l101_passes_a_chain_as_it_was_written() -> None:
    filed, said = ledger(chain(12))
    assert said == []
    assert [one.record.words for one in filed] == [f"number {n}" for n in range(1, 13)]
    assert filed[0].path == f"{FOLDER}/0001.json"


def test_l101_passes_an_edition_without_records_and_those_of_other_editions() -> None:
    assert ledger({}) == ((), [])
    others = {path.replace("2018-11", "2018-10"): b"no matter" for path in chain(1)}
    assert ledger({**others, "data/signoffs/allowed_signers": b"x"}) == ((), [])


def test_l101_finds_a_record_that_is_gone_from_between() -> None:
    files = chain(3)
    for end in ("", ".sig"):
        del files[f"{FOLDER}/0002.json{end}"]
    filed, said = ledger(files)
    assert said == ["0003.json: record 0002.json before it is gone"]
    assert len(filed) == 1


def test_l101_finds_the_first_record_gone() -> None:
    files = chain(2)
    for end in ("", ".sig"):
        del files[f"{FOLDER}/0001.json{end}"]
    assert ledger(files) == ((), ["0002.json: record 0001.json before it is gone"])


def test_l101_finds_a_record_that_does_not_follow() -> None:
    files = chain(2)
    files[f"{FOLDER}/0002.json"] = serialise_record(record("0" * 64))
    assert ledger(files)[1] == ["0002.json: it does not follow the record before it"]


def test_l101_finds_records_renumbered() -> None:
    files = chain(2)
    for end in ("", ".sig"):
        files[f"{FOLDER}/0003.json{end}"] = files.pop(f"{FOLDER}/0002.json{end}")
    assert ledger(files)[1] == ["0003.json: record 0002.json before it is gone"]


def test_l101_finds_a_record_of_somebody_else() -> None:
    files = {path.replace(PERSON, "director-seisdon"): data for path, data in chain(1).items()}
    _, findings = load_ledger(files, "monthly", "2018-11")
    assert [one.what for one in findings] == [f"it is a record of '{PERSON}'"]


def test_l101_finds_a_signature_without_a_record_and_a_record_without_one() -> None:
    files = chain(2)
    del files[f"{FOLDER}/0002.json"]
    assert ledger(files)[1] == ["0002.json.sig: the record of this signature is gone"]
    files = chain(2)
    del files[f"{FOLDER}/0002.json.sig"]
    assert ledger(files)[1] == ["0002.json: its signature is gone"]


@pytest.mark.parametrize(
    "name", ["note.txt", "1.json", "0001.JSON", "0001.json.sig.sig", "more/0001.json"]
)
def test_l101_finds_a_file_that_is_no_record(name: str) -> None:
    _, said = ledger({**chain(1), f"{FOLDER}/{name}": b""})
    assert said == [f"{name}: this is not a record or its signature"]


def test_l101_finds_a_file_beside_the_people_s_folders() -> None:
    findings = load_ledger({"data/signoffs/monthly/2018-11/0001.json": b""}, "monthly", "2018-11")
    assert [one.what for one in findings[1]] == ["this is not a record or its signature"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("approve", "agree", "'agree' is not a valid Action"),
        ('"schema":1', '"schema":2', "it is of a later version of boardpack"),
        ('"schema":1', '"schema":true', "it is of a later version of boardpack"),
        ("12T09", "32T09", "'time' must be such as 2018-12-12T09:30:00Z"),
        ("2018-12-12T09:30:00Z", "yesterday", "'time' must be such as 2018-12-12T09:30:00Z"),
        ('"role":"service-director"', '"role":null', "'role' must be text"),
        ('"section":"access"', '"section":[]', "'section' must be text"),
        ('"pull":0', '"pull":"0"', "'pull' is of another kind"),
        ('"kind":"ssh"', '"kind":null', "'kind' is of another kind"),
        ('"covers":[{', '"covers":[],"x":[{', "it covers nothing"),
        ('"action"', '"Action"', "'action'"),
        ('"words":""', '"words":"","words":""', "was altered since"),
        ('{"account"', '{ "account"', "was altered since"),
        ('{"account"', '{"Also":1,"account"', "was altered since"),
        ('"words":""', '"words":"\\ud800"', "this is not a sign-off record"),
    ],
)
def test_l101_finds_what_is_not_a_record(old: str, new: str, said: str) -> None:
    data = serialise_record(record()).decode()
    assert data.count(old) == 1
    files = {**chain(1), f"{FOLDER}/0001.json": data.replace(old, new).encode()}
    filed, findings = ledger(files)
    assert filed == ()
    assert len(findings) == 1
    assert said in findings[0]


def test_the_next_record_follows_the_last() -> None:
    filed, _ = ledger(chain(2))
    assert plan_next_record(()) == (1, "")
    assert plan_next_record(filed) == (3, compute_record_digest(filed[-1].data))
    assert format_record_name(10_000) == "10000.json"


def test_a_record_is_about_the_sections_that_it_covers() -> None:
    one = record()
    other = replace(one.covers[0], section="summary")
    both = replace(one, covers=(*one.covers, other))
    assert both.find_subject("cannock-chase", "summary") == other
    assert both.find_subject("seisdon", "summary") is None
