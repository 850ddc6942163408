"""Random expressions, asked of Spring's own engine and of ours: the same value and type, or an error in both.

`OKTAEXPR_SPEL_QUESTIONS` says how many (3,000 by default); the seed is fixed, so that a failure can be repeated.
"""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import pytest

import oktaexpr
from oktaexpr import OktaExprError, Scope
from tests.conformance.values import same
from tests.support import spel_oracle

_ABSENT = spel_oracle.why_absent()
_QUESTIONS = int(os.environ.get("OKTAEXPR_SPEL_QUESTIONS", "3000"))

VARS: dict[str, Any] = {
    "s": "hello", "es": "", "num": "42", "yes": "true", "n": 7, "z": 0, "neg": -7, "big": 3000000000, "imax": 2147483647,
    "d": 2.5, "tiny": 1e-10, "t": True, "f": False, "nul": None, "nums": [5, 3, 8], "words": ["apple", "Banana", ""],
    "mixed": [1, "1", 1.0, True, None], "m": {"a": 1, "b": "x", "c": None}, "emoji": "a\U0001f600b", "empty": [],
    "user": {"firstName": "Ada", "level": 4, "score": 2.5, "active": True, "manager": None, "address": {"city": "Zürich"}},
    "lmax": 9223372036854775807, "imin": -2147483648, "csv": "a,b,,c", "deep": {"x": {"y": [1, [2, {"z": "w"}]]}, "e": {}},
    "people": [{"n": "Bo", "v": 2}, {"n": "Al", "v": 1}, {"n": None}], "on": "on", "blank": "  pad\t",
}  # fmt: skip

_ATOMS = [
    "1", "0", "-3", "2147483647", "5L", "2.5", "0.0", "1e10", "1.5f", "'a'", '"it\'s"', "''", "'10'", "true", "false", "null",
    "{1, 2}", "{}", "{'a', null}", "{:}", "{a: 1, 'b': 2}", *VARS, "user.firstName", "user.level", "user.score", "user.manager",
    "user.address.city", "user.absent", "m.a", "m['b']", "nums[0]", "words[1]", "#root.n", "user?.manager?.name",
    "0x1F", "2147483648L", "1e-5", "1.0f", "16777216f", "(1.0 / 0)", "(0.0 / 0)", "s.charAt(1)", "csv.split(',')", "s.toCharArray()",
    "m.keySet()", "m.values()", "deep.x.y[1][1].z", "people[0]", "people.![n]", "{{1, 2}, {3}}", "{1: 'x', true: 'y', 2.5: 'z', 17: 'w'}", "{1L: 'x', 1: 'y'}", "'yes'",
    "'(?i)H.*'", "'[a-z]+'", "{1, 5}", "{'a', 'z'}",
]  # fmt: skip
_BINARY = [
    "+",
    "-",
    "*",
    "/",
    "%",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "and",
    "or",
    "&&",
    "||",
    "?:",
    "+",
    "==",
    "and",
    "eq",
    "lt",
    "^",
    "matches",
    "between",
    "ne",
    "div",
    "mod",
]
_CALLS = [
    ".length()", ".toUpperCase()", ".substring(1)", ".substring(0, 2)", ".contains('a')", ".size()", ".isEmpty()", ".toString()",
    ".indexOf('l')", ".replaceFirst('l', 'L')", ".startsWith('h')", ".equals('a')", ".charAt(0)", ".trim()", ".concat('x')", ".get(0)",
    ".intValue()", ".compareTo('b')", ".![#this]", ".?[#this != null]", ".^[#this == 3]", ".$[true]", ".![toString()]", "[0]", "['a']",
    ".empty", "?.length()", ".split(',')", ".containsKey('a')", ".keySet()", ".doubleValue()", ".values()", "[1]", "['0']", "[n]", "[a]",
    ".![key]", ".![value]", ".?[key == 'a']", ".?[value != null]", ".^[value > 1]", ".?[#this.length() > 1]", ".![#this + 1]", ".![v]",
    ".?[v > 1]", ".?[n == 'Bo'].![v]", "?.![n]", "?[0]", ".lastIndexOf('l', 3)", ".split('l', -1)", ".replaceAll('(l)', '<$1>')",
    ".matches('h.*')", ".compareTo(null)", ".equals(null)", ".strip()", ".repeat(2)", ".isBlank()", ".codePointAt(0)", ".longValue()",
    ".join('-', 'a', 'b')", ".format('%5.1f|%-4s|%03d', 2.25, 'a', 7)", ".subList(0, 1)", ".indexOf(3)", ".contains(3)",
    ".containsAll({3})", ".getOrDefault('q', 1)", ".x?.y?.z", ".length", ".size", ".n.length()",
]  # fmt: skip


def _expression(chance: random.Random, depth: int) -> str:
    if depth == 0 or chance.random() < 0.15:
        return chance.choice(_ATOMS)
    match chance.randint(0, 9):
        case 0 | 1 | 2 | 3:
            left, right = _expression(chance, depth - 1), _expression(chance, depth - 1)
            return (
                f"({left}) {chance.choice(_BINARY)} ({right})"
                if chance.random() < 0.5
                else f"{left} {chance.choice(_BINARY)} {right}"
            )
        case 4:
            parts = [_expression(chance, depth - 1) for _ in range(3)]
            return f"({parts[0]} ? {parts[1]} : {parts[2]})"
        case 5:
            return chance.choice(["!", "-", "not ", "+"]) + f"({_expression(chance, depth - 1)})"
        case 6:
            return f"{{{_expression(chance, depth - 1)}, {_expression(chance, depth - 1)}}}"
        case _:
            return f"({_expression(chance, depth - 1)}){chance.choice(_CALLS)}"


def _is_address(answer: dict[str, Any]) -> bool:
    """Whether the engine's answer has the text of an array in it, which is an address in memory."""
    return "[Ljava." in str(answer.get("value")) or "[C@" in str(answer.get("value"))


def _difference(question: dict[str, Any], answer: dict[str, Any]) -> str | None:
    if _is_address(answer):
        return None
    try:
        got = oktaexpr.evaluate(question["expr"], Scope(question["vars"]))
    except OktaExprError as error:
        if "error" in answer:
            return None
        return f"{question['expr']}: we fail ({error.message}), the engine gives {answer['value']!r} {answer['type']}"
    if "error" in answer:
        return f"{question['expr']}: we give {got!r}, the engine fails ({answer['error']})"
    if same(got, answer["value"], answer["type"]):
        return None
    return f"{question['expr']}: we give {got!r} {oktaexpr.java_type(got)}, the engine {answer['value']!r} {answer['type']}"


@pytest.mark.skipif(_ABSENT is not None, reason=str(_ABSENT))
def test_random_expressions_agree_with_spring(tmp_path: Path) -> None:
    chance = random.Random(20261124)
    questions = [{"expr": _expression(chance, chance.randint(1, 4)), "vars": VARS} for _ in range(_QUESTIONS)]
    answers = spel_oracle.ask(questions, tmp_path)
    assert len(answers) == len(questions)
    differences = [found for found in map(_difference, questions, answers) if found is not None]
    assert not differences, f"{len(differences)} of {len(questions)}:\n" + "\n".join(differences[:40])
