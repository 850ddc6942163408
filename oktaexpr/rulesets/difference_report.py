"""Two sets of rules compared, as text, JSON and CSV; with the value of an expression before and after, if wanted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from oktaexpr.directory import Group
from oktaexpr.render.counting import counted
from oktaexpr.render.hidden import visible
from oktaexpr.render.json import json_document
from oktaexpr.render.outcomes import Outcome
from oktaexpr.render.style import painter
from oktaexpr.render.table import UNLIMITED, csv_table, text_table
from oktaexpr.rulesets.comparison import RulesDifference, UserChange
from oktaexpr.rulesets.report import faults_json, faults_section, group_json, group_label, rule_names
from oktaexpr.rulesets.result import UserGroups


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a user's change of groups leads to: the value of an expression, and columns of extensions about it."""

    change: UserChange
    values: tuple[Outcome, Outcome] | None = None
    columns: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Name of a column to what it says of the old and the new value."""


def difference_text(
    difference: RulesDifference, listed: Sequence[Consequence], *, width: int = UNLIMITED, color: bool = False
) -> str:
    """Return a row a user with what is gained and lost, rules at fault, and how many users gain and lose each group."""
    paint = painter(color=color)
    users = len(difference.old.users)
    faults = faults_section(difference.old.rules, difference.new.rules, paint)
    if not listed:
        line = paint("good", f"none of {counted(users, 'user')} gains or loses a group")
        return f"{faults}\n\n{line}" if faults else line
    headers = ["user", "gains", "loses", *_value_headers(listed)]
    rows = (
        [
            one.change.login,
            ", ".join(_with_rules(group, one.change.new) for group in one.change.gained),
            ", ".join(_with_rules(group, one.change.old) for group in one.change.lost),
            *(_arrow(old, new) for old, new in _value_cells(one)),
        ]
        for one in listed
    )
    table = text_table(headers, rows, width=width, color=color)
    verb = "gains or loses" if len(listed) == 1 else "gain or lose"
    title = paint("title", f"{len(listed):,} of {counted(users, 'user')} {verb} a group")
    parts = [table, *(["", faults] if faults else []), "", title]
    return "\n".join([*parts, *(f"  {visible(line)}" for line in _counts(listed))])


def _with_rules(group: Group, groups: UserGroups) -> str:
    names = rule_names(groups.given.get(group, ()))
    return f"{group_label(group)} ({names})" if names else group_label(group)


def _value_headers(listed: Sequence[Consequence]) -> list[str]:
    first = listed[0]
    return [*(["value"] if first.values is not None else []), *first.columns]


def _value_cells(one: Consequence) -> Iterator[tuple[str, str]]:
    if one.values is not None:
        yield one.values[0].cell, one.values[1].cell
    yield from one.columns.values()


def _arrow(old: str, new: str) -> str:
    return old if old == new else f"{old} → {new}"


def _counts(listed: Sequence[Consequence]) -> Iterator[str]:
    """Yield a line for each group with how many users gain and lose it, in the order of their coming."""
    gained = Counter(group for one in listed for group in one.change.gained)
    lost = Counter(group for one in listed for group in one.change.lost)
    for group in dict.fromkeys([*gained, *lost]):
        yield f"{group_label(group)}: +{gained[group]:,} -{lost[group]:,}"


def difference_csv(listed: Sequence[Consequence]) -> str:
    """Return `user,change,group_id,group,rules` a line, with the old and the new text of each value behind it."""
    names = _value_headers(listed) if listed else []
    headers = ["user", "change", "group_id", "group", "rules"]
    headers += [f"{name}_{side}" for name in names for side in ("old", "new")]
    return csv_table(headers, (row for one in listed for row in _csv_rows(one)))


def _csv_rows(one: Consequence) -> Iterator[list[str]]:
    values = [text for pair in _value_cells(one) for text in pair]
    for word, groups, side in (
        ("gained", one.change.gained, one.change.new),
        ("lost", one.change.lost, one.change.old),
    ):
        for group in groups:
            rules = rule_names(side.given.get(group, ()))
            yield [one.change.login, word, group.id or "", group_label(group), rules, *values]


def difference_json(difference: RulesDifference, listed: Sequence[Consequence]) -> str:
    """Return a document with `changes` by user (`gained`, `lost`, and values where asked for), `faults` and `summary`."""
    return json_document(
        {
            "changes": [_change_json(one) for one in listed],
            "faults": faults_json(difference.old.rules, difference.new.rules),
            "summary": {"users": len(difference.old.users), "changed": len(listed)},
        }
    )


def _change_json(one: Consequence) -> dict[str, Any]:
    content: dict[str, Any] = {
        "user": one.change.login,
        "gained": [_group_json(group, one.change.new) for group in one.change.gained],
        "lost": [_group_json(group, one.change.old) for group in one.change.lost],
    }
    if one.values is not None:
        content["value"] = {"old": one.values[0].json(), "new": one.values[1].json()}
    if one.columns:
        content["columns"] = {name: {"old": old, "new": new} for name, (old, new) in one.columns.items()}
    return content


def _group_json(group: Group, groups: UserGroups) -> dict[str, Any]:
    return {**group_json(group), "rules": [rule.id for rule in groups.given.get(group, ())]}
