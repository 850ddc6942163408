"""Operators that would become another token beside what follows keep a blank."""

from __future__ import annotations

import pytest

import oktaexpr


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("!  [0]", "! [0]"),  # `![` begins a projection
        ("!  user.active", "!user.active"),
        ("-  [0]", "-[0]"),
        ("-  -1", "- -1"),  # `--` is the step down
        ("not [0]", "NOT [0]"),
    ],
)
def test_signs_before_their_operand(text: str, printed: str) -> None:
    assert oktaexpr.format(text) == printed
    assert oktaexpr.parse(printed) == oktaexpr.parse(text)
