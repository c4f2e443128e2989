from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boardpack.findings import Finding
from boardpack.load.instance import load_instance
from support.instances import (
    ACCESS,
    ACCESS_ROWS,
    APPOINTMENTS,
    CANNOCK,
    DIRECTORATE,
    FINANCE_ROWS,
    FINANCE_TOTALS,
    GLOSSARY,
    PACK,
    PEOPLE,
    RISK_ROWS,
    SHIFT_ROWS,
    WAIVERS,
    minimal,
    with_file,
)
from support.sampling import sampled

NAUGHTY = [
    "undefined", "null", "NULL", "(null)", "nil", "NaN", "-1", "1/0", "0x0", "1e1000", "∞", "true",
    "=1+1", "+1", "@SUM(1)", "-2+3", "\t=1", "%s%s%n", "{0}", "${x}", "{{ 7*7 }}", "{% raw %}",
    "Ω≈ç√∫˜µ≤≥÷", "田中さんにあげて下さい", "שלום", "مرحبا", "👩‍👩‍👧‍👦", "T\u0336e\u0336x\u0336t",
    "\u202etest\u202c", "zero\u200bwidth", "non\u00a0breaking", "\ufeffmark", "\u2028line\u2029",
    "<script>alert(1)</script>", "'\"><img src=x onerror=alert(1)>", "javascript:alert(1)",
    "&lt;b&gt;", "]]>", "<!--", "-->", "<?xml?>", "<![CDATA[",
    "'; DROP TABLE users; --", "\" or 1=1", "$(touch /tmp/x)", "`id`", "| cat /etc/passwd",
    "../../etc/passwd", "C:\\con\\con", "%2e%2e", "a: b", "- a", "# a", "[a", "{a", "*a", "&a",
    "!a", "|", ">", "?", "@", "`", "%", "\"", "'", "\\", "\\u0000", "a,b", "a;b", '"a', "a\"b",
    "--8<-- \"x\"", "[x]: javascript:x", "![x](file:///etc/passwd)", "[[toc]]", "$$x$$",
    "\x00", "\x01", "\x07", "\x1b[31m", "\x7f", "\x85", "x" * 30_000, "9" * 5_000, "[" * 2_000,
    ">" * 500, "*" * 3_000, "#" * 100, "- " * 300, "\n---\n", "\r", "\r\n\r\n", " ", "\ud7ff",
]  # fmt: skip

TYPED = {
    DIRECTORATE: ["Example primary care", "cannock-chase", "service-director", "Two services"],
    PACK: ["Monthly pack", "monthly", "quarterly", "last working day of previous month",
           "[What went well, What needs attention]", "Publish a new empty pack"],
    ACCESS: ["Appointment system", "percent", "{board: 6, slt: 8}", "Appointments missed"],
    PEOPLE: ["director-cannock", "Director of Cannock Chase", "1001", "name"],
    APPOINTMENTS: ["manager-cannock", "2018-04-01", "since"],
    WAIVERS: ["reason"],
    GLOSSARY: ["DNA", "Did not attend"],
    ACCESS_ROWS: ["2018-10", "missed", "4.5", "2200"],
    FINANCE_ROWS: ["Contracts", "105"],
    FINANCE_TOTALS: ["grand-total", "150"],
    RISK_ROWS: ["R1", "Workforce", "same", "2018-08-28", "4"],
    SHIFT_ROWS: ["Friday", "14"],
    CANNOCK: ["manager-cannock", "ready", "## Access", "### You said", "(DNA)", "---\n\n"],
}  # fmt: skip


def test_the_smallest_instance_is_good() -> None:
    instance, findings = load_instance(minimal())
    assert findings == []
    assert instance is not None
    assert instance.edition_ids == (("monthly", "2018-11"),)
    assert set(instance.datasets) == {
        "access",
        "feedback",
        "extra-shifts",
        "budgets",
        "risk-register",
    }
    assert len(instance.submissions) == 2


def test_editions_are_the_folders_that_a_pack_and_period_name() -> None:
    tree = minimal()
    for path in (
        "content/monthly/2018-10/seisdon.md",
        "content/monthly/2018-W50/seisdon.md",
        "content/monthly/soon/seisdon.md",
        "content/other/2018-10/seisdon.md",
        "content/meetings/board/2018-12-19.md",
        "content/guide/index.md",
    ):
        tree = with_file(tree, path, "---\nauthor: manager-seisdon\n---\n")
    instance, _ = load_instance(tree)
    assert instance is not None
    assert instance.edition_ids == (("monthly", "2018-10"), ("monthly", "2018-11"))


def test_everything_that_is_wrong_is_said_at_once() -> None:
    good = minimal()
    spoilt = {path: data + b"\xff" for path, data in good.items() if not path.endswith(".yml")}
    findings = load_instance({**good, **spoilt})[1]
    assert sorted(finding.place.path for finding in findings) == sorted(spoilt)
    assert {finding.code for finding in findings} == {"F103"}


def rounds() -> Iterator[list[tuple[str, str]]]:
    """Yield the places to spoil together: files that others need are spoilt on their own."""
    for path in (DIRECTORATE, PACK):
        yield from ([(path, place)] for place in TYPED[path])
    others = {path: places for path, places in TYPED.items() if path not in (DIRECTORATE, PACK)}
    for number in range(max(map(len, others.values()))):
        yield [(path, places[number]) for path, places in others.items() if number < len(places)]


def typed_everywhere(text: str) -> list[Finding]:
    """Return what is found when a text is typed into each field in turn."""
    good = minimal()
    findings: list[Finding] = []
    for places in rounds():
        spoilt = dict(good)
        for path, place in places:
            assert place.encode() in good[path], (path, place)
            spoilt[path] = good[path].replace(place.encode(), text.encode(), 1)
        findings += load_instance(spoilt)[1]
    return findings


@pytest.mark.parametrize("text", sampled(NAUGHTY, 12), ids=lambda text: ascii(text[:20]))
def test_naughty_strings_are_read_or_found_but_never_raise(text: str) -> None:
    findings = typed_everywhere(text)
    assert all(f.what and f.advice for f in findings)
    assert [f.what for f in findings if len(f.what) > 300] == []
    assert [f.what for f in findings if set(f.what) & set("\0\x1b\n\u202e\u200b")] == []


@settings(deadline=None)
@given(st.sampled_from(sorted(minimal())), st.binary(max_size=200), st.data())
def test_bytes_typed_into_any_file_never_raise(
    path: str, typed: bytes, data: st.DataObject
) -> None:
    good = minimal()
    at = data.draw(st.integers(0, len(good[path])))
    spoilt = good[path][:at] + typed + good[path][at:]
    instance, _ = load_instance({**good, path: spoilt})
    assert instance is not None or path == DIRECTORATE
