"""Random orgs with rules, as a directory and as files of users, for holding both ways of running rules to each other."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
from hypothesis import strategies as st

from oktaexpr.columns import open_source
from oktaexpr.directory import Directory, Group
from oktaexpr.rulesets import GroupRule
from oktaexpr.rulesets.streams import People

NAMES = ("a", "b", "c", "dbt_x", "dbt_y", "Everyone")
GROUPS = [
    {"id": f"00g{name}", "name": name, "type": "BUILT_IN" if name == "Everyone" else "OKTA_GROUP"}
    for name in NAMES
]
"""What an export lists; nobody's list names `Everyone`, which everybody is in."""
EXPRESSIONS = (
    "user.department == 'Data'",
    "user.level > 2",
    "user.nickName.length() > 2",
    "user.title",
    "true",
    "user.department ==",
    "isMemberOfGroupName('a')",
    "!isMemberOfGroupName('b')",
    "isMemberOfGroup('00gc') AND user.level != null",
    "isMemberOfAnyGroup('00ga', '00gdbt_x')",
    "isMemberOfGroupNameStartsWith('dbt_')",
    "isMemberOfGroupNameRegex('dbt_[xy]') OR user.department == 'Data'",
    "isMemberOfGroupNameRegex('(')",
    "isMemberOfGroupName('Everyone')",
    "isMemberOfGroupName(user.wanted)",
    "isMemberOfGroupName('b') ? user.title == 'Analyst' : 10 / user.level > 2",
    "isMemberOfGroupName('a') ? user.nickName.length() > 2 : true",
    "user.getGroups({'group.profile.name': 'dbt'}).size() == 1",
    "user.getGroups().![name].toString() == '[c, dbt_x, Everyone]'",
)
"""Conditions that chain, feed themselves, undo their own ground, fail for some users, are no Boolean, or do not parse."""

_names = st.sampled_from(NAMES[:-1])
users = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["ACTIVE", "ACTIVE", "SUSPENDED", "DEPROVISIONED", None]),
        "department": st.sampled_from(["Data", "Sales", None]),
        "level": st.sampled_from([None, 0, 3, 5]),
        "nickName": st.sampled_from([None, "Mimi", ""]),
        "title": st.sampled_from([None, "Analyst"]),
        "wanted": st.sampled_from(["a", "c", "nobody's"]),
        "groups": st.lists(_names, max_size=4),
    }
)
_rules = st.fixed_dictionaries(
    {
        "expression": st.sampled_from(EXPRESSIONS),
        "targets": st.lists(_names, min_size=1, max_size=2),
        "status": st.sampled_from(["ACTIVE"] * 6 + ["INACTIVE", "INVALID"]),
        "groups_are_valid": st.sampled_from([True] * 6 + [False]),
        "excluded_users": st.frozensets(st.sampled_from(["00u0", "user1"]), max_size=1),
        "excluded_groups": st.frozensets(st.sampled_from(["00ga", "00gc", "00gEveryone"]), max_size=1),
        "is_gone": st.sampled_from([False] * 7 + [True]),
    }
)


def _named(facts: Sequence[dict[str, Any]]) -> list[GroupRule]:
    rules = []
    for number, one in enumerate(facts):
        given = dict(one)
        targets = [f"00g{target}" for target in given.pop("targets")]
        gone = ["00ggone"] if given.pop("is_gone") else []
        rules.append(GroupRule(f"r{number}", f"rule {number}", targets=(*targets, *gone), **given))
    return rules


rulesets: st.SearchStrategy[list[GroupRule]] = st.lists(_rules, max_size=6).map(_named)


def directory_of(facts: Sequence[dict[str, Any]]) -> Directory:
    """Return the org as a directory."""
    found = []
    for number, one in enumerate(facts):
        profile = {"login": f"user{number}"} | {
            name: one[name] for name in one if name not in ("status", "groups")
        }
        states = {} if one["status"] is None else {"status": one["status"]}
        found.append({"id": f"00u{number}", "groups": one["groups"], "profile": profile, **states})
    return Directory.from_data({"users": found, "groups": GROUPS})


@contextmanager
def people_of(facts: Sequence[dict[str, Any]], shape: str) -> Iterator[People]:
    """Give the same org as files, two parts: with lists of names, ids or objects, or with a table of memberships."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        middle = len(facts) // 2
        for part, numbers in (("part-0", range(middle)), ("part-1", range(middle, len(facts)))):
            rows = [_row(number, facts[number], shape) for number in numbers]
            if shape == "objects":
                parquet.write_table(pa.Table.from_pylist(rows, _SCHEMA), folder / f"{part}.parquet")
            else:
                (folder / f"{part}.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
        if shape == "table":
            pairs = [(f"00u{number}", group) for number, one in enumerate(facts) for group in one["groups"]]
            lines = ["user,group", *(f"{user},{group}" for user, group in pairs)]
            (folder / "memberships.csv").write_text("".join(f"{line}\n" for line in lines))
        yield People(source=open_source(name), groups=[Group(group) for group in GROUPS])


def _row(number: int, facts: dict[str, Any], shape: str) -> dict[str, Any]:
    row = {"id": f"00u{number}", "login": f"user{number}"} | facts
    groups = row.pop("groups")
    if shape == "names":
        row["groups"] = groups
    elif shape == "ids":
        row["groups"] = [f"00g{name}" for name in groups]
    elif shape == "objects":
        row["groups"] = [{"id": f"00g{name}", "name": name} for name in groups]
    return row


_TEXTS = ("id", "login", "status", "department", "nickName", "title", "wanted")
_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in _TEXTS),
        ("level", pa.int64()),
        ("groups", pa.list_(pa.struct([("id", pa.string()), ("name", pa.string())]))),
    ]
)
SHAPES = ("names", "ids", "objects", "table")
