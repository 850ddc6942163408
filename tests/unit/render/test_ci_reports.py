"""GitHub's annotations and job summary, GitLab's code quality, JSON, and paths from the top of the repository."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oktaexpr.diagnostics import Diagnostic, Severity
from oktaexpr.render import (
    Finding,
    Report,
    ReportFormat,
    render_report,
    report_of_findings,
    report_summary,
    reported_path,
)
from oktaexpr.source import Span
from tests.unit.render.reports import formula, odd, report


def _line(message: str, path: str = "a.oel", text: str = "abc", span: tuple[int, int] = (0, 1)) -> str:
    finding = Finding.in_text(Diagnostic("OEL201", Severity.ERROR, message, Span(*span)), text, path)
    return render_report(report(finding), ReportFormat.GITHUB)


def test_an_annotation_carries_file_line_column_and_code() -> None:
    assert render_report(report(formula()), ReportFormat.GITHUB) == (
        "::warning file=okta/main.tf,line=2,col=9,endLine=2,endColumn=12,title=OEL603::`IIF` is not in the reference"
        "%0Ahelp: see, it%0Aused by okta_app_saml.dbt: okta/app.tf:4:5"
    )
    assert render_report(report(formula(severity=Severity.INFO)), ReportFormat.GITHUB).startswith("::notice ")
    assert render_report(report(), ReportFormat.GITHUB) == ""


def test_over_several_lines_there_is_no_end_column() -> None:
    assert _line("m", text="a\nb", span=(0, 3)) == "::error file=a.oel,line=1,col=1,endLine=2,title=OEL201::m"


def test_what_is_no_file_is_not_named_as_one() -> None:
    assert _line("m", path="<expression>") == "::error line=1,col=1,endLine=1,endColumn=2,title=OEL201::m"


def test_special_characters_are_escaped() -> None:
    assert _line("50%, a:b\nc", path="a:b,c%.oel") == (
        "::error file=a%3Ab%2Cc%25.oel,line=1,col=1,endLine=1,endColumn=2,title=OEL201::50%25, a:b%0Ac"
    )


_COMMAND = re.compile(r"::(\w+) ((?:\w+=[^,:]*,)*\w+=[^,:]*)::(.*)")


def _read(line: str) -> tuple[dict[str, str], str]:
    """Read a workflow command as GitHub's runner does."""
    match = _COMMAND.fullmatch(line)
    assert match is not None
    properties = {}
    for part in match[2].split(","):
        name, _, value = part.partition("=")
        for escape, char in (("%0A", "\n"), ("%0D", "\r"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
            value = value.replace(escape, char)
        properties[name] = value
    return properties, match[3].replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp")), max_size=30))
def test_the_runner_reads_back_what_was_meant(message: str) -> None:
    properties, read = _read(_line(message, path=f"x{message.replace('/', '')}"))
    assert read == message
    assert properties["file"] == f"x{message.replace('/', '')}"


def test_no_text_can_start_a_command_of_its_own() -> None:
    assert _line("a\r\n::add-mask::b\u2028c").count("\n") == 0


def test_code_quality_has_a_path_a_line_and_a_fingerprint() -> None:
    first, second, _ = json.loads(render_report(report(formula(0), formula(1), odd()), ReportFormat.GITLAB))
    assert first["description"] == "OEL603: `IIF` is not in the reference; see, it"
    assert (first["check_name"], first["severity"]) == ("OEL603", "minor")
    assert first["location"]["path"] == "okta/main.tf"
    assert first["location"]["lines"] == {"begin": 2, "end": 2}
    assert first["location"]["positions"]["begin"] == {"line": 2, "column": 9}
    assert first["fingerprint"] != second["fingerprint"]
    assert render_report(report(), ReportFormat.GITLAB) == "[]"


def test_json_has_subject_and_second_places() -> None:
    document = json.loads(render_report(report(formula()), ReportFormat.JSON))
    (entry,) = document["diagnostics"]
    assert (entry["file"], entry["span"]["line"], entry["subject"]) == (
        "okta/main.tf",
        2,
        "okta_group_rule.data",
    )
    assert entry["related"] == [
        {"message": "used by okta_app_saml.dbt", "file": "okta/app.tf", "line": 4, "column": 5}
    ]
    assert document["counts"] == {"error": 0, "warning": 1, "info": 0}


def test_text_is_drawn() -> None:
    drawn = render_report(report(formula()), ReportFormat.TEXT)
    assert "okta/main.tf:2:9" in drawn
    assert '2 | rule = "IIF(a, 1, 2)"\n  |         ^^^' in drawn


def test_a_summary_is_a_table() -> None:
    lines = report_summary(report(formula(), odd())).split("\n")
    assert lines[0] == "## oktaexpr check"
    assert lines[2] == "❌ 1 error, ⚠️ 1 warning"
    assert lines[6] == (r"| ⚠️ | OEL603 | okta/main.tf:2:9 | \`IIF\` is not in the reference<br>see, it |")
    cells = re.split(r"(?<!\\)\|", lines[7])
    assert len(cells) == 6
    assert r"\<b\>" in cells[4]


def test_a_summary_without_findings_says_so() -> None:
    assert "✅ no problems" in report_summary(report())
    assert "1 tried, ✅ no problems" in report_summary(report(seconds=0.1))


def test_a_long_summary_is_cut() -> None:
    text = report_summary(report_of_findings("check", [formula()] * 205))
    assert text.count("OEL603") == 200
    assert "and 5 more" in text


def test_notes_stand_below() -> None:
    assert report_summary(Report("test", [], notes=["90% of *all*"])).endswith("90% of \\*all\\*\n")


def test_paths_are_those_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    assert reported_path("a.oel") == "a.oel"
    assert reported_path("./a.oel") == "a.oel"
    assert reported_path("a.oel", base=str(tmp_path)) == "sub/a.oel"
    assert reported_path(str(tmp_path / "sub" / "a.oel")) == "a.oel"
    assert reported_path("../b.oel") == (tmp_path / "b.oel").as_posix()
    assert reported_path("<stdin>", base=str(tmp_path)) == "<stdin>"
