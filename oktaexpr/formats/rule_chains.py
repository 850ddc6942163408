"""How group rules feed each other: which groups a condition asks for, and which rules fill these."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from oktaexpr.checker.group_references import group_references
from oktaexpr.errors import ExpressionSyntaxError
from oktaexpr.formats.facts import KnownRule
from oktaexpr.formats.found import FoundExpression
from oktaexpr.formats.hcl.filled import hole_text
from oktaexpr.formats.keys import key_of, shown
from oktaexpr.formats.org import Org
from oktaexpr.source import Span
from oktaexpr.syntax import nodes, parse, walk
from oktaexpr.syntax.nodes import Node

Read = tuple[str, str]
"""How a group is asked for (`id`, `exact`, `prefix` …), and its id or the text."""


def known_rule(found: FoundExpression) -> KnownRule | None:
    """Return what other rules may see of a rule; None for an expression that is none."""
    rule = found.rule
    if rule is None:
        return None
    tree = _tree(found.text)
    return KnownRule(
        found.address,
        rule.name,
        found.use,
        rule.status == "ACTIVE",
        found.text if tree is None else _meaning(tree, found),
        tuple(group.key for group in rule.groups) if rule.groups_are_known else (),
        tuple(read for _, read in group_reads(found)),
    )


def _tree(text: str) -> Node | None:
    """Return the tree of a text, None for one that does not parse."""
    try:
        return parse(text)
    except ExpressionSyntaxError:
        return None


def _meaning(tree: Node, found: FoundExpression) -> str:
    """Return what is the same for two spellings of one condition, and short."""
    parts = [repr(tree), *(key_of(hole, found.path, found.address) for hole in found.holes)]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def group_reads(found: FoundExpression) -> Iterator[tuple[Span, Read]]:
    """Yield the groups that a condition names, with the place of the literal in the text."""
    has_groups = "Member" in found.text or "Groups" in found.text
    tree = _tree(found.text) if has_groups else None
    if tree is None:
        return
    holes = {hole_text(hole): key_of(hole, found.path, found.address) for hole in found.holes}
    for node in walk(tree):
        if isinstance(node, nodes.Call | nodes.MethodCall):
            for reference in group_references(node):
                yield reference.literal.span, (reference.mode, holes.get(reference.text, reference.text))


def chain_to(rule: KnownRule, read: Read, org: Org) -> list[str]:
    """Return a chain of rules and groups (these in brackets) through the group of `read` to this rule; empty for none.

    Where several rules fill a group, the first of them stands for all; a rule that is there already ends the chain.
    """
    chain = [rule.name]
    seen = {(rule.address, rule.use)}
    found = _filler([read], org)
    while found is not None:
        other, key = found
        chain = [other.name, f"[{org.group_names.get(key) or shown(key)}]", *chain]
        if (other.address, other.use) in seen:
            break
        seen.add((other.address, other.use))
        found = _filler(other.reads, org)
    return chain if len(chain) > 1 else []


def _filler(reads: Iterable[Read], org: Org) -> tuple[KnownRule, str] | None:
    """Return the first active rule that fills one of the groups, and the key of that group."""
    for mode, text in reads:
        keys = [text] if mode == "id" else org.keys_selected(mode, text)
        for key in keys:
            if key in org.fillers:
                return org.fillers[key], key
    return None
