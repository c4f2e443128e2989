from __future__ import annotations

import json

from boardpack.operations.rules import ALL_RULES
from support.running import boardpack


def test_every_rule_is_listed_by_its_code() -> None:
    ran = boardpack("rules")
    heads = [line.split()[0] for line in ran.out.splitlines() if not line.startswith(" ")]
    assert ran.status == 0
    assert heads == sorted(ALL_RULES)
    assert {"C105", "D101", "F106", "N101", "S101", "Y101"} <= set(heads)


def test_a_rule_is_shown_with_its_severity_title_and_advice() -> None:
    assert (
        "F104  error    Files are files, not links\n"
        "      Replace the link by a copy of the file it points to.\n"
    ) in boardpack("rules").out


def test_json_has_every_rule_in_the_same_order() -> None:
    whole = json.loads(boardpack("rules", "--format", "json").out)
    assert whole["schema"] == "boardpack.rules/1"
    assert [rule["code"] for rule in whole["rules"]] == sorted(ALL_RULES)
    assert set(whole["rules"][0]) == {"code", "severity", "title", "advice"}


def test_every_rule_tells_what_to_do_in_a_sentence() -> None:
    boardpack("rules")
    assert [code for code, one in ALL_RULES.items() if not one.advice.endswith(".")] == []
