"""A page is a frozen dataclass and a template: its fields are all that the template may name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, fields
from typing import Any, ClassVar, Protocol

from jinja2 import BytecodeCache, DictLoader, Environment, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment


class Page(Protocol):
    """A view: a frozen dataclass that knows the name of its template."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    template: ClassVar[str]


class TemplateSandbox(ImmutableSandboxedEnvironment):
    """The sandbox, asked once whether values of a type may be asked for a name.

    Its answer depends on nothing else; to give it, it holds each value against a dozen types.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._answers: dict[tuple[type, str], bool] = {}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Return whether a template may have an attribute of a value."""
        key = type(obj), attr
        if key not in self._answers:
            self._answers[key] = super().is_safe_attribute(obj, attr, value)
        return self._answers[key]


def create_environment(
    templates: Mapping[str, str], cache: BytecodeCache | None = None
) -> Environment:
    """Return Jinja2 escaping everything, in which an unknown name is an error."""
    # An instance's own template may come in by a proposal; it shows values, and runs nothing.
    return TemplateSandbox(
        loader=DictLoader(templates),
        autoescape=True,
        # A slip in a template would else be an empty place in a report.
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=cache,
    )


def render_page(environment: Environment, page: Page) -> str:
    """Return a page's text; its template sees its fields and the environment's own names only."""
    values = {field.name: getattr(page, field.name) for field in fields(page)}
    return environment.get_template(page.template).render(values)
