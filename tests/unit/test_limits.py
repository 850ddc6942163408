"""Long chains run, deep nesting is told, and nothing of Python is reachable."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

import oktaexpr
from oktaexpr import EvaluationError, ExpressionSyntaxError, Scope

_SCOPE = Scope(user={"level": 4, "name": "x"}, groups=[{"name": "dbt_developers"}])

_CHAINS = {
    "OR": ("isMemberOfGroupName('a') OR ", "true", True),
    "AND": ("user.level == 4 AND ", "true", True),
    "plus": ("1 + ", "1", 2000),
    "text": ("user.name + ", "'x'", "x" * 2000),
    "minus": ("0 - ", "0", 0),
    "times": ("1 * ", "3", 3),
    "conditional": ("user.level == 5 ? 'no' : ", "'yes'", "yes"),
    "elvis": ("user.absent ?: ", "'last'", "last"),
}


@pytest.mark.parametrize("chain", _CHAINS)
def test_chain_of_2000_terms_runs_checks_and_prints(chain: str) -> None:
    link, last, expected = _CHAINS[chain]
    text = link * 1999 + last
    assert oktaexpr.evaluate(text, _SCOPE) == expected
    assert oktaexpr.explain(text, _SCOPE).value == expected
    assert oktaexpr.parse(oktaexpr.format(text)) == oktaexpr.parse(text)
    assert not [problem for problem in oktaexpr.check(text, engine="classic") if problem.severity == "error"]


@pytest.mark.parametrize(
    "text", ["!" * 500 + "true", "{" * 500 + "}" * 500, "a" + ".b" * 500, "f(" * 500 + ")" * 500]
)
def test_deep_nesting_has_a_diagnostic_of_its_own(text: str) -> None:
    with pytest.raises(ExpressionSyntaxError) as caught:
        oktaexpr.compile(text)
    assert caught.value.diagnostics[0].code == "OEL112"


def test_parentheses_do_not_count_as_nesting() -> None:
    assert oktaexpr.evaluate("(" * 5000 + "1" + ")" * 5000, _SCOPE) == 1


@pytest.mark.parametrize(
    "text",
    [
        "T(java.lang.Runtime).getRuntime()",
        "new java.io.File('/')",
        "@bean",
        "user.name.getClass()",
        "user.name.class",
        "''.class.forName('java.lang.Runtime')",
        "user.__class__.__mro__",
        "user.name.__class__",
        "#root.__init__()",
        "{1}.__len__()",
        "__import__('os')",
        "user.name.encode('utf8')",
        "user.items()",
        "{1}.append(2)",
        "n = 1",
        "#secret",
    ],
)
def test_nothing_of_java_or_python_is_reachable(text: str) -> None:
    for run in (lambda: oktaexpr.evaluate(text, _SCOPE), lambda: oktaexpr.explain(text, _SCOPE).value):
        try:
            value = run()
        except EvaluationError:
            continue
        assert value is None  # an absent key of a map, as `user.__class__` is


def test_nested_projections_end_within_the_work_budget() -> None:
    numbers = list(range(1000))
    text = "user.n.![#root.user.n.![#root.user.n.![#this]]]"
    with pytest.raises(EvaluationError) as caught:
        oktaexpr.evaluate(text, Scope(user={"n": numbers}))
    assert caught.value.code == "TOO_MUCH_WORK"


def test_repeated_text_cannot_exhaust_memory() -> None:
    with pytest.raises(EvaluationError) as caught:
        oktaexpr.evaluate("'aaaaaaaaaa' * 2147483647", _SCOPE)
    assert caught.value.code == "TOO_LARGE"


def test_deeply_nested_data_is_an_error_of_ours() -> None:
    nested: list[object] = []
    for _ in range(100_000):
        nested = [nested]
    scope = Scope(user={"a": nested, "b": [nested]})
    for text in ("user.a + 'x'", "user.a == user.b", "user.a.toString()"):
        with pytest.raises(EvaluationError):
            oktaexpr.evaluate(text, scope)


def test_one_program_serves_many_threads() -> None:
    program = oktaexpr.compile(
        'user.level > 3 AND isMemberOfGroupName("g" + user.level) ? Time.now() + user.name : user.name'
    )
    scopes = [
        Scope(
            user={"level": n % 8, "name": str(n)}, groups=[{"name": f"g{n % 8}"}], now="2026-01-01T00:00:00Z"
        )
        for n in range(400)
    ]
    expected = [f"2026-01-01T00:00:00.000Z{n}" if n % 8 > 3 else str(n) for n in range(400)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(program, scopes)) == expected


def test_an_error_of_one_user_leaves_no_trace_in_the_next() -> None:
    program = oktaexpr.compile("user.manager.name")
    with pytest.raises(EvaluationError):
        program(Scope(user={}))
    assert program(Scope(user={"manager": {"name": "Mia"}})) == "Mia"


def test_error_place_is_the_sub_expression_that_failed() -> None:
    text = 'true ? "a" + {1, 2}[user.level] : user.manager.name'
    with pytest.raises(EvaluationError) as caught:
        oktaexpr.evaluate(text, _SCOPE)
    span = caught.value.diagnostics[0].span
    assert text[span.start : span.end] == "{1, 2}[user.level]"
    assert oktaexpr.explain(text, _SCOPE).error is not None
    assert oktaexpr.explain(text, _SCOPE).error.diagnostics[0].span == span
