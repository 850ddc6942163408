"""Terraform files: what is an expression there, and what its text is."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from oktaexpr.formats.found import FoundExpression
from oktaexpr.formats.hcl import evaluation, parse_hcl
from oktaexpr.formats.hcl.filled import hole_text
from oktaexpr.formats.mapped import MOST_CHARACTERS
from oktaexpr.formats.problems import UnreadableError
from tests.unit.formats.reading import read

CASES = tomllib.loads(Path(__file__).with_name("terraform.toml").read_text("utf-8"))["case"]


def _shown(found: FoundExpression) -> list[str]:
    text = found.text
    for reference in found.holes:
        text = text.replace(hole_text(reference), f"{{{{{reference}}}}}")
    return [found.address, found.attribute, str(found.usage), text]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_found(case: dict[str, Any]) -> None:
    reading = read("main.tf", case["text"])
    assert reading.problems == []
    if "contains" in case:
        assert [case["contains"] in one.text for one in reading.expressions] == [True]
    else:
        assert [_shown(one) for one in reading.expressions] == case["found"]


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ('a = "x', 1, 5, "the text is not closed on its line"),
        ("a = <<EOT\nx\n", 1, 5, "the heredoc is not closed with a line `EOT`"),
        ("a {\n  b = 1\n", 3, 1, "`}` is missing"),
        ("a = [1, 2", 1, 10, "`]` is missing here"),
        ("a = \n", 1, 5, "a value is missing here"),
        ('a = "\\q"', 1, 6, "Terraform's language has no escape `\\q`"),
        ("a = " + "[" * 200, 1, 155, "brackets nest more than 150 deep"),
        ("a b c\n", 1, 6, "`=` or `{` is missing here"),
        ('a = "${b"', 1, 9, "`}` is missing here"),
        ("= 1", 1, 1, "a name of an attribute or a block is missing here"),
        (
            'variable "a" { type = string; default = "b" }',
            1,
            29,
            "Terraform's language has no `;`: each argument stands on a line of its own",
        ),
        ("a = 1;", 1, 6, "Terraform's language has no `;`: each argument stands on a line of its own"),
        ("a = b.", 1, 7, "a name is missing after the point"),
        ('a = "\\UFFFFFFFF"', 1, 6, "there is no such character"),
        ("a = 1\nb {\n  c = 1\n  c = 2\n}", 4, 3, "`c` stands here a second time"),
        ('a = "%{ if b }c"', 1, 6, "this `if` is not closed with `%{ endif }`"),
        (
            'a = "%{ if b }c%{ else }d%{ else }%{ endif }"',
            1,
            26,
            "nothing is open that `%{ else }` could belong to",
        ),
        ('a = "%{ for b in c }%{ endif }"', 1, 21, "nothing is open that `%{ endif }` could belong to"),
        ('a = "%{ while b }"', 1, 8, "`if`, `else`, `endif`, `for … in` or `endfor` is missing here"),
    ],
)
def test_unreadable(text: str, line: int, column: int, message: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        parse_hcl(text, "main.tf")
    before = text[: caught.value.span.start]
    assert (before.count("\n") + 1, len(before) - before.rfind("\n")) == (line, column)
    assert caught.value.message == message


def test_a_broken_file_of_others_is_passed_over() -> None:
    assert read("main.tf", 'resource "aws_x" "y" {').problems == []
    (problem,) = read("main.tf", 'resource "okta_x" "y" {').problems
    assert problem.message == "`}` is missing"


def test_carriage_returns_are_kept_out_of_the_way() -> None:
    text = 'resource "okta_auth_server_claim" "a" {\r\n  value = "user.a" # x\r\n  name = <<-EOT\r\n    x\r\n    EOT\r\n}\r\n'
    (found,) = read("main.tf", text).expressions
    assert found.text == "user.a"


@pytest.mark.parametrize("template", ["${local.%s}${local.%s}", '${format("%%s%%s", local.%s, local.%s)}'])
def test_names_that_multiply_each_other_end_as_unknown(template: str) -> None:
    doubling = [f'  a{number + 1} = "{template % (f"a{number}", f"a{number}")}"' for number in range(50)]
    text = "\n".join(["locals {", '  a0 = "user.a + "', *doubling, "}"])
    (found,) = read(
        "main.tf", text + '\nresource "okta_auth_server_claim" "a" { value = "user.x + ${local.a50}" }\n'
    ).expressions
    assert len(found.text) <= MOST_CHARACTERS


def test_blocks_that_multiply_each_other_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluation, "_MOST_STEPS", 10_000)
    names = ", ".join(f'"{number}"' for number in range(900))
    inner = f'dynamic "values" {{\n for_each = [{names}]\n content {{ x = "y" }}\n }}'
    text = (
        f'resource "okta_app_saml" "a" {{\n dynamic "attribute_statements" {{\n for_each = [{names}]\n'
        f" content {{\n {inner}\n }}\n }}\n}}\n"
    )
    assert read("main.tf", text).expressions == []
