"""Which rules must run before which: a rule that asks for a group waits for the rules that fill it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from oktaexpr.checker.group_references import GroupReference, group_references
from oktaexpr.compiler import Program
from oktaexpr.directory.people import Group
from oktaexpr.functions.resolve import resolve
from oktaexpr.rulesets.result import Feed
from oktaexpr.rulesets.rules import GroupRule
from oktaexpr.syntax import nodes, walk
from oktaexpr.values.faults import Fault

_CONSTANTS = (nodes.Literal, nodes.ListLiteral, nodes.MapLiteral)


@dataclass(frozen=True, slots=True)
class ReadyRule:
    """An active rule with its program and its groups."""

    rule: GroupRule
    program: Program
    targets: tuple[Group, ...]
    references: tuple[GroupReference, ...]
    """The groups that the expression names."""
    asks_for_any: bool
    """Whether it also asks for groups that no literal names."""

    @property
    def asks_for_groups(self) -> bool:
        """Whether the expression asks for any of the user's groups."""
        return bool(self.references) or self.asks_for_any

    @property
    def reads_groups(self) -> bool:
        """Whether the answer may depend on the user's groups."""
        return self.asks_for_groups or bool(self.rule.excluded_groups)

    def asks_for(self, group: Group) -> bool:
        """Whether the answer may depend on this group."""
        return (
            self.asks_for_any
            or group.id in self.rule.excluded_groups
            or any(_selects(reference, group) for reference in self.references)
        )


def ready_rule(rule: GroupRule, program: Program, targets: tuple[Group, ...]) -> ReadyRule:
    """Return the rule with what its expression asks for."""
    references: list[GroupReference] = []
    asks_for_any = False
    for node in walk(program.tree):
        if isinstance(node, nodes.Call | nodes.MethodCall) and _asks_for_groups(node):
            found = list(group_references(node))
            references += found
            asks_for_any |= not found or not all(isinstance(one, _CONSTANTS) for one in node.arguments)
    return ReadyRule(rule, program, targets, tuple(references), asks_for_any)


def _asks_for_groups(node: nodes.Call | nodes.MethodCall) -> bool:
    function = resolve(node)
    return function is not None and ("Group" in function.name or "isMemberOf" in function.name)


def _selects(reference: GroupReference, group: Group) -> bool:
    """Tell whether a reference means the group; a regular expression is tried, one that cannot be means all."""
    if reference.mode != "regex":
        return reference.selects(group)
    from oktaexpr.values.regex import compile_java

    try:
        return bool(compile_java(reference.text).full_match(group.name or ""))
    except Fault:
        return True


@dataclass(frozen=True, slots=True)
class Stage:
    """Rules that run together; several of them, or one that feeds itself, are a cycle."""

    rules: tuple[ReadyRule, ...]
    is_cycle: bool


class Dependencies:
    """The graph of rules; `feeds` are its links."""

    def __init__(self, rules: Sequence[ReadyRule]) -> None:
        """Find who feeds whom."""
        self._rules = rules
        self.feeds: list[Feed] = []
        self._fed: list[set[int]] = [set() for _ in rules]
        fillers = _fillers(rules)
        for at, reader in enumerate(rules):
            if reader.reads_groups:
                for group, sources in fillers.items():
                    if reader.asks_for(group):
                        self._link(sources, group, at)

    def _link(self, sources: Sequence[int], group: Group, reader: int) -> None:
        for source in sources:
            self._fed[source].add(reader)
            self.feeds.append(Feed(self._rules[source].rule, group, self._rules[reader].rule))

    def stages(self) -> list[Stage]:
        """Return the rules in an order in which each comes after those that feed it.

        A rule reaches whatever it feeds, over any number of links, and itself. So one that feeds another reaches more
        than that, unless the other feeds it as well: then both reach the same, and only then.
        """
        reached: dict[frozenset[int], list[int]] = {}
        for at in range(len(self._rules)):
            reached.setdefault(frozenset(self._reach(at)), []).append(at)
        ordered = sorted(reached.items(), key=lambda entry: (-len(entry[0]), entry[1]))
        return [
            Stage(
                tuple(self._rules[at] for at in members),
                len(members) > 1 or members[0] in self._fed[members[0]],
            )
            for _, members in ordered
        ]

    def _reach(self, start: int) -> Iterator[int]:
        seen = {start}
        pending = [start]
        while pending:
            at = pending.pop()
            yield at
            new = self._fed[at] - seen
            seen |= new
            pending.extend(new)


def _fillers(rules: Sequence[ReadyRule]) -> Mapping[Group, list[int]]:
    """Return the rules that fill each group, by their places."""
    fillers: dict[Group, list[int]] = {}
    for at, ready in enumerate(rules):
        for group in ready.targets:
            fillers.setdefault(group, []).append(at)
    return fillers
