"""A place in an expression and the place in its file are the same characters, and edits there are read back as made."""

from __future__ import annotations

import os
import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from oktaexpr.checker import check
from oktaexpr.diagnostics import Edit, apply_edits
from oktaexpr.formats.fixing import fix_unit, ways_to_edit
from oktaexpr.formats.org import Org
from oktaexpr.formats.reader import read_unit
from oktaexpr.source import Span
from tests.property.containers import CONTAINERS, SETTINGS, Planted
from tests.property.strategies import REAL_EXPRESSIONS, mutated_expressions

CASES = int(os.environ.get("OKTAEXPR_POSITION_CASES", "2000"))
"""Over all containers and properties together."""
_EACH = CASES // (2 * len(CONTAINERS))

_TRICKY = st.text("ab1 \"'\\${}%\n\té😀`#:-,[]&*!|>@~/=?()", min_size=1, max_size=30)
_TEXTS = st.one_of(mutated_expressions(), st.sampled_from(REAL_EXPRESSIONS), _TRICKY)
_WORDS = re.compile(r"[A-Za-z0-9]+")


def _fits(container: str, text: str) -> bool:
    """Whether a container can hold a text at all; quoted ones hold any."""
    if container in {"quoted", "json", "yaml", "json configuration", "csv"}:
        return True
    lines = text.split("\n")
    if "\r" in text or any(line.strip() in {"EOT", "````", "~~~~~"} for line in lines):
        return False
    if container == "markdown":
        return True
    has_flush_line = any(line.strip() and not line[0].isspace() for line in lines)
    return has_flush_line and not any(line and not line.strip() for line in lines)


def _is_inside_a_mark(text: str, offset: int) -> bool:
    """Whether a piece that ends here ends within `${`, whose doubled sign only the brace tells from two signs."""
    return text[offset - 1 : offset + 1] in {"${", "%{"}


@st.composite
def _planted(draw: st.DrawFn, container: str) -> tuple[str, Planted]:
    text = draw(_TEXTS)
    assume(text.strip() and not text.endswith("\n") and _fits(container, text))
    return text, draw(CONTAINERS[container](text))


@pytest.mark.parametrize("container", CONTAINERS)
@settings(max_examples=_EACH, deadline=None)
@given(data=st.data())
def test_places_are_the_same_characters(container: str, data: st.DataObject) -> None:
    text, planted = data.draw(_planted(container))
    found = planted.expression()
    assert found.text == text
    reached = 0
    for word in _WORDS.finditer(text):
        span = found.place(Span(*word.span())).span
        assert span.start >= reached
        if planted.text[span.start : span.end] != word[0]:
            assert planted.decode is not None  # written as numbers
        reached = span.end
    if planted.decode is not None:
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        assume(not _is_inside_a_mark(text, end))
        span = found.content.place(Span(start, end)).span
        assert planted.decode(planted.text[span.start : span.end]) == text[start:end]
        for one in check(text, None, found.usage):
            if not _is_inside_a_mark(text, one.span.end):
                place = found.content.place(one.span).span
                piece = planted.text[place.start : place.end]
                assert planted.decode(piece) == text[one.span.start : one.span.end]


@pytest.mark.parametrize("container", CONTAINERS)
@settings(max_examples=_EACH, deadline=None)
@given(data=st.data())
def test_an_edit_is_read_back_as_made(container: str, data: st.DataObject) -> None:
    text, planted = data.draw(_planted(container))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(start + 5, len(text))))
    edit = Edit(Span(start, end), data.draw(st.text("ab\"'\\${: #%", max_size=6)))
    wanted = apply_edits(text, [edit])
    assume(wanted.strip() and not wanted.endswith("\n") and _fits(container, wanted))
    ways = list(ways_to_edit(planted.expression(), [edit], wanted))
    outcomes = [apply_edits(planted.text, list(way[f"planted.{planted.suffix}"])) for way in ways]
    read = [_read_back(planted, outcome) for outcome in outcomes]
    assert wanted in read or (container == "yaml" and not _is_quotable(planted))


def _read_back(planted: Planted, text: str) -> str | None:
    reading = read_unit(planted.unit(text), SETTINGS)
    return reading.expressions[0].text if len(reading.expressions) == 1 else None


def _is_quotable(planted: Planted) -> bool:
    """Whether the scalar is no block: a block keeps its header, so that not every text fits into it."""
    return planted.expression().content.origins[0].notation.__class__.__name__ != "YamlBlock"


@pytest.mark.parametrize("container", CONTAINERS)
@settings(max_examples=max(_EACH // 8, 10), deadline=None)
@given(data=st.data())
def test_fixes_leave_a_file_that_needs_none(container: str, data: st.DataObject) -> None:
    text, planted = data.draw(_planted(container))
    unit, org = planted.unit(), Org(())
    fixed = fix_unit(unit, org, SETTINGS)
    assert fix_unit(fixed, org, SETTINGS) == fixed
    usage = planted.expression().usage
    is_fixable = any(one.fix is not None and one.fix.safe for one in check(text, None, usage))
    assert is_fixable or fixed == unit
