"""A finding in a part of a file that is not held whole has its place in the file."""

from __future__ import annotations

from oktaexpr.diagnostics import Diagnostic, Severity
from oktaexpr.render import Finding, ReportFormat, render_report
from oktaexpr.source import Position, Source, Span
from tests.unit.render.reports import report


def test_lines_count_from_where_the_part_begins() -> None:
    source = Source("ab\ncd\r\n", "users.csv", from_line=41)
    assert [source.position(offset) for offset in (0, 1, 3, 4)] == [(41, 1), (41, 2), (42, 1), (42, 2)]
    assert [source.line(number) for number in (41, 42, 43)] == ["ab", "cd", ""]
    assert source.position(len(source.text)) == Position(43, 1)


def test_reports_show_the_line_and_its_number() -> None:
    diagnostic = Diagnostic("DBT201", Severity.ERROR, "differs", Span(0, 5))
    finding = Finding.in_text(diagnostic, "ann,1", "users.csv", from_line=1_000_000)
    annotation = render_report(report(finding), ReportFormat.GITHUB)
    assert annotation.startswith("::error file=users.csv,line=1000000,col=1,endLine=1000000,endColumn=6,")
    drawn = render_report(report(finding), ReportFormat.JUNIT)
    assert "users.csv:1000000:1" in drawn
    assert "1000000 | ann,1" in drawn
