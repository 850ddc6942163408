"""Safe fixes, applied until nothing changes."""

from __future__ import annotations

import pytest

from oktaexpr.checker import apply_fixes, check
from oktaexpr.diagnostics import Diagnostic, Edit, Fix, Severity
from oktaexpr.source import Span
from oktaexpr.syntax import parse

CASES = [
    ('IIF(isMemberOf("dbt_developers"), "developer", "read_only")',
     'isMemberOfGroupName("dbt_developers") ? "developer" : "read_only"'),
    ("IIF(user.a == 1,'x','y')", "user.a == 1 ? 'x' : 'y'"),
    ("'a' + IIF(user.a, 'x', 'y')", "'a' + (user.a ? 'x' : 'y')"),
    ("String.len(IIF(user.a, 'x', 'y'))", "String.len(user.a ? 'x' : 'y')"),
    ("IIF(user.a ? user.b : user.c, 'x', 'y')", "(user.a ? user.b : user.c) ? 'x' : 'y'"),
    ("IIF(user.a, IIF(user.b, 1, 2), IIF(user.c, 3, 4))", "user.a ? user.b ? 1 : 2 : user.c ? 3 : 4"),
    ("IIF(IIF(user.a, true, false), 1, 2)", "(user.a ? true : false) ? 1 : 2"),
    ("IIF( (user.a), (1), (2) )", "(user.a) ? (1) : (2) "),
    ("(IIF(user.a, 1, 2)) + 1", "(user.a ? 1 : 2) + 1"),
    ('substringBefore(user.login, "@")', 'String.substringBefore(user.login, "@")'),
    ("user.a eq 1 and not user.b", "user.a == 1 and ! user.b"),
    ('user.isMemberOfGroupName("x")', 'isMemberOfGroupName("x")'),
    ("string.LEN(user.login)", "String.len(user.login)"),
    ("User.login", "user.login"),
    ("user.a = 1 ? 2 : 3", "user.a == 1 ? 2 : 3"),
    ("String.lenn(user.login)", "String.lenn(user.login)"),
]  # fmt: skip


def _check(text: str) -> list[Diagnostic]:
    return check(text, engine="classic")


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_safe_fixes_are_made(text: str, expected: str) -> None:
    assert apply_fixes(text, _check(text), _check) == expected


@pytest.mark.parametrize("expected", [case[1] for case in CASES])
def test_what_was_fixed_parses_and_stays(expected: str) -> None:
    parse(expected)
    assert apply_fixes(expected, _check(expected), _check) == expected


def test_a_nested_iif_keeps_its_meaning() -> None:
    text = "IIF(user.a, IIF(user.b, 1, 2), 3) + 4"
    fixed = apply_fixes(text, _check(text), _check)
    assert parse(fixed) == parse("(user.a ? (user.b ? 1 : 2) : 3) + 4")


def test_an_enumeration_mends_case_and_separators() -> None:
    text = "user.a == 1 ? \"Developer\" : 'read-only'"
    target = __import__("oktaexpr").Target("string", ("developer", "read_only"))
    assert apply_fixes(text, check(text, target=target)) == "user.a == 1 ? \"developer\" : 'read_only'"


def test_a_profile_attribute_gets_its_profile() -> None:
    found = check("user.department == 'x'", usage="app-sign-in-policy")
    assert apply_fixes("user.department == 'x'", found) == "user.profile.department == 'x'"


def test_unsafe_fixes_are_left_alone() -> None:
    assert apply_fixes("user.firstname", _check("user.firstname"), _check) == "user.firstname"


def test_without_a_second_look_there_is_one_round() -> None:
    def problem(start: int, end: int, text: str) -> Diagnostic:
        fix = Fix("write it", (Edit(Span(start, end), text),))
        return Diagnostic("OEL999", Severity.ERROR, "wrong", Span(start, end), fix=fix)

    assert apply_fixes("abcdef", [problem(0, 3, "x"), problem(2, 4, "y"), problem(4, 6, "z")]) == "xdz"
