"""Files of tests: what they say, and what is said of wrong ones, at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from oktaexpr.errors import UsageError
from oktaexpr.testing import CaseFile, CaseFileError, find_case_files, read_case_file
from tests.support.program import ROOT

ACME = ROOT / "examples" / "acme"


def read(folder: Path, text: str) -> CaseFile:
    """Return what a file with this text says."""
    path = folder / "a.oel.yaml"
    path.write_text(text, encoding="utf-8")
    return read_case_file(path)


def _names(folder: Path, text: str) -> list[str]:
    return [case.name for case in read(folder, text).cases]


def test_cases_are_named_by_what_tells_them_apart(tmp_path: Path) -> None:
    text = """
    expression: user.level > 3
    users: {ann: {profile: {level: 4}}}
    cases:
    - {name: given, value: true}
    - {user: ann, value: true}
    - {user: ann, set: {user.level: 2, user.title: x}, value: false}
    - {groups: [a, b], value: null}
    - {groups: [], value: null}
    - {user: {profile: {level: 5}}, value: true}
    - {value: null}
    - {value: null, name: "a\\nb"}
    - {user: ann, value: true}
    """
    assert _names(tmp_path, text) == [
        "given",
        "ann",
        'ann, user.level=2, user.title="x"',
        "a+b",
        "no groups",
        "level=5",
        "case 7",
        "a\\nb",
        "ann (2)",
    ]


def test_rows_are_named_by_their_inputs(tmp_path: Path) -> None:
    text = """
    tests:
    - name: first
      expression: user.level
      table: {columns: [user.level, groups, value], rows: [[4, [a], 4], [null, [], null]]}
    - expression: user.title
      table: {columns: [name, user.title, value], rows: [[mine, x, x]]}
    """
    assert _names(tmp_path, text) == ["first: user.level=4, a", "first: no groups", "mine"]


def test_what_the_top_says_counts_for_all_suites(tmp_path: Path) -> None:
    text = f"""
    directory: {ACME}
    engine: identity-engine
    now: "2026-01-01T00:00:00Z"
    set: {{user.x: 1}}
    expression: user.profile.firstName
    tests:
    - cases: [{{user: alice@acme.example, value: Alice}}]
    - engine: classic
      expression: user.firstName
      cases: [{{user: alice@acme.example, now: "2027-01-01T00:00:00Z", value: Alice}}]
    """
    first, second = read(tmp_path, text).cases
    assert (first.expression.engine, first.expression.text) == ("identity-engine", "user.profile.firstName")
    assert (second.expression.engine, second.expression.text) == ("classic", "user.firstName")
    assert (first.now, second.now) == ("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")
    assert first.settings == ((("user", "x"), 1),)
    assert first.scope().roots["user"]["profile"]["firstName"] == "Alice"


def test_a_usage_brings_its_engine(tmp_path: Path) -> None:
    (case,) = read(tmp_path, "expression: '1'\nusage: app-sign-in-policy\ncases: [{value: 1}]").cases
    assert case.expression.engine == "identity-engine"


def test_users_of_the_file_come_before_those_of_the_directory(tmp_path: Path) -> None:
    text = f"""
    directory: {ACME}
    expression: user.firstName
    users: {{alice@acme.example: {{profile: {{firstName: Other}}, groups: [a]}}}}
    cases: [{{user: alice@acme.example, value: Other}}, {{user: bob@acme.example, value: Bob}}]
    """
    first, second = read(tmp_path, text).cases
    assert (first.scope().user["firstName"], second.scope().user["firstName"]) == ("Other", "Bob")
    assert [group.name for group in first.scope().groups if group.name != "Everyone"] == ["a"]


TERRAFORM = """
locals {
  level = 3
}

resource "okta_group_rule" "data" {
  name              = "data"
  group_assignments = ["00g1"]
  expression_value  = "user.department == \\"Data\\" AND user.level > ${local.level}"
}

resource "okta_group_rule" "other" {
  name              = "other"
  group_assignments = ["00g1"]
  expression_value  = "isMemberOfGroup(\\"${okta_group.x.id}\\")"
}
"""


def test_an_expression_of_another_file(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(TERRAFORM)
    text = "expression: {file: main.tf, address: okta_group_rule.data}\ncases: [{value: false}]"
    (case,) = read(tmp_path, text).cases
    assert case.expression.text == 'user.department == "Data" AND user.level > 3'
    assert case.expression.address == "okta_group_rule.data.expression_value"
    start = case.expression.text.index("Data")
    from oktaexpr.source import Span

    source, span = case.expression.located(Span(start, start + 4))
    assert (Path(source.name).name, source.slice(span)) == ("main.tf", "Data")


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("{file: none.tf}", "there is no file"),
        ("{file: main.tf}", "2 expressions fit: okta_group_rule.data expression_value"),
        ("{file: main.tf, address: okta_group_rule.dat}", "no expression of the file fits; did you mean"),
        (
            "{file: main.tf, address: okta_group_rule.other}",
            "only known when Terraform runs: okta_group.x.id",
        ),
        ("{address: x}", "expected a `file`"),
        ("{file: main.tf, adress: x}", "unknown key `adress`; did you mean `address`?"),
        ("{file: empty.tf}", "no expression stands in"),
        ("[1]", "expected an `expression`"),
    ],
)
def test_a_reference_that_names_nothing(tmp_path: Path, reference: str, said: str) -> None:
    (tmp_path / "main.tf").write_text(TERRAFORM)
    (tmp_path / "empty.tf").write_text("")
    with pytest.raises(CaseFileError) as raised:
        read(tmp_path, f"expression: {reference}\ncases: [{{value: 1}}]")
    assert said in raised.value.message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cases: []", "1:1: expected an `expression`: a text, or `file` and `address`"),
        ("expression: '1'", "1:1: expected `cases` or a `table`"),
        ("expression: '1'\ncase: []", "2:1: unknown key `case`; did you mean `cases`?"),
        ("expression: '1'\ncases: 3", "2:8: expected a list, found a number"),
        ("expression: '1'\ncases:\n- 3", "3:3: expected a mapping, found a number"),
        ("expression: '1'\ncases:\n- valu: 3", "3:3: unknown key `valu`; did you mean `value`?"),
        ("expression: '1 +'\ncases: []", "1:16: a value is missing after `+`"),
        ("expression: |\n  1 +\n  ]\ncases: []", "3:3: "),
        (
            "expression: '1'\nengine: clasic\ncases: []",
            "2:9: unknown value `clasic`; did you mean `classic`?",
        ),
        ("expression: '1'\nusage: x\ncases: []", "2:8: unknown value `x`; use one of group-rule"),
        (
            "expression: '1'\nusage: group-rule\nengine: identity-engine\ncases: []",
            "3:9: the usage group-rule has the engine classic",
        ),
        ("expression: '1'\nnow: yesterday\ncases: []", "2:6: expected an ISO 8601 date-time"),
        ("expression: '1'\nset: {user..x: 1}\ncases: []", "2:7: expected a path such as `user.level`"),
        ("expression: '1'\ndirectory: nowhere\ncases: []", "2:12: "),
        (
            "expression: '1'\nusers: {ann: {grups: [a]}}\ncases: []",
            '2:15: unknown key `grups`; did you mean "groups"?',
        ),
        (
            "expression: '1'\ncases:\n- user: {title: x}",
            "3:10: unknown key `title`; attributes of a user stand under `profile`",
        ),
        ("expression: '1'\nusers: {a: {}, ann: {status: X}}\ncases: []", "2:21: "),
        (
            "expression: '1'\ncases: [{user: {profile: 3}, value: 1}]",
            "2:26: expected a mapping, found a number",
        ),
        ("expression: '1'\ncases: [{groups: [1], value: 1}]", "2:19: expected a text, found a number"),
        ("expression: '1'\ncases: [{error: 3}]", "2:17: expected a text, found a number"),
        (
            "expression: '1'\ntable: {columns: [value], rows: [[1, 2]]}",
            "2:34: the row has 2 cells, and there are 1",
        ),
        (
            "expression: '1'\ntable: {columns: [level], rows: [[1]]}",
            "2:35: unknown column `level`; a column that sets",
        ),
        ("tests:\n- expression: '1'\n  cases: []\ncases: []", "4:1: `cases` stands inside of `tests`"),
        ("expression: '1'\nexpression: '2'", "2:1: the key stands twice"),
        ("a: [", "1:5: no YAML: "),
        (
            "expression: a ? 'b' : 'c'",
            "1:21: no YAML: mapping values are not allowed in this context; a text that holds a colon",
        ),
        ("- 1", "1:1: expected a mapping, found a list"),
        ("", "1:1: expected a mapping, found nothing"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CaseFileError) as raised:
        read(tmp_path, text)
    messages = raised.value.message.split("\n")
    assert any(message.startswith(f"{tmp_path / 'a.oel.yaml'}:{said}") for message in messages), messages


def test_all_problems_are_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(CaseFileError) as raised:
        read(tmp_path, "expression: '1'\nx: 1\ncases:\n- y: 1\n- {z: 1}")
    assert [finding.start.line for finding in raised.value.findings] == [2, 4, 5]


@pytest.mark.parametrize("content", [b"\xff", None])
def test_a_file_that_is_no_text_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "b.oel.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=r"cannot read .*b\.oel\.yaml"):
        read_case_file(path)


def test_which_files_are_found(tmp_path: Path) -> None:
    for name in (
        "a.oel.yaml",
        "b.oel.yml",
        "c.yaml",
        ".hidden/d.oel.yaml",
        "node_modules/e.oel.yaml",
        "f/g.oel.yaml",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("")
    found = [
        path.relative_to(tmp_path).as_posix() for path in find_case_files([tmp_path, tmp_path / "a.oel.yaml"])
    ]
    assert found == ["a.oel.yaml", "b.oel.yml", "f/g.oel.yaml"]
    assert list(find_case_files([tmp_path / "c.yaml"])) == [tmp_path / "c.yaml"]
    with pytest.raises(UsageError, match="there is no"):
        list(find_case_files([tmp_path / "none"]))
