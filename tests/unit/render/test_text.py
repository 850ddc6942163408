"""Diagnostics drawn: carets stand under the characters, whatever these are and wherever they stand."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pytest_snapshot.plugin import Snapshot

from oktaexpr.diagnostics import Diagnostic, Edit, Fix, Severity
from oktaexpr.render.hidden import is_hidden
from oktaexpr.render.style import painter
from oktaexpr.render.text import count_sentence, draw_diagnostic
from oktaexpr.render.width import cell_width
from oktaexpr.source import Source, Span
from tests.support.program import ROOT


def _diagnostic(start: int, end: int, severity: Severity = Severity.ERROR) -> Diagnostic:
    return Diagnostic("OEL999", severity, "something is wrong", Span(start, end))


def _drawn(text: str, start: int, end: int, width: int = 100) -> tuple[str, str]:
    """Return the line of the text and the line of carets, both without the gutter."""
    lines = draw_diagnostic(_diagnostic(start, end), Source(text), width=width).split("\n")
    return lines[3].partition("|")[2][1:], lines[4].partition("|")[2][1:]


@pytest.mark.parametrize(
    ("text", "marked", "shown", "carets"),
    [
        ("abc def", "def", "abc def", "    ^^^"),
        ("\ta\tb", "b", "    a   b", "        ^"),
        ("'日本' AND x", "x", "'日本' AND x", "           ^"),
        ("'日本' AND x", "本", "'日本' AND x", "   ^^"),
        ("e\u0301 + f", "f", "e\u0301 + f", "    ^"),
        ("e\u0301 + f", "\u0301", "e\u0301 + f", "^"),
        ("a\x1b[31mb", "b", "a\\u001b[31mb", "           ^"),
        ("a\u202eb", "\u202e", "a\\u202eb", " ^^^^^^"),
        ("'\ud800' x", "x", "'\\ud800' x", "         ^"),
        ("[red]x[/red]", "x", "[red]x[/red]", "     ^"),
    ],
)
def test_carets_stand_under_the_characters(text: str, marked: str, shown: str, carets: str) -> None:
    start = text.index(marked)
    assert _drawn(text, start, start + len(marked)) == (shown, carets)


def test_the_end_of_a_text_has_a_caret_behind_it() -> None:
    assert _drawn("1 +", 3, 3) == ("1 +", "   ^")
    assert _drawn("", 0, 0) == ("", "^")


@pytest.mark.parametrize("start", [0, 5, 60, 250, 497])
def test_a_long_line_is_trimmed_around_the_caret(start: int) -> None:
    text = "x" * start + "BAD" + "y" * (497 - start)
    line, carets = _drawn(text, start, start + 3, width=60)
    assert cell_width(line) <= 57
    at = carets.index("^")
    assert line[at : at + 3] == "BAD"
    assert line.startswith("…") == (start >= 60)


def test_a_mark_longer_than_the_line_is_cut() -> None:
    line, carets = _drawn("a" + "b" * 300, 1, 301, width=60)
    assert cell_width(line) <= 57
    assert len(carets) <= 57


def test_several_lines_show_the_first_and_the_last(snapshot: Snapshot) -> None:
    snapshot.snapshot_dir = ROOT / "tests" / "snapshots" / "render"
    text = "String.len(\n    user.login,\n    user.email,\n\n    1\n) + 1"
    fix = Fix("leave it out", (Edit(Span(0, 1), ""),))
    diagnostic = Diagnostic(
        "OEL301",
        Severity.ERROR,
        "wrong number of arguments",
        Span(0, text.index(")") + 1),
        "give one",
        fix,
        "assumed",
    )
    snapshot.assert_match(draw_diagnostic(diagnostic, Source(text, "a\x1b.oel")) + "\n", "lines.diag.txt")
    two_lines = draw_diagnostic(_diagnostic(4, 12), Source("a + (\n  b + c)"))
    snapshot.assert_match(two_lines + "\n", "two_lines.diag.txt")


def test_colours_are_added_where_they_are_wanted() -> None:
    drawn = draw_diagnostic(_diagnostic(0, 1), Source("a"), paint=painter(color=True))
    assert drawn.startswith("\x1b[1;31merror[OEL999]\x1b[0m")
    assert "\x1b" not in draw_diagnostic(_diagnostic(0, 1), Source("a"))


def test_counts_are_said_in_words() -> None:
    assert count_sentence([]) == "no problems"
    found = [_diagnostic(0, 0), _diagnostic(0, 0), _diagnostic(0, 0, Severity.INFO)]
    assert count_sentence(found) == "2 errors, 1 info"


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60), st.integers(10, 120))
@example("\x1f\x1f\x1f\x08\r", 5, 5, 10)
def test_any_text_can_be_drawn(text: str, one: int, other: int, width: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    drawn = draw_diagnostic(_diagnostic(start, end), Source(text), width=width)
    assert "^" in drawn
    assert not any(is_hidden(char) for char in drawn if char != "\n")
