"""Stories over time, each with the facts that say so."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from simulator.facts import fact
from simulator.timeline import Record, World, play
from simulator.timeline.document import load_timeline

CASES = tomllib.loads(Path(__file__).with_name("timelines.toml").read_text(encoding="utf-8"))["case"]
ACCOUNT = {"plan": "enterprise", "scim": {"enabled": True, "scim_controlled_license_type": True}}
APP = {"expression": 'isMemberOfGroupName("dev") ? "developer" : "read_only"', "assigned_groups": ["app"]}
NAMES = [case["name"] for case in CASES]


def _file(case: dict[str, Any], folder: Path) -> Path:
    """Write the case as a timeline file; TOML has no null, so that `unmapped_by` names the event with one."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    events = [
        {"at": (start + timedelta(days=number)).isoformat(), **event}
        for number, event in enumerate(case["events"])
    ]
    if "unmapped_by" in case:
        event = events[case["unmapped_by"] - 1]
        event["expression" if event["event"] == "mapping-edited" else "value"] = None
    data = {
        "account": {**ACCOUNT, **case.get("account", {})},
        "app": {**APP, **case.get("app", {})},
        "events": events,
    }
    path = folder / "timeline.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def _seen(record: Record, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return of a record what the case asks for; TOML has no null, so that nothing is an empty text."""
    data = record.to_mapping()
    seen = {
        name: data[name] if data[name] is not None else ""
        for name in wanted
        if name not in ("event", "facts")
    }
    if "facts" in wanted:
        named = {reason.fact for reason in record.reasons}
        seen["facts"] = [name for name in wanted["facts"] if name in named]
    return seen


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_story(case: dict[str, Any], tmp_path: Path) -> None:
    timeline = load_timeline(_file(case, tmp_path))
    last = {record.number: record for record in play(World(timeline.setup), timeline.events)}
    for wanted in case["expect"]:
        record = last[wanted["event"]]
        expected = {name: value for name, value in wanted.items() if name != "event"}
        assert _seen(record, wanted) == expected, f"event {wanted['event']}"


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_source_of_a_story_is_a_fact(case: dict[str, Any]) -> None:
    for name in re.split(r",\s*", case["source"]):
        fact(name)


def test_names_are_unique() -> None:
    assert len(set(NAMES)) == len(NAMES)
