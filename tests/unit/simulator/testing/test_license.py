"""`license` in files of tests, and `assert_license`: the license with the facts behind it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import oktaexpr
from oktaexpr.cli.shared.expectations import find_expectation
from oktaexpr.testing import CaseResult, read_case_file, run_case
from simulator.errors import AccountError, SimulatorError
from simulator.testing.fixtures import assert_license
from tests.support.program import ROOT

PUBLISHED = "isMemberOfGroupName(\"dbt_developers\") ? 'developer' : 'read_only'"
MAPS = {"license_maps": {"developer": ["dbt_developers"], "read_only": ["dbt_read_only"]}}


def _results(folder: Path, text: str) -> list[CaseResult]:
    path = folder / "a.oel.yaml"
    path.write_text(text, encoding="utf-8")
    file = read_case_file(path, find_expectation=find_expectation)
    return [run_case(case, file.source, find_expectation) for case in file.cases]


def test_the_published_expression_in_both_modes(tmp_path: Path) -> None:
    # Rows of dbt's own tables: F5.1 to F5.4 under SSO, F6.1 to F6.4 under SCIM.
    text = f"""
    expression: >-
      {PUBLISHED}
    with: {{account: {ROOT / "examples" / "acme" / "account.yaml"}}}
    table:
      columns: [groups, license]
      rows:
      - [[], {{sso: developer, scim: read_only}}]
      - [[dbt_read_only], {{sso: read_only, scim: read_only}}]
      - [[dbt_developers], {{sso: developer, scim: developer}}]
      - [[dbt_developers, dbt_read_only], {{sso: developer, scim: developer}}]
    """
    for result in _results(tmp_path, text):
        assert result.has_passed, result.findings


@pytest.mark.parametrize(
    ("expression", "options", "expected", "passes"),
    [
        ("'developer'", "{}", "developer", True),
        ("'developer'", "{}", "read_only", False),
        ("'Developer'", "{}", "invalid_license_type", True),
        ("user.x / 0", "{}", "none", True),
        ("user.x / 0", "{}", "null", True),
        ("'read_only'", "{mode: sso}", "developer", True),
        (
            "'read_only'",
            "{mode: sso, account: {license_maps: {read_only: [Everyone, a]}}}",
            "read_only",
            True,
        ),
    ],
)
def test_the_short_form(tmp_path: Path, expression: str, options: str, expected: str, passes: bool) -> None:
    text = f'expression: "{expression}"\nwith: {options}\ngroups: [a]\nset: {{user.x: 1}}\ncases: [{{license: {expected}}}]\n'
    (result,) = _results(tmp_path, text)
    assert result.has_passed == passes, result.findings


def test_a_failure_names_the_facts(tmp_path: Path) -> None:
    text = f"expression: >-\n  {PUBLISHED}\ncases: [{{license: developer}}, {{license: {{scim: read_only, sso: it}}}}]\n"
    first, second = _results(tmp_path, text)
    (finding,) = first.findings
    assert finding.message.endswith('expected license "developer", got "read_only"')
    assert "F6.1 " in (finding.diagnostic.help or "")
    (finding,) = second.findings
    assert (finding.diagnostic.help or "").startswith("sso: ")


@pytest.mark.parametrize(
    ("options", "expected", "said"),
    [
        ("{mode: ldap}", "developer", "by scim or sso, not by 'ldap'"),
        ("{}", "{ldap: developer}", "by scim or sso, not by 'ldap'"),
        ("{account: none.yaml}", "developer", "none.yaml"),
        ("{account: list.yaml}", "developer", "holds no account"),
        ("{account: {plan: huge}}", "developer", "huge"),
    ],
)
def test_what_makes_no_sense_is_said(tmp_path: Path, options: str, expected: str, said: str) -> None:
    (tmp_path / "list.yaml").write_text("- 1")
    (result,) = _results(
        tmp_path, f"expression: \"'it'\"\nwith: {options}\ncases: [{{license: {expected}}}]\n"
    )
    (finding,) = result.findings
    assert finding.code == "TEST201"
    assert said in finding.message


@pytest.mark.parametrize(
    ("expected", "settings"),
    [
        ("read_only", {}),
        ("developer", {"groups": ["dbt_developers"]}),
        ("developer", {"mode": "sso"}),
        ("read_only", {"mode": "sso", "account": MAPS, "groups": ["dbt_read_only"]}),
        ("read_only", {"user": {"level": 1}, "engine": "classic"}),
        ("developer", {"scope": oktaexpr.Scope(user={}, groups=[{"name": "dbt_developers"}])}),
    ],
)
def test_assert_license(expected: str, settings: dict[str, Any]) -> None:
    assert_license(PUBLISHED, expected, **settings)
    with pytest.raises(AssertionError, match=rf"expected the license 'it' under \w+, got '{expected}'"):
        assert_license(PUBLISHED, "it", **settings)


def test_assert_license_in_identity_engine() -> None:
    expression = "user.profile.level > 3 ? 'developer' : 'read_only'"
    assert_license(expression, "developer", user={"level": 4}, engine="identity-engine")


def test_assert_license_refuses_what_makes_no_sense() -> None:
    with pytest.raises(SimulatorError, match="not by 'ldap'"):
        assert_license("'it'", "it", mode="ldap")
    with pytest.raises(AccountError):
        assert_license("'it'", "it", account={"plan": "huge"})
    with pytest.raises(oktaexpr.ExpressionSyntaxError):
        assert_license("1 +", "it")
