"""Terraform's language: what python-hcl2 alone would refuse or misread, deep files, and a missing library."""

from __future__ import annotations

import sys

import pytest

from oktaexpr.errors import UsageError
from oktaexpr.formats.hcl import nodes, parse_hcl, parser
from oktaexpr.formats.mapped import MappedText
from oktaexpr.formats.problems import UnreadableError

# Valid by the specification of HCL's syntax; functions of one `::` are Terraform's own since 1.8.
VALID = [
    '"$${b"',
    '"$${b == \\"x\\"} ${c}"',
    '"%%{ and then"',
    '"${~ b ~}"',
    '"${\n  b\n}"',
    '"${f("${g("x")}")} }"',
    '"%{ for x in y ~} } %{~ endfor }"',
    "(b\n - c)",
    "(b && # }\n c\n || d)",
    "[b\n + c, /* ] */ d, ]",
    "x[b\n - c]",
    "!!b",
    "1 - - b",
    "a--b - -1",
    "local.größe",
    "{ größe = 1, in = 2, for_each = 3 }",
    "{\n for k,\n v in x:\n k => v...\n if v\n}",
    "core::max(b, c...)",
    '<<ÄÖ\n${f("}")}\nÄÖ',
    "<<_E\n x _E\n  _E",
    "f(<<-E\n  ${ {\n a = 1\n b = 2 }.a }\n E\n, b)",
    "b.*.c[0]",
    "b ? c : d /* = */",
]


@pytest.mark.parametrize("expression", VALID)
def test_valid_terraform_is_read_to_its_end(expression: str) -> None:
    text = f"a /* = */ = {expression}\nblock /* [ */ label {{ z = 1 }}"
    body, _ = parse_hcl(text, "main.tf")
    written = expression.removesuffix(" /* = */")
    assert [text[one.span.start : one.span.end] for one in body.attributes] == [f"a /* = */ = {written}"]
    (block,) = body.blocks
    assert (block.type, block.labels) == ("block", ("label",))
    assert text[block.span.start : block.span.end] == "block /* [ */ label { z = 1 }"


@pytest.mark.parametrize(
    ("expression", "path"),
    [
        ('b.größe[0]["x"].1', ("b", "größe", "0", "x", "1")),
        ("(b).c", ("b", "c")),
        ("b . for_each", ("b", "for_each")),
        ("each.value.in", ("each", "value", "in")),
    ],
)
def test_references(expression: str, path: tuple[str, ...]) -> None:
    text = f"a = {expression} # end\n"
    body, _ = parse_hcl(text, "main.tf")
    (attribute,) = body.attributes
    assert isinstance(attribute.value, nodes.Reference)
    assert attribute.value.path == path
    assert text[attribute.value.span.start : attribute.value.span.end] == expression


def test_what_is_filled_in_keeps_its_place() -> None:
    text = 'a = "x $${y} ${ b.c } \\" %{ if d }é%{ endif }${f("${g}")}"'
    body, _ = parse_hcl(text, "main.tf")
    template = body.attributes[0].value
    assert isinstance(template, nodes.Template)
    shown = [
        part.text if isinstance(part, MappedText) else text[part.span.start : part.span.end]
        for part in template.parts
    ]
    assert shown == [
        "x ${y} ", "${ b.c }", ' " ', "%{ if d }", "é", "%{ endif }", '${f("${g}")}',
    ]  # fmt: skip


def test_keys_of_objects() -> None:
    body, _ = parse_hcl('a = { true = 1, "b" : 2, 3 = 3, (d) = 4, "${e}" = 5, f.g = 6, in = 7 }', "main.tf")
    value = body.attributes[0].value
    assert isinstance(value, nodes.ObjectExpression)
    assert [key for key, _ in value.entries if key != "d"] == ["true", "b", "3", "in"]


@pytest.mark.parametrize(
    "expression",
    [
        "b" + ".c" * 5000,
        "1" + " + 1" * 5000,
        "[" * 149 + "1" + "]" * 149,
        '"${' * 149 + "b" + '}"' * 149,
        "f(" * 149 + ")" * 149,
    ],
    ids=["steps", "operators", "lists", "templates", "calls"],
)
def test_long_and_deep_expressions_are_read(expression: str) -> None:
    body, _ = parse_hcl(f"a = {expression}", "main.tf")
    assert body.attributes[0].span.end == len(expression) + 4


def test_conditionals_nest_so_deep_and_no_deeper() -> None:
    with pytest.raises(UnreadableError, match="expressions nest more than 150 deep"):
        parse_hcl("a = " + "b ? c : " * 1000 + "d", "main.tf")


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("a = { b 1 }", 8, "`=` is missing here"),
        ("a = b ? c\nd = 1", 9, "`:` is missing here"),
        ("a = f(b c)", 8, "`)` is missing here"),
        ("a = [for x y : z]", 11, "`in` is missing here"),
        ('a = "${b c}"', 9, "`}` is missing here"),
        ("a {\n  b c\n}\n", 9, "`=` or `{` is missing here"),
        ('a = = 1\nb = "x', 4, "a value is missing here"),
        ("a = 1 /* b", 6, "the comment is not closed"),
        ("a = <<E x\nE\n", 4, "a heredoc starts with `<<NAME` and a line end"),
        ("a = 'b'", 4, "a value is missing here"),
    ],
)
def test_the_first_fault_is_told(text: str, at: int, message: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        parse_hcl(text, "main.tf")
    assert (caught.value.message, caught.value.span.start) == (message, at)


def test_a_missing_library_is_named_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hcl2", None)
    monkeypatch.setitem(sys.modules, "hcl2.postlexer", None)
    parser._grammar.cache_clear()
    with pytest.raises(
        UsageError, match="Terraform files need python-hcl2: pip install 'oktaexpr\\[terraform\\]'"
    ):
        parse_hcl("a = 1", "main.tf")
    parser._grammar.cache_clear()


@pytest.mark.parametrize("has_cache", [True, False])
def test_the_grammar_is_kept_between_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, has_cache: bool
) -> None:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    monkeypatch.delenv("OKTAEXPR_NO_CACHE", raising=False)
    if not has_cache:
        monkeypatch.setenv("OKTAEXPR_NO_CACHE", "1")
    parser._grammar.cache_clear()
    assert parse_hcl("a = 1", "main.tf")[0].attributes[0].name == "a"
    assert [path.suffix for path in home.rglob("*.lark-cache")] == [".lark-cache"] * has_cache
    parser._grammar.cache_clear()
