"""Every code of snapshots and migrations is explained, with a mapping that has it and one that has not."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from oktaexpr import Directory, Severity
from oktaexpr.diagnostics import Rule, rule
from simulator.account import DbtAccount
from simulator.migration import migrate, reporting
from simulator.migration.reporting import migration_report
from simulator.outcome_rules import RULES
from simulator.profile_editor import LicenseAttribute
from simulator.snapshots import Subject, compare, take_snapshot
from simulator.snapshots import reporting as comparing
from simulator.snapshots.reporting import comparison_findings
from simulator.timeline import SimulatedApp

ACCOUNT = DbtAccount.from_mapping(
    {"license_maps": {"developer": ["dbt_developers"], "read_only": ["dbt_read_only"]}}
)
DIRECTORY = Directory.from_data(
    {
        "users": [
            {"profile": {"login": "ann@acme.example"}, "groups": ["dbt_developers"]},
            {"profile": {"login": "bo@acme.example"}, "groups": ["dbt_read_only"]},
            {"profile": {"login": "cy@acme.example"}},
        ],
        "groups": [{"name": "dbt_developers"}, {"name": "dbt_read_only"}],
    }
)


def _found(one: Rule, mapping: str) -> set[tuple[str, Severity]]:
    """Return codes and severities of what the snapshot or the migration says of a mapping."""
    if one.code.startswith("DBT2"):
        before, now = (
            take_snapshot(Subject(expression=text, directory=DIRECTORY, account=ACCOUNT))
            for text in (one.passing.text, mapping)
        )
        findings = list(comparison_findings(compare(before, now), before, Path("snapshot")))
    else:
        app = SimulatedApp(attribute=LicenseAttribute(mapping=mapping))
        report = migration_report(migrate(DIRECTORY, ACCOUNT, app), "license.oel")
        findings = [finding for case in report.cases for finding in case.findings]
    return {(finding.diagnostic.code, finding.diagnostic.severity) for finding in findings}


def test_every_code_has_a_rule_and_every_rule_a_code() -> None:
    used = re.findall(r'"(DBT\d{3})"', inspect.getsource(comparing) + inspect.getsource(reporting))
    assert [one.code for one in RULES] == used


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.code)
def test_failing_example_has_the_finding_and_the_passing_one_has_not(one: Rule) -> None:
    assert (one.code, one.severity) in _found(one, one.failing.text)
    assert one.code not in {code for code, _ in _found(one, one.passing.text)}


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.code)
def test_rule_is_explained(one: Rule) -> None:
    assert rule(one.code) is one
    assert one.explanation.endswith(".")
    assert not one.title.endswith(".")
