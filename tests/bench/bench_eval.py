"""Programs against hand-written Python that gets the same user and the set of its groups, over 100,000 prepared scopes."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import oktaexpr
from oktaexpr import Scope
from tests.bench.timing import best_of

_USERS = 100_000
_ROUNDS = 7

User = dict[str, Any]
Groups = frozenset[str]


def _e1(_: User, groups: Groups) -> str:
    return "developer" if "dbt_developers" in groups else "read_only"


def _e2(user: User, _: Groups) -> str:
    return (
        user["firstName"][:1].lower() + "." + user["lastName"].lower() + "@" + user["email"].partition("@")[2]
    )


def _e3(user: User, groups: Groups) -> str:
    if (
        user["department"] == "Engineering"
        and user["level"] > 3
        and ("a" in groups or any(name.startswith("dbt_") for name in groups))
    ):
        return "developer"
    return "analyst" if "Analyst" in user["title"] else "read_only"


HAND_WRITTEN: dict[str, Callable[[User, Groups], str]] = {"E1": _e1, "E2": _e2, "E3": _e3}


def expressions() -> dict[str, str]:
    """Return the texts of E1, E2 and E3."""
    data = tomllib.loads((Path(__file__).parent / "data" / "expressions.toml").read_text(encoding="utf-8"))
    return {entry["name"]: entry["text"] for entry in data["expression"]}


def people(count: int, seed: int = 7) -> list[tuple[User, Groups]]:
    """Return made-up users with their groups."""
    chance = random.Random(seed)
    names = ["a", "b", "Everyone", "dbt_developers", "dbt_read_only", "Engineering Users"]
    return [
        (
            {
                "firstName": chance.choice(["Ada", "Bob", "Mia", "Zoë"]),
                "lastName": chance.choice(["Lovelace", "Roe", "Brontë"]),
                "email": f"user{number}@acme.example",
                "department": chance.choice(["Engineering", "Sales", "Data"]),
                "level": chance.randint(1, 6),
                "title": chance.choice(["Senior Analyst", "Engineer", "Manager"]),
            },
            frozenset(chance.sample(names, chance.randint(1, 4))),
        )
        for number in range(count)
    ]


def run() -> None:
    """Print one line an expression."""
    rows = people(_USERS)
    scopes = [Scope(user=user, groups=[{"name": name} for name in groups]) for user, groups in rows]
    print(
        f"{_USERS:,} prepared scopes, best of {_ROUNDS} rounds; times hand-written Python (wanted: at most 2)"
    )
    for name, text in expressions().items():
        program, by_hand = oktaexpr.compile(text), HAND_WRITTEN[name]
        assert [program(scope) for scope in scopes] == [by_hand(user, groups) for user, groups in rows]
        hand, ours = best_of(
            _ROUNDS,
            lambda by_hand=by_hand: [by_hand(user, groups) for user, groups in rows],
            lambda program=program: [program(scope) for scope in scopes],
        )
        print(f"  {name}: {ours / hand:.2f} times ({len(scopes) / ours / 1e6:.1f} million users a second)")
