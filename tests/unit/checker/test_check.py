"""`check` as a caller meets it: engines, usages, selection, order, and never an exception for a bad text."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

import oktaexpr
from oktaexpr.checker import check
from oktaexpr.diagnostics import Severity
from oktaexpr.directory.people import Group
from oktaexpr.directory.schema import Attribute
from oktaexpr.errors import UsageError
from oktaexpr.types import Target


def _codes(text: str, **keywords: Any) -> list[str]:
    return [problem.code for problem in check(text, **keywords)]


def _directory(**parts: Any) -> Any:
    return SimpleNamespace(**{"schema": None, "groups": None, "apps": None, **parts})


def test_the_public_name_is_this_function() -> None:
    assert oktaexpr.check is check


def test_several_problems_are_all_reported_in_the_order_of_the_text() -> None:
    found = check('String.lenn(user.login) > "3" AND Convert.toInt("1") == user.x', usage="group-rule")
    assert [(problem.code, problem.span.start) for problem in found] == [("OEL201", 0), ("OEL401", 34)]


def test_syntax_faults_are_reported_like_other_problems() -> None:
    found = check("user.a == ", engine="classic")
    assert [problem.severity for problem in found] == [Severity.ERROR]
    assert found[0].code.startswith("OEL1")


def test_what_the_language_drops_is_an_error_beside_the_rest() -> None:
    assert _codes("user.login = String.lenn('a')", engine="classic") == ["OEL123", "OEL201"]


@pytest.mark.parametrize("text", ["", " ", "\x00", "(" * 500, "a" * 300_000, "'", "{", "#", "💥", "\ud800"])
def test_a_bad_text_never_raises(text: str) -> None:
    assert all(problem.severity is Severity.ERROR for problem in check(text, usage="profile-mapping"))


def test_an_unknown_usage_is_the_callers_mistake() -> None:
    with pytest.raises(UsageError, match="did you mean `group-rule`"):
        check("true", usage="group-rules")


def test_an_unknown_engine_is_the_callers_mistake() -> None:
    with pytest.raises(UsageError, match="use one of classic, identity-engine"):
        check("true", engine="x")


def test_engine_and_usage_must_agree() -> None:
    with pytest.raises(UsageError, match="group-rule has the engine classic, not identity-engine"):
        check("true", engine="identity-engine", usage="group-rule")


def test_the_usage_brings_its_engine() -> None:
    assert _codes("'a'.removeSpaces() == 'a'", usage="group-rule") == ["OEL202"]
    assert "OEL202" not in _codes("'a'.removeSpaces() == 'a'", usage="app-sign-in-policy")


def test_without_engine_and_usage_either_language_is_accepted() -> None:
    assert _codes("String.len(user.login) > 3") == []
    assert _codes("user.profile.login.length() > 3") == []
    assert _codes("String.lenn(user.login)") == ["OEL201"]


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        (None, None, ["OEL603", "OEL604"]),
        (["OEL603"], None, ["OEL603"]),
        (["oel6"], None, ["OEL603", "OEL604"]),
        ("OEL5", None, []),
        (None, ["OEL604"], ["OEL603"]),
        (["OEL6"], ["OEL603"], ["OEL604"]),
    ],
)
def test_codes_are_selected_by_their_beginning(
    select: list[str] | str | None, ignore: list[str] | None, expected: list[str]
) -> None:
    assert _codes('IIF(isMemberOf("a"), 1, 2)', engine="classic", select=select, ignore=ignore) == expected


def test_every_wrong_branch_is_marked_on_its_literal() -> None:
    text = 'user.level > 3 ? "Developer" : user.level > 1 ? "analyst" : "read-only"'
    found = check(text, engine="classic", target=Target("string", ("developer", "analyst", "read_only")))
    assert [text[slice(*problem.span)] for problem in found] == ['"Developer"', '"read-only"']
    assert [problem.help for problem in found] == ["did you mean `developer`?", "did you mean `read_only`?"]


def test_results_of_iif_and_string_switch_are_held_to_the_enumeration() -> None:
    target = Target("string", ("a", "b"))
    assert _codes('IIF(user.x == 1, "a", "c")', select=["OEL306"], target=target) == ["OEL306"]
    text = 'String.stringSwitch(user.title, "a", "Engineer", "d")'
    assert [text[slice(*problem.span)] for problem in check(text, target=target)] == ['"d"']


def test_a_schema_knows_attributes_and_their_values() -> None:
    schema = {"licenseType": Attribute("licenseType", "string", ("developer", "it"))}
    directory = _directory(schema=schema)
    assert _codes("user.licensetype", directory=directory) == ["OEL204"]
    assert _codes("user.firstName", directory=directory) == []
    assert _codes('user.licenseType == "IT"', directory=directory) == ["OEL526"]
    assert _codes("user.profile.licensetype", engine="identity-engine", directory=directory) == ["OEL204"]


def test_a_schema_gives_types() -> None:
    directory = _directory(
        schema={"level": Attribute("level", "integer"), "isBoss": Attribute("isBoss", "boolean")}
    )
    assert _codes('user.level == "3"', directory=directory) == ["OEL513"]
    assert _codes("user.level AND true", directory=directory, select=["OEL308"]) == ["OEL308"]
    assert _codes("user.isBoss", directory=directory, usage="group-rule") == []
    assert _codes("user.level", directory=directory, usage="group-rule") == ["OEL304"]


def test_groups_are_looked_up_by_name_id_and_part() -> None:
    groups = [Group({"id": "00gml2xHE3RYRx7cM0g3", "name": "dbt_developers"})]
    directory = _directory(groups=groups)
    known = 'isMemberOfGroupName("dbt_developers") OR isMemberOfGroup("00gml2xHE3RYRx7cM0g3") OR '
    assert _codes(f'{known}isMemberOfGroupNameStartsWith("dbt_")', directory=directory) == []
    unknown = "user.isMemberOf({'group.profile.name': {'dbt_developers', 'sales'}})"
    assert _codes(unknown, engine="identity-engine", directory=directory) == ["OEL205"]
    found = check('isMemberOfGroupName("dbt_developer")', directory=directory)
    assert [problem.help for problem in found] == ["did you mean `dbt_developers`?"]


def test_apps_are_looked_up_by_name() -> None:
    zendesk = SimpleNamespace(name="zendesk", schema={"role": Attribute("role")})
    directory = _directory(apps=[zendesk])
    assert _codes("zendesk.role + zendesk_app.domain", directory=directory) == []
    assert _codes("zendsk.role", directory=directory) == ["OEL203"]
    assert _codes("zendesk.roll", directory=directory) == ["OEL204"]


def test_names_inside_a_projection_are_properties_of_the_element() -> None:
    assert _codes("user.getGroups({'group.type': 'APP_GROUP'}).![name]", usage="oidc-claim") == []
    assert _codes("user.words.![toUpperCase()]", engine="classic") == []
    assert _codes("user.people.?[age > 3].![firstName]", engine="classic") == []


def test_what_is_unknown_of_a_usage_is_said_once() -> None:
    found = check("user.profile.a == 'x' OR user.profile.b == 'x'", usage="group-rule", select=["OEL402"])
    assert [problem.span.start for problem in found] == [0]


def test_a_claim_has_a_length_limit_even_where_it_does_not_parse() -> None:
    text = "user.a + " * 200
    assert _codes(text, usage="oidc-claim")[0] == "OEL407"
    assert "OEL407" not in _codes(text, usage="profile-mapping")


def test_a_refusal_names_its_source() -> None:
    found = check("Convert.toInt('1') == 1", usage="group-rule")
    assert [problem.provenance for problem in found] == ["okta (C, I, S-RULES)"]


def test_a_list_may_stand_for_the_texts_that_are_joined() -> None:
    found = check('String.join(",", Groups.startsWith("OKTA", "a", 9))', usage="oidc-claim")
    assert [(problem.code, problem.severity) for problem in found] == [("OEL610", Severity.INFO)]


def test_an_internal_property_that_nobody_documents_is_a_warning() -> None:
    found = check('user.getInternalProperty("realm") == "x"', usage="group-rule")
    assert [(problem.code, problem.severity) for problem in found] == [("OEL211", Severity.WARNING)]
