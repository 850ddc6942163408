"""What a stream says, as text and as JSON: counts of everybody, and the first users of each kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from oktaexpr.directory import Group
from oktaexpr.render.counting import counted
from oktaexpr.render.hidden import visible
from oktaexpr.render.json import json_document
from oktaexpr.render.style import Paint, painter
from oktaexpr.render.table import UNLIMITED
from oktaexpr.rulesets.report import (
    faults_json,
    faults_section,
    group_json,
    group_label,
    links,
    links_json,
    outcome_json,
    outcomes_table,
    section,
    summary,
)
from oktaexpr.rulesets.result import RuleError
from oktaexpr.rulesets.streams.result import Counted, StreamedDifference, StreamedRules


def rules_text(result: StreamedRules, *, width: int = UNLIMITED, color: bool = False) -> str:
    """Return the rules with what became of them, then chains, cycles, errors and how many would be added where."""
    paint = painter(color=color)
    table = outcomes_table(result.rules, width=width, color=color)
    return "\n\n".join([table, *(part for part in _sections(result, paint) if part)])


def _sections(result: StreamedRules, paint: Paint) -> Iterator[str]:
    yield from links(result.feeds, result.cycles, paint)
    unsettled = [
        _users(f"{rule.name} undoes its own ground", found) for rule, found in result.unsettled.items()
    ]
    total = _total(result.unsettled.values())
    yield section("answers that depend on the order", unsettled, "warning", paint, count=total)
    failed, added = _total(result.errors.values()), _total(result.added.values())
    yield section("no answer", list(_errors(result)), "error", paint, count=failed)
    yield section("would be added", list(_groups(result.added)), "good", paint, count=added)
    left, total = list(_groups(result.unexplained)), _total(result.unexplained.values())
    yield section("in a group that rules fill, but by none of them", left, "dim", paint, count=total)
    line = summary(result.rules, result.users, added, failed)
    yield "\n".join([*map(visible, result.notes), paint("title", line)])


def _total(kinds: Iterable[Counted[Any]]) -> int:
    return sum(found.count for found in kinds)


def _errors(result: StreamedRules) -> Iterator[str]:
    for (rule, code), found in result.errors.items():
        yield f"{rule.name}: {code} for {counted(found.count, 'user')}"
        yield from (f"  {error.login}: {error.message}" for error in found.first)


def _groups(kinds: Mapping[Group, Counted[str]]) -> Iterator[str]:
    return (_users(group_label(group), found) for group, found in kinds.items())


def _users(label: str, found: Counted[str]) -> str:
    return f"{label}: {counted(found.count, 'user')} ({_first(found)})"


def _first(found: Counted[str]) -> str:
    return ", ".join([*found.first, *(["…"] if found.count > len(found.first) else [])])


def rules_json(result: StreamedRules) -> str:
    """Return a document with `rules`, `groups`, `feeds`, `cycles`, `errors`, `unsettled`, `summary` and `notes`.

    `groups`, `errors` and `unsettled` have how many users they concern, and the first of these.
    """
    return json_document(
        {
            "rules": [outcome_json(one) for one in result.rules],
            "groups": _groups_json({"added": result.added, "unexplained": result.unexplained}),
            **links_json(result.feeds, result.cycles),
            "errors": [
                {"rule": rule.id, "code": code, "users": found.count, "first": _errors_json(found.first)}
                for (rule, code), found in result.errors.items()
            ],
            "unsettled": [
                {"rule": rule.id, **_users_json(found)} for rule, found in result.unsettled.items()
            ],
            "summary": {
                "users": result.users,
                "added": _total(result.added.values()),
                "failed": _total(result.errors.values()),
            },
            "notes": list(result.notes),
        }
    )


def _groups_json(kinds: Mapping[str, Mapping[Group, Counted[str]]]) -> list[dict[str, Any]]:
    """Return each group that anything happens to, with what happens by its name."""
    nobody: Counted[str] = Counted(0, [])
    groups = dict.fromkeys(group for found in kinds.values() for group in found)
    return [
        group_json(group) | {name: _users_json(found.get(group, nobody)) for name, found in kinds.items()}
        for group in groups
    ]


def _users_json(found: Counted[str]) -> dict[str, Any]:
    return {"users": found.count, "first": found.first}


def _errors_json(errors: Iterable[RuleError]) -> list[dict[str, str]]:
    return [{"user": one.login, "message": one.message} for one in errors]


def difference_text(difference: StreamedDifference, *, color: bool = False) -> str:
    """Return how many users gain and lose each group, with the first of them, and rules at fault."""
    paint = painter(color=color)
    notes = [*map(visible, difference.notes)]
    faults = faults_section(difference.old, difference.new, paint)
    if not difference.changed:
        line = f"none of {counted(difference.users, 'user')} gains or loses a group"
        return "\n".join([*([faults, ""] if faults else []), *notes, paint("good", line)])
    gained, lost = difference.gained, difference.lost
    verb = "gains or loses" if difference.changed == 1 else "gain or lose"
    title = f"{difference.changed:,} of {counted(difference.users, 'user')} {verb} a group"
    parts = [
        section("gained", list(_groups(gained)), "good", paint, count=_total(gained.values())),
        section("lost", list(_groups(lost)), "error", paint, count=_total(lost.values())),
        faults,
        "\n".join([*notes, paint("title", title)]),
    ]
    return "\n\n".join(part for part in parts if part)


def difference_json(difference: StreamedDifference) -> str:
    """Return a document with `groups`, `faults`, `summary` and `notes`.

    `groups` has how many users gain and lose each, and the first of these.
    """
    return json_document(
        {
            "groups": _groups_json({"gained": difference.gained, "lost": difference.lost}),
            "faults": faults_json(difference.old, difference.new),
            "summary": {"users": difference.users, "changed": difference.changed},
            "notes": list(difference.notes),
        }
    )
