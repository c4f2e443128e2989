"""GitHub's published description of its interface, to hold requests and answers against.

It is OpenAPI 3.0: `nullable` is turned into what JSON Schema says for it.
"""

from __future__ import annotations

import copy
import json
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from jsonschema import Draft202012Validator, FormatChecker

PLACE = Path(__file__).parents[1] / "openapi/node_modules/@octokit/openapi/generated"
FORMATS = FormatChecker(formats=())
_ONE = ("items", "additionalProperties", "not")
_MANY = ("allOf", "anyOf", "oneOf")


@FORMATS.checks("date-time", raises=ValueError)
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@cache
def description() -> dict[str, Any]:
    file = PLACE / "api.github.com.json"
    assert file.is_file(), "GitHub's description is not here; `make test` installs it"
    found: dict[str, Any] = json.loads(file.read_bytes())
    return found


def example(name: str) -> Any:
    """Return a copy of an example that GitHub publishes."""
    return copy.deepcopy(description()["components"]["examples"][name]["value"])


def request_faults(method: str, target: str, body: bytes) -> list[str]:
    """Return what is wrong with a request: its path, its method, its query or its body."""
    where = urlsplit(target)
    operation = _operation(method, where.path)
    if operation is None:
        return [f"no {method} {where.path}"]
    declared = {one["name"] for one in map(_resolved, operation.get("parameters", ()))}
    faults = [f"no parameter {one} of {where.path}" for one in parse_qs(where.query)]
    faults = [fault for fault in faults if fault.split()[2] not in declared]
    if "requestBody" in operation:
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        faults += _faults(json.loads(body), _plain(schema))
        # The description lets unknown properties pass; ours are all meant.
        unknown = set(json.loads(body)) - set(schema["properties"])
        faults += [f"no property {one}" for one in unknown]
    elif body:
        faults.append(f"{method} {where.path} takes no body")
    return faults


def answer_faults(method: str, target: str, status: int, body: bytes) -> list[str]:
    """Return what is wrong with an answer that is no error."""
    operation = _operation(method, urlsplit(target).path)
    if operation is None or str(status) not in operation["responses"]:
        return [f"no answer {status} to {method} {target}"]
    content = _resolved(operation["responses"][str(status)])["content"]["application/json"]
    return _faults(json.loads(body), _plain(content["schema"]))


def _operation(method: str, path: str) -> dict[str, Any] | None:
    templates = [one for one in description()["paths"] if _pattern(one).fullmatch(path)]
    if not templates:
        return None
    paths = description()["paths"]
    found: dict[str, Any] | None = paths[min(templates, key=_unknowns)].get(method.lower())
    return found


def _unknowns(template: str) -> int:
    return template.count("{")


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile("".join(_part(part) for part in re.split(r"({\w+})", template)))


def _part(part: str) -> str:
    return "[^/]+" if part.startswith("{") else re.escape(part)


def _resolved(one: dict[str, Any]) -> dict[str, Any]:
    found: Any = one
    if "$ref" in one:
        found = description()
        for step in one["$ref"].removeprefix("#/").split("/"):
            found = found[step]
    return dict(found)


def _faults(value: Any, schema: dict[str, Any]) -> list[str]:
    checker = Draft202012Validator({**schema, **_components()}, format_checker=FORMATS)
    return [f"{'/'.join(map(str, e.path))}: {e.message[:200]}" for e in checker.iter_errors(value)]


@cache
def _components() -> dict[str, Any]:
    schemas = description()["components"]["schemas"]
    return {"components": {"schemas": {name: _plain(one) for name, one in schemas.items()}}}


def _plain(schema: Any) -> Any:
    """Return a schema of OpenAPI 3.0 as JSON Schema."""
    if not isinstance(schema, dict):
        return schema
    plain = dict(schema)
    plain.update((key, _plain(schema[key])) for key in _ONE if key in schema)
    plain.update((key, [_plain(one) for one in schema[key]]) for key in _MANY if key in schema)
    if "properties" in schema:
        plain["properties"] = {name: _plain(one) for name, one in schema["properties"].items()}
    return {"anyOf": [{"type": "null"}, plain]} if schema.get("nullable") is True else plain
