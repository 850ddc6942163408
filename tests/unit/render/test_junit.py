"""JUnit XML: a document that any reader takes, whatever the texts hold."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from oktaexpr.diagnostics import Diagnostic, Severity
from oktaexpr.render import Case, Finding, Report, ReportFormat, render_report, report_of_findings
from oktaexpr.source import Span
from tests.unit.render.reports import formula, odd, report


def _parsed(made: Report) -> ElementTree.Element:
    return ElementTree.fromstring(render_report(made, ReportFormat.JUNIT).encode())


def test_a_failure_says_where_and_what() -> None:
    root = _parsed(report(formula(severity=Severity.ERROR)))
    assert root.attrib == {"name": "oktaexpr check", "tests": "2", "failures": "1", "errors": "0"}
    test = root.find("./testsuite[@name='okta/main.tf']/testcase")
    assert test is not None
    assert test.attrib == {"classname": "okta/main.tf", "name": "case 0", "file": "okta/main.tf", "line": "2"}
    failure = test.find("failure")
    assert failure is not None
    assert failure.get("message") == "OEL603: `IIF` is not in the reference"
    assert "okta/main.tf:2:9" in (failure.text or "")
    assert "^^^" in (failure.text or "")


def test_what_does_not_fail_is_output() -> None:
    root = _parsed(report(formula()))
    assert root.get("failures") == "0"
    assert "OEL603" in (root.findtext("./testsuite/testcase/system-out") or "")
    stricter = Report("check", report(formula()).cases, Severity.WARNING)
    assert _parsed(stricter).get("failures") == "1"


def test_findings_of_one_file_are_tests_of_their_own() -> None:
    root = _parsed(report_of_findings("check", [formula(0), formula(1)]))
    names = [test.get("name") for test in root.iter("testcase")]
    assert names == ["okta/main.tf: OEL603 at 2:9", "okta/main.tf: OEL603 at 3:9"]


def test_a_test_is_called_like_its_file() -> None:
    found = Finding.in_text(formula().diagnostic, formula().source.text, "./okta/main.tf")
    (test,) = _parsed(report_of_findings("check", [found])).iter("testcase")
    assert (test.get("name"), test.get("file")) == ("okta/main.tf", "okta/main.tf")


def test_without_findings_there_is_a_test_that_passed() -> None:
    root = _parsed(report_of_findings("check", []))
    assert [test.get("name") for test in root.iter("testcase")] == ["check"]
    assert root.find(".//failure") is None


def test_times_are_seconds() -> None:
    root = _parsed(Report("test", [Case("a", "a.oel.yaml", seconds=0.25)]))
    assert root.find(".//testcase[@time='0.250000']") is not None


def test_control_characters_are_written_as_escapes() -> None:
    root = _parsed(report(odd()))
    failure = root.find(".//failure")
    assert failure is not None
    assert "100% of <b>, a:b,c | \\u001b[31m\\u0000 ]]> \\ud800 `x`" in (failure.get("message") or "")


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_can_be_parsed_again(message: str, name: str) -> None:
    diagnostic = Diagnostic("OEL101", Severity.ERROR, message, Span(0, 0))
    case = Case(name, name.replace("\0", ""), (Finding.in_text(diagnostic, name, "a"),))
    assert _parsed(Report("test", [case])).get("failures") == "1"
