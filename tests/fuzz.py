"""Texts that nobody would write, and real expressions with something wrong: for the fuzz test and its benchmark."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import oktaexpr
from oktaexpr import EvaluationError, ExpressionSyntaxError, Scope

_HERE = Path(__file__).parent
_PIECES = [
    "user", ".", "?.", "name", "(", ")", "[", "]", "{", "}", ",", ":", "?", "?:", "'", '"', "''", "+", "-", "*", "/", "%", "^", "==", "!=",
    "<", ">", "<=", ">=", "=", "===", "&&", "||", "&", "|", "!", "AND", "or", "Not", "eq", "matches", "between", "instanceof", "null",
    "true", "FALSE", "1", "0x1F", "2147483648", "9L", "1.5", "1e309", "2f", ".![", ".?[", ".^[", ".$[", "#this", "#root", "#x", "T(",
    "new ", "@bean", "++", "--", "String.", "len", "substring", "Arrays.", "size", "Time.now()", "isMemberOfGroupName", "IIF", " ", "\n",
    "\t", "\\", "“", "”", "‘", "é", "日本", "\U0001f600", "\ud800", "\x00", "\u00a0", "\u202e", "${", "}", "#{", "//", ";", "`", "~",
    "user.level", "user.groups", "(a+)+$", "'(a+)+$'", "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'",
]  # fmt: skip

SCOPE = Scope(
    {
        "appuser": {"login": "mia"},
        "nums": [5, 3, 8],
        "m": {"a": 1, "b": None},
        "self": "x",
        "__class__": {"__mro__": 1},
    },
    user={
        "name": "Mia",
        "level": 4,
        "groups": ["a", "b"],
        "email": "mia@acme.example",
        "title": "",
        "ratio": 1.5,
        "profile": {"name": "Mia"},
    },
    groups=[
        {"id": "00g1", "name": "dbt_developers", "type": "OKTA_GROUP"},
        {"id": "00g2", "name": "[red]<b>", "type": "APP_GROUP"},
    ],
    now="2026-01-01T00:00:00Z",
)


@cache
def real_expressions() -> list[str]:
    """Return every expression of the conformance files."""
    texts = [
        json.loads(line)["expr"]
        for name in ("real_world.jsonl", "spel_core.jsonl")
        for line in (_HERE / "conformance" / name).read_text(encoding="utf-8").splitlines()
    ]
    documented = json.loads((_HERE / "conformance" / "okta_docs.json").read_text(encoding="utf-8"))
    return texts + [row["expression"] for key in ("classic", "identity_engine") for row in documented[key]]


def texts(seed: int, count: int) -> Iterator[str]:
    """Yield `count` texts: one in three made of loose pieces, the others real expressions with one to four changes."""
    chance = random.Random(seed)
    known = real_expressions()
    for _ in range(count):
        if chance.random() < 1 / 3:
            yield "".join(chance.choice(_PIECES) for _ in range(chance.randint(1, 25)))
        else:
            text = chance.choice(known)
            for _ in range(chance.randint(1, 4)):
                text = _changed(text, known, chance)
            yield text


def _changed(text: str, known: list[str], chance: random.Random) -> str:
    at = chance.randint(0, len(text))
    to = min(len(text), at + chance.randint(0, 6))
    match chance.randint(0, 5):
        case 0:
            return text[:at] + text[to:]
        case 1:
            return text[:at] + chance.choice(_PIECES) + text[at:]
        case 2:
            return text[:at] + text[at:to] * chance.randint(2, 5) + text[to:]
        case 3:
            return (
                text[:at]
                + chr(
                    chance.choice(
                        [
                            chance.randint(0, 0x7F),
                            chance.randint(0x80, 0x2FFF),
                            chance.randint(0xD7FF, 0x1F6FF),
                        ]
                    )
                )
                + text[to:]
            )
        case 4:
            other = chance.choice(known)
            return text[:at] + other[chance.randint(0, len(other)) :]
        case _:
            return f"({text}) {chance.choice(_PIECES)} {chance.choice(known)}"


def exercise(text: str) -> Any:
    """Take a text through check, compile, evaluate and explain; anything but our own errors comes out as it is."""
    for usage in ("group-rule", "app-sign-in-policy"):
        for problem in oktaexpr.check(text, usage=usage):
            assert 0 <= problem.span.start <= problem.span.end <= len(text), problem
            assert problem.message
    value: Any = None
    for engine in ("classic", "identity-engine"):
        try:
            value = _outcome(lambda engine=engine: oktaexpr.evaluate(text, SCOPE, engine=engine))
            traced = _outcome(lambda engine=engine: oktaexpr.explain(text, SCOPE, engine=engine).value)
        except ExpressionSyntaxError as error:
            return error.diagnostics[0]
        assert repr(value) == repr(traced), (text, value, traced)
    return value


def _outcome(run: Any) -> Any:
    try:
        return run()
    except EvaluationError as error:
        return (error.code, error.diagnostics[0].span)
