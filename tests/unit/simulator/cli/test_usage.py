"""What is no license, no fact and no scenario is said, with the exit code of its kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.license import ACME, FORMULA
from tests.support.program import Run

WRONG_USAGE, FAULT = 2, 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("table", FORMULA, "--map", "developr=x"), "developr"),
        (("explain", "bob@acme.example", FORMULA, "-d", ACME, "--map", "developer"), "is not like"),
        (("fact", "5.3"), "there is no fact '5.3'; `oktaexpr license fact` lists all"),
        (("fact", "F99"), "no fact and no section 'F99'"),
        (("scenarios", "nowhere.jsonl"), "cannot read 'nowhere.jsonl'"),
    ],
)
def test_a_wrong_argument_is_wrong_usage(oktaexpr: Run, arguments: tuple[str, ...], message: str) -> None:
    result = oktaexpr("license", *arguments)
    assert (result.code, result.out) == (WRONG_USAGE, "")
    assert message in " ".join(result.err.split())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# Scenarios\n", ":1: no JSON: Expecting value"),
        ("\n[]\n", ":2: a scenario must be a JSON object"),
        ("\n\n", ": there is no scenario in it"),
    ],
)
def test_a_file_without_scenarios_is_at_fault(oktaexpr: Run, tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(text, encoding="utf-8")
    result = oktaexpr("license", "scenarios", str(file))
    assert (result.code, result.out) == (FAULT, "")
    assert f"{file}{message}" in result.err.replace("\n", "")
