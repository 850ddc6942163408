"""The failing example of every rule, drawn as people will see it; one file a family."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_snapshot.plugin import Snapshot

from oktaexpr.diagnostics import rules
from oktaexpr.render.text import draw_diagnostics
from oktaexpr.source import Source
from tests.unit.checker.examples import check_example

FOLDER = Path(__file__).parents[2] / "snapshots" / "checker"


@pytest.mark.parametrize("family", ["OEL2", "OEL3", "OEL4", "OEL5", "OEL6"])
def test_failing_examples_are_drawn(family: str, snapshot: Snapshot) -> None:
    snapshot.snapshot_dir = FOLDER
    drawn = []
    for rule in rules():
        if rule.failing.file is not None:
            continue  # a rule about files, whose examples are held elsewhere
        if rule.code.startswith(family):
            source = Source(rule.failing.text, rule.code)
            found = [problem for problem in check_example(rule.failing) if problem.code == rule.code]
            drawn.append(draw_diagnostics((source, problem) for problem in found))
    snapshot.assert_match("\n\n".join(drawn) + "\n", f"{family}.diag.txt")
