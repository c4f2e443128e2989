"""Reads a page's template as a type checker would: every name and attribute must be there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, get_type_hints

from jinja2 import Environment, nodes

from support.type_hints import (
    Hint,
    MissingAttributeError,
    find_attribute,
    find_element,
    find_iterated,
    find_returned,
    join_hints,
    unpack,
)

_SAME_ELEMENTS = {"list", "selectattr", "rejectattr", "sort"}
_BUILT_IN = {
    "capitalize": str, "first": None, "format": str, "join": str, "length": int, "lower": str,
    "map": Any, "replace": str, "safe": str, **dict.fromkeys(_SAME_ELEMENTS),
}  # fmt: skip


@cache
def _parse(environment: Environment, name: str) -> nodes.Template:
    """Return a template as it was read; nobody alters it."""
    assert environment.loader is not None
    return environment.parse(environment.loader.get_source(environment, name)[0])


@cache
def _find_definitions(
    environment: Environment, name: str
) -> tuple[tuple[nodes.Macro, ...], tuple[nodes.Assign, ...]]:
    """Return what others may import from a template."""
    template = _parse(environment, name)
    return tuple(template.find_all(nodes.Macro)), tuple(template.find_all(nodes.Assign))


@dataclass(frozen=True)
class _MacroInScope:
    node: nodes.Macro
    scope: dict[str, Hint]
    template: str


@dataclass
class TemplateCheck:
    """A check of one page. `block_types` has the type of `block` by the template that shows it.

    `complaints` has what is wrong, `templates` what was read, `macros` which macros were called.
    """

    environment: Environment
    block_types: Mapping[str, type]
    complaints: list[str] = field(default_factory=list)
    templates: set[str] = field(default_factory=set)
    macros: set[tuple[str, str]] = field(default_factory=set)
    _template: str = ""
    _seen_calls: set[str] = field(default_factory=set)

    def check_page(self, page: Any) -> list[str]:
        """Return what the template of a page's class names that is not there."""
        hints = get_type_hints(page)
        scope = {part.name: hints[part.name] for part in fields(page)}
        self._check_template(page.template, scope)
        return self.complaints

    def _check_template(self, name: str, scope: dict[str, Hint]) -> None:
        outer, self._template = self._template, name
        self.templates.add(name)
        if name in self.block_types:
            scope["block"] = self.block_types[name]
        self._check_all(_parse(self.environment, name).body, scope)
        self._template = outer

    def _complain(self, node: nodes.Node, words: object) -> None:
        self.complaints.append(f"{self._template}:{node.lineno}: {words}")

    def _check_all(self, body: Sequence[nodes.Node], scope: dict[str, Hint]) -> None:
        for node in body:
            self._check_statement(node, scope)

    def _check_statement(self, node: nodes.Node, scope: dict[str, Hint]) -> None:
        match node:
            case nodes.Output():
                for child in node.nodes:
                    self._infer(child, scope)
            case nodes.For():
                self._check_loop(node, scope)
            case nodes.If():
                self._infer(node.test, scope)
                for branch in (node.body, *(part.body for part in node.elif_), node.else_):
                    self._check_all(branch, scope)
                for part in node.elif_:
                    self._infer(part.test, scope)
            case nodes.Assign():
                self._bind(node.target, self._infer(node.node, scope), scope)
            case nodes.Macro():
                scope[node.name] = _MacroInScope(node, scope, self._template)
            case nodes.FromImport():
                self._import_macros(node, scope)
            case nodes.Include():
                for name in self._list_included(node.template):
                    self._check_template(name, dict(scope))
            case _:
                raise NotImplementedError(f"{self._template}:{node.lineno}: {node!r}")

    def _check_loop(self, node: nodes.For, scope: dict[str, Hint]) -> None:
        iterated = find_iterated(self._infer(node.iter, scope))
        inner = {**scope, "loop": Any}
        self._bind(node.target, iterated, inner)
        if node.test is not None:
            self._infer(node.test, inner)
        self._check_all(node.body, inner)
        self._check_all(node.else_, dict(scope))

    def _bind(self, target: nodes.Node, hint: Hint, scope: dict[str, Hint]) -> None:
        if isinstance(target, nodes.Tuple):
            for item, part in zip(target.items, unpack(hint, len(target.items)), strict=True):
                self._bind(item, part, scope)
        else:
            assert isinstance(target, nodes.Name)
            scope[target.name] = hint

    def _import_macros(self, node: nodes.FromImport, scope: dict[str, Hint]) -> None:
        assert isinstance(node.template, nodes.Const)
        name = node.template.value
        self.templates.add(name)
        module: dict[str, Hint] = {}
        macros, assignments = _find_definitions(self.environment, name)
        for macro in macros:
            module[macro.name] = _MacroInScope(macro, module, name)
        for assignment in assignments:
            if isinstance(assignment.target, nodes.Name):
                module[assignment.target.name] = self._infer(assignment.node, module)
        for imported in node.names:
            original, alias = imported if isinstance(imported, tuple) else (imported, imported)
            if original in module:
                scope[alias] = module[original]
            else:
                self._complain(node, f"{name} has no macro {original}")

    def _list_included(self, name: nodes.Expr) -> Iterator[str]:
        """Yield the templates that may be included: one, or that of each kind of block."""
        if isinstance(name, nodes.Const):
            yield name.value
        else:
            yield from self.block_types

    def _call_macro(self, macro: _MacroInScope, call: nodes.Call, scope: dict[str, Hint]) -> None:
        names = [name.name for name in macro.node.args]
        defaults = dict(zip(reversed(names), reversed(macro.node.defaults), strict=False))
        hints = {name: self._infer(default, scope) for name, default in defaults.items()}
        hints |= zip(names, (self._infer(value, scope) for value in call.args), strict=False)
        hints |= {pair.key: self._infer(pair.value, scope) for pair in call.kwargs}
        for name in set(names) ^ set(hints):
            self._complain(call, f"{macro.node.name} is called wrongly: {name}")
        self.macros.add((macro.template, macro.node.name))
        identity = f"{macro.template} {macro.node.name} {hints}"
        if identity not in self._seen_calls:
            self._seen_calls.add(identity)
            outer, self._template = self._template, macro.template
            self._check_all(macro.node.body, {**macro.scope, **dict.fromkeys(names, Any), **hints})
            self._template = outer

    def _infer(self, node: nodes.Node, scope: dict[str, Hint]) -> Hint:
        """Return the hint of an expression, and complain of what is not there."""
        match node:
            case nodes.TemplateData():
                return str
            case nodes.Const():
                return type(node.value)
            case nodes.Name():
                return self._infer_name(node, scope)
            case nodes.Getattr():
                return self._infer_attribute(node, self._infer(node.node, scope), node.attr)
            case nodes.Getitem():
                return self._infer_item(node, scope)
            case nodes.Filter():
                return self._infer_filter(node, scope)
            case nodes.Call():
                return self._infer_call(node, scope)
            case nodes.CondExpr():
                self._infer(node.test, scope)
                options = (node.expr1, node.expr2)
                return join_hints(*(self._infer(part, scope) for part in options if part))
            case nodes.Or():
                return join_hints(self._infer(node.left, scope), self._infer(node.right, scope))
            case nodes.And():
                self._infer(node.left, scope)
                return self._infer(node.right, scope)
            case _:
                for child in node.iter_child_nodes():
                    self._infer(child, scope)
                return Any

    def _infer_name(self, node: nodes.Name, scope: dict[str, Hint]) -> Hint:
        if node.name not in scope and node.name not in self.environment.globals:
            self._complain(node, f"{node.name} is no field of the page")
        return scope.get(node.name, Any)

    def _infer_attribute(self, node: nodes.Node, hint: Hint, name: str) -> Hint:
        try:
            return find_attribute(hint, name)
        except MissingAttributeError as error:
            self._complain(node, error)
            return Any

    def _infer_item(self, node: nodes.Getitem, scope: dict[str, Hint]) -> Hint:
        hint = self._infer(node.node, scope)
        self._infer(node.arg, scope)
        if isinstance(node.arg, nodes.Slice):
            return hint
        return find_element(hint, node.arg.value if isinstance(node.arg, nodes.Const) else None)

    def _infer_filter(self, node: nodes.Filter, scope: dict[str, Hint]) -> Hint:
        hint = self._infer(node.node, scope) if node.node else Any
        for value in (*node.args, *(pair.value for pair in node.kwargs)):
            self._infer(value, scope)
        if node.name not in _BUILT_IN:
            if node.name not in self.environment.filters:
                self._complain(node, f"there is no filter {node.name}")
            return find_returned(self.environment.filters.get(node.name))
        if node.name in ("selectattr", "rejectattr") and isinstance(node.args[0], nodes.Const):
            self._infer_attribute(node, find_iterated(hint), node.args[0].value)
        if node.name == "first":
            return find_iterated(hint)
        if node.name in _SAME_ELEMENTS:
            return Sequence[find_iterated(hint)]  # type: ignore[misc]
        return _BUILT_IN[node.name]

    def _infer_call(self, node: nodes.Call, scope: dict[str, Hint]) -> Hint:
        called = self._infer(node.node, scope)
        if isinstance(called, _MacroInScope):
            self._call_macro(called, node, scope)
            return str
        for value in node.args:
            self._infer(value, scope)
        return called
