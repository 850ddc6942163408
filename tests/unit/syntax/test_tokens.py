"""The forgiving reader of tokens, forwards and backwards."""

from __future__ import annotations

import pytest

from oktaexpr.source import Span
from oktaexpr.syntax.tokens import operator_around, string_end, token_at, token_before


@pytest.mark.parametrize(
    ("text", "kind", "token"),
    [
        ("  user.login", "word", "user"),
        ("'a''b' + c", "string", "'a''b'"),
        ("'open", "string", "'open"),
        ("1.5e3f)", "number", "1.5e3f"),
        ("0xFFL", "number", "0xFFL"),
        ("1e+3", "number", "1e+3"),
        ("1 + 2", "number", "1"),
        ("=== b", "operator", "==="),
        ("?.x", "operator", "?"),
        ("[0]", "open", "["),
        ("é", "stray", "é"),
        (" \n", "end", ""),
    ],
)
def test_the_next_token(text: str, kind: str, token: str) -> None:
    found = token_at(text, 0)
    assert (found.kind, found.text) == (kind, token)


def test_an_offset_behind_the_text_gives_its_end() -> None:
    assert token_at("ab", 5).span == (2, 2)


@pytest.mark.parametrize(
    ("text", "kind", "token"),
    [
        ("user.login ", "word", "login"),
        ("x > 1.5", "number", "1.5"),
        ("list.10", "number", "10"),
        ("a?.", "dot", "?."),
        ("a &&", "operator", "&&"),
        ("f(", "open", "("),
    ],
)
def test_the_token_before(text: str, kind: str, token: str) -> None:
    found = token_before(text, len(text))
    assert found is not None
    assert (found.kind, found.text) == (kind, token)


def test_a_string_before_is_known_from_the_reading_so_far() -> None:
    found = token_before("a == 'x' ", 9, Span(5, 8))
    assert found is not None
    assert (found.kind, found.text) == ("string", "'x'")
    assert token_before("  ", 2) is None


@pytest.mark.parametrize(
    ("text", "offset", "operator"),
    [("a === b", 4, "==="), ("a <> b", 3, "<>"), ("a==-b", 3, "-"), ("a !== b", 2, "!=="), ("abc", 1, None)],
)
def test_the_operator_around_an_offset(text: str, offset: int, operator: str | None) -> None:
    found = operator_around(text, offset)
    assert (found.text if found else None) == operator


def test_a_doubled_quote_does_not_end_a_string() -> None:
    assert string_end("'a''b' c", 0) == 6
    assert string_end("'a''", 0) is None
