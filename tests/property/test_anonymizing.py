"""Whatever stands in profiles and rules, nothing of anybody is left, different stays different, rules find the same."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import oktaexpr
from oktaexpr.anonymizing import anonymized, changed_answers
from oktaexpr.anonymizing.pseudonyms import TOKEN
from oktaexpr.directory import Directory
from oktaexpr.rulesets import GroupRule, read_rules
from oktaexpr.syntax import walk
from oktaexpr.syntax.nodes import Literal

WORDS = st.text("abcdeghimnorstuäß" + "ABCDE", min_size=1, max_size=7)
TEXTS = st.lists(WORDS | st.integers(0, 99_999).map(str), min_size=1, max_size=3).map(" ".join)
PROFILES = st.fixed_dictionaries({"firstName": TEXTS, "title": TEXTS, "note": TEXTS})


@given(st.lists(PROFILES, min_size=1, max_size=8), st.binary(min_size=1, max_size=8))
@settings(deadline=None, max_examples=60)
def test_nothing_is_left_and_nothing_falls_together(profiles: list[dict[str, str]], key: bytes) -> None:
    users = [{"profile": {"login": f"u{at}@acme.example", **profile}} for at, profile in enumerate(profiles)]
    made: list[dict[str, Any]] = anonymized(Directory.from_data({"users": users}), key=key)["users.json"]
    output = "\n".join(text for user in made for text in user["profile"].values()).casefold()
    words = {
        word.casefold() for profile in profiles for text in profile.values() for word in TOKEN.findall(text)
    }
    assert not [word for word in words if len(word) >= 3 and word in output]
    logins = {user["profile"]["login"] for user in made}
    assert len(logins) == len(users)
    for name in ("firstName", "title", "note"):
        old = [profile[name].casefold() for profile in profiles]
        new = [user["profile"][name].casefold() for user in made]
        assert [old.index(text) for text in old] == [new.index(text) for text in new]
    assert json.dumps(made) == json.dumps(
        anonymized(Directory.from_data({"users": users}), key=key)["users.json"]
    )


CONDITIONS = {
    "start": "String.startsWith(user.title, {})",
    "end": "String.endsWith(user.title, {})",
    "inside": "String.stringContains(user.title, {})",
    "equal": "user.title == {} OR user.firstName == {}",
    "pattern": "user.note matches {}",
    "order": "user.title > {}",
}


@st.composite
def _rules(draw: st.DrawFn, profiles: list[dict[str, str]]) -> list[tuple[str, GroupRule]]:
    """Draw rules that ask for a part of somebody's value, each with the kind of its question."""
    rules = []
    for at, kind in enumerate(draw(st.lists(st.sampled_from(sorted(CONDITIONS)), min_size=1, max_size=3))):
        value = draw(st.sampled_from(profiles))["note" if kind == "pattern" else "title"]
        start = 0 if kind in {"start", "pattern"} else draw(st.integers(0, len(value) - 1))
        end = len(value) if kind == "end" else draw(st.integers(start + 1, len(value)))
        part = value[start:end]
        literal = f'"{part}.*"' if kind == "pattern" else f'"{part}"'
        rules.append(
            (kind, GroupRule(f"0pr{at}", f"r{at}", CONDITIONS[kind].replace("{}", literal), ("00g1",)))
        )
    return rules


def _matched(rule: GroupRule, directory: Directory) -> list[bool]:
    program = oktaexpr.compile(rule.expression)
    return [program(scope) for _, scope in directory.scopes()]


@given(st.data(), st.lists(PROFILES, min_size=1, max_size=6), st.binary(min_size=1, max_size=8))
@settings(deadline=None, max_examples=80)
def test_rules_find_the_same_people_or_are_named(
    data: st.DataObject, profiles: list[dict[str, str]], key: bytes
) -> None:
    drawn = data.draw(_rules(profiles))
    rules = [rule for _, rule in drawn]
    users = [
        {"id": f"00u{at}", "profile": {"login": f"u{at}@acme.example", **profile}}
        for at, profile in enumerate(profiles)
    ]
    directory = Directory.from_data({"users": users, "groups": [{"id": "00g1", "name": "g"}]})
    with TemporaryDirectory() as folder:
        for name, content in anonymized(directory, rules, key=key).items():
            (Path(folder) / name).write_text(json.dumps(content), encoding="utf-8")
        other, new_rules = Directory.load(folder, strict=True), read_rules(folder).rules
    named = {one.rule.id for one in changed_answers(directory, rules, other, new_rules)}
    for rule, new in zip(rules, new_rules, strict=True):
        assert (_matched(rule, directory) == _matched(new, other)) is (new.id not in named)
    words = {
        word.casefold() for profile in profiles for text in profile.values() for word in TOKEN.findall(text)
    }
    for rule, new in zip(rules, new_rules, strict=True):
        (asked,), (left,) = set(_texts(rule.expression)), set(_texts(new.expression))
        for part in TOKEN.findall(asked):
            if len(part) >= 3 and any(part.casefold() in word for word in words):
                assert part.casefold() not in left.casefold()


def _texts(expression: str) -> list[str]:
    nodes = walk(oktaexpr.parse(expression))
    return [node.value for node in nodes if isinstance(node, Literal) and isinstance(node.value, str)]


PLAIN_TITLES = st.lists(st.text("abdegimorstuABDE", min_size=1, max_size=7), min_size=1, max_size=3).map(
    " ".join
)
"""Without the letters that stand for asked parts, so that no word of anybody can arise where two pieces meet."""


@given(st.data(), st.lists(PLAIN_TITLES, min_size=1, max_size=8), st.binary(min_size=1, max_size=8))
@settings(deadline=None, max_examples=80)
def test_the_start_of_a_value_is_kept(data: st.DataObject, titles: list[str], key: bytes) -> None:
    title = data.draw(st.sampled_from(titles))
    part = title[: data.draw(st.integers(1, len(title)))]
    rule = GroupRule("0pr1", "r", f'String.startsWith(user.title, "{part}")', ("00g1",))
    users = [{"profile": {"login": f"{at}@x.example", "title": one}} for at, one in enumerate(titles)]
    files = anonymized(Directory.from_data({"users": users}), [rule], key=key)
    ((start,),) = [_texts(one["conditions"]["expression"]["value"]) for one in files["group_rules.json"]]
    found = [user["profile"]["title"].startswith(start) for user in files["users.json"]]
    assert found == [one.startswith(part) for one in titles]
