"""`oktaexpr check PATH…`: every expression that stands in files and folders."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from oktaexpr.cli.shared.failures import FAULT
from oktaexpr.cli.shared.inputs import EXPRESSION_SUFFIX, is_lost_file
from oktaexpr.cli.shared.output import paint_for, say, say_problem, text_width, write
from oktaexpr.cli.shared.reporting import new_report, say_counts, write_report, write_summary
from oktaexpr.errors import OktaExprError
from oktaexpr.render.hidden import visible
from oktaexpr.render.report_formats import ReportFormat

if TYPE_CHECKING:
    from oktaexpr.cli.check_settings import CheckSettings
    from oktaexpr.formats import FileDiagnostic, FixedFile
    from oktaexpr.render.report import Report


def are_paths(arguments: Sequence[str]) -> bool:
    """Whether the arguments of `check` name files or folders in which expressions stand.

    One that is there tells; a file that is an expression and nothing else is none of these.
    """
    return any(_holds_expressions(argument) for argument in arguments)


def check_paths(
    paths: Sequence[str], settings: CheckSettings, *, fix: bool, diff: bool, output: ReportFormat
) -> None:
    """Check, or fix, and print. Exits with 1 on a problem that fails."""
    from oktaexpr.formats import check_files, fix_files
    from oktaexpr.render.files import findings

    _say_empty_folders(paths)
    if fix or diff:
        try:
            changed = fix_files(paths, settings.for_files, write=fix)
        except OSError as error:
            message = f"cannot write {visible(str(error.filename))}: {error.strerror}"
            raise OktaExprError(message) from None
        for file in changed:
            if fix:
                say(f"fixed {visible(file.path)}")
            else:
                _show_change(file)
    adjusted = settings.configuration.adjusted
    found = [
        replace(one, diagnostic=adjusted(one.diagnostic)) for one in check_files(paths, settings.for_files)
    ]
    report = new_report("check", list(findings(found)), output, settings.fail_on)
    _print(found, report, output, is_result=not (fix or diff))
    if report.has_failed:
        raise typer.Exit(FAULT)


def _say_empty_folders(paths: Sequence[str]) -> None:
    """Warn of folders without a file that is read: "no problems" would pass a folder that was misnamed."""
    from oktaexpr.formats.walk import KINDS, files_to_read

    for path in paths:
        if Path(path).is_dir() and next(files_to_read([path]), None) is None:
            say_problem(
                f"nothing is read in {visible(path)}: no file ends in {', '.join(sorted(KINDS))}", "warning"
            )


def _holds_expressions(argument: str) -> bool:
    if not argument or "\0" in argument:
        return False
    try:
        if argument.endswith(EXPRESSION_SUFFIX):
            return not Path(argument).exists() and _is_lost(argument)
        return Path(argument).exists() or _is_lost(argument)
    except OSError:  # too long for a name
        return False


def _is_lost(argument: str) -> bool:
    """Whether an argument can only be meant for a file, which is not there: `mian.tf`, `./gone`, but not `user.tf`."""
    from oktaexpr.formats.walk import KINDS

    # No expression begins with `./` or ends with `/`.
    return re.fullmatch(r"\.{0,2}/[\w./-]+|[\w./-]+/", argument) is not None or is_lost_file(argument, KINDS)


def _show_change(file: FixedFile) -> None:
    from difflib import unified_diff

    name = visible(file.path)
    old, new = file.before.split("\n"), file.after.split("\n")
    for line in unified_diff(old, new, name, f"{name} (fixed)", lineterm=""):
        write(visible(line, keep="\t"))


def _print(found: Sequence[FileDiagnostic], report: Report, output: ReportFormat, *, is_result: bool) -> None:
    """Print the problems: they are the result of a check, and a remark where the result is a fix."""
    if output is not ReportFormat.TEXT and is_result:
        write_report(report, output)
        return
    from oktaexpr.render.files import draw_file_diagnostics

    stream = sys.stdout if is_result else sys.stderr
    if found:
        print(draw_file_diagnostics(found, width=text_width(), paint=paint_for(stream)), file=stream)
    say_counts(report, is_result=is_result)
    write_summary(report)
