"""An evaluation of rules as text for people, as JSON and as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from oktaexpr.directory import Group
from oktaexpr.render.counting import counted
from oktaexpr.render.hidden import visible
from oktaexpr.render.json import json_document
from oktaexpr.render.style import Paint, painter
from oktaexpr.render.table import UNLIMITED, csv_table, text_table
from oktaexpr.rulesets.result import Feed, RuleOutcome, RulesResult, UserGroups
from oktaexpr.rulesets.rules import GroupRule, RuleState

_PLAIN = painter(color=False)
MOST_LISTED = 50
"""Lines of one kind that a text shows; JSON and CSV have them all."""


def rules_text(result: RulesResult, *, width: int = UNLIMITED, color: bool = False) -> str:
    """Return the rules with what became of them, then chains, cycles, errors and who would be added where."""
    paint = painter(color=color)
    table = outcomes_table(result.rules, width=width, color=color)
    return "\n\n".join([table, *(part for part in _sections(result, paint) if part)])


def outcomes_table(outcomes: Sequence[RuleOutcome], *, width: int = UNLIMITED, color: bool = False) -> str:
    """Return a row a rule with what became of it."""
    rows = [
        (
            one.rule.name,
            one.state.value,
            f"{one.matched:,}" if one.state is RuleState.ACTIVE else "-",
            ", ".join(group_label(group) for group in one.targets),
            one.reason,
        )
        for one in outcomes
    ]
    return text_table(("rule", "state", "users", "groups", "note"), rows, width=width, color=color)


def links(feeds: Sequence[Feed], cycles: Sequence[Sequence[GroupRule]], paint: Paint) -> Iterator[str]:
    """Yield the sections about rules that depend on each other."""
    yield section("rules that wait for others", [_chain(feed) for feed in feeds], "name", paint)
    yield section("cycles", [_cycle(cycle) for cycle in cycles], "warning", paint)


def _sections(result: RulesResult, paint: Paint) -> Iterator[str]:
    yield from links(result.feeds, result.cycles, paint)
    unsettled = [f"{one.login}: {one.rule.name} undoes its own ground" for one in result.unsettled]
    yield section("answers that depend on the order", unsettled, "warning", paint)
    errors = [f"{one.login}: {one.rule.name}: {one.message}" for one in result.errors]
    yield section("no answer", errors, "error", paint)
    yield section("would be added", list(_gains(result)), "good", paint)
    left = [
        f"{user.login}: {group_label(group)}" for user in result.users for group in result.unexplained(user)
    ]
    yield section("in a group that rules fill, but by none of them", left, "dim", paint)
    added = sum(len(user.gained) for user in result.users)
    line = summary(result.rules, len(result.users), added, len(result.errors))
    yield "\n".join([*map(visible, result.notes), paint("title", line)])


def section(title: str, lines: Sequence[str], role: str, paint: Paint, *, count: int | None = None) -> str:
    """Return a heading with the lines below it, nothing for no lines; `count` where a line stands for several."""
    if not lines:
        return ""
    shown = [f"  {visible(line)}" for line in lines[:MOST_LISTED]]
    if len(lines) > MOST_LISTED:
        shown.append(f"  {len(lines) - MOST_LISTED:,} more")
    total = len(lines) if count is None else count
    return "\n".join([paint(role, f"{title} ({total:,})"), *shown])


def _gains(result: RulesResult) -> Iterator[str]:
    for user in result.users:
        for group in user.gained:
            yield f"{user.login}: {group_label(group)} by {rule_names(user.given.get(group, ()))}"


def _chain(feed: Feed) -> str:
    return f"{feed.source.name} → [{group_label(feed.group)}] → {feed.reader.name}"


def _cycle(rules: Sequence[GroupRule]) -> str:
    return " ↔ ".join(rule.name for rule in rules) if len(rules) > 1 else f"{rules[0].name} ↔ itself"


def group_label(group: Group) -> str:
    """Return a group's name as reports show it; an id where it has none."""
    return group.name or group.id or ""


def rule_names(rules: Iterable[GroupRule]) -> str:
    """Return the names of rules in one cell."""
    return ", ".join(rule.name for rule in rules)


def summary(outcomes: Sequence[RuleOutcome], users: int, added: int, errors: int) -> str:
    """Return the counts in one sentence."""
    active = sum(one.state is RuleState.ACTIVE for one in outcomes)
    return (
        f"{counted(len(outcomes), 'rule')} ({active:,} active) over {counted(users, 'user')}: "
        f"{counted(added, 'membership')} would be added, {errors:,} without an answer"
    )


def rules_csv(result: RulesResult) -> str:
    """Return `user,group_id,group,change,rules` a line, for each membership in a group that a rule fills.

    `change` is `stays`, `added`, or `unexplained`: the user is in the group, but no rule says so.
    """
    return csv_table(("user", "group_id", "group", "change", "rules"), _csv_rows(result))


def _csv_rows(result: RulesResult) -> Iterator[tuple[str, str, str, str, str]]:
    filled = result.filled
    for user in result.users:
        had = set(user.before)
        for group in user.after:
            if group in filled:
                rules = user.given.get(group, ())
                change = "added" if group not in had else "stays" if rules else "unexplained"
                yield user.login, group.id or "", group_label(group), change, rule_names(rules)


def rules_json(result: RulesResult) -> str:
    """Return a document with `rules`, `users` (those whom rules concern), `feeds`, `cycles`, `errors`, `unsettled`, `notes`."""
    filled = result.filled
    return json_document(
        {
            "rules": [outcome_json(one) for one in result.rules],
            "users": [
                _user_json(result, user)
                for user in result.users
                if user.given or not filled.isdisjoint(user.before)
            ],
            **links_json(result.feeds, result.cycles),
            "errors": [
                {"rule": one.rule.id, "user": one.login, "code": one.code, "message": one.message}
                for one in result.errors
            ],
            "unsettled": [{"rule": one.rule.id, "user": one.login} for one in result.unsettled],
            "notes": list(result.notes),
        }
    )


def faults_section(old: Sequence[RuleOutcome], new: Sequence[RuleOutcome], paint: Paint) -> str:
    """Return which rules of two sets cannot run or have no answer for somebody, nothing where all do."""
    lines = [
        f"{side}: {one.rule.name}: {one.reason}"
        for side, outcomes in (("old", old), ("new", new))
        for one in outcomes
        if one.is_at_fault
    ]
    return section("rules at fault", lines, "error", paint)


def faults_json(old: Sequence[RuleOutcome], new: Sequence[RuleOutcome]) -> dict[str, list[dict[str, Any]]]:
    """Return the rules of two sets that cannot run or have no answer for somebody, as objects."""
    return {
        side: [outcome_json(one) for one in outcomes if one.is_at_fault]
        for side, outcomes in (("old", old), ("new", new))
    }


def outcome_json(outcome: RuleOutcome) -> dict[str, Any]:
    """Return what became of a rule, as an object."""
    return {
        "id": outcome.rule.id,
        "name": outcome.rule.name,
        "state": outcome.state.value,
        "reason": outcome.reason or None,
        "groups": [group_json(group) for group in outcome.targets],
        "matched": outcome.matched,
        "failed": outcome.failed,
    }


def links_json(feeds: Sequence[Feed], cycles: Sequence[Sequence[GroupRule]]) -> dict[str, Any]:
    """Return `feeds` and `cycles`, by the ids of their rules."""
    return {
        "feeds": [
            {"from": one.source.id, "group": group_json(one.group), "to": one.reader.id} for one in feeds
        ],
        "cycles": [[rule.id for rule in cycle] for cycle in cycles],
    }


def _user_json(result: RulesResult, user: UserGroups) -> dict[str, Any]:
    return {
        "user": user.login,
        "given": [
            {**group_json(group), "rules": [rule.id for rule in rules]} for group, rules in user.given.items()
        ],
        "added": [group_json(group) for group in user.gained],
        "unexplained": [group_json(group) for group in result.unexplained(user)],
    }


def group_json(group: Group) -> dict[str, str | None]:
    """Return what tells a group: id and name."""
    return {"id": group.id, "name": group.name}
