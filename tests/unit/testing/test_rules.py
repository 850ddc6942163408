"""Every code of users' tests is explained, with a file that has it and one that is fine."""

from __future__ import annotations

from pathlib import Path

import pytest

from oktaexpr.diagnostics import Diagnostic, Rule, rule
from oktaexpr.testing import CaseFileError, coverage_of, model, read_case_file, run_case
from oktaexpr.testing.rules import RULES

PARAMETERS = pytest.mark.parametrize("one", RULES, ids=lambda one: one.code)


def _found(folder: Path, one: Rule, text: str) -> list[Diagnostic]:
    """Return what a file of tests comes to; branches are asked for by the rule about them only."""
    assert one.failing.file is not None
    path = folder / one.failing.file
    path.write_text(text, encoding="utf-8")
    try:
        file = read_case_file(path)
    except CaseFileError as error:
        return error.diagnostics
    results = [run_case(case, file.source) for case in file.cases]
    findings = [finding for result in results for finding in result.findings]
    if one.code == model.NEVER_TAKEN:
        findings += coverage_of(results).findings()
    return [finding.diagnostic for finding in findings]


def test_every_code_has_a_rule_and_every_rule_a_code() -> None:
    codes = {value for value in vars(model).values() if isinstance(value, str) and value.startswith("TEST")}
    assert {one.code for one in RULES} == codes


@PARAMETERS
def test_failing_example_has_the_finding(tmp_path: Path, one: Rule) -> None:
    found = _found(tmp_path, one, one.failing.text)
    assert [(diagnostic.code, diagnostic.severity) for diagnostic in found] == [(one.code, one.severity)]


@PARAMETERS
def test_passing_example_is_fine(tmp_path: Path, one: Rule) -> None:
    assert _found(tmp_path, one, one.passing.text) == []


@PARAMETERS
def test_rule_is_explained(one: Rule) -> None:
    assert rule(one.code) is one
    assert one.explanation.endswith(".")
    assert not one.title.endswith(".")
