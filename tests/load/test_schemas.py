from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from boardpack.load import schemas
from boardpack.load.schemas import SCHEMAS
from support.committees import DECEMBER, TERMS, with_committee
from support.instances import (
    ACCESS,
    CANNOCK,
    DIRECTORATE,
    FEEDBACK,
    FINANCE,
    PACK,
    RISKS,
    SHIFTS,
)


class EditorLoader(yaml.SafeLoader):
    """What an editor sees: YAML's own types, but days stay text."""


EditorLoader.yaml_implicit_resolvers = {
    char: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith("timestamp")]
    for char, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}

FILES = {
    "directorate": [DIRECTORATE],
    "pack": [PACK],
    "dataset": [ACCESS, FEEDBACK, FINANCE, RISKS, SHIFTS],
    "submission": [CANNOCK],
    "meeting": [TERMS],
    "minutes": [DECEMBER],
}


@cache
def render_schemas() -> dict[str, str]:
    """Return the text of every schema, made once: to make them takes long."""
    return schemas.render_schemas()


def schema(name: str) -> Any:
    return json.loads(render_schemas()[f"{name}.schema.json"])


def seen_by_an_editor(path: str) -> Any:
    text = with_committee()[path].decode()
    return yaml.load(text.split("---\n")[1] if path.endswith(".md") else text, EditorLoader)


def faults(name: str, value: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(schema(name)).iter_errors(value)]


def test_there_is_a_schema_for_every_format_in_yaml() -> None:
    assert set(render_schemas()) == {f"{name}.schema.json" for name in SCHEMAS}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one_and_reads_well(name: str) -> None:
    text = render_schemas()[f"{name}.schema.json"]
    Draft202012Validator.check_schema(json.loads(text))
    assert text.startswith('{\n  "$schema": "https://json-schema.org/draft/2020-12/schema",\n')
    assert text.endswith("}\n")


@pytest.mark.parametrize(("name", "path"), [(n, p) for n, paths in FILES.items() for p in paths])
def test_a_schema_accepts_a_good_file(name: str, path: str) -> None:
    assert faults(name, seen_by_an_editor(path)) == []


@pytest.mark.parametrize(("name", "path"), [(n, p) for n, paths in FILES.items() for p in paths])
def test_a_schema_refuses_an_unknown_key(name: str, path: str) -> None:
    [fault] = faults(name, {**seen_by_an_editor(path), "template": "evil.html"})
    assert "'template' was unexpected" in fault


def test_a_schema_refuses_an_unknown_key_of_an_inner_mapping() -> None:
    pack = seen_by_an_editor(PACK)
    pack["sections"][0]["tittle"] = "Summary"
    assert "'tittle' was unexpected" in faults("pack", pack)[0]


def test_a_schema_says_which_choices_there_are_where_they_are_made() -> None:
    kind = schema("dataset")["properties"]["kind"]
    assert kind["enum"] == ["measures", "finance", "risks", "assurance", "plans", "table"]
    assert kind["description"] == "How its rows are read, judged and drawn."


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_is_explained_and_none_is_titled_after_itself(name: str) -> None:
    whole = schema(name)
    for part in (whole, *whole["$defs"].values()):
        for key, property_schema in part.get("properties", {}).items():
            assert property_schema.get("description"), key
            assert "title" not in property_schema, key


def test_the_schemas_beside_the_example_are_those_of_the_model() -> None:
    folder = Path(__file__).parents[2] / "data/schemas"
    here = {path.name: path.read_text("utf-8") for path in folder.glob("*.json")}
    assert here == render_schemas()
