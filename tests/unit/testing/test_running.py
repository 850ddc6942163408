"""Running cases: what passes, and what is said of what does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from oktaexpr.testing import (
    Answer,
    CaseResult,
    Expectation,
    ExpectationError,
    Observation,
    read_case_file,
    run_case,
)
from tests.unit.testing.test_reading import TERRAFORM, read


def _results(folder: Path, text: str) -> list[CaseResult]:
    file = read(folder, text)
    return [run_case(case, file.source) for case in file.cases]


@pytest.mark.parametrize(
    ("expression", "case"),
    [
        ("user.level", "{set: {user.level: 4}, value: 4}"),
        ("user.level", "{value: null}"),
        ("user.level / 2", "{set: {user.level: 7}, value: 3, type: Integer}"),
        ("user.level / 2.0", "{set: {user.level: 7}, value: 3.5, type: Double}"),
        ("user.level / 2.0", "{set: {user.level: 6}, value: 3.0}"),
        ("user.tags", "{set: {user.tags: [a, 1]}, value: [a, 1]}"),
        ("user.level / 0", "{set: {user.level: 1}, error: DIVISION_BY_ZERO}"),
        ("user.level / 0", "{set: {user.level: 1}, error: Division by zero}"),
        ("isMemberOfGroupName('a')", "{groups: [a], value: true}"),
        ("user.login", "{user: {profile: {}}, value: somebody@oktaexpr.example}"),
        ("user.profile.level", "{user: {profile: {level: 4}}, value: 4}"),
    ],
)
def test_what_passes(tmp_path: Path, expression: str, case: str) -> None:
    engine = "identity-engine" if ".profile." in expression else "classic"
    (result,) = _results(tmp_path, f'engine: {engine}\nexpression: "{expression}"\ncases: [{case}]')
    assert result.has_passed, result.findings
    assert result.seconds >= 0
    assert result.line == 3


@pytest.mark.parametrize(
    ("expression", "case", "code", "said", "marked"),
    [
        ("user.level", "{set: {user.level: 4}, value: 5}", "TEST101", "expected 5, got 4", "5"),
        ("user.level", "{set: {user.level: 4}, value: '4'}", "TEST101", 'expected "4", got 4', "'4'"),
        ("user.level", "{set: {user.level: 1}, value: true}", "TEST101", "expected true, got 1", "true"),
        ("user.level", "{set: {user.level: 4}, value: 4.0}", "TEST101", "expected 4.0, got 4", "4.0"),
        ("user.level", "{set: {user.level: null}, value: ''}", "TEST101", 'expected "", got null', "''"),
        (
            "user.t",
            "{set: {user.t: [a]}, value: [a, b]}",
            "TEST101",
            'expected ["a", "b"], got ["a"]',
            "[a, b]",
        ),
        (
            "user.level",
            "{set: {user.level: 4}, type: Long}",
            "TEST101",
            'expected type "Long", got "Integer"',
            "Long",
        ),
        (
            "user.level / 0",
            "{set: {user.level: 1}, value: 1, type: Integer}",
            "TEST102",
            "expected 1, got the error DIVISION_BY_ZERO (division by zero)",
            "1",
        ),
        (
            "user.level",
            "{error: DIVISION_BY_ZERO}",
            "TEST101",
            'expected error "DIVISION_BY_ZERO", got null',
            "DIVISION_BY_ZERO",
        ),
        (
            "user.level / 0",
            "{set: {user.level: 1}, error: NULL}",
            "TEST101",
            'expected error "NULL", got the error DIVISION_BY_ZERO (division by zero)',
            "NULL",
        ),
        (
            "user.level",
            "{set: {user.level: 1}}",
            "TEST103",
            "nothing is expected; 1 is there",
            "{set: {user.level: 1}}",
        ),
        ("user.level", "{user: nobody, value: 1}", "TEST202", "no user 'nobody'", "{user: nobody, value: 1}"),
    ],
)
def test_what_does_not_pass(
    tmp_path: Path, expression: str, case: str, code: str, said: str, marked: str
) -> None:
    case = case.replace("NULL", '"NULL"') if "NULL}" in case else case
    (result,) = _results(tmp_path, f"expression: {expression}\ncases: [{case}]")
    (finding,) = result.findings
    assert finding.code == code
    assert said in finding.message
    assert finding.source.slice(finding.diagnostic.span).strip('"') == marked


def test_a_failure_says_why_and_where_the_expression_stands(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(TERRAFORM)
    text = "expression: {file: main.tf, address: okta_group_rule.data}\ncases: [{value: true}]"
    (result,) = _results(tmp_path, text)
    (finding,) = result.findings
    assert finding.diagnostic.help == result.trace.sentence if result.trace else ""
    (place,) = finding.related
    assert (place.message, Path(place.path).name, place.line) == (
        "okta_group_rule.data.expression_value",
        "main.tf",
        9,
    )


def test_an_error_says_which_part_fails(tmp_path: Path) -> None:
    text = "expression: |\n  1 + user.level\n    / 0\ncases: [{set: {user.level: 1}, value: 1}]"
    ((finding,),) = (result.findings for result in _results(tmp_path, text))
    assert finding.diagnostic.help == "it fails at `user.level / 0`"


def _double(observation: Observation, expected: object) -> Answer:
    if expected == "trouble":
        message = "trouble is no number"
        raise ExpectationError(message)
    assert observation.options == {"by": 2}
    assert observation.error is None
    return Answer(observation.value * observation.options["by"], "it is doubled")


def _find(name: str) -> Expectation | None:
    return _double if name == "double" else None


def test_an_extension_expects_what_it_knows(tmp_path: Path) -> None:
    path = tmp_path / "a.oel.yaml"
    path.write_text(
        "expression: user.level\nset: {user.level: 3}\nwith: {by: 2}\n"
        "cases: [{double: 6}, {double: 7}, {double: trouble}, {value: 3, double: 6}]\n"
    )
    file = read_case_file(path, find_expectation=_find)
    good, wrong, trouble, both = [run_case(case, file.source, _find) for case in file.cases]
    assert good.has_passed
    assert both.has_passed
    assert wrong.findings[0].message.endswith("expected double 7, got 6")
    assert wrong.findings[0].diagnostic.help == "it is doubled"
    assert trouble.findings[0].code == "TEST201"
    assert trouble.findings[0].message.endswith("trouble is no number")


def test_an_expectation_that_has_gone_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.oel.yaml"
    path.write_text("expression: '1'\ncases: [{double: 6}]\n")
    file = read_case_file(path, find_expectation=_find)
    assert "no extension knows `double`" in run_case(file.cases[0], file.source).findings[0].message


def test_empty_cells_of_a_table_expect_nothing(tmp_path: Path) -> None:
    text = """
    expression: 6 / user.level
    table:
      columns: [user.level, value, error, type]
      rows:
      - [2, 3, null, Integer]
      - [0, null, DIVISION_BY_ZERO, null]
      - [0, 3, DIVISION_BY_ZERO, Integer]
      - [0, null, null, null]
      - [2, null, null, null]
    """
    assert [result.has_passed for result in _results(tmp_path, text)] == [True, True, True, False, False]
