"""Group rules as Okta's API has them, and exports that hold them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def rule(key: str, expression: str, target: str, **more: Any) -> dict[str, Any]:
    """Return an active rule that fills one group."""
    return {
        "id": key,
        "type": "group_rule",
        "name": f"rule {key}",
        "status": "ACTIVE",
        "conditions": {"expression": {"value": expression}},
        "actions": {"assignUserToGroups": {"groupIds": [target]}},
        **more,
    }


def write(folder: Path, *objects: dict[str, Any]) -> str:
    """Write objects of the API as an export, and return its folder."""
    folder.mkdir(exist_ok=True)
    (folder / "export.json").write_text(json.dumps(list(objects)), encoding="utf-8")
    return str(folder)


DATA = rule("1", 'user.department == "Data"', "00gdbt")
CHAIN = rule("2", 'isMemberOfGroupName("dbt")', "00gvpn")
