"""Patterns hold whatever the text: both engines agree, and nothing but a `Fault` comes of garbage, soon."""

from __future__ import annotations

import time

from hypothesis import event, given
from hypothesis import strategies as st

from oktaexpr.values.faults import Fault
from oktaexpr.values.regex.backtracking import BacktrackingProgram
from oktaexpr.values.regex.linear import LinearProgram, Use, meets, obstacle
from oktaexpr.values.regex.parser import parse_pattern
from oktaexpr.values.regex.pattern import JavaPattern

ATOMS = st.sampled_from(
    [
        "a",
        "b",
        ".",
        r"\d",
        r"\w",
        "[ab]",
        "[^a]",
        "[a-c&&[^b]]",
        "é",
        r"\p{L}",
        r"\b",
        "^",
        "$",
        "(?i)",
        "(?m)",
        r"\R",
    ]
)
QUANTIFIERS = st.sampled_from(["", "", "", "*", "+", "?", "{2}", "{1,2}", "*?", "+?"])


def _wider(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    group = st.sampled_from(["(", "(?:", "(?i:"])
    grouped = st.builds(lambda opening, body, count: f"{opening}{body}){count}", group, inner, QUANTIFIERS)
    return st.builds("".join, st.lists(inner, max_size=3)) | grouped | st.builds("{}|{}".format, inner, inner)


PATTERNS = st.recursive(
    st.builds("{}{}".format, ATOMS, QUANTIFIERS).filter(lambda p: p[:2] != "(?" or p[-1] == ")"),
    _wider,
    max_leaves=8,
)
TEXTS = st.text(alphabet="abcA1é \n\r_😀", max_size=8)
GARBAGE = st.text(
    alphabet=r"ab\QEdwbBpPLkxuN01{},()[]<>?:=!|*+^$-&.i #" + "é😀\ud800", max_size=40
) | st.text(max_size=30)


@given(PATTERNS, TEXTS)
def test_both_engines_give_the_same_answer(pattern: str, text: str) -> None:
    tree = parse_pattern(pattern)
    assert obstacle(tree.root, Use.FULL) is None
    try:
        backtracking = BacktrackingProgram(tree, "")
    except Fault as fault:
        event(fault.code)
        return
    full = LinearProgram(tree.root, Use.FULL)
    if meets(text, full.needs):
        assert full.full_match(text) == backtracking.full_match(text)
    search = LinearProgram(tree.root, Use.SEARCH)
    if meets(text, search.needs):
        assert search.search(text) == backtracking.search(text)
    find = LinearProgram(tree.root, Use.FIND)
    if meets(text, find.needs):
        assert [piece for piece, _ in find.pieces(text)] == [piece for piece, _ in backtracking.pieces(text)]


@given(GARBAGE, GARBAGE)
def test_garbage_gives_an_answer_or_a_fault_soon(pattern: str, text: str) -> None:
    started = time.perf_counter()
    try:
        compiled = JavaPattern(pattern)
        compiled.full_match(text)
        compiled.replace_all(text, "$0")
        compiled.split(text)
    except Fault:
        pass
    assert time.perf_counter() - started < 1


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_quoted_text_matches_itself_alone(text: str, other: str) -> None:
    quoted = JavaPattern(rf"\Q{text.replace(chr(92), '')}\E")
    plain = text.replace("\\", "")
    assert quoted.full_match(plain)
    assert quoted.full_match(other) == (other == plain)
    assert quoted.replace_first(plain, "x") == "x"
