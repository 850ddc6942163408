"""JUnit XML, which Jenkins, GitLab, Azure and most other CI services show as tests."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from xml.etree import ElementTree

from oktaexpr.render.report import Case, Finding, Report, reported_path
from oktaexpr.render.text import draw_diagnostic

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 document can hold, not even as a reference."""


def junit(report: Report) -> str:
    """Return a suite for each file with a test for each case; of a case with findings, a test for each of them."""
    root = ElementTree.Element("testsuites", name=f"oktaexpr {report.command}")
    totals = [0, 0]
    for path, cases in groupby(report.cases, key=lambda case: case.path):
        tests = [test for case in cases for test in _tests(case, report)]
        suite = ElementTree.SubElement(root, "testsuite", name=_text(reported_path(path, report.base)))
        failures = sum(test.find("failure") is not None for test in tests)
        suite.attrib |= {"tests": str(len(tests)), "failures": str(failures), "errors": "0", "skipped": "0"}
        suite.extend(tests)
        totals = [totals[0] + len(tests), totals[1] + failures]
    root.attrib |= {"tests": str(totals[0]), "failures": str(totals[1]), "errors": "0"}
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


def _tests(case: Case, report: Report) -> Sequence[ElementTree.Element]:
    if len(case.findings) <= 1:
        return [_test(case, case.name, case.findings[0] if case.findings else None, report)]
    return [
        _test(
            case,
            f"{case.name}: {finding.code} at {finding.start.line}:{finding.start.column}",
            finding,
            report,
        )
        for finding in case.findings
    ]


def _test(case: Case, name: str, finding: Finding | None, report: Report) -> ElementTree.Element:
    path = reported_path(case.path, report.base)
    line = case.line if finding is None else finding.start.line
    test = ElementTree.Element(
        "testcase", classname=_text(path), name=_text(name), file=_text(path), line=str(line)
    )
    if case.seconds is not None:
        test.set("time", f"{case.seconds:.6f}")
    if finding is None:
        return test
    drawn = _text(draw_diagnostic(finding.diagnostic, finding.source))
    if report.fails(finding):
        message = _text(f"{finding.code}: {finding.message}")
        ElementTree.SubElement(test, "failure", message=message, type=finding.severity.value).text = drawn
    else:
        ElementTree.SubElement(test, "system-out").text = drawn
    return test


def _text(text: str) -> str:
    """Return a text that XML can hold: what it cannot is written as an escape."""
    return _NOT_IN_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
