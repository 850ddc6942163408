"""`fmt`, `tree`, `rule`, `functions` and `usages`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from pytest_snapshot.plugin import Snapshot

from oktaexpr.cli.shared import output
from oktaexpr.functions import catalogue
from oktaexpr.functions.usages import constructs, usages
from tests.support.program import SNAPSHOTS, Run

TREE = 'user.level > 3 AND !isMemberOfGroupName("a") ? {1, 2}.?[#this > 1] : {a: user?.b[0] ?: -1L}'


def test_fmt_prints_the_canonical_spelling(oktaexpr: Run) -> None:
    assert oktaexpr("fmt", "user.level>3 and  'a'==\"b\"").out == "user.level > 3 AND 'a' == \"b\"\n"


def test_fmt_check_tells_by_its_exit_code(oktaexpr: Run, tmp_path: Path) -> None:
    path = tmp_path / "sum.oel"
    path.write_text("1 + 2\n")
    assert oktaexpr("fmt", str(path), "--check").code == 0
    path.write_text("1+2\n")
    result = oktaexpr("fmt", str(path), "--check")
    assert (result.code, result.out) == (1, "")
    assert "would be written: 1 + 2" in result.err


@pytest.mark.parametrize(
    ("escape", "printed"),
    [("json", '"a == \\"${x}\\\\\\""\n'), ("hcl", '"a == \\"$${x}\\\\\\""\n')],
)
def test_fmt_escapes_for_the_file_that_it_goes_to(oktaexpr: Run, escape: str, printed: str) -> None:
    out = oktaexpr("fmt", 'a == "${x}\\"', "--escape", escape).out
    assert out == printed
    assert json.loads(out.replace("$${", "${")) == 'a == "${x}\\"'


@pytest.mark.parametrize(("text", "changed", "code"), [("1+2", True, 1), ("1 + 2", False, 0)])
def test_fmt_gives_a_program_both_spellings(oktaexpr: Run, text: str, changed: bool, code: int) -> None:
    wanted = {"schema_version": 1, "expression": text, "formatted": "1 + 2", "changed": changed}
    plain = oktaexpr("fmt", text, "--format", "json")
    assert (plain.code, json.loads(plain.out)) == (0, wanted)
    checked = oktaexpr("fmt", text, "--format", "json", "--check")
    assert (checked.code, json.loads(checked.out)) == (code, wanted)


def test_fmt_escapes_no_document(oktaexpr: Run) -> None:
    assert oktaexpr("fmt", "1+2", "--format", "json", "--escape", "hcl").code == 2


def test_tree_shows_every_node(oktaexpr: Run, snapshot: Snapshot) -> None:
    snapshot.snapshot_dir = SNAPSHOTS
    snapshot.assert_match(oktaexpr("tree", TREE).out, "tree.txt")
    snapshot.assert_match(oktaexpr("tree", "a +\n b", "--spans").out, "tree_spans.txt")


def test_tree_as_json(oktaexpr: Run) -> None:
    tree = oktaexpr("tree", "1 + a", "--format", "json").json["tree"]
    assert (tree["kind"], tree["operators"], tree["span"]["end"]) == ("Arithmetic", ["+"], 5)
    assert [operand["kind"] for operand in tree["operands"]] == ["Literal", "Name"]


def test_rule_lists_all_families(oktaexpr: Run) -> None:
    out = oktaexpr("rule").out
    for family in ("Syntax", "Names", "Types", "What a usage refuses", "Pitfalls", "Deprecated"):
        assert family in out
    listed = oktaexpr("rule", "oel5", "--format", "json").json["rules"]
    assert {rule["code"][:4] for rule in listed} == {"OEL5"}


def test_rule_explains_a_code(oktaexpr: Run, snapshot: Snapshot) -> None:
    snapshot.snapshot_dir = SNAPSHOTS
    snapshot.assert_match(oktaexpr("rule", "oel603").out, "rule.txt")
    document = oktaexpr("rule", "OEL603", "--format", "json").json
    assert document["failing"]["expression"].startswith("IIF(")


def test_functions_lists_all_of_them(oktaexpr: Run) -> None:
    listed = oktaexpr("functions", "--format", "json").json["functions"]
    assert sorted(one["signature"] for one in listed) == sorted(one.text for one in catalogue.everything())
    out = oktaexpr("functions").out
    assert all(function.name in out for function in catalogue.everything())


def test_functions_of_one_engine(oktaexpr: Run) -> None:
    out = oktaexpr("functions", "--engine", "identity-engine").out
    assert "DateTime::toZone" in out
    assert "Time.fromUnixToIso8601" not in out


@pytest.mark.parametrize("name", ["String.len", "string.LEN", "String.len()"])
def test_a_function_is_found_by_its_name(oktaexpr: Run, name: str) -> None:
    assert oktaexpr("functions", name).out.startswith("String.len(input: String) -> Integer\n")


@pytest.mark.parametrize("name", ["Arrays", "arrays"])
def test_a_namespace_lists_its_functions(oktaexpr: Run, name: str) -> None:
    document = oktaexpr("functions", name, "--format", "json").json
    assert {one["name"] for one in document["functions"]} == {
        "Arrays.add", "Arrays.clear", "Arrays.contains", "Arrays.flatten", "Arrays.get", "Arrays.isEmpty",
        "Arrays.remove", "Arrays.size", "Arrays.toCsvString",
    }  # fmt: skip


def test_a_namespace_of_one_engine_lists_what_that_has(oktaexpr: Run) -> None:
    out = oktaexpr("functions", "Time", "--engine", "identity-engine").out
    assert "Time.now" in out
    assert "Time.fromUnixToIso8601" not in out


def test_a_bare_name_means_all_of_that_name(oktaexpr: Run) -> None:
    found = {one["name"] for one in oktaexpr("functions", "toAlpha2", "--format", "json").json["functions"]}
    assert found == {"CountryCode::toAlpha2", "Iso3166Convert.toAlpha2"}


def test_a_function_page(oktaexpr: Run, snapshot: Snapshot) -> None:
    snapshot.snapshot_dir = SNAPSHOTS
    snapshot.assert_match(oktaexpr("functions", "isMemberOfGroupName").out, "function.txt")


def test_usages_print_the_table(oktaexpr: Run, snapshot: Snapshot) -> None:
    snapshot.snapshot_dir = SNAPSHOTS
    snapshot.assert_match(oktaexpr("usages", "Groups.*").out, "usages_construct.txt")
    rows = list(csv.DictReader(io.StringIO(oktaexpr("usages", "--format", "csv").out)))
    assert len(rows) == len(usages()) * len(constructs())
    out = oktaexpr("usages").out
    assert all(name in out for name in [*constructs(), *(usage.name for usage in usages())])
    one = oktaexpr("usages", "group-rule", "--format", "json").json
    assert {cell["usage"] for cell in one["cells"]} == {"group-rule"}


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["rule", "OEL999"], "lists them"),
        (["functions", "String.lem"], "did you mean `String.len`"),
        (["usages", "grouprule"], "did you mean `group-rule`"),
    ],
)
def test_an_unknown_name_is_wrong_usage(oktaexpr: Run, arguments: list[str], hint: str) -> None:
    result = oktaexpr(*arguments)
    assert result.code == 2
    assert arguments[1] in result.err
    assert hint in result.err or "did you mean" in result.err


@pytest.mark.parametrize("terminal", [False, True])
def test_fmt_hands_a_program_the_text_and_a_terminal_nothing_to_obey(
    oktaexpr: Run, monkeypatch: pytest.MonkeyPatch, terminal: bool
) -> None:
    monkeypatch.setattr(output, "is_terminal", lambda stream: terminal)
    shown = oktaexpr("fmt", '"\x1b[31mred"').out
    assert shown == ('"\\u001b[31mred"\n' if terminal else '"\x1b[31mred"\n')
