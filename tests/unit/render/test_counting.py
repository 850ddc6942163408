"""Numbers of things in words."""

from __future__ import annotations

import pytest

from oktaexpr.render import counted


@pytest.mark.parametrize(
    ("number", "noun", "text"),
    [
        (0, "user", "0 users"),
        (1, "user", "1 user"),
        (2, "more line", "2 more lines"),
        (2000, "user", "2,000 users"),
    ],
)
def test_a_noun_agrees_with_its_number(number: int, noun: str, text: str) -> None:
    assert counted(number, noun) == text
