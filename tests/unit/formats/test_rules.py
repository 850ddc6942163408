"""Rules about files and sets of rules: each finds its failing example, and lets its passing one be."""

from __future__ import annotations

from pathlib import Path

import pytest

from oktaexpr.diagnostics import Example, Rule
from oktaexpr.formats import FileDiagnostic, FileSettings, check_files
from oktaexpr.formats.rules import TOPICS
from tests.unit.formats.reading import check

RULES = [one for topic in TOPICS for one in vars(topic).values() if isinstance(one, Rule)]


def _check(example: Example, folder: Path) -> list[FileDiagnostic]:
    """Check the file as one that is named, which some rules ask for."""
    assert example.file is not None
    path = folder / example.file
    path.write_text(example.text, encoding="utf-8")
    return check_files([path], FileSettings(use_cache=False))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_failing_example_triggers_the_rule(rule: Rule, tmp_path: Path) -> None:
    found = [one for one in _check(rule.failing, tmp_path) if one.diagnostic.code == rule.code]
    assert found
    assert found[0].diagnostic.severity is rule.severity


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_passing_example_is_clean(rule: Rule, tmp_path: Path) -> None:
    assert [one.diagnostic.code for one in _check(rule.passing, tmp_path)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_explains_itself(rule: Rule) -> None:
    assert rule.title
    assert not rule.title.endswith(".")
    assert rule.explanation.endswith(".")
    assert rule.provenance in {"okta", "spel", "field", "dbt", "assumed", "own"}


def _rule(name: str, condition: str, group: str, status: str = "ACTIVE") -> str:
    return (
        f'{{"type": "group_rule", "name": "{name}", "status": "{status}",'
        f'"conditions": {{"expression": {{"value": "{condition}"}}}},'
        f'"actions": {{"assignUserToGroups": {{"groupIds": ["{group}"]}}}}}}'
    )


def _group(key: str, name: str) -> str:
    return f'{{"id": "{key}", "type": "OKTA_GROUP", "profile": {{"name": "{name}"}}}}'


GROUPS = [_group("00ga", "a"), _group("00gb", "b"), _group("00gc", "c")]


def _messages(*objects: str) -> list[str]:
    return [one.diagnostic.message for one in check("a.json", f"[{', '.join([*GROUPS, *objects])}]")]


def test_a_chain_is_printed_from_its_first_rule() -> None:
    found = _messages(
        _rule("A", "user.city == 'x'", "00ga"),
        _rule("B", "isMemberOfGroup('00ga')", "00gb"),
        _rule("C", "isMemberOfGroupName('b')", "00gc"),
    )
    assert found == [
        "another rule fills this group: A -> [a] -> B",
        "another rule fills this group: A -> [a] -> B -> [b] -> C",
    ]


def test_a_cycle_is_told_apart() -> None:
    found = _messages(
        _rule("A", "isMemberOfGroup('00gb')", "00ga"), _rule("B", "isMemberOfGroup('00ga')", "00gb")
    )
    assert found == [
        "the rules feed each other: A -> [a] -> B -> [b] -> A",
        "the rules feed each other: B -> [b] -> A -> [a] -> B",
    ]


def test_a_rule_that_does_not_run_feeds_nobody_and_has_no_twin() -> None:
    sleeping = _rule("A", "user.city == 'x'", "00ga", "INACTIVE")
    assert _messages(sleeping, _rule("B", "isMemberOfGroup('00ga')", "00gb")) == []
    assert _messages(sleeping, _rule("C", "user.city == 'x'", "00ga")) == []


def test_a_rule_that_okta_marked() -> None:
    assert _messages(_rule("A", "user.city == 'x'", "00ga", "INVALID")) == [
        "Okta marked this rule INVALID: a group that it assigns is gone"
    ]
    assert _messages(_rule("A", "user.city == 'x'", "00gz", "INVALID")) == ["no group has the id `00gz`"]


def test_a_filter_with_too_many_groups() -> None:
    groups = [_group(f"00gx{number}", f"dbt_{number}") for number in range(101)]
    claim = '{"name": "x", "claimType": "IDENTITY", "valueType": "GROUPS", "group_filter_type": "%s", "value": "dbt_"}'
    assert _messages(*groups, claim % "STARTS_WITH") == ["101 groups fit, but the claim takes 100"]
    assert _messages(*groups[:100], claim % "STARTS_WITH") == []
    assert _messages(*groups, claim % "EQUALS") == []


@pytest.mark.parametrize(
    ("how", "text", "count"),
    [
        ("REGEX", ".*", 120), ("REGEX", "dbt_\\\\d+", 120), ("REGEX", "dbt_1", 0), ("REGEX", "(", 0),
        ("CONTAINS", "bt", 120), ("EQUALS", "dbt_1", 0),
    ],
)  # fmt: skip
def test_what_a_filter_takes(how: str, text: str, count: int) -> None:
    groups = [_group(f"00g{number}", f"dbt_{number}") for number in range(120)]
    claim = (
        f'{{"name": "groups", "claimType": "RESOURCE", "valueType": "GROUPS", "group_filter_type": "{how}",'
        f'"value": "{text}"}}'
    )
    found = [one.diagnostic for one in check("a.json", f"[{', '.join([*groups, claim])}]")]
    assert [one.message for one in found] == [f"{count} groups fit, but the claim takes 100"] * bool(count)
    assert all(one.help == "name fewer groups" for one in found)


def test_schemas_of_an_export_serve_its_mappings() -> None:
    schema = (
        '{"id": "https://acme.example/meta/schemas/apps/0oa1/default", "definitions": {"custom": {"properties": '
        '{"licenseType": {"type": "string", "enum": ["developer", "read_only"]}, "age": {"type": "integer"}}}}}'
    )
    mapping = (
        '{"source": {"id": "oty1", "name": "user", "type": "user"}, "target": {"id": "0oa1", "name": "dbt", '
        '"type": "appuser"}, "properties": {"licenseType": {"expression": "\'Developer\'"}, '
        '"age": {"expression": "user.city"}}}'
    )
    back = (
        '{"target": {"id": "oty1", "name": "user", "type": "user"}, "source": {"id": "0oa1", "name": "dbt", '
        '"type": "appuser"}, "properties": {"city": {"expression": "appuser.licenceType"}}}'
    )
    assert _messages(schema, mapping, back) == [
        "the target attribute does not take 'Developer'",
        "the target attribute is of type integer, not String",
        "unknown attribute `licenceType`",
    ]


_APP_SCHEMA = (
    '{"id": "https://acme.example/meta/schemas/apps/0oa1/default", "definitions": {"%s": {"properties": '
    '{"licenseType": {"type": "string"}}}}}'
)
_MAPPING = (
    '{"source": {"name": "user", "type": "user"}, "target": {"id": "%s", "name": "dbt", "type": "%s"}, '
    '"properties": {"%s": {"expression": "user.city"}}}'
)


@pytest.mark.parametrize(
    ("part", "target", "attribute", "message"),
    [
        ("base", ("0oa1", "appuser"), "licenseType", None),
        ("base", ("0oa1", "appuser"), "licensetype", "the target's schema has no attribute `licensetype`"),
        ("base", ("0oa2", "appuser"), "licensetype", None),
        ("custom", ("0oa1", "appuser"), "userName", None),
    ],
    ids=["there", "not there", "another app", "the base part is not in the export"],
)
def test_a_mapping_needs_its_attribute(
    part: str, target: tuple[str, str], attribute: str, message: str | None
) -> None:
    text = f"[{_APP_SCHEMA % part},\n {_MAPPING % (*target, attribute)}]"
    found = check("a.json", text)
    assert [one.diagnostic.message for one in found] == ([message] if message else [])
    for one in found:
        assert one.diagnostic.code == "OEL214"
        assert one.source.slice(one.diagnostic.span) == attribute
        assert one.diagnostic.help == "did you mean `licenseType`?"


def test_a_mapping_to_okta_needs_its_attribute() -> None:
    schema = (
        '{"id": "https://acme.example/meta/schemas/user/default", "definitions": {"custom": {"properties": '
        '{"costArea": {"type": "string"}}}}}'
    )
    back = (
        '{"target": {"id": "oty1", "name": "user", "type": "user"}, "source": {"id": "0oa1", "name": "x", '
        '"type": "appuser"}, "properties": {"%s": {"expression": "appuser.a"}}}'
    )
    assert _messages(schema, back % "costArea", back % "city") == []
    assert _messages(schema, back % "costarea") == ["the target's schema has no attribute `costarea`"]


def test_a_mapping_in_terraform_is_held_against_an_export(tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text(_APP_SCHEMA % "base", encoding="utf-8")
    mapping = 'resource "okta_profile_mapping" "a" {\n  target_id = "0oa1"\n  mappings {\n    id = "%s"\n    expression = "user.city"\n  }\n}\n'
    (tmp_path / "main.tf").write_text(mapping % "licenseTyp", encoding="utf-8")
    (found,) = check_files([tmp_path], FileSettings(use_cache=False))
    assert (found.diagnostic.code, found.start) == ("OEL214", (4, 11))
    (tmp_path / "main.tf").write_text(mapping % "licenseType", encoding="utf-8")
    assert check_files([tmp_path], FileSettings(use_cache=False)) == []


def test_a_rule_whose_groups_are_not_all_valid_is_invalid() -> None:
    rule = (
        '{"name": "r", "status": "ACTIVE", "allGroupsValid": %s, "conditions": {"expression": {"value": '
        '"user.city == \'x\'"}}, "actions": {"assignUserToGroups": {"groupIds": ["00g1"]}}}'
    )
    group = _group("00g1", "g")
    assert _messages(group, rule % "true") == []
    assert _messages(group, rule % "false") == [
        "Okta marked this rule INVALID: a group that it assigns is gone"
    ]
