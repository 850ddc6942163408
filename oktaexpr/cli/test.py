"""`oktaexpr test`: run the tests that users write in `*.oel.yaml` files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from oktaexpr.cli.shared import options as given
from oktaexpr.cli.shared.configuration import ConfigurationOption, load_configuration
from oktaexpr.cli.shared.expectations import find_expectation
from oktaexpr.cli.shared.failures import FAULT
from oktaexpr.cli.shared.output import say, write
from oktaexpr.cli.shared.reporting import ReportFormatOption, report_base, write_report
from oktaexpr.diagnostics import Severity
from oktaexpr.errors import OktaExprError, UsageError
from oktaexpr.render.hidden import visible
from oktaexpr.render.report import Case, Finding, Report
from oktaexpr.render.report_formats import ReportFormat

if TYPE_CHECKING:
    from oktaexpr.config import Configuration
    from oktaexpr.testing import CaseResult, Coverage

DETAILS = (
    "A file of tests names an expression, users, and what is expected for each: a value, an error, or what an extension "
    "adds. Branches that no case takes are shown; --fail-under makes too few of them a failure. --update writes what "
    "there is into the files, and is refused where CI is set."
)
EXAMPLES = (
    "oktaexpr test examples/acme",
    "oktaexpr test examples/acme --format junit",
    "oktaexpr test examples/acme/tests/licenses.oel.yaml --fail-under 90",
)


def run(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH", help="Files of tests, or folders with *.oel.yaml files.", show_default=False
        ),
    ] = None,
    directory: given.DirectoryOption = None,
    update: Annotated[
        bool, typer.Option("--update", help="Write what there is in place of what is expected.")
    ] = False,
    coverage: Annotated[
        bool, typer.Option("--coverage/--no-coverage", help="Whether to show branches that no case takes.")
    ] = True,
    fail_under: Annotated[
        float | None,
        typer.Option("--fail-under", metavar="PERCENT", help="Fail where fewer of the branches are taken."),
    ] = None,
    config: ConfigurationOption = None,
    output: ReportFormatOption = ReportFormat.TEXT,
) -> None:
    """Run, update and report."""
    if update and _is_ci():
        message = "--update is for people: CI is set, and there a difference has to be seen"
        raise UsageError(message)
    configuration = load_configuration(config)
    files = _files(paths, configuration)
    users = Path(directory) if directory is not None else configuration.directory
    ran = [_run_file(path, configuration, users, update=update) for path in files]
    report = _report(ran, output, _least(fail_under, configuration), with_coverage=coverage)
    write_report(report, output)
    tell = write if output is ReportFormat.TEXT else say
    for note in report.notes:
        tell(note)
    if report.has_failed:
        raise typer.Exit(FAULT)


@dataclass(frozen=True, slots=True)
class _Ran:
    """One file: the results of its cases, or what is wrong with it."""

    path: Path
    results: Sequence[CaseResult] = ()
    problems: Sequence[Finding] = ()


def _is_ci() -> bool:
    return os.environ.get("CI", "").lower() not in {"", "0", "false"}


def _least(fail_under: float | None, configuration: Configuration) -> float | None:
    least = configuration.test.fail_under if fail_under is None else fail_under
    if least is not None and not 0 <= least <= 100:
        message = "expected a number from 0 to 100"
        raise typer.BadParameter(message, param_hint="--fail-under")
    return least


def _files(paths: Sequence[str] | None, configuration: Configuration) -> list[Path]:
    from oktaexpr.testing import find_case_files

    wanted = [Path(path) for path in paths] if paths else [*configuration.test.paths] or [Path()]
    files = list(find_case_files(wanted))
    if not files:
        message = f"no *.oel.yaml file in {', '.join(visible(str(path)) for path in wanted)}"
        raise UsageError(message)
    return files


def _run_file(path: Path, configuration: Configuration, users: Path | None, *, update: bool) -> _Ran:
    from oktaexpr.testing import CaseFileError, read_case_file, run_case, updated_text

    settings = configuration.file_settings()
    try:
        file = read_case_file(path, directory=users, settings=settings, find_expectation=find_expectation)
    except CaseFileError as error:
        return _Ran(path, problems=error.findings)
    results = [run_case(case, file.source, find_expectation) for case in file.cases]
    if update:
        text = updated_text(file.source, results)
        if text != file.source.text:
            _write(path, text)
            say(f"updated {visible(str(path))}")
            return _run_file(path, configuration, users, update=False)
    return _Ran(path, results)


def _write(path: Path, text: str) -> None:
    """Write a file anew; a byte order mark at its start stays."""
    try:
        mark = b"\xef\xbb\xbf" if path.read_bytes().startswith(b"\xef\xbb\xbf") else b""
        path.write_bytes(mark + text.encode())
    except OSError as error:
        message = f"cannot write {visible(str(path))}: {error.strerror}"
        raise OktaExprError(message) from None


def _report(ran: Sequence[_Ran], output: ReportFormat, least: float | None, *, with_coverage: bool) -> Report:
    from oktaexpr.testing import coverage_of

    cases = [case for one in ran for case in _cases(one)]
    results = [result for one in ran for result in one.results]
    covered = coverage_of(results)
    is_too_little = least is not None and covered.percent < least
    if with_coverage or is_too_little:
        cases += _coverage_cases(covered, Severity.ERROR if is_too_little else Severity.INFO)
    return Report("test", cases, base=report_base(output), notes=_notes(ran, covered, least))


def _cases(ran: _Ran) -> list[Case]:
    if ran.problems:
        return [Case(ran.path.name, str(ran.path), tuple(ran.problems))]
    return [
        Case(result.case.name, str(ran.path), result.findings, result.line, result.seconds)
        for result in ran.results
    ]


def _coverage_cases(covered: Coverage, severity: Severity) -> list[Case]:
    """Return a case a file for the branches that are never taken."""
    by_path: dict[str, list[Finding]] = {}
    for finding in covered.findings(severity):
        by_path.setdefault(finding.path, []).append(finding)
    return [Case("branches", path, tuple(found)) for path, found in by_path.items()]


def _notes(ran: Sequence[_Ran], covered: Coverage, least: float | None) -> list[str]:
    from oktaexpr.render.counting import counted

    results = [result for one in ran for result in one.results]
    passed = sum(result.has_passed for result in results)
    broken = sum(bool(one.problems) for one in ran)
    parts = [f"{passed:,} passed", *([f"{len(results) - passed:,} failed"] if passed < len(results) else [])]
    if broken:
        parts.append(f"{counted(broken, 'file')} cannot be read")
    notes = [f"{counted(len(results), 'case')}: {', '.join(parts)}", covered.sentence]
    if least is not None and covered.percent < least:
        notes.append(f"fewer than {least:g}% of the branches are taken")
    return notes
