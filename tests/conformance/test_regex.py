"""Java's regular expressions: what java.util.regex of Java 17 answered, row by row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from oktaexpr.values.faults import Fault
from oktaexpr.values.regex import compile_java

CASES: list[dict[str, Any]] = [
    json.loads(line) for line in Path(__file__).with_name("regex.jsonl").read_text("utf-8").splitlines()
]

REFUSED = {
    r"\b{g}a": "the edge of a grapheme is refused",
    "(?<=a*+)d": "possessive in a look-behind of variable length: the engine looks backwards, Java forwards",
    "(?<=(?>a*))d": "atomic group in a look-behind of variable length: likewise",
    "(?<=(?:ab|c){2}+)d": "possessive in a look-behind of variable length: likewise",
    "(?<=a*b*)d": "Java's sum of two unbounded lengths overflows and it finds nothing; refused",
    "a{2147483647}": "so many repetitions are refused",
    "[[a]b&&]": "Java compiles it and throws NullPointerException while matching; refused",
    "(?c)a": "canonical equivalence is refused",
    r"\Ga|b": r"\G elsewhere than alone at the start is refused where matches are replaced",
}
"""Patterns that Java runs and we refuse on purpose, with the reason."""

DIFFERENT = {
    (
        "x*",
        "\U0001f600",
    ): "Java finds an empty match between the halves of a surrogate pair; we keep characters whole",
    ("", "\U0001f600a"): "likewise for a split",
    (r"\p{InLatin1Supplement}", "é"): "a block's name without its hyphen is accepted",
    (r"\p{IsOldItalic}", "a"): "a script's name without its underscore is accepted",
}
"""Pattern and text of the rows where our answer differs on purpose, with the reason."""


def _answer(case: dict[str, Any]) -> object:
    try:
        pattern = compile_java(case["pattern"])
        match case["op"]:
            case "full_match":
                return pattern.full_match(case["text"])
            case "replace_all":
                return pattern.replace_all(case["text"], case["replacement"])
            case "replace_first":
                return pattern.replace_first(case["text"], case["replacement"])
            case "split":
                return pattern.split(case["text"], case["limit"])
    except Fault as fault:
        return {"error": fault.code}
    raise AssertionError(case["op"])


def _expected(case: dict[str, Any]) -> object:
    return {"error": case["error"]} if "error" in case else case["value"]


def _is_excepted(case: dict[str, Any]) -> bool:
    return case["pattern"] in REFUSED or (case["pattern"], case["text"]) in DIFFERENT


@pytest.mark.parametrize(
    "case", [case for case in CASES if not _is_excepted(case)], ids=lambda case: case["id"]
)
def test_answers_as_java_does(case: dict[str, Any]) -> None:
    assert _answer(case) == _expected(case)


@pytest.mark.parametrize(
    "case", [case for case in CASES if case["pattern"] in REFUSED], ids=lambda case: case["id"]
)
def test_refuses_with_a_reason(case: dict[str, Any]) -> None:
    assert _answer(case) == {"error": "PATTERN_REFUSED"}


@pytest.mark.parametrize("key", sorted(DIFFERENT))
def test_known_differences_are_still_different(key: tuple[str, str]) -> None:
    rows = [case for case in CASES if (case["pattern"], case["text"]) == key]
    assert rows
    assert all(_answer(case) != _expected(case) for case in rows)
