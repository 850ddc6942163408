"""Rules that ask for parts of values give the replaced people what they gave the real ones, or are named."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

import oktaexpr
from oktaexpr.anonymizing import anonymized, changed_answers
from oktaexpr.directory import Directory
from oktaexpr.errors import OktaExprError
from oktaexpr.rulesets import GroupRule, read_rules

CASES = tomllib.loads(Path(__file__).with_name("rules.toml").read_text("utf-8"))["case"]
KEYS = [b"one key", b"another", b"a third"]
_NAMES = ("email", "lastName", "costCenter", "title", "employeeNumber", "startDate", "status")
_PEOPLE = [
    ("mia.roe@acme.com", "Roe", "CC-Sekretariat", "Head of Data", "10042", "2019-04-01", "status"),
    ("ann.rowe@acme.com", "Rowe", "CC-Security", "Head of Sales", "20042", "2020-05-01", ""),
    ("max.seke@corp.acme.com", "Seke", "Sek-CC", "Data Engineer", "10077", "2019-12-31", ""),
    ("eva.meier@other.org", "Meier", "Vertriebssekretariat", "Clerk", "", "2021-01-01", ""),
]


@pytest.fixture(scope="module")
def people() -> Directory:
    users = [
        {
            "id": f"00u{at}",
            "status": "ACTIVE",
            "profile": {"login": person[0], **dict(zip(_NAMES, person, strict=True))},
        }
        for at, person in enumerate(_PEOPLE)
    ]
    return Directory.from_data({"users": users, "groups": [{"id": "00g1", "name": "g"}]})


def _matched(expression: str, directory: Directory) -> list[int]:
    program = oktaexpr.compile(expression)
    return [at for at, (_, scope) in enumerate(directory.scopes()) if program(scope) is True]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_rule(case: dict[str, Any], key: bytes, people: Directory, tmp_path: Path) -> None:
    rule = GroupRule("0pr1", "Rule", case["expression"], ("00g1",))
    assert _matched(rule.expression, people) == case["matched"]
    for name, content in anonymized(people, [rule], key=key).items():
        (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    other, (new,) = Directory.load(tmp_path, strict=True), read_rules(tmp_path).rules
    for hidden in case["hidden"]:
        assert hidden.casefold() not in new.expression.casefold()
    changed = changed_answers(people, [rule], other, [new])
    kept = _matched(new.expression, other) == case["matched"]
    assert kept is (changed == [])
    if "changed" in case:
        assert [
            new.expression[one.span.start : one.span.end].startswith(case["changed"]) for one in changed
        ] == [True]
    elif not case.get("may_change"):
        assert kept


def test_users_that_fall_together_are_refused(people: Directory) -> None:
    fewer = Directory.from_data({"users": [{"profile": {"login": "x"}}]})
    with pytest.raises(OktaExprError, match="fall together"):
        changed_answers(people, [], fewer, [])
