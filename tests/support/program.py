"""What a run of the program gives, and a small directory to run it on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SNAPSHOTS = ROOT / "tests" / "snapshots" / "cli"

DIRECTORY = {
    "users": [
        {
            "profile": {"login": "ann@acme.example", "firstName": "Ann", "level": 4, "department": "Data"},
            "groups": ["dev"],
        },
        {
            "profile": {"login": "bo@acme.example", "firstName": "Bo", "level": 2, "department": ""},
            "groups": ["ro"],
        },
        {"profile": {"login": "cy@acme.example", "firstName": "Cy", "level": 4}, "groups": ["dev", "ro"]},
    ],
    "groups": [{"id": "00g1", "name": "dev"}, {"id": "00g2", "name": "ro"}],
    "schema": {"level": "integer"},
}
"""Three people: a department, an empty one, none at all."""


@dataclass(frozen=True)
class Result:
    """How a command ended, and what it printed where."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, read as JSON."""
        return json.loads(self.out)


Run = Callable[..., Result]
