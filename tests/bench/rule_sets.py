"""Fifty rules as an org of `oktaexpr sample` might have them, and what somebody would write by hand for the same fifty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from oktaexpr.directory import Group
from oktaexpr.rulesets import GroupRule
from oktaexpr.samples import Org

DEPARTMENTS = ("Engineering", "Sales", "Data", "Support", "Finance", "IT")
CITIES = ("Berlin", "Toronto", "São Paulo", "Osaka", "Austin", "Lagos")
WORDS = ("Senior", "Analyst", "Manager", "Engineer", "Lead")
LEVELS = (3, 5)
COLUMNS = [
    "email",
    "status",
    "department",
    "title",
    "level",
    "employeeNumber",
    "city",
    "contractor",
    "groups",
]
"""What the loop by hand reads."""
_REGION = "emea.acme.example"


def team(number: int) -> str:
    """Return the name of a group that no department and no license has."""
    return f"team-{number:03}"


def listed_groups(org: Org) -> list[Group]:
    """Return the groups of an org as an export lists them."""
    return [Group({"id": f"00g{name}", "name": name}) for name in org.group_names]


def fifty_rules(levels: tuple[int, int] = LEVELS) -> list[GroupRule]:
    """Return the rules: of attributes, chains of three, exclusions, a cycle, one that fails, one that is off."""
    return [
        _rule(number, expression, target, excluded)
        for number, (expression, target, excluded) in enumerate(_conditions(levels))
    ] + [GroupRule("off", "off", "true", (f"00g{team(149)}",), status="INACTIVE")]


def _rule(number: int, expression: str, target: str, excluded: str) -> GroupRule:
    groups = frozenset({f"00g{excluded}"}) if excluded else frozenset[str]()
    return GroupRule(f"r{number}", f"rule {number}", expression, (f"00g{target}",), excluded_groups=groups)


def _conditions(levels: tuple[int, int]) -> Iterator[tuple[str, str, str]]:
    """Yield condition, group to fill and group to leave out."""
    for at, name in enumerate(DEPARTMENTS):
        yield f'user.department == "{name}"', f"{name} Users", ""
        for step, level in enumerate(levels):
            senior = f'user.department == "{name}" AND user.level != null AND user.level >= {level}'
            yield senior, team(101 + 2 * at + step), ""
        yield f'isMemberOfGroupName("{name} Users") AND user.contractor == false', team(121 + at), ""
        developers = f'isMemberOfGroupName("{team(121 + at)}") AND isMemberOfGroupNameStartsWith("dbt_")'
        yield developers, team(131 + at), ""
    for at, name in enumerate(CITIES):
        yield f'user.city == "{name}"', team(141 + at), ""
    for at, word in enumerate(WORDS):
        yield f'String.stringContains(user.title, "{word}")', team(151 + at), ""
    yield f'String.substringAfter(user.email, "@") == "{_REGION}"', team(161), ""
    yield "user.contractor == true", team(162), ""
    yield 'isMemberOfGroupNameRegex("team-00[1-9]")', team(163), ""
    yield "user.level != null AND user.level > 6", team(164), team(162)
    yield 'isMemberOfGroupName("dbt_it")', team(165), team(171)
    yield f'isMemberOfGroupName("{team(172)}")', team(171), ""
    yield f'isMemberOfGroupName("{team(171)}") OR user.level == 9', team(172), ""
    yield "Convert.toInt(user.employeeNumber) > 99999", team(166), ""


_FIRST_TEAMS = frozenset(team(number) for number in range(1, 10))


def members_by_hand(columns: Mapping[str, list[Any]]) -> Counter[str]:
    """Return how many users are added to each group, in a loop over the users that knows all fifty rules."""
    added: Counter[str] = Counter()
    rows = zip(*(columns[name] for name in COLUMNS), strict=True)
    for email, status, department, title, level, number, city, contractor, groups in rows:
        if status == "DEPROVISIONED":
            continue
        held = set(groups)
        _by_department(held, department, level, contractor)
        for at, name in enumerate(CITIES):
            if city == name:
                held.add(team(141 + at))
        for at, word in enumerate(WORDS):
            if word in title:
                held.add(team(151 + at))
        if email.partition("@")[2] == _REGION:
            held.add(team(161))
        if number is not None and int(number) > 99999:
            held.add(team(166))
        _by_group(held, level, contractor)
        added.update(held.difference(groups))
    return added


def _by_department(held: set[str], department: str | None, level: int | None, contractor: bool) -> None:
    for at, name in enumerate(DEPARTMENTS):
        if department == name:
            held.add(f"{name} Users")
            for step, least in enumerate(LEVELS):
                if level is not None and level >= least:
                    held.add(team(101 + 2 * at + step))
        if f"{name} Users" in held and contractor is False:
            held.add(team(121 + at))
        if team(121 + at) in held and any(group.startswith("dbt_") for group in held):
            held.add(team(131 + at))


def _by_group(held: set[str], level: int | None, contractor: bool) -> None:
    if contractor is True:
        held.add(team(162))
    if not held.isdisjoint(_FIRST_TEAMS):
        held.add(team(163))
    if level is not None and level > 6 and team(162) not in held:
        held.add(team(164))
    if level == 9 or team(171) in held or team(172) in held:
        held |= {team(171), team(172)}
    if "dbt_it" in held and team(171) not in held:
        held.add(team(165))
