"""What the rules say about an edition of an instance that a test holds in view."""

from __future__ import annotations

from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.checks.run import CHECKS, apply_rules
from boardpack.findings import Finding
from boardpack.load.instance import load_instance
from support.instances import Files


def edition_of(tree: Files, pack: str = "monthly", period: str = "2018-11") -> Edition:
    """Return the analysed edition of a tree that can be read."""
    instance, _ = load_instance(tree)
    assert instance is not None, "the instance cannot be read"
    return analyse_edition(instance, pack, period)


def said(tree: Files, code: str, pack: str = "monthly", period: str = "2018-11") -> list[Finding]:
    """Return what one rule says about an edition."""
    return list(CHECKS[code](edition_of(tree, pack, period)))


def everything_said(tree: Files, pack: str = "monthly", period: str = "2018-11") -> list[Finding]:
    """Return what the loaders and all rules say."""
    return [*load_instance(tree)[1], *apply_rules(edition_of(tree, pack, period))]
