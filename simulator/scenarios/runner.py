"""Running scenario rows and comparing with what they expect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from simulator.decision import Decision
from simulator.rules import decide
from simulator.scenarios.rows import FIELDS, Row, Scenario, read_scenario


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out for one row."""

    id: str
    decision: Decision
    ok: bool
    """Whether license, error and settings are the expected ones, as far as the row names them."""
    expected: Mapping[str, Any] = field(default_factory=dict)
    """What the row named: `license`, `error`, `config`."""
    notes: tuple[str, ...] = ()
    """Remarks on the row itself, such as a field that nobody reads."""

    def to_mapping(self) -> dict[str, Any]:
        """Return the row of the JSON output: `id`, `license`, `error`, `ok`, `reasons`."""
        return {
            "id": self.id,
            "license": self.decision.license and self.decision.license.value,
            "error": self.decision.error and self.decision.error.value,
            "ok": self.ok,
            "reasons": [reason.to_mapping() for reason in self.decision.reasons],
        }


def run(rows: Iterable[Row]) -> list[Outcome]:
    """Run scenario rows, in order. Raises `ScenarioError` for a row that cannot be run."""
    return [_run(row) for row in rows]


def _run(row: Row) -> Outcome:
    scenario = read_scenario(row)
    decision = decide(scenario.account, scenario.user, scenario.event)
    decision = replace(decision, reasons=(*scenario.reasons, *decision.reasons))
    notes = tuple(f"nobody reads the field {name!r}" for name in sorted(set(row) - FIELDS))
    return Outcome(scenario.id, decision, _is_expected(scenario, decision), scenario.expected, notes)


def _is_expected(scenario: Scenario, decision: Decision) -> bool:
    settings = (decision.settings or scenario.account.scim).to_mapping()
    expected = scenario.expected
    return (
        expected.get("license", decision.license) == decision.license
        and expected.get("error", decision.error) == decision.error
        and all(settings.get(key) == value for key, value in expected.get("config", {}).items())
    )
