"""License scenarios: every row comes out as the fact sheet says, and for the facts that it rests on."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from simulator.scenarios import Row, read_rows, run

HERE = Path(__file__).parent
ROWS = [
    row
    for name in ("dbt_scenarios.jsonl", "dbt_more_scenarios.jsonl")
    for row in read_rows((HERE / name).read_text(encoding="utf-8"))
]
FACTS = tomllib.loads((HERE / "dbt_scenario_facts.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_license_error_and_reasons(row: Row) -> None:
    (outcome,) = run([row])
    assert outcome.decision.license == row["expected_license"]
    assert outcome.decision.error == row["expected_error"]
    assert outcome.ok
    assert set(FACTS[row["id"]]) <= {reason.fact for reason in outcome.decision.reasons}
    assert outcome.notes == ()


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.get("unknown_default")], ids=lambda row: row["id"]
)
def test_answer_that_rests_on_an_unknown_says_so(row: Row) -> None:
    (outcome,) = run([row])
    assert outcome.decision.rests_on_unknowns


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.get("status") == "documented"], ids=lambda row: row["id"]
)
def test_documented_answer_rests_on_no_unknown(row: Row) -> None:
    (outcome,) = run([row])
    assert not outcome.decision.rests_on_unknowns


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.get("pending_until_invite_redeemed")], ids=lambda row: row["id"]
)
def test_invited_user_has_the_license_only_once_accepted(row: Row) -> None:
    (outcome,) = run([row])
    assert outcome.decision.pending


def test_every_scenario_has_its_facts_listed() -> None:
    assert sorted(FACTS) == sorted(row["id"] for row in ROWS)
